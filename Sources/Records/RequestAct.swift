package import Sodium
package import StrictJSON
package import Vocabulary

/// A request that takes the agreement of others: what exactly, on which state it was decided.
///
/// What is asked is `objects`, one shape per act. An act about a dossier names the dossier, its head
/// and a purpose; another act names none of the three.
/// - Source: Docs/protocol.md, Signed records
package struct RequestAct: SignedRecord {
  package static let kind = "request-act"
  package static let domain = Domain.requestAct
  package static let keys = [
    "act", "at", "dossier", "head_h", "head_n", "id", "objects", "policy", "purpose", "reason",
    "requester", "valid_until",
  ]
  /// Fourteen days, in milliseconds: older agreement is no agreement.
  package static let longestValidity: Int64 = 14 * 86_400_000

  /// What an act is about, as it was when it was asked.
  package struct Place: Equatable, Sendable {
    package let dossier: Identifier
    package let head: Head
    package let purpose: Purpose

    package init(dossier: Identifier, head: Head, purpose: Purpose) {
      self.dossier = dossier
      self.head = head
      self.purpose = purpose
    }
  }

  package let at: Int64
  package let id: Identifier
  package let objects: Objects
  /// Nil for an act about no dossier, and only then.
  package let place: Place?
  /// The hash of the policy set: 32 bytes.
  package let policy: [UInt8]
  /// H(words), when there are words.
  package let reason: [UInt8]?
  package let requester: Identifier
  package let validUntil: Int64

  package init(
    at: Int64, id: Identifier, objects: Objects, place: Place?, policy: [UInt8],
    reason: [UInt8]? = nil, requester: Identifier, validUntil: Int64
  ) {
    self.at = at
    self.id = id
    self.objects = objects
    self.place = place
    self.policy = policy
    self.reason = reason
    self.requester = requester
    self.validUntil = validUntil
  }

  package var act: Act { objects.act }
  /// Whether it was done when it was signed, and the seconds are its review: they may come late, and
  /// under another policy.
  package var isReviewed: Bool { act == .noodtoegang }
  package var dossier: Identifier? { place?.dossier }
  package var purpose: Purpose? { place?.purpose }
  /// Who would get something by it; like the requester, that person never counts as a second.
  package var subject: Identifier? { objects.subject }
  /// The members whose persons never count: who asked, and whom it is for.
  package var interested: [Identifier] { [requester] + (subject.map { [$0] } ?? []) }

  package var fields: [(String, JSONValue?)] {
    [
      ("act", .string(act.rawValue)), ("at", .int(at)),
      ("dossier", place.map { .id($0.dossier) }), ("head_h", place.map { .base64($0.head.h) }),
      ("head_n", place.map { .number($0.head.n) }), ("id", .id(id)), ("objects", objects.json),
      ("policy", .base64(policy)), ("purpose", place.map { .string($0.purpose.rawValue) }),
      ("reason", reason.map { .base64($0) }), ("requester", .id(requester)),
      ("valid_until", .int(validUntil)),
    ]
  }

  package init(fields: JSONObject) throws(JSONError) {
    let act: Act = try fields.requireCase("act")
    at = try fields.requireTime("at")
    id = try fields.requireIdentifier("id")
    objects = try Objects(fields.requireObject("objects"), of: act)
    if act.isAboutDossier {
      place = Place(
        dossier: try fields.requireIdentifier("dossier"),
        head: Head(n: try fields.requireUInt32("head_n"), h: try fields.requireHash("head_h")),
        purpose: try fields.requireCase("purpose"))
    } else {
      for key in ["dossier", "head_h", "head_n", "purpose"] where fields[key] != nil {
        throw fields.error(.notAllowed(expected: "absent for this act"), key)
      }
      place = nil
    }
    policy = try fields.requireHash("policy")
    reason = try fields.optionalBytes("reason", count: 32)
    requester = try fields.requireIdentifier("requester")
    validUntil = try fields.requireTime("valid_until")
    // Both times are within 2^53, so the difference cannot overflow.
    guard validUntil > at, validUntil - at <= Self.longestValidity else {
      throw fields.error(.notAllowed(expected: "within 14 days"), "valid_until")
    }
    guard objects.until ?? .max > at else {
      throw fields.error(
        .notAllowed(expected: "access that ends later than it is asked"), "objects")
    }
    if case .policy(let set) = objects, set.previous != policy {
      throw fields.error(
        .notAllowed(expected: "the policy that the request was decided on"), "objects")
    }
  }

  /// How a second and a grant name this request: H(its bytes).
  package static func hash(_ bytes: [UInt8]) -> [UInt8] { BLAKE2b.hash(bytes) }
}
