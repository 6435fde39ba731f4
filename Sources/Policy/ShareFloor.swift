import Sharing
import Vocabulary

extension FloorRule {
  /// A bundle is valid no longer, in days.
  static let longestShare = 90
  /// A partner's key is new for at least so many days.
  static let shortestNewKey = 7

  /// Kinds of partner that a law lets use the citizen service number in youth care.
  ///
  /// A school, the police and whoever else have no such law for what a dossier is about.
  /// - Source: UAVG, article 46; Jeugdwet, paragraph 7.2; Wmo 2015, paragraph 5.2
  static let usesBSN: Set<PartnerKind> = [
    .wijkteam, .ggz, .veiligThuis, .raad, .gecertificeerdeInstelling,
  ]

  static func check(_ policy: SharePolicy) throws(PolicyError) {
    func require(_ held: Bool, _ rule: FloorRule, _ place: String) throws(PolicyError) {
      guard held else {
        throw PolicyError(file: .overdracht, reason: .belowFloor(rule, place: place))
      }
    }
    try require(policy.validDays <= longestShare, .shareTerm, "geldig_dagen")
    try require(policy.newKeyDays >= shortestNewKey, .newKeyCompared, "sleutel_nieuw_dagen")
    for kind in PartnerKind.allCases {
      let partner = policy[kind]
      let place = "partners.\(kind.rawValue)"
      // The label is the caseworkers' own word for the family.
      try require(!partner.sections.contains(.etiket), .labelStays, "\(place).secties")
      try require(
        partner.sections.isEmpty || partner.consent || !partner.grounds.isEmpty,
        .shareNeedsGround, "\(place).gronden")
      try require(!partner.bsn || usesBSN.contains(kind), .bsnByLaw, "\(place).bsn")
    }
  }
}
