internal import Sodium
package import StrictJSON
package import Vocabulary

/// What a recovery found, as it lies in the recovered vault's folder: no secret, and nobody signs it.
///
/// `kluis-keys recover` writes it, and who goes on from there reads it; the service does not.
/// - Source: Docs/protocol.md, Restore
package struct RecoveryReport: Equatable, Sendable {
  package static let schema = "dossierkluis/recovery/1"
  /// Its name in the folder of a vault.
  package static let name = "recovery.json"
  /// Bytes at most: a line of some 60 bytes for each dossier that lost something.
  package static let limit = 16 << 20

  /// Milliseconds UTC, by the host's clock.
  package var at: Int64
  package var origin: String
  /// Entries of the log in `vault.db`.
  package var size = 0
  /// How far the log was at the last commit of `keystore.db`.
  package var keystoreSize = 0
  /// The longest log that is known of; more than `size` when entries were lost.
  package var knownSize = 0
  package var dossiers = 0
  package var revisions = 0
  /// S and E that are not in `keystore.db`.
  package var missing = 0
  /// Whether the lost entries could be read, in a copy of the log.
  package var sawNewer = false
  /// Directory records and records of ended access that the first start repeats.
  package var repeated = 0
  /// How many revisions each dossier lost.
  package var lost: [Identifier: Int] = [:]
  /// What people have to do again: entries of each action.
  package var toDo: [String: Int] = [:]
  /// H of the manifests of the backups that it was made from; nil for a folder that was none.
  package var vaultManifest: [UInt8]?
  package var keystoreManifest: [UInt8]?

  package init(at: Int64, origin: String) {
    (self.at, self.origin) = (at, origin)
  }

  package func encode() -> [UInt8] {
    CanonicalJSON.encode(
      .object(present: [
        ("at", .int(at)), ("dossiers", .int(Int64(dossiers))),
        ("keystore_manifest", keystoreManifest.map { .base64($0) }),
        ("keystore_size", .int(Int64(keystoreSize))), ("known_size", .int(Int64(knownSize))),
        (
          "lost",
          .array(
            lost.sorted { $0.key < $1.key }.map { dossier, count in
              .object([("dossier", .id(dossier)), ("revisions", .int(Int64(count)))])
            })
        ), ("missing", .int(Int64(missing))), ("origin", .string(origin)),
        ("repeated", .int(Int64(repeated))), ("revisions", .int(Int64(revisions))),
        ("saw_newer", .bool(sawNewer)), ("schema", .string(Self.schema)),
        ("size", .int(Int64(size))),
        (
          "to_do",
          .array(
            toDo.sorted { $0.key < $1.key }.map { action, count in
              .object([("action", .string(action)), ("count", .int(Int64(count)))])
            })
        ), ("vault_manifest", vaultManifest.map { .base64($0) }),
      ]))
  }

  package init(decoding bytes: [UInt8]) throws(JSONError) {
    var bytes = bytes
    if bytes.last == 0x0A { bytes.removeLast() }
    let limits = JSONLimits(bytes: Self.limit, depth: 4, string: 1024, elements: 1 << 18)
    let json = try JSONObject(CanonicalJSON.decode(bytes, limits: limits))
    try json.allowOnly([
      "at", "dossiers", "keystore_manifest", "keystore_size", "known_size", "lost", "missing",
      "origin", "repeated", "revisions", "saw_newer", "schema", "size", "to_do", "vault_manifest",
    ])
    guard try json.requireString("schema") == Self.schema else {
      throw json.error(.notAllowed(expected: Self.schema), "schema")
    }
    at = try json.requireTime("at")
    origin = try json.requireString("origin")
    size = try json.requireCount("size")
    keystoreSize = try json.requireCount("keystore_size")
    knownSize = try json.requireCount("known_size")
    dossiers = try json.requireCount("dossiers")
    revisions = try json.requireCount("revisions")
    missing = try json.requireCount("missing")
    sawNewer = try json.requireBool("saw_newer")
    repeated = try json.requireCount("repeated")
    for item in try json.requireObjects("lost") {
      try item.allowOnly(["dossier", "revisions"])
      lost[try item.requireIdentifier("dossier")] = try item.requireCount("revisions")
    }
    for item in try json.requireObjects("to_do") {
      try item.allowOnly(["action", "count"])
      toDo[try item.requireString("action")] = try item.requireCount("count")
    }
    vaultManifest = try json.optionalBytes("vault_manifest", count: 32)
    keystoreManifest = try json.optionalBytes("keystore_manifest", count: 32)
  }
}

extension JSONObject {
  fileprivate func requireCount(_ key: String) throws(JSONError) -> Int {
    Int(try requireInt(key, within: 0...CanonicalJSON.integers.upperBound))
  }
}
