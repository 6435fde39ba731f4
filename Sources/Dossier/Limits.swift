/// How much a file may hold: generous for a family, small for a machine.
package enum Limits {
  /// The whole file, in bytes: some thousand pages of text.
  package static let fileBytes = 8 << 20
  /// Nesting of objects and lists; the format itself needs six.
  package static let depth = 16
  /// A name, a source, a reason: Unicode scalars.
  package static let line = 500
  /// A text of an entry or a part of a plan: Unicode scalars.
  package static let text = 100_000
  package static let idBytes = 64
  package static let persons = 100
  package static let entries = 10_000
  package static let plans = 200
  /// Files that go with one import.
  package static let attachments = 1_000
  /// Items of any other list.
  package static let items = 200
  package static let planVersion = 1...9999
  package static let scale = 1...10
  package static let phase = 1...3
  /// SHA-256.
  static let hashBytes = 32
  /// As canonical JSON has integers.
  static let milliseconds = 0...(1 << 53) - 1
  /// Links count revisions from 1.
  static let revision = 1...Int(UInt32.max)
  /// A receipt and its signature are some hundred scalars each.
  static let receipt = 4000
  /// Problems in one report; the last then says that there are more.
  package static let problems = 10_000
}
