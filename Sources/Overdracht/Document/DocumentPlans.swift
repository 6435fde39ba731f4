internal import Calendar
internal import Dossier
internal import Vocabulary

// The plans: the newest version of each kind, with what is not filled in (R5).

extension OverdrachtDocument {
  func plans(on page: inout DocumentPage) {
    page.heading(2, DocumentWords.plansTitle)
    if view.plannen.isEmpty {
      let isShared = sections.contains(.plannen)
      page.paragraph([.text(isShared ? DocumentWords.noPlans : DocumentWords.plansNotShared)])
    }
    for soort in PlanSoort.allCases {
      for shown in view.plansToRead(soort) { describe(shown, on: &page) }
    }
  }

  private func describe(_ shown: DossierView.Shown<Plan>, on page: inout DocumentPage) {
    let plan = shown.value
    page.heading(3, "\(DocumentWords.title(of: plan.soort)), versie \(plan.versie)")
    restricted(shown, in: .plannen, on: &page)
    page.facts([
      ("Vastgesteld", DutchDate.text(plan.vastgesteld)),
      ("Opgeschreven", writing(shown.writing)),
      ("Eerdere versies in dit pakket", earlier(than: plan)),
    ])
    for part in PlanPart.allCases where plan.has(part) {
      page.heading(4, DocumentWords.title(of: part))
      self.part(part, of: plan, on: &page)
    }
    let empty = plan.missingParts.map { DocumentWords.title(of: $0) }
    if !empty.isEmpty {
      page.heading(4, DocumentWords.notFilled)
      page.list(empty)
    }
  }

  private func earlier(than newest: Plan) -> String? {
    let versions = view.plansInUse.map(\.value)
      .filter { $0.soort == newest.soort && $0.versie != newest.versie }
      .sorted { $0.versie > $1.versie }
      .map { "\($0.versie) (\(DutchDate.text($0.vastgesteld)))" }
    return versions.isEmpty ? nil : versions.joined(separator: ", ")
  }

  private func part(_ part: PlanPart, of plan: Plan, on page: inout DocumentPage) {
    switch part {
    case .aanleiding, .genogram, .sociogram, .zichtOpVeiligheid, .patroon:
      page.paragraphs(plan.text(of: part))
    case .leefgebieden: page.facts(plan.leefgebieden.map { ($0.naam, $0.feiten) })
    case .haalbareEindsituatie:
      page.facts([
        (
          "Dit kan veranderen",
          plan.haalbareEindsituatie?.veranderen.joined(separator: "\n")
        ),
        (
          "Hierbij blijft hulp nodig (compenseren)",
          plan.haalbareEindsituatie?.compenseren.joined(separator: "\n")
        ),
      ])
    case .taxatie:
      page.facts([
        ("Instrument", plan.taxatie?.instrument),
        ("Datum", plan.taxatie.map { DutchDate.text($0.datum) }),
        ("Veiligheid nu", plan.taxatie?.veiligheid), ("Risico later", plan.taxatie?.risico),
      ])
    case .hulp: for help in plan.hulp { self.help(help, on: &page) }
    default: page.list(plan.items(of: part))
    }
  }

  private func help(_ help: Hulp, on page: inout DocumentPage) {
    page.facts([
      ("Wie helpt", help.aanbieder), ("Voor", help.voor == "gezin" ? "het gezin" : name(help.voor)),
      ("Begonnen", help.gestart.map { DutchDate.text($0) }),
      ("Gestopt", help.beeindigd.map { DutchDate.text($0) }),
      ("Resultaat", help.resultaat ?? DocumentWords.unknown),
    ])
  }
}

extension Plan {
  /// A part that is one text; empty for the others.
  fileprivate func text(of part: PlanPart) -> String {
    let text: String? =
      switch part {
      case .aanleiding: aanleiding
      case .genogram: genogram
      case .sociogram: sociogram
      case .zichtOpVeiligheid: zichtOpVeiligheid
      case .patroon: patroon
      default: nil
      }
    return text ?? ""
  }

  /// A part that is a list of texts; empty for the others.
  func items(of part: PlanPart) -> [String] {
    switch part {
    case .zorgen: zorgen
    case .krachten: krachten
    case .bodemeisen: bodemeisen
    case .afspraken: afspraken
    case .voorwaarden: voorwaarden
    case .consequenties: consequenties
    case .doelen: doelen
    case .overwegingen: overwegingen
    case .informatieNodig: informatieNodig
    case .signalen: signalen
    case .wieGrijptIn: wieGrijptIn
    default: []
    }
  }
}
