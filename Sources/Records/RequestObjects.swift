internal import StrictJSON
package import Vocabulary

extension RequestAct {
  /// The acts that take others besides the requester.
  ///
  /// A new one is a case here, its shape in `Objects`, and a line in the policy's `vier_ogen`.
  package enum Act: String, CaseIterable, Sendable {
    case grantToezichthouder = "grant-toezichthouder"
    /// Access at once; the seconds are its review.
    case noodtoegang
    case policy
    /// What was collected without the family's knowledge: its ground, under two others' eyes.
    case r3Ground = "r3-ground"

    /// Whether it is asked with words that say why, or not at all.
    package var needsReason: Bool { self != .grantToezichthouder }

    /// Whether a request names a dossier, its head and a purpose.
    package var isAboutDossier: Bool { self != .policy }
  }

  /// What is asked: one shape per act.
  package enum Objects: Equatable, Sendable {
    case grantToezichthouder(Access)
    /// Access of the requester until this time, milliseconds.
    case noodtoegang(until: Int64)
    case policy(PolicyChange)
    case r3Ground(Revision)
  }

  /// Access of one member: to what, until when.
  package struct Access: Equatable, Sendable {
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
  }

  /// Another policy set in the place of the present one, both by their hashes of 32 bytes.
  package struct PolicyChange: Equatable, Sendable {
    package let hash: [UInt8]
    package let previous: [UInt8]

    package init(hash: [UInt8], previous: [UInt8]) {
      self.hash = hash
      self.previous = previous
    }
  }

  /// One revision of an entry.
  package struct Revision: Hashable, Sendable {
    package let section: Section
    package let entry: Identifier
    package let revision: UInt32

    package init(section: Section, entry: Identifier, revision: UInt32) {
      self.section = section
      self.entry = entry
      self.revision = revision
    }
  }
}

extension RequestAct.Objects {
  package var act: RequestAct.Act {
    switch self {
    case .grantToezichthouder: .grantToezichthouder
    case .noodtoegang: .noodtoegang
    case .policy: .policy
    case .r3Ground: .r3Ground
    }
  }

  /// Who gets access, when that need not be the requester.
  package var subject: Identifier? {
    if case .grantToezichthouder(let access) = self { access.member } else { nil }
  }

  /// The end of the access that is asked.
  package var until: Int64? {
    switch self {
    case .grantToezichthouder(let access): access.until
    case .noodtoegang(let until): until
    case .policy, .r3Ground: nil
    }
  }

  /// The sections that it is about; empty where it is about none in particular.
  package var sections: [Section] {
    switch self {
    case .grantToezichthouder(let access): access.sections
    case .r3Ground(let place): [place.section]
    case .noodtoegang, .policy: []
    }
  }

  init(_ object: JSONObject, of act: RequestAct.Act) throws(JSONError) {
    switch act {
    case .grantToezichthouder:
      try object.allowOnly(["member", "role", "sections", "until"])
      let role = try object.requireRole("role")
      guard role == .toezichthouder else {
        throw object.error(.notAllowed(expected: "toezichthouder"), "role")
      }
      self = .grantToezichthouder(
        RequestAct.Access(
          member: try object.requireIdentifier("member"), role: role,
          sections: Set(try object.requireSections("sections")),
          until: try object.requireTime("until")))
    case .noodtoegang:
      try object.allowOnly(["until"])
      self = .noodtoegang(until: try object.requireTime("until"))
    case .policy:
      try object.allowOnly(["hash", "previous"])
      let set = RequestAct.PolicyChange(
        hash: try object.requireHash("hash"), previous: try object.requireHash("previous"))
      guard set.hash != set.previous else {
        throw object.error(.notAllowed(expected: "another set than the present one"), "hash")
      }
      self = .policy(set)
    case .r3Ground:
      try object.allowOnly(["entry", "revision", "section"])
      self = .r3Ground(
        RequestAct.Revision(
          section: try object.requireSection("section"),
          entry: try object.requireIdentifier("entry"),
          revision: try object.requireUInt32("revision")))
    }
  }

  var json: JSONValue {
    switch self {
    case .grantToezichthouder(let access):
      [
        "member": .id(access.member), "role": .string(access.role.name),
        "sections": .sections(access.sections), "until": .int(access.until),
      ]
    case .noodtoegang(let until): ["until": .int(until)]
    case .policy(let set):
      ["hash": .base64(set.hash), "previous": .base64(set.previous)]
    case .r3Ground(let place):
      [
        "entry": .id(place.entry), "revision": .number(place.revision),
        "section": .string(place.section.name),
      ]
    }
  }
}
