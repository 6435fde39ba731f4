package import Sodium
package import StrictJSON

/// The bytes of a record and the signature over them, as they are kept and sent.
package struct Signed: Hashable, Sendable {
  package let bytes: [UInt8]
  /// 64 bytes.
  package let signature: [UInt8]

  package init(bytes: [UInt8], signature: [UInt8]) {
    self.bytes = bytes
    self.signature = signature
  }

  /// H(bytes ‖ signature): how other records and the log name this one.
  package var hash: [UInt8] { BLAKE2b.hash(bytes, signature) }

  /// `{"bytes":…,"sig":…}`, as it travels in arguments and answers.
  package var json: JSONValue {
    .object([("bytes", .base64(bytes)), ("sig", .base64(signature))])
  }

  package init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly(["bytes", "sig"])
    bytes = try object.requireBytes("bytes")
    signature = try object.requireBytes("sig", count: Signature.count)
  }
}

/// A record that one member signs: canonical JSON with a kind, a version and known fields only.
///
/// - Source: Docs/protocol.md, Signed records
package protocol SignedRecord: Equatable, Sendable {
  /// The text of the field `kind`.
  static var kind: String { get }
  static var domain: Domain { get }
  /// Every field but `kind` and `v`; nil for one that is absent.
  var fields: [(String, JSONValue?)] { get }
  /// Reads the fields and refuses values that do not fit each other.
  init(fields: JSONObject) throws(JSONError)
  static var keys: [String] { get }
}

extension SignedRecord {
  package func encode() -> [UInt8] {
    CanonicalJSON.encode(
      .object(present: fields + [("kind", .string(Self.kind)), ("v", .int(1))]))
  }

  /// Reads the bytes that `encode` writes, and no others.
  ///
  /// - Throws: `.malformed`
  package static func decode(_ bytes: [UInt8]) throws(RecordError) -> Self {
    do throws(JSONError) {
      let object = try JSONObject(CanonicalJSON.decode(bytes, limits: .record))
      try object.requireKind(kind)
      try object.allowOnly(keys + ["kind", "v"])
      return try Self(fields: object)
    } catch { throw .malformed(error) }
  }

  package func sign(with pair: borrowing SigningKeyPair) -> Signed {
    let bytes = encode()
    return Signed(bytes: bytes, signature: Signature.sign(bytes, as: Self.domain, with: pair))
  }

  /// The record in `signed`, when this key signed it.
  ///
  /// The fields name the signer; that the key is this member's is said by the directory.
  /// - Throws: `.malformed`, `.signature`
  package static func verify(
    _ signed: Signed, by key: [UInt8]
  ) throws(RecordError) -> Self {
    let record = try decode(signed.bytes)
    guard Signature.verify(signed.signature, of: signed.bytes, as: domain, by: key)
    else { throw .signature }
    return record
  }
}
