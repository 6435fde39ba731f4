package import Vocabulary

/// A secret sealed to one member who keeps it for others.
package struct CustodyBox: Hashable, Sendable {
  package let member: Identifier
  package let box: [UInt8]

  package init(member: Identifier, box: [UInt8]) {
    self.member = member
    self.box = box
  }
}

/// The key of a role: its public half, and its secret half sealed to the custodians.
package struct RoleEpoch: Hashable, Sendable {
  package let role: Role
  /// From 1.
  package let epoch: UInt32
  /// X25519 public key: 32 bytes.
  package let box: [UInt8]
  /// In the order of the members' ids.
  package let custody: [CustodyBox]

  package init(role: Role, epoch: UInt32, box: [UInt8], custody: [CustodyBox]) {
    self.role = role
    self.epoch = epoch
    self.box = box
    self.custody = custody.sorted { $0.member < $1.member }
  }
}

/// A role's secret half sealed to one member, and the lookup key when the role has it.
package struct Admission: Hashable, Sendable {
  package let member: Identifier
  package let role: Role
  package let epoch: UInt32
  /// See `RoleSecret`.
  package let box: [UInt8]
  /// See `LookupKey`.
  package let lookupBox: [UInt8]?
  package let team: String?
  package let region: String?

  package init(
    member: Identifier, role: Role, epoch: UInt32, box: [UInt8], lookupBox: [UInt8]? = nil,
    team: String? = nil, region: String? = nil
  ) {
    self.member = member
    self.role = role
    self.epoch = epoch
    self.box = box
    self.lookupBox = lookupBox
    self.team = team
    self.region = region
  }
}

/// The institution's lookup key, sealed to the custodians.
package struct LookupEpoch: Hashable, Sendable {
  package let epoch: UInt32
  /// See `LookupKey.check`.
  package let check: [UInt8]
  package let custody: [CustodyBox]

  package init(epoch: UInt32, check: [UInt8], custody: [CustodyBox]) {
    self.epoch = epoch
    self.check = check
    self.custody = custody.sorted { $0.member < $1.member }
  }
}

/// What the first record says.
package struct Founding: Hashable, Sendable {
  /// The institution's name.
  package let institution: String
  package let origin: String
  package let beheerder: Account
  package let custodian: Account
  package let serviceKey: [UInt8]
  package let logKey: [UInt8]
  /// The log's own name; the origin when absent.
  package let logName: String?

  package init(
    institution: String, origin: String, beheerder: Account, custodian: Account,
    serviceKey: [UInt8], logKey: [UInt8], logName: String? = nil
  ) {
    self.institution = institution
    self.origin = origin
    self.beheerder = beheerder
    self.custodian = custodian
    self.serviceKey = serviceKey
    self.logKey = logKey
    self.logName = logName
  }
}

/// What a directory record does.
///
/// - Source: Docs/protocol.md, Directory
package enum DirectoryAct: Hashable, Sendable {
  case founding(Founding)
  case account(Account)
  case memberKey(Identifier, MemberKeys)
  case suspension(Identifier)
  case roleEpoch(RoleEpoch)
  case admission(Admission)
  case lookupKey(LookupEpoch)
  case custody(Custody)
  case holders(HolderSet)
  case serviceKey([UInt8])
  case logKey([UInt8])
  case partner(NewPartner)
  case partnerKey(Identifier, PartnerKeys)
  case partnerEnd(Identifier)
  case bundleKey([UInt8])

  /// The text of the field `kind`.
  package enum Kind: String, CaseIterable, Sendable {
    case founding
    case account
    case memberKey = "member-key"
    case suspension
    case roleEpoch = "role-epoch"
    case admission
    case lookupKey = "lookup-key"
    case custody
    case holders
    case serviceKey = "service-key"
    case logKey = "log-key"
    case partner
    case partnerKey = "partner-key"
    case partnerEnd = "partner-end"
    case bundleKey = "bundle-key"

    /// Who signs it, for messages.
    package var signers: String {
      switch self {
      case .founding: "the institution key"
      case .account, .memberKey, .suspension: "a beheerder and a custodian"
      case .roleEpoch, .admission, .custody:
        "a custodian and a beheerder or second custodian; for the role fg: an fg and a beheerder"
      case .lookupKey: "a custodian and a beheerder"
      case .holders, .serviceKey, .logKey, .partner, .partnerKey, .partnerEnd, .bundleKey:
        "a beheerder and an fg"
      }
    }
  }

  package var kind: Kind {
    switch self {
    case .founding: .founding
    case .account: .account
    case .memberKey: .memberKey
    case .suspension: .suspension
    case .roleEpoch: .roleEpoch
    case .admission: .admission
    case .lookupKey: .lookupKey
    case .custody: .custody
    case .holders: .holders
    case .serviceKey: .serviceKey
    case .logKey: .logKey
    case .partner: .partner
    case .partnerKey: .partnerKey
    case .partnerEnd: .partnerEnd
    case .bundleKey: .bundleKey
    }
  }

  /// The pairs of functions of which one must sign; empty for the founding record.
  package var signers: [(Role, Role)] {
    switch self {
    case .founding: []
    case .account, .memberKey, .suspension: [(.beheerder, .custodian)]
    case .roleEpoch(let epoch): Self.keySigners(epoch.role)
    case .admission(let admission): Self.keySigners(admission.role)
    case .lookupKey: [(.custodian, .beheerder)]
    case .custody(let custody): Self.keySigners(custody.key.keeper)
    case .holders, .serviceKey, .logKey, .partner, .partnerKey, .partnerEnd, .bundleKey:
      [(.beheerder, .fg)]
    }
  }

  private static func keySigners(_ role: Role) -> [(Role, Role)] {
    role == .fg ? [(.fg, .beheerder)] : [(.custodian, .beheerder), (.custodian, .custodian)]
  }
}
