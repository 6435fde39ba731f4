import Vocabulary

// The plans: the newest version of each kind, with what is not filled in, and what may only be read.

extension DossierWriter {
  mutating func plans() {
    page.heading(word(Words.plans))
    if closed(.plannen) { return }
    if view.plannen.isEmpty { page.line(word(Words.noPlans), style: .alarm) }
    for soort in PlanSoort.allCases {
      for plan in view.plansToRead(soort) { describe(plan) }
      let newest = view.newestPlan(soort)?.value
      let earlier = view.plansInUse.map(\.value)
        .filter { $0.soort == soort && $0.versie != newest?.versie }
        .sorted { $0.versie > $1.versie }.map { "\($0.versie) (\($0.vastgesteld))" }
      if !earlier.isEmpty {
        page.line("\(word(Words.earlier)): \(earlier.joined(separator: ", "))", indent: 2)
      }
    }
  }

  private mutating func describe(_ shown: DossierView.Shown<Plan>) {
    let plan = shown.value
    page.line(
      "\(plan.soort.rawValue.uppercased()) \(word(Words.version)) \(plan.versie), "
        + "\(word(Words.adopted)) \(plan.vastgesteld)", style: .heading)
    restricted(shown, in: .plannen)
    for part in PlanPart.allCases where plan.has(part) { describe(part, of: plan) }
    if !plan.missingParts.isEmpty {
      let parts = plan.missingParts.map { word($0.phrase) }.joined(separator: ", ")
      page.line("\(word(Words.notFilled)): \(parts)", indent: 2, style: .alarm)
    }
    page.line(writing(shown.writing), indent: 2, style: .faint)
  }

  private mutating func describe(_ part: PlanPart, of plan: Plan) {
    let title = word(part.phrase)
    switch content(part, of: plan) {
    case .text(let text): page.line("\(title): \(text)", indent: 2)
    case .list(let items):
      page.line("\(title):", indent: 2)
      page.list(items, indent: 4)
    }
  }

  private enum PartContent {
    case text(String)
    case list([String])
  }

  private func content(_ part: PlanPart, of plan: Plan) -> PartContent {
    switch part {
    case .aanleiding: .text(plan.aanleiding ?? "")
    case .genogram: .text(plan.genogram ?? "")
    case .sociogram: .text(plan.sociogram ?? "")
    case .zichtOpVeiligheid: .text(plan.zichtOpVeiligheid ?? "")
    case .patroon: .text(plan.patroon ?? "")
    case .taxatie: .text(plan.taxatie.map(text) ?? "")
    case .zorgen: .list(plan.zorgen)
    case .krachten: .list(plan.krachten)
    case .bodemeisen: .list(plan.bodemeisen)
    case .afspraken: .list(plan.afspraken)
    case .voorwaarden: .list(plan.voorwaarden)
    case .consequenties: .list(plan.consequenties)
    case .doelen: .list(plan.doelen)
    case .overwegingen: .list(plan.overwegingen)
    case .informatieNodig: .list(plan.informatieNodig)
    case .signalen: .list(plan.signalen)
    case .wieGrijptIn: .list(plan.wieGrijptIn)
    case .hulp: .list(plan.hulp.map(text))
    case .leefgebieden: .list(plan.leefgebieden.map { "\($0.naam): \($0.feiten)" })
    case .haalbareEindsituatie:
      .list(
        (plan.haalbareEindsituatie?.veranderen ?? []).map { "\(word(Words.change)): \($0)" }
          + (plan.haalbareEindsituatie?.compenseren ?? []).map {
            "\(word(Words.compensate)): \($0)"
          })
    }
  }

  private func text(_ taxatie: Taxatie) -> String {
    var text = "\(taxatie.instrument), \(taxatie.datum)"
    if let veiligheid = taxatie.veiligheid {
      text += "; \(word(Phrase("veiligheid", "safety"))) \(veiligheid)"
    }
    if let risico = taxatie.risico { text += "; \(word(Phrase("risico", "risk"))) \(risico)" }
    return text
  }

  private func text(_ hulp: Hulp) -> String {
    var text = "\(hulp.aanbieder) \(word(Words.forWhom)) \(name(hulp.voor))"
    if let gestart = hulp.gestart { text += " \(word(Words.from)) \(gestart)" }
    if let beeindigd = hulp.beeindigd { text += " \(word(Words.until)) \(beeindigd)" }
    if let resultaat = hulp.resultaat { text += ": \(resultaat)" }
    return text
  }
}
