package import Vocabulary

/// In which capacity a member acts: a role, or the jeugdbeschermer who has regie.
package enum Function: Hashable, Sendable {
  case regie
  case role(Role)

  /// The one spelling in policy files and in the record *second*.
  package var name: String {
    switch self {
    case .regie: "regie"
    case .role(let role): role.name
    }
  }

  package init?(name: String) {
    if name == "regie" {
      self = .regie
    } else if let role = Role(name: name) {
      self = .role(role)
    } else {
      return nil
    }
  }

  /// The role whose key and membership the function needs.
  package var role: Role {
    switch self {
    case .regie: .jeugdbeschermer
    case .role(let role): role
    }
  }

  static let names = ["regie"] + Role.allCases.map(\.name)
}

/// What a function, rather than a role's reach, allows; the keys of `handelingen`.
package enum FunctionAct: String, CaseIterable, Sendable {
  case create = "aanmaken"
  case involve = "betrekken"
  case endInvolvement = "betrokkenheid-eindigen"
  case handOverRegie = "regie-overdragen"
  case consult = "consult"
  case endGrant = "toestemming-eindigen"
  case readAccess = "toegang-lezen"
  case explain = "uitleg"
  case readLog = "log-lezen"
  case exportLog = "log-uitvoeren"
  case readDirectory = "directory-lezen"
  case appendDirectory = "directory-aanvullen"
  case seal = "verzegelen"
  case backUp = "reservekopie"

  /// Acts in a dossier or giving access to it.
  static let inDossiers: [FunctionAct] = [
    .create, .involve, .endInvolvement, .handOverRegie, .consult, .endGrant,
  ]
}
