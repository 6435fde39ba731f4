package import Sodium
package import StrictJSON
package import Vocabulary

/// The renewal of the halves of one dossier's keys, as the first custodian proposes it.
///
/// For each section it commits to D, with which both halves change (R' = R xor D, S' = S xor D), and
/// names every new box by hash. K, and so all ciphertext, stays what it was.
/// - Source: Docs/protocol.md, Refresh
package struct Refresh: SignedRecord {
  package static let kind = "refresh"
  package static let domain = Domain.refresh
  package static let keys = ["at", "by", "dossier", "id", "parts", "reason"]

  package enum Reason: String, CaseIterable, Sendable {
    /// Somebody left, or a role has a new key for another reason.
    case departure
    /// Grants ended.
    case grants
  }

  /// Whose box it is: a role's, or for a grant one member's in a role.
  package struct Recipient: Hashable, Sendable {
    package let role: Role
    package let epoch: UInt32
    package let grant: Grantee?

    package init(role: Role, epoch: UInt32, grant: Grantee? = nil) {
      self.role = role
      self.epoch = epoch
      self.grant = grant
    }
  }

  package struct Grantee: Hashable, Sendable {
    /// The grant's id.
    package let id: Identifier
    package let member: Identifier

    package init(id: Identifier, member: Identifier) {
      self.id = id
      self.member = member
    }
  }

  package struct Box: Equatable, Sendable {
    package let recipient: Recipient
    /// The box by its hash, `Share.hash(ofBox:)`.
    package let hash: [UInt8]

    package init(_ recipient: Recipient, hash: [UInt8]) {
      self.recipient = recipient
      self.hash = hash
    }
  }

  /// One section.
  package struct Part: Equatable, Sendable {
    package let section: Section
    /// The generation that ends; the new boxes are of the next one.
    package let generation: UInt32
    /// `Refresh.commitment(to:…)`.
    package let d: [UInt8]
    /// By role, standing before granted, then by the grant's id.
    package let boxes: [Box]

    package init(section: Section, generation: UInt32, d: [UInt8], boxes: [Box]) {
      self.section = section
      self.generation = generation
      self.d = d
      self.boxes = boxes.sorted { $0.recipient < $1.recipient }
    }
  }

  package let at: Int64
  package let by: Identifier
  package let dossier: Identifier
  package let id: Identifier
  /// In the order of the sections' bytes.
  package let parts: [Part]
  package let reason: Reason

  /// Boxes of one section.
  package static let boxLimit = 256

  package init(
    at: Int64, by: Identifier, dossier: Identifier, id: Identifier, parts: [Part], reason: Reason
  ) {
    self.at = at
    self.by = by
    self.dossier = dossier
    self.id = id
    self.parts = parts.sorted { $0.section < $1.section }
    self.reason = reason
  }

  /// The public commitment to D of one section and generation.
  ///
  /// BLAKE2b-256(key: D, `"dossierkluis/v1/refresh-delta"` ‖ dossier ‖ section ‖ generation u32)
  package static func commitment(
    to delta: borrowing SecretBytes, dossier: Identifier, section: Section, generation: UInt32
  ) throws(SecretMemoryError) -> [UInt8] {
    guard delta.count == 32 else { throw .wrongLength }
    var place = Array("dossierkluis/v1/refresh-delta".utf8) + dossier.bytes + [section.rawValue]
    place.append(bigEndian: generation)
    return try BLAKE2b.keyedPublic(delta, count: 32) { $0.absorb(place) }
  }

  package var fields: [(String, JSONValue?)] {
    [
      ("at", .int(at)), ("by", .id(by)), ("dossier", .id(dossier)), ("id", .id(id)),
      ("parts", .array(parts.map(\.json))), ("reason", .string(reason.rawValue)),
    ]
  }

  package init(fields: JSONObject) throws(JSONError) {
    at = try fields.requireTime("at")
    by = try fields.requireIdentifier("by")
    dossier = try fields.requireIdentifier("dossier")
    id = try fields.requireIdentifier("id")
    reason = try fields.requireCase("reason")
    var parts: [Part] = []
    for object in try fields.requireObjects("parts") {
      let part = try Part(object)
      guard parts.last.map({ $0.section < part.section }) ?? true else {
        throw fields.error(.notAllowed(expected: "sections in order"), "parts")
      }
      parts.append(part)
    }
    guard !parts.isEmpty else { throw fields.error(.notAllowed(expected: "sections"), "parts") }
    self.parts = parts
  }
}

extension Refresh.Recipient: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    if left.role != right.role { return left.role.rawValue < right.role.rawValue }
    if left.grant?.id != right.grant?.id {
      return (left.grant?.id ?? .zero) < (right.grant?.id ?? .zero)
    }
    return left.epoch < right.epoch
  }
}

extension Refresh.Part {
  fileprivate init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly(["boxes", "d", "generation", "section"])
    d = try object.requireHash("d")
    generation = try object.requireUInt32("generation")
    guard generation < .max else {
      throw object.error(.notAllowed(expected: "one that has a next"), "generation")
    }
    section = try object.requireSection("section")
    var boxes: [Refresh.Box] = []
    for item in try object.requireObjects("boxes") {
      let box = try Refresh.Box(item)
      guard boxes.last.map({ $0.recipient < box.recipient }) ?? true,
        boxes.count < Refresh.boxLimit
      else { throw object.error(.notAllowed(expected: "boxes in order"), "boxes") }
      boxes.append(box)
    }
    guard !boxes.isEmpty else { throw object.error(.notAllowed(expected: "boxes"), "boxes") }
    self.boxes = boxes
  }

  fileprivate var json: JSONValue {
    [
      "boxes": .array(boxes.map(\.json)), "d": .base64(d), "generation": .number(generation),
      "section": .string(section.name),
    ]
  }
}

extension Refresh.Box {
  fileprivate init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly(["box", "epoch", "grant", "member", "role"])
    let role = try object.requireRole("role")
    let grant = try object.optionalIdentifier("grant")
    let member = try object.optionalIdentifier("member")
    guard role.hasDossierKey else {
      throw object.error(.notAllowed(expected: "a role with a dossier key"), "role")
    }
    // A standing role has standing boxes and no others; the other roles have granted ones only.
    guard (grant == nil) == (member == nil), (grant == nil) == role.hasStandingWrap else {
      throw object.error(.notAllowed(expected: "grant and member for a granted box"), "grant")
    }
    var grantee: Refresh.Grantee?
    if let grant, let member { grantee = Refresh.Grantee(id: grant, member: member) }
    self.init(
      Refresh.Recipient(role: role, epoch: try object.requireUInt32("epoch"), grant: grantee),
      hash: try object.requireHash("box"))
  }

  fileprivate var json: JSONValue {
    .object(present: [
      ("box", .base64(hash)), ("epoch", .number(recipient.epoch)),
      ("grant", recipient.grant.map { .id($0.id) }),
      ("member", recipient.grant.map { .id($0.member) }),
      ("role", .string(recipient.role.name)),
    ])
  }
}
