import StrictJSON
package import Vocabulary

/// What a role may do with one section.
package enum Right: String, CaseIterable, Sendable {
  case read = "lezen"
  case write = "schrijven"
  case share = "delen"
  case approve = "goedkeuren"
}

/// What must connect a member to a dossier before the role means anything.
package enum Ground: String, CaseIterable, Sendable {
  case involvement = "betrokkenheid"
  case team = "team"
  case grant = "toestemming"
  case none = "geen"
}

/// The contents of `rollen.json`.
package struct RolePolicy: Equatable, Sendable {
  package struct Reach: Equatable, Sendable {
    package let ground: Ground
    /// Whether what was read may be saved outside the vault.
    package let mayExport: Bool
    package let rights: [Section: Set<Right>]

    package func sections(with right: Right) -> [Section] {
      Section.allCases.filter { rights[$0]?.contains(right) == true }
    }

    package func allows(_ right: Right, _ section: Section) -> Bool {
      rights[section]?.contains(right) == true
    }
  }

  /// The kinds of involvement that open a dossier.
  package let countingAsInvolved: Set<Involvement.Sort>
  package let regiePerFamily: Int64
  private let reach: [Role: Reach]

  package subscript(role: Role) -> Reach {
    reach[role] ?? Reach(ground: .none, mayExport: false, rights: [:])
  }

  init(_ value: JSONValue) throws(JSONError) {
    let file = try JSONObject(value)
    try file.allowOnly(["schema", "betrokkenheid", "rollen"])
    try file.requireSchema("dossierkluis/rollen/1")
    let involvement = try file.requireObject("betrokkenheid")
    try involvement.allowOnly(["soorten", "regie_per_gezin"])
    countingAsInvolved = Set(
      try involvement.requireList("soorten", of: ["regie", "betrokken"]) {
        Involvement.Sort(rawValue: $0)
      })
    regiePerFamily = try involvement.requireInt("regie_per_gezin")
    let roles = try file.requireObject("rollen")
    try roles.allowOnly(Role.allCases.map(\.name))
    var reach: [Role: Reach] = [:]
    for role in Role.allCases {
      reach[role] = try Reach(try roles.requireObject(role.name))
    }
    self.reach = reach
  }
}

extension RolePolicy.Reach {
  fileprivate init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly(["grond", "uitvoer", "secties"])
    ground = try object.requireCase("grond")
    mayExport = try object.requireBool("uitvoer")
    let sections = try object.requireObject("secties")
    try sections.allowOnly(Section.allCases.map(\.name))
    var rights: [Section: Set<Right>] = [:]
    for section in Section.allCases {
      rights[section] = Set(
        try sections.requireList(section.name, of: Right.allCases.map(\.rawValue)) {
          Right(rawValue: $0)
        })
    }
    self.rights = rights
  }
}
