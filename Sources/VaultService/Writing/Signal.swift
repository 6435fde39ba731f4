import Records
import Sodium
import StrictJSON
import Vocabulary

/// What named members must hear of outside the vault: ids and codes, nothing of a dossier.
///
/// - Source: Docs/protocol.md, Signals
struct Signal {
  enum Kind: String, CaseIterable {
    /// Noodtoegang was taken.
    case noodtoegang
    /// A noodtoegang has not been reviewed in time.
    case reviewLate = "beoordeling-te-laat"
    /// A client says that an answer of this service did not hold.
    case sessionFalse = "sessie-vals"
    /// A partner has new keys.
    case partnerKey = "partner-sleutel"
  }

  let kind: Kind
  /// Which leaf of its plan it is about, from 0.
  var leaf = 0
  var dossier: Identifier?
  var request: Identifier?
  var until: Int64?
  let members: [Identifier]
}

/// A signal with its leaf: the name and the bytes of its file.
struct SpooledSignal: Equatable {
  static let schema = "dossierkluis/signaal/1"

  let name: String
  let bytes: [UInt8]

  /// - Parameter first: the index of the first leaf of the signal's plan.
  init(_ signal: Signal, at time: Int64, first: Int) {
    name = "\(time)-\(signal.kind.rawValue)-\(Hex.encode(Random.bytes(4))).json"
    bytes = CanonicalJSON.encode(
      .object(present: [
        ("at", .int(time)), ("dossier", signal.dossier.map { .id($0) }),
        ("kind", .string(signal.kind.rawValue)), ("leaf", .int(Int64(first + signal.leaf))),
        ("members", .array(signal.members.map { .id($0) })),
        ("request", signal.request.map { .id($0) }), ("schema", .string(Self.schema)),
        ("until", signal.until.map { .int($0) }),
      ]))
  }

  /// Reads what `json` wrote; nil for anything that cannot be a file of the spool.
  init?(_ value: JSONValue) {
    guard let name = value["name"]?.stringValue,
      name.utf8.allSatisfy({ Self.nameBytes.contains($0) }), name.hasSuffix(".json"),
      let bytes = value["bytes"]?.stringValue.flatMap({ Base64.decode($0) })
    else { return nil }
    self.name = name
    self.bytes = bytes
  }

  var json: JSONValue { ["bytes": .base64(bytes), "name": .string(name)] }

  private static let nameBytes = Set("abcdefghijklmnopqrstuvwxyz0123456789-.".utf8)
}
