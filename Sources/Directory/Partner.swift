internal import Records
internal import Sodium
internal import StrictJSON
package import Vocabulary

/// The public keys of a partner: what bundles are sealed to, and what its receipts are signed with.
package struct PartnerKeys: Hashable, Sendable {
  /// X25519 public key, 32 bytes; as text an age recipient.
  package let age: [UInt8]
  /// Ed25519 public key, 32 bytes; with the number a minisign key.
  package let sign: [UInt8]
  /// 8 bytes that minisign tells keys apart by; they prove nothing.
  package let signNumber: [UInt8]

  static let numberCount = 8

  package init(age: [UInt8], sign: [UInt8], signNumber: [UInt8]) {
    self.age = age
    self.sign = sign
    self.signNumber = signNumber
  }

  init(_ object: JSONObject) throws(JSONError) {
    age = try object.requireHash("age")
    sign = try object.requireHash("sign")
    signNumber = try object.requireBytes("sign_number", count: Self.numberCount)
  }

  var fields: [(String, JSONValue?)] {
    [
      ("age", .base64(age)), ("sign", .base64(sign)), ("sign_number", .base64(signNumber)),
    ]
  }

  /// Letters over both keys, which the partner reads aloud and both signers compare.
  ///
  /// - Source: Docs/protocol.md, Fingerprint
  package var fingerprint: Fingerprint {
    Fingerprint(
      of: BLAKE2b.hash(Array("dossierkluis/v1/partner".utf8), age, sign, signNumber))
  }
}

/// An organisation that bundles go to, as its first record names it.
///
/// - Source: Docs/protocol.md, Directory
package struct NewPartner: Hashable, Sendable {
  package let partner: Identifier
  package let name: String
  package let kind: PartnerKind
  package let keys: PartnerKeys

  package init(partner: Identifier, name: String, kind: PartnerKind, keys: PartnerKeys) {
    self.partner = partner
    self.name = name
    self.kind = kind
    self.keys = keys
  }

  init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly(["age", "kind", "name", "partner", "sign", "sign_number"])
    partner = try object.requireIdentifier("partner")
    name = try object.requireText("name")
    kind = try object.requireCase("kind", PartnerKind.self)
    keys = try PartnerKeys(object)
  }

  var json: JSONValue {
    .object(
      present: [
        ("kind", .string(kind.rawValue)), ("name", .string(name)), ("partner", .id(partner)),
      ] + keys.fields)
  }
}

/// A partner in a verified directory, with what happened to it since.
package struct Partner: Equatable, Sendable {
  /// The keys that a partner had from a position on.
  package struct KeyPeriod: Equatable, Sendable {
    /// The record that brought them.
    package let since: UInt32
    /// That record's time: milliseconds UTC, as both signers signed it.
    package let at: Int64
    package let keys: PartnerKeys
  }

  package let id: Identifier
  package let name: String
  package let kind: PartnerKind
  /// The record that ended it.
  package internal(set) var ended: UInt32?
  /// Never empty; the newest last.
  package internal(set) var periods: [KeyPeriod]

  init(_ partner: NewPartner, _ period: KeyPeriod) {
    id = partner.partner
    name = partner.name
    kind = partner.kind
    periods = [period]
  }

  package var isActive: Bool { ended == nil }

  /// The newest keys and since when; of a partner that ended, the last that it had.
  package var present: KeyPeriod { periods[periods.count - 1] }
  package var keys: PartnerKeys { present.keys }

  /// The keys in force after record `position`; nil before the partner was there and after it ended.
  package func keys(at position: UInt32) -> PartnerKeys? {
    guard position < ended ?? .max else { return nil }
    return periods.last { $0.since <= position }?.keys
  }

  /// Whether the keys are other than after record `position`, or came less than `age` before `now`.
  ///
  /// A bundle for keys of which this is so asks for a second look: at the fingerprint, by telephone.
  /// - Parameter position: of the directory when the last bundle was sealed; nil when there was none.
  /// - Parameter age: milliseconds.
  package func isKeyNew(since position: UInt32?, at now: Int64, youngerThan age: Int64) -> Bool {
    if let position, keys(at: position) != keys { return true }
    return present.at > now - age
  }
}
