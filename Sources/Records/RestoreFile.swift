internal import Sodium
package import StrictJSON

/// The file with which a vault is restored: the record, and what can be repeated from what others
/// kept.
///
/// `kluis-keys recover` writes it unsigned, a beheerder and an FG sign it at their own desks, `kluisd`
/// reads it as `restore.json` in the vault's folder.
/// - Source: Docs/protocol.md, Restore
package struct RestoreFile: Equatable, Sendable {
  package static let schema = "dossierkluis/restore/1"
  /// Its name in the folder of a vault.
  package static let name = "restore.json"
  /// Bytes at most: directory records and ends of a day or two.
  package static let limit = 16 << 20

  package var restore: SignedRestore
  /// Directory records that the restored `vault.db` lacks, in their order.
  package var directory: [[UInt8]]
  /// Signed records of ended access that it lacks, in the order of their leaves.
  package var records: [Signed]

  package init(restore: SignedRestore, directory: [[UInt8]], records: [Signed]) {
    self.restore = restore
    self.directory = directory
    self.records = records
  }

  package func encode() -> [UInt8] {
    CanonicalJSON.encode(
      .object(
        present: restore.fields + [
          ("directory", .array(directory.map { .base64($0) })),
          ("records", .array(records.map(\.json))), ("schema", .string(Self.schema)),
        ]))
  }

  package init(decoding bytes: [UInt8]) throws(JSONError) {
    var bytes = bytes
    if bytes.last == 0x0A { bytes.removeLast() }
    let limits = JSONLimits(bytes: Self.limit, depth: 6, string: 4 << 20, elements: 65_536)
    let json = try JSONObject(CanonicalJSON.decode(bytes, limits: limits))
    try json.allowOnly(["body", "directory", "records", "schema", "sigs"])
    guard try json.requireString("schema") == Self.schema else {
      throw json.error(.notAllowed(expected: Self.schema), "schema")
    }
    restore = try SignedRestore(json)
    var directory: [[UInt8]] = []
    for text in try json.requireStrings("directory") {
      guard let record = Base64.decode(text) else {
        throw json.error(.notAllowed(expected: "base64"), "directory")
      }
      directory.append(record)
    }
    self.directory = directory
    var records: [Signed] = []
    for item in try json.requireObjects("records") { records.append(try Signed(item)) }
    self.records = records
  }
}
