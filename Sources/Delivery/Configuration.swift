/// What the beheerder wrote: where signals lie and who gets which.
///
/// - Source: Docs/bode.md, Docs/schema/bode.schema.json
package struct Configuration: Equatable, Sendable {
  package static let schema = "dossierkluis/bode/1"
  /// Largest file, bytes: a thousand members with their addresses fit in it.
  package static let largest = 262_144

  /// The folders that `kluisd` writes signals into; absolute.
  package let spools: [String]
  /// The folder in which the messenger remembers what it did; absolute.
  package let state: String
  package let sinks: [Sink]
  package let patience: Patience
  /// Seconds between two looks into the spools.
  package let every: Int64

  /// Sinks that want a signal of a kind.
  package func sinks(for kind: SignalKind) -> [Sink] { sinks.filter { $0.wants(kind) } }

  /// The sink that takes mails that are whole already.
  package var mailSink: Sink? { sinks.first(where: \.takesMail) }
}
