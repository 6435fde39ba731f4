import CommandTree
import Desk

/// What a command does.
enum Act: Sendable {
  case identityNew
  case identityShow
  case identityPasswd
  case institutionNew
  case initialise
  case bundleKey
  case roleNew
  case roleRenew
  case roleAdmit
  case lookupNew
  case custodyGive
  case custodyCheck
  case refreshRun
  case refreshCheck
  case refreshStatus
  case refreshVerify
  case ceremonyRoot
  case ceremonyRecord(CeremonyKind)
  case ceremonyHolders
  case ceremonyReplace
  case ceremonyScript
  case verifyShares
  case unseal
  case recover
  case checkBackup

  func run(_ desk: Desk) throws(Failure) {
    switch self {
    case .identityNew: try IdentityActs.new(desk)
    case .identityShow: try IdentityActs.show(desk)
    case .identityPasswd: try IdentityActs.changePassphrase(desk)
    case .institutionNew: try InstitutionActs.new(desk)
    case .initialise: try FoundingActs.found(desk)
    case .bundleKey: try BundleKeyActs.show(desk)
    case .roleNew: try RoleActs.new(desk)
    case .roleRenew: try RoleActs.renew(desk)
    case .roleAdmit: try RoleActs.admit(desk)
    case .lookupNew: try LookupActs.new(desk)
    case .custodyGive: try CustodyActs.give(desk)
    case .custodyCheck: try CustodyActs.check(desk)
    case .refreshRun: try RefreshActs.run(desk)
    case .refreshCheck: try RefreshActs.check(desk)
    case .refreshStatus: try RefreshActs.status(desk)
    case .refreshVerify: try RefreshActs.verify(desk)
    case .ceremonyRoot: try RootCeremony.run(desk)
    case .ceremonyRecord(let kind): try CeremonyActs.record(kind, desk)
    case .ceremonyReplace: try ReplaceActs.run(desk)
    case .ceremonyHolders: try CeremonyActs.holders(desk)
    case .ceremonyScript: CeremonyScript.show(desk)
    case .verifyShares: try CeremonyActs.verifyShares(desk)
    case .unseal: try UnsealActs.run(desk)
    case .recover: try RecoveryActs.recover(desk)
    case .checkBackup: try RecoveryActs.check(desk)
    }
  }
}
