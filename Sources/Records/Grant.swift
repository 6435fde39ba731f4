package import Sodium
package import StrictJSON
package import Vocabulary

/// Access of one member to named sections of one family, for a time.
///
/// It names the boxes (granted wraps) by hash, so that its signer vouches for them too.
/// - Source: Docs/protocol.md, Signed records
package struct Grant: SignedRecord {
  package static let kind = "grant"
  package static let domain = Domain.grant
  package static let keys = [
    "at", "by", "by_function", "dossier", "epoch", "from", "head_h", "head_n", "id", "member",
    "policy", "purpose", "reason", "request", "role", "sections", "sort", "until",
  ]

  package enum Sort: String, CaseIterable, Sendable {
    /// A jurist; one approver.
    case consult
    /// A toezichthouder; four eyes over a request.
    case toezicht
  }

  /// One section of a grant.
  package struct Part: Equatable, Sendable {
    package let section: Section
    package let generation: UInt32
    /// The box by its hash, `Share.hash(ofBox:)`.
    package let box: [UInt8]

    package init(section: Section, generation: UInt32, box: [UInt8]) {
      self.section = section
      self.generation = generation
      self.box = box
    }
  }

  package let at: Int64
  package let by: Identifier
  package let byFunction: SigningFunction
  package let dossier: Identifier
  /// The epoch of the role key that the boxes are sealed to.
  package let epoch: UInt32
  package let from: Int64
  package let head: Head
  package let id: Identifier
  package let member: Identifier
  package let policy: [UInt8]
  package let purpose: Purpose
  /// H(the question in words), when a consult came with one; a toezicht has it in its request.
  package let reason: [UInt8]?
  /// `RequestAct.hash`, for toezicht.
  package let request: [UInt8]?
  package let role: Role
  /// In the order of the sections' bytes.
  package let sections: [Part]
  package let sort: Sort
  package let until: Int64

  package init(
    at: Int64, by: Identifier, byFunction: SigningFunction, dossier: Identifier, epoch: UInt32,
    from: Int64, head: Head, id: Identifier, member: Identifier, policy: [UInt8],
    purpose: Purpose, reason: [UInt8]? = nil, request: [UInt8]? = nil, role: Role,
    sections: [Part], sort: Sort, until: Int64
  ) {
    self.at = at
    self.by = by
    self.byFunction = byFunction
    self.dossier = dossier
    self.epoch = epoch
    self.from = from
    self.head = head
    self.id = id
    self.member = member
    self.policy = policy
    self.purpose = purpose
    self.reason = reason
    self.request = request
    self.role = role
    self.sections = sections.sorted { $0.section < $1.section }
    self.sort = sort
    self.until = until
  }

  package var fields: [(String, JSONValue?)] {
    [
      ("at", .int(at)), ("by", .id(by)), ("by_function", .string(byFunction.name)),
      ("dossier", .id(dossier)), ("epoch", .number(epoch)), ("from", .int(from)),
      ("head_h", .base64(head.h)), ("head_n", .number(head.n)), ("id", .id(id)),
      ("member", .id(member)), ("policy", .base64(policy)),
      ("purpose", .string(purpose.rawValue)), ("reason", reason.map { .base64($0) }),
      ("request", request.map { .base64($0) }),
      ("role", .string(role.name)), ("sections", .array(sections.map(\.json))),
      ("sort", .string(sort.rawValue)), ("until", .int(until)),
    ]
  }

  package init(fields: JSONObject) throws(JSONError) {
    at = try fields.requireTime("at")
    by = try fields.requireIdentifier("by")
    byFunction = try fields.requireFunction("by_function")
    dossier = try fields.requireIdentifier("dossier")
    epoch = try fields.requireUInt32("epoch")
    from = try fields.requireTime("from")
    head = Head(n: try fields.requireUInt32("head_n"), h: try fields.requireHash("head_h"))
    id = try fields.requireIdentifier("id")
    member = try fields.requireIdentifier("member")
    policy = try fields.requireHash("policy")
    purpose = try fields.requireCase("purpose")
    reason = try fields.optionalBytes("reason", count: 32)
    request = try fields.optionalBytes("request", count: 32)
    role = try fields.requireRole("role")
    sections = try Self.parts(fields)
    sort = try fields.requireCase("sort")
    until = try fields.requireTime("until")
    guard until > from else {
      throw fields.error(.notAllowed(expected: "later than from"), "until")
    }
    guard by != member else {
      throw fields.error(.notAllowed(expected: "another member than who signs"), "member")
    }
    guard role == (sort == .consult ? .jurist : .toezichthouder) else {
      throw fields.error(.notAllowed(expected: "the role of this sort of grant"), "role")
    }
    guard (request != nil) == (sort == .toezicht) else {
      throw fields.error(.notAllowed(expected: "there for toezicht only"), "request")
    }
    guard reason == nil || sort == .consult else {
      throw fields.error(.notAllowed(expected: "there for a consult only"), "reason")
    }
  }

  private static func parts(_ fields: JSONObject) throws(JSONError) -> [Part] {
    var parts: [Part] = []
    for object in try fields.requireObjects("sections") {
      let part = try Part(object)
      guard parts.last.map({ $0.section < part.section }) ?? true else {
        throw fields.error(.notAllowed(expected: "sections in order"), "sections")
      }
      parts.append(part)
    }
    guard !parts.isEmpty else { throw fields.error(.notAllowed(expected: "sections"), "sections") }
    return parts
  }
}

extension Grant.Part {
  fileprivate init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly(["box", "generation", "section"])
    box = try object.requireHash("box")
    generation = try object.requireUInt32("generation")
    section = try object.requireSection("section")
  }

  fileprivate var json: JSONValue {
    [
      "box": .base64(box), "generation": .number(generation), "section": .string(section.name),
    ]
  }
}

/// The end of a grant before its time.
///
/// - Source: Docs/protocol.md, Signed records
package struct GrantEnd: SignedRecord {
  package static let kind = "grant-end"
  package static let domain = Domain.grant
  package static let keys = ["at", "by", "grant", "id", "reason"]

  package let at: Int64
  package let by: Identifier
  /// The id of the grant.
  package let grant: Identifier
  package let id: Identifier
  /// H(words), when it came with words that say why.
  package let reason: [UInt8]?

  package init(
    at: Int64, by: Identifier, grant: Identifier, id: Identifier, reason: [UInt8]? = nil
  ) {
    self.at = at
    self.by = by
    self.grant = grant
    self.id = id
    self.reason = reason
  }

  package var fields: [(String, JSONValue?)] {
    [
      ("at", .int(at)), ("by", .id(by)), ("grant", .id(grant)), ("id", .id(id)),
      ("reason", reason.map { .base64($0) }),
    ]
  }

  package init(fields: JSONObject) throws(JSONError) {
    at = try fields.requireTime("at")
    by = try fields.requireIdentifier("by")
    grant = try fields.requireIdentifier("grant")
    id = try fields.requireIdentifier("id")
    reason = try fields.optionalBytes("reason", count: 32)
  }
}
