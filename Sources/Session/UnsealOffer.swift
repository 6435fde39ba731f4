import Records
import Sodium
package import StrictJSON

/// What a sealed vault says to a share holder's terminal: the key to which a share may be sealed.
///
/// Signed by the service key under `hello`; its `kind` keeps it apart from m2. The holder's nonce
/// makes it fresh: an offer from before a restart is a key that nobody has any more.
/// - Source: Docs/protocol.md, Unsealing
package struct UnsealOffer: Equatable, Sendable {
  package static let kind = "unseal"
  private static let limits = JSONLimits(bytes: 4 << 10)

  /// X25519 key of this run of the service: 32 bytes.
  package let box: [UInt8]
  /// The ceremony whose shares are wanted.
  package let ceremony: UInt32
  /// The holder's, 32 bytes.
  package let nonce: [UInt8]
  package let origin: String

  package init(box: [UInt8], ceremony: UInt32, nonce: [UInt8], origin: String) {
    self.box = box
    self.ceremony = ceremony
    self.nonce = nonce
    self.origin = origin
  }

  package init(decoding bytes: [UInt8]) throws(JSONError) {
    let object = try JSONObject(CanonicalJSON.decode(bytes, limits: Self.limits))
    try object.allowOnly(["box", "ceremony", "kind", "nonce", "origin", "v"])
    guard try object.requireString("kind") == Self.kind else {
      throw object.error(.notAllowed(expected: Self.kind), "kind")
    }
    guard try object.requireInt("v") == 1 else {
      throw object.error(.notAllowed(expected: "version 1"), "v")
    }
    box = try object.requireBytes("box", count: BoxKeyPair.keyCount)
    ceremony = try object.requireUInt32("ceremony")
    nonce = try object.requireBytes("nonce", count: Message1.nonceCount)
    origin = try object.requireString("origin")
  }

  package func encode() -> [UInt8] {
    CanonicalJSON.encode([
      "box": .base64(box), "ceremony": .int(Int64(ceremony)), "kind": .string(Self.kind),
      "nonce": .base64(nonce), "origin": .string(origin), "v": .int(1),
    ])
  }
}

/// What became of one share.
package enum ShareFate: String, CaseIterable, Sendable {
  /// Taken; more are needed, or this was the last.
  case taken
  /// This very share was here already.
  case duplicate
  /// Of another set, such as one of before the newest ceremony, or made up.
  case foreign
  /// Not sealed to this run's key, or not the words of a sheet.
  case unreadable
}
