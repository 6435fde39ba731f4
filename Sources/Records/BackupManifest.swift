internal import Sodium
package import StrictJSON

/// What one backup consists of: the two files by hash, and how far the log was in them.
///
/// Nobody signs it. Its hash is in the leaf `backup`, and the receipt of that leaf lies beside it: so
/// the log vouches for a backup.
/// - Source: Docs/protocol.md, Backup
package struct BackupManifest: Equatable, Sendable {
  package static let schema = "dossierkluis/backup/1"
  /// The kind under which a leaf names a manifest.
  package static let kind = "backup"

  /// A file of the backup.
  package struct File: Equatable, Sendable {
    package let name: String
    package let size: Int64
    /// 32 bytes.
    package let sha256: [UInt8]

    package init(name: String, size: Int64, sha256: [UInt8]) {
      self.name = name
      self.size = size
      self.sha256 = sha256
    }
  }

  /// Milliseconds UTC, by the service's clock.
  package let at: Int64
  package let origin: String
  /// In the order of their names.
  package let files: [File]
  /// The note over the log as the copied `vault.db` has it.
  package let checkpoint: [UInt8]

  package init(at: Int64, origin: String, files: [File], checkpoint: [UInt8]) {
    self.at = at
    self.origin = origin
    self.files = files
    self.checkpoint = checkpoint
  }

  package func encode() -> [UInt8] {
    CanonicalJSON.encode([
      "at": .int(at), "checkpoint": .string(String(decoding: checkpoint, as: UTF8.self)),
      "files": .array(
        files.map {
          ["name": .string($0.name), "sha256": .base64($0.sha256), "size": .int($0.size)]
        }), "origin": .string(origin), "schema": .string(Self.schema),
    ])
  }

  /// Reads the bytes that `encode` writes, and no others.
  package init(decoding bytes: [UInt8]) throws(JSONError) {
    let json = try JSONObject(CanonicalJSON.decode(bytes, limits: .record))
    try json.allowOnly(["at", "checkpoint", "files", "origin", "schema"])
    guard try json.requireString("schema") == Self.schema else {
      throw json.error(.notAllowed(expected: Self.schema), "schema")
    }
    at = try json.requireTime("at")
    origin = try json.requireString("origin")
    checkpoint = Array(try json.requireString("checkpoint").utf8)
    var files: [File] = []
    for file in try json.requireObjects("files") {
      try file.allowOnly(["name", "sha256", "size"])
      let name = try file.requireString("name")
      // A name with a slash would lead out of the folder.
      guard name.utf8.allSatisfy({ (0x61...0x7A).contains($0) || $0 == 0x2E }),
        name.utf8.first != 0x2E, files.last.map({ $0.name < name }) ?? true
      else { throw file.error(.notAllowed(expected: "file names in order"), "name") }
      files.append(
        File(
          name: name,
          size: try file.requireInt("size", within: 0...CanonicalJSON.integers.upperBound),
          sha256: try file.requireHash("sha256")))
    }
    self.files = files
  }

  /// H(bytes), as the leaf `backup` names it.
  package static func hash(_ bytes: [UInt8]) -> [UInt8] { BLAKE2b.hash(bytes) }
}
