import Records
import Sodium
package import StrictJSON
package import Vocabulary

/// Limits of a message of the sign-in.
private let messageLimits = JSONLimits(bytes: 16 << 10)

/// The first message, client to service: who calls, for which vault, in which versions.
package struct Message1: Equatable, Sendable {
  /// Length of a nonce in bytes.
  package static let nonceCount = 32

  package let member: Identifier
  package let nonce: [UInt8]
  package let origin: String
  package let versions: [Int64]

  package init(member: Identifier, nonce: [UInt8], origin: String, versions: [Int64]) {
    self.member = member
    self.nonce = nonce
    self.origin = origin
    self.versions = versions
  }

  package init(decoding bytes: [UInt8]) throws(JSONError) {
    let object = try JSONObject(CanonicalJSON.decode(bytes, limits: messageLimits))
    try object.allowOnly(["member", "nonce", "origin", "versions"])
    member = try object.requireIdentifier("member")
    nonce = try object.requireBytes("nonce", count: Self.nonceCount)
    origin = try object.requireString("origin")
    versions = try object.requireInts("versions")
  }

  package func encode() -> [UInt8] {
    CanonicalJSON.encode([
      "member": .id(member), "nonce": .base64(nonce), "origin": .string(origin),
      "versions": .array(versions.map { .int($0) }),
    ])
  }
}

/// The second message, service to client: what it holds now, and its ephemeral key.
package struct Message2: Equatable, Sendable {
  /// The version that both speak.
  package let version: Int64
  package let nonce: [UInt8]
  /// The service's ephemeral X25519 key.
  package let ephemeral: [UInt8]
  /// H(m1).
  package let first: [UInt8]
  /// The directory's newest position and the hash of its record.
  package let directory: Int64
  package let directoryHash: [UInt8]
  /// The newest checkpoint, a signed note.
  package let checkpoint: String

  package init(
    version: Int64, nonce: [UInt8], ephemeral: [UInt8], first: [UInt8], directory: Int64,
    directoryHash: [UInt8], checkpoint: String
  ) {
    self.version = version
    self.nonce = nonce
    self.ephemeral = ephemeral
    self.first = first
    self.directory = directory
    self.directoryHash = directoryHash
    self.checkpoint = checkpoint
  }

  package init(decoding bytes: [UInt8]) throws(JSONError) {
    let object = try JSONObject(CanonicalJSON.decode(bytes, limits: messageLimits))
    try object.allowOnly([
      "checkpoint", "directory", "directory_hash", "h_m1", "nonce", "version", "x_s",
    ])
    version = try object.requireInt("version")
    nonce = try object.requireBytes("nonce", count: Message1.nonceCount)
    ephemeral = try object.requireBytes("x_s", count: BoxKeyPair.keyCount)
    first = try object.requireBytes("h_m1", count: 32)
    directory = try object.requireInt("directory", within: 1...Int64(UInt32.max))
    directoryHash = try object.requireBytes("directory_hash", count: 32)
    checkpoint = try object.requireString("checkpoint")
  }

  package func encode() -> [UInt8] {
    CanonicalJSON.encode([
      "checkpoint": .string(checkpoint), "directory": .int(directory),
      "directory_hash": .base64(directoryHash), "h_m1": .base64(first), "nonce": .base64(nonce),
      "version": .int(version), "x_s": .base64(ephemeral),
    ])
  }
}

/// The third message, client to service: the member's ephemeral key.
///
/// Its hash names the session.
package struct Message3: Equatable, Sendable {
  /// The client's name and version, such as `kluis/0.1.0`.
  package let client: String
  /// The client's ephemeral X25519 key.
  package let ephemeral: [UInt8]
  /// H(m2).
  package let second: [UInt8]

  package init(client: String, ephemeral: [UInt8], second: [UInt8]) {
    self.client = client
    self.ephemeral = ephemeral
    self.second = second
  }

  package init(decoding bytes: [UInt8]) throws(JSONError) {
    let object = try JSONObject(CanonicalJSON.decode(bytes, limits: messageLimits))
    try object.allowOnly(["client", "h_m2", "x_c"])
    client = try object.requireString("client")
    ephemeral = try object.requireBytes("x_c", count: BoxKeyPair.keyCount)
    second = try object.requireBytes("h_m2", count: 32)
  }

  package func encode() -> [UInt8] {
    CanonicalJSON.encode([
      "client": .string(client), "h_m2": .base64(second), "x_c": .base64(ephemeral),
    ])
  }
}
