import Records
package import Sodium
package import StrictJSON
package import Vocabulary

/// What a member signs: one request of one session, with what the client has seen so far.
package struct RequestBody: Equatable, Sendable {
  /// The newest that this client has verified; the service proves that it goes on from there.
  package struct Pins: Equatable, Sendable {
    /// The log's size and root; size 0 when the client has seen none.
    package var logSize: Int64
    package var logRoot: [UInt8]
    /// The head of the dossier that the request names.
    package var headNumber: Int64?
    package var headHash: [UInt8]?

    package init(
      logSize: Int64, logRoot: [UInt8], headNumber: Int64? = nil, headHash: [UInt8]? = nil
    ) {
      self.logSize = logSize
      self.logRoot = logRoot
      self.headNumber = headNumber
      self.headHash = headHash
    }
  }

  /// Bytes of a body at most; ciphertext travels beside it.
  package static let limit = 1 << 20

  package let method: String
  package let args: [JSONMember]
  /// The same value makes the same write happen once.
  package let idem: Identifier
  package let origin: String
  package let pins: Pins
  /// From 1, one more for every request of the session.
  package let seq: Int64
  package let session: [UInt8]

  package init(
    method: String, args: [JSONMember], idem: Identifier, origin: String, pins: Pins, seq: Int64,
    session: [UInt8]
  ) {
    self.method = method
    self.args = args
    self.idem = idem
    self.origin = origin
    self.pins = pins
    self.seq = seq
    self.session = session
  }

  package init(decoding bytes: [UInt8]) throws(JSONError) {
    let object = try JSONObject(CanonicalJSON.decode(bytes, limits: JSONLimits(bytes: Self.limit)))
    try object.allowOnly(["args", "idem", "method", "origin", "pins", "seq", "session", "v"])
    _ = try object.requireInt("v", within: 1...1)
    method = try object.requireString("method")
    args = try object.requireObject("args").members
    idem = try object.requireIdentifier("idem")
    origin = try object.requireString("origin")
    let pins = try object.requireObject("pins")
    try pins.allowOnly(["head_h", "head_n", "log_root", "log_size"])
    self.pins = Pins(
      logSize: try pins.requireInt("log_size", within: 0...CanonicalJSON.integers.upperBound),
      logRoot: try pins.requireBytes("log_root", count: 32),
      headNumber: try pins.optionalInt("head_n", within: 0...Int64(UInt32.max)),
      headHash: try pins.optionalBytes("head_h", count: 32))
    seq = try object.requireInt("seq", within: 1...CanonicalJSON.integers.upperBound)
    session = try object.requireBytes("session", count: 32)
  }

  package func encode() -> [UInt8] {
    CanonicalJSON.encode([
      "args": .object(args), "idem": .id(idem), "method": .string(method),
      "origin": .string(origin),
      "pins": .object(present: [
        ("head_h", pins.headHash.map { .base64($0) }), ("head_n", pins.headNumber.map { .int($0) }),
        ("log_root", .base64(pins.logRoot)), ("log_size", .int(pins.logSize)),
      ]),
      "seq": .int(seq), "session": .base64(session), "v": 1,
    ])
  }

  /// The member's or partner's signature over SHA-256 of the encoded body.
  package static func sign(
    hash: [UInt8], as party: Party = .member, with pair: borrowing SigningKeyPair
  ) -> [UInt8] {
    Signature.sign(hash, as: party.request, with: pair)
  }

  /// Whether the member or partner with this key signed this body.
  package static func verify(
    _ signature: [UInt8], hash: [UInt8], as party: Party = .member, by key: [UInt8]
  ) -> Bool {
    Signature.verify(signature, of: hash, as: party.request, by: key)
  }
}
