package import Sodium
package import StrictJSON
package import Vocabulary

/// A request that takes the agreement of others: what exactly, on which state it was decided.
///
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

  package enum Act: String, CaseIterable, Sendable {
    case grantToezichthouder = "grant-toezichthouder"
  }

  /// What is asked: access for whom, to what, until when.
  package struct Objects: Equatable, Sendable {
    package let member: Identifier
    package let role: Role
    /// In the order of their bytes.
    package let sections: [Section]
    package let until: Int64

    package init(member: Identifier, role: Role, sections: Set<Section>, until: Int64) {
      self.member = member
      self.role = role
      self.sections = sections.sorted()
      self.until = until
    }

    init(_ object: JSONObject) throws(JSONError) {
      try object.allowOnly(["member", "role", "sections", "until"])
      member = try object.requireIdentifier("member")
      role = try object.requireRole("role")
      sections = try object.requireSections("sections")
      until = try object.requireTime("until")
      guard role == .toezichthouder else {
        throw object.error(.notAllowed(expected: "toezichthouder"), "role")
      }
    }

    var json: JSONValue {
      [
        "member": .id(member), "role": .string(role.name), "sections": .sections(sections),
        "until": .int(until),
      ]
    }
  }

  package let act: Act
  package let at: Int64
  package let dossier: Identifier
  package let head: Head
  package let id: Identifier
  package let objects: Objects
  /// The hash of the policy set: 32 bytes.
  package let policy: [UInt8]
  package let purpose: Purpose
  /// H(words), when there are words.
  package let reason: [UInt8]?
  package let requester: Identifier
  package let validUntil: Int64

  package init(
    act: Act, at: Int64, dossier: Identifier, head: Head, id: Identifier, objects: Objects,
    policy: [UInt8], purpose: Purpose, reason: [UInt8]? = nil, requester: Identifier,
    validUntil: Int64
  ) {
    self.act = act
    self.at = at
    self.dossier = dossier
    self.head = head
    self.id = id
    self.objects = objects
    self.policy = policy
    self.purpose = purpose
    self.reason = reason
    self.requester = requester
    self.validUntil = validUntil
  }

  package var fields: [(String, JSONValue?)] {
    [
      ("act", .string(act.rawValue)), ("at", .int(at)), ("dossier", .id(dossier)),
      ("head_h", .base64(head.h)), ("head_n", .number(head.n)), ("id", .id(id)),
      ("objects", objects.json), ("policy", .base64(policy)),
      ("purpose", .string(purpose.rawValue)), ("reason", reason.map { .base64($0) }),
      ("requester", .id(requester)), ("valid_until", .int(validUntil)),
    ]
  }

  package init(fields: JSONObject) throws(JSONError) {
    act = try fields.requireCase("act")
    at = try fields.requireTime("at")
    dossier = try fields.requireIdentifier("dossier")
    head = Head(n: try fields.requireUInt32("head_n"), h: try fields.requireHash("head_h"))
    id = try fields.requireIdentifier("id")
    objects = try Objects(fields.requireObject("objects"))
    policy = try fields.requireHash("policy")
    purpose = try fields.requireCase("purpose")
    reason = try fields.optionalBytes("reason", count: 32)
    requester = try fields.requireIdentifier("requester")
    validUntil = try fields.requireTime("valid_until")
    // Both times are within 2^53, so the difference cannot overflow.
    guard validUntil > at, validUntil - at <= Self.longestValidity else {
      throw fields.error(.notAllowed(expected: "within 14 days"), "valid_until")
    }
    guard objects.until > at else {
      throw fields.error(
        .notAllowed(expected: "a grant that ends later than it is asked"), "objects")
    }
  }

  /// How a second and a grant name this request: H(its bytes).
  package static func hash(_ bytes: [UInt8]) -> [UInt8] { BLAKE2b.hash(bytes) }
}
