import Vocabulary

/// What no policy file can weaken.
///
/// The raw values are the names in `Policies/README.md`.
package enum FloorRule: String, CaseIterable, Sendable {
  case fourEyes = "four-eyes"
  case requestTerm = "request-term"
  case refusalLogged = "refusal-logged"
  case noContent = "no-content"
  case keepersApart = "keepers-apart"
  case oneRegie = "one-regie"
  case grantEnds = "grant-ends"
  case approverReads = "approver-reads"
  case fgSeesLog = "fg-sees-log"
  case supervisorNoExport = "supervisor-no-export"
  case emergencyTerm = "emergency-term"
  case writeNeedsRead = "write-needs-read"
  case fgDecides = "fg-decides"
  case labelStays = "label-stays"
  case shareTerm = "share-term"
  case shareNeedsGround = "share-needs-ground"
  case bsnByLaw = "bsn-by-law"
  case newKeyCompared = "new-key-compared"

  /// Seconds besides the requester.
  static let fewestSeconds: Int64 = 2
  /// A four-eyes request stands no longer, in days.
  static let longestRequest: Int64 = 14
  /// A grant lasts no longer, in days.
  static let longestGrant: Int64 = 366
  static let longestEmergencyHours: Int64 = 24
  static let latestReviewWorkingDays: Int64 = 3

  /// Roles that keep the vault or watch over it and never see what is in it.
  static let keepers: [Role] = [.fg, .beheerder, .custodian]
}

extension FloorRule {
  static func check(_ policy: RolePolicy) throws(PolicyError) {
    func require(_ held: Bool, _ rule: FloorRule, _ place: String) throws(PolicyError) {
      guard held else {
        throw PolicyError(file: .rollen, reason: .belowFloor(rule, place: place))
      }
    }
    try require(policy.regiePerFamily == 1, .oneRegie, "betrokkenheid.regie_per_gezin")
    try require(policy.countingAsInvolved.contains(.regie), .oneRegie, "betrokkenheid.soorten")
    for role in keepers {
      let reach = policy[role]
      try require(reach.ground == .none, .noContent, "rollen.\(role.name).grond")
      try require(!reach.mayExport, .noContent, "rollen.\(role.name).uitvoer")
      for section in Section.allCases {
        let place = "rollen.\(role.name).secties.\(section.name)"
        try require(reach.rights[section]?.isEmpty != false, .noContent, place)
      }
    }
    let supervisor = policy[.toezichthouder]
    try require(!supervisor.mayExport, .supervisorNoExport, "rollen.toezichthouder.uitvoer")
    // Without four eyes of its own a supervisor's ground would be anyone's to give.
    try require(
      supervisor.ground == .grant || supervisor.ground == .none, .fourEyes,
      "rollen.toezichthouder.grond")
    for role in Role.allCases {
      for section in Section.allCases {
        let place = "rollen.\(role.name).secties.\(section.name)"
        let rights = policy[role].rights[section] ?? []
        try require(rights.isEmpty || rights.contains(.read), .writeNeedsRead, place)
        if role == .toezichthouder {
          try require(rights.isSubset(of: [.read]), .supervisorNoExport, place)
        }
      }
    }
  }

  static func check(_ policy: AccessPolicy) throws(PolicyError) {
    func require(_ held: Bool, _ rule: FloorRule, _ place: String) throws(PolicyError) {
      guard held else {
        throw PolicyError(file: .toegang, reason: .belowFloor(rule, place: place))
      }
    }
    try require(policy.refusalsLogged, .refusalLogged, "weigeringen_in_log")
    for act in FunctionAct.inDossiers {
      let functions = policy.functions(for: act)
      let place = "handelingen.\(act.rawValue)"
      try require(!functions.contains { keepers.contains($0.role) }, .keepersApart, place)
      if act != .create { try require(functions.allSatisfy(canApprove), .approverReads, place) }
    }
    // A new dossier gives its maker regie, which only a jeugdbeschermer can have.
    try require(
      policy.functions(for: .create) == [.role(.jeugdbeschermer)], .oneRegie,
      "handelingen.\(FunctionAct.create.rawValue)")
    for act in [FunctionAct.readLog, .exportLog, .explain] {
      try require(
        policy.functions(for: act).contains(.role(.fg)), .fgSeesLog, "handelingen.\(act.rawValue)")
    }
    for role in [Role.jurist, .toezichthouder] {
      let place = "toestemming.\(role.name).dagen"
      try require((policy.grantDays(for: role) ?? 0) <= longestGrant, .grantEnds, place)
    }
    for act in FourEyesAct.allCases {
      let place = "vier_ogen.\(act.rawValue)"
      let rule = policy.rule(for: act)
      try require((rule?.count ?? 0) >= fewestSeconds, .fourEyes, "\(place).aantal")
      try require((rule?.validDays ?? 0) <= longestRequest, .requestTerm, "\(place).geldig_dagen")
      let seconds = rule?.seconds ?? []
      if act.isAboutContent {
        try require(
          !seconds.contains { keepers.contains($0.role) }, .keepersApart, "\(place).tweeden")
      }
      if act.isAboutDossier {
        try require(
          !(rule?.requesters ?? []).contains { keepers.contains($0.role) }, .keepersApart,
          "\(place).aanvragers")
      }
      if act.makesWraps {
        try require(seconds.allSatisfy(canApprove), .approverReads, "\(place).tweeden")
      }
      if FourEyesAct.watched.contains(act) {
        try require(
          rule?.seats.contains([.role(.fg)]) == true, .fgDecides, "\(place).tweeden")
      }
    }
    let emergency = policy.emergency
    try require(emergency.hours <= longestEmergencyHours, .emergencyTerm, "noodtoegang.uren")
    try require(
      emergency.reviewWorkingDays <= latestReviewWorkingDays, .emergencyTerm,
      "noodtoegang.beoordeling_werkdagen")
  }

  /// Who approves makes the wraps, and so must hold a standing one.
  private static func canApprove(_ function: Function) -> Bool { function.role.hasStandingWrap }
}
