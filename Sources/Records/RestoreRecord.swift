package import Sodium
package import StrictJSON
package import Vocabulary

/// That a log was lost beyond a place, and goes on from there: the one way in which a log may become
/// shorter.
///
/// A beheerder and an FG sign it, so that no service can roll its members back by itself.
/// - Source: Docs/protocol.md, Restore
package struct RestoreRecord: Equatable, Sendable {
  package static let kind = "restore"

  /// Milliseconds UTC, by the clock of who drafted it.
  package let at: Int64
  package let origin: String
  /// What is left: the log's size and root in the restored `vault.db`.
  package let size: Int
  package let root: [UInt8]
  /// The longest log that anybody is known to have seen, beyond `size`.
  package let lostSize: Int
  package let lostRoot: [UInt8]
  /// The directory does not shrink: it must be brought back to this record before anybody is served.
  package let directory: UInt32
  /// H of that record.
  package let directoryHash: [UInt8]

  package init(
    at: Int64, origin: String, size: Int, root: [UInt8], lostSize: Int, lostRoot: [UInt8],
    directory: UInt32, directoryHash: [UInt8]
  ) {
    self.at = at
    self.origin = origin
    self.size = size
    self.root = root
    self.lostSize = lostSize
    self.lostRoot = lostRoot
    self.directory = directory
    self.directoryHash = directoryHash
  }

  package func encode() -> [UInt8] {
    CanonicalJSON.encode([
      "at": .int(at), "directory": .number(directory),
      "directory_hash": .base64(directoryHash), "kind": .string(Self.kind),
      "lost_root": .base64(lostRoot), "lost_size": .int(Int64(lostSize)),
      "origin": .string(origin), "root": .base64(root), "size": .int(Int64(size)), "v": 1,
    ])
  }

  /// Reads the bytes that `encode` writes, and no others.
  package init(decoding bytes: [UInt8]) throws(JSONError) {
    let json = try JSONObject(CanonicalJSON.decode(bytes, limits: .record))
    try json.requireKind(Self.kind)
    try json.allowOnly([
      "at", "directory", "directory_hash", "kind", "lost_root", "lost_size", "origin", "root",
      "size", "v",
    ])
    let sizes = 1...CanonicalJSON.integers.upperBound
    at = try json.requireTime("at")
    origin = try json.requireString("origin")
    size = Int(try json.requireInt("size", within: sizes))
    root = try json.requireHash("root")
    lostSize = Int(try json.requireInt("lost_size", within: sizes))
    lostRoot = try json.requireHash("lost_root")
    directory = try json.requireUInt32("directory")
    directoryHash = try json.requireHash("directory_hash")
    guard size < lostSize else {
      throw json.error(.notAllowed(expected: "more than size"), "lost_size")
    }
  }

  /// Whether a log of this size and root, as somebody saw it, is of the part that was lost.
  ///
  /// A device may have seen more than the signers knew of; only a log that contradicts them is another.
  package func covers(size: Int, root: [UInt8]) -> Bool {
    size > self.size && (size != lostSize || root == lostRoot)
  }
}

/// A restore record and who signed it, as it is kept and sent; a draft until it has two signatures.
package struct SignedRestore: Equatable, Sendable {
  /// One person's signature.
  package struct Signer: Equatable, Sendable {
    package let by: Identifier
    package let signature: [UInt8]
  }

  /// The exact bytes that are signed.
  package let bytes: [UInt8]
  package let record: RestoreRecord
  /// In the order of the ids' bytes.
  package private(set) var signers: [Signer]

  package init(_ record: RestoreRecord) {
    bytes = record.encode()
    self.record = record
    signers = []
  }

  /// Adds a signature.
  package mutating func sign(as member: Identifier, with pair: borrowing SigningKeyPair) {
    signers.removeAll { $0.by == member }
    signers.append(Signer(by: member, signature: Signature.sign(bytes, as: .restore, with: pair)))
    signers.sort { $0.by < $1.by }
  }

  /// Whether this key made that signature.
  package func holds(_ signer: Signer, by key: [UInt8]) -> Bool {
    Signature.verify(signer.signature, of: bytes, as: .restore, by: key)
  }

  package var fields: [(String, JSONValue?)] {
    [
      ("body", .base64(bytes)),
      (
        "sigs",
        .array(signers.map { .object([("by", .id($0.by)), ("sig", .base64($0.signature))]) })
      ),
    ]
  }

  /// The canonical `{"body":b64,"sigs":[{"by":…,"sig":b64},…]}`.
  package func encode() -> [UInt8] { CanonicalJSON.encode(.object(present: fields)) }

  /// H of the signed record's bytes: how the log and the pins name it.
  package var hash: [UInt8] { BLAKE2b.hash(encode()) }

  package init(decoding bytes: [UInt8]) throws(JSONError) {
    let json = try JSONObject(CanonicalJSON.decode(bytes, limits: .record))
    try json.allowOnly(["body", "sigs"])
    try self.init(json)
  }

  /// Reads `body` and `sigs` of an object.
  package init(_ json: JSONObject) throws(JSONError) {
    bytes = try json.requireBytes("body")
    record = try RestoreRecord(decoding: bytes)
    var signers: [Signer] = []
    for item in try json.requireObjects("sigs") {
      try item.allowOnly(["by", "sig"])
      let by = try item.requireIdentifier("by")
      guard signers.count < 2, signers.last.map({ $0.by < by }) ?? true else {
        throw item.error(.notAllowed(expected: "two signers in order"), "by")
      }
      signers.append(
        Signer(by: by, signature: try item.requireBytes("sig", count: Signature.count)))
    }
    self.signers = signers
  }
}
