import CommandTree
import Desk

/// What a command does.
enum Act: Sendable {
  case identityNew
  case identityShow
  case identityPasswd
  case institutionNew
  case initialise
  case roleNew
  case roleAdmit
  case lookupNew

  func run(_ desk: Desk) throws(Failure) {
    switch self {
    case .identityNew: try IdentityActs.new(desk)
    case .identityShow: try IdentityActs.show(desk)
    case .identityPasswd: try IdentityActs.changePassphrase(desk)
    case .institutionNew: try InstitutionActs.new(desk)
    case .initialise: try FoundingActs.found(desk)
    case .roleNew: try RoleActs.new(desk)
    case .roleAdmit: try RoleActs.admit(desk)
    case .lookupNew: try LookupActs.new(desk)
    }
  }
}
