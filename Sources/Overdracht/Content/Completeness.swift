package import Calendar
package import Dossier

/// What a complete overdracht has (*100% schone overdracht*, R19), part by part.
package enum OverdrachtPart: String, CaseIterable, Sendable {
  case leefgebieden
  case overwegingen
  case hulp
  /// Earlier help with its result.
  case resultaat
  case veiligheidstaxatie
  /// An assessment that is older than the policy allows.
  case taxatieBijgewerkt = "taxatie-bijgewerkt"
  case eindsituatie
  case zichtOpVeiligheid = "zicht-op-veiligheid"

  /// The part in words.
  package var phrase: Phrase {
    switch self {
    case .leefgebieden: Phrase("feiten per leefgebied", "facts per area of life")
    case .overwegingen:
      Phrase("de overwegingen bij de stappen", "the considerations behind the steps")
    case .hulp: Phrase("welke hulp er was of is", "which help was or is given")
    case .resultaat: Phrase("het resultaat van elke hulp", "the result of each help")
    case .veiligheidstaxatie:
      Phrase("een taxatie van veiligheid en risico", "an assessment of safety and risk")
    case .taxatieBijgewerkt:
      Phrase("een bijgewerkte taxatie", "an assessment that is up to date")
    case .eindsituatie: Phrase("de haalbare eindsituatie", "the feasible end situation")
    case .zichtOpVeiligheid:
      Phrase("wie zicht houdt op de veiligheid", "who keeps watch over safety")
    }
  }

  /// Where to write it.
  package var place: Phrase {
    switch self {
    case .leefgebieden: Phrase("veranderplan, leefgebieden", "veranderplan, leefgebieden")
    case .overwegingen: Phrase("veranderplan, overwegingen", "veranderplan, overwegingen")
    case .hulp, .resultaat: Phrase("veranderplan, hulp", "veranderplan, hulp")
    case .veiligheidstaxatie, .taxatieBijgewerkt:
      Phrase("veiligheidsplan of veranderplan, taxatie", "veiligheidsplan or veranderplan, taxatie")
    case .eindsituatie:
      Phrase("veranderplan, haalbareEindsituatie", "veranderplan, haalbareEindsituatie")
    case .zichtOpVeiligheid:
      Phrase("veiligheidsplan, zichtOpVeiligheid", "veiligheidsplan, zichtOpVeiligheid")
    }
  }
}

/// Which parts of R19 what is to be shared does not have.
package enum Completeness {
  /// - Parameters:
  ///   - view: what goes into the bundle, so that nothing counts that the receiver does not get.
  ///   - today: the day of sealing.
  ///   - days: how old an assessment may be.
  /// - Returns: what is missing, in the order of R19.
  package static func missing(
    in view: DossierView, on today: CalendarDate, assessmentDays days: Int
  ) -> [OverdrachtPart] {
    let plans = PlanSoort.allCases.compactMap { view.newestPlan($0)?.value }
    var missing: [OverdrachtPart] = []
    func need(_ part: OverdrachtPart, _ holds: Bool) {
      if !holds { missing.append(part) }
    }
    need(.leefgebieden, plans.contains { $0.has(.leefgebieden) })
    need(.overwegingen, plans.contains { $0.has(.overwegingen) })
    let help = plans.flatMap(\.hulp)
    need(.hulp, !help.isEmpty)
    need(.resultaat, help.allSatisfy { $0.beeindigd == nil || $0.resultaat != nil })
    let assessments = plans.compactMap(\.taxatie).filter {
      $0.veiligheid != nil && $0.risico != nil
    }
    need(.veiligheidstaxatie, !assessments.isEmpty)
    if let newest = assessments.map(\.datum).max(), let end = newest.adding(days: days) {
      need(.taxatieBijgewerkt, today <= end)
    }
    need(.eindsituatie, plans.contains { $0.has(.haalbareEindsituatie) })
    need(.zichtOpVeiligheid, plans.contains { $0.has(.zichtOpVeiligheid) })
    return missing
  }
}
