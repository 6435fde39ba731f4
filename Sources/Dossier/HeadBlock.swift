import Vocabulary

// The top of the text: label, notices, what is closed, and what can hurt someone.

extension DossierWriter {
  mutating func head() {
    page.line(view.etiket?.value ?? word(Words.noLabel), style: .heading)
    page.line("\(word(Words.asOf)) \(context.today)", style: .faint)
    for notice in context.notices { page.line(notice, first: "!! ", style: .alarm) }
    for section in Section.allCases {
      if let text = closedText(section) { page.line(text, style: .alarm) }
    }
  }

  mutating func warnings(under title: Phrase = Words.watchOut) {
    page.heading(word(title))
    secretAddresses()
    mustNotKnow()
    restrictedPieces()
    safetyPlan()
    trustedPersons()
    for person in view.betrokkenen.map(\.value) {
      guard let telefoon = person.telefoon else { continue }
      page.line("\(word(Words.phone)) \(person.naam): \(telefoon)")
    }
    for finding in Finding.all(view, opened: context.opened) where !isSaidElsewhere(finding) {
      page.line("\(word(Words.missing)): \(word(phrase(finding)))", first: "! ", style: .alarm)
    }
  }

  private mutating func secretAddresses() {
    let hidden = view.betrokkenen.map(\.value).filter { $0.geheimAdres == true }
    guard !hidden.isEmpty else { return }
    let names = hidden.map(\.naam).joined(separator: ", ")
    page.line("\(word(Words.secretAddress)): \(names)", first: "!! ", style: .alarm)
    page.line(word(Words.tellNobody), indent: 3, style: .alarm)
  }

  /// Per person, why something is withheld; each reason once.
  private mutating func mustNotKnow() {
    var order: [String] = []
    var reasons: [String: [String]] = [:]
    let all =
      view.betrokkenen.flatMap(\.value.afgeschermdVoor)
      + view.entries.flatMap(\.value.afgeschermdVoor)
    for item in all where !(reasons[item.betrokkene] ?? []).contains(item.reden) {
      if reasons[item.betrokkene] == nil { order.append(item.betrokkene) }
      reasons[item.betrokkene, default: []].append(item.reden)
    }
    for id in order {
      let text = (reasons[id] ?? []).joined(separator: "; ")
      page.line(
        "\(word(Words.mustNotKnow)): \(name(id)) (\(text))", first: "!! ", style: .alarm)
    }
  }

  private mutating func safetyPlan() {
    guard context.opened.contains(.plannen) else { return }
    let plan = view.newestPlan(.veiligheidsplan)?.value
    let watcher = plan?.zichtOpVeiligheid
    page.line(
      "\(word(Words.watches)): \(watcher ?? word(Words.unknown))",
      style: watcher == nil ? .alarm : .heading)
    guard let plan else { return }
    let version =
      "\(plan.soort.rawValue) \(word(Words.version)) \(plan.versie), \(plan.vastgesteld)"
    if !plan.bodemeisen.isEmpty {
      page.line("\(word(Words.mustNotHappen)) (\(version)):", style: .heading)
      page.list(plan.bodemeisen, indent: 2)
    }
    if !plan.afspraken.isEmpty {
      page.line("\(word(Words.agreed)):", style: .heading)
      page.list(plan.afspraken, indent: 2)
    }
    if !plan.consequenties.isEmpty {
      page.line("\(word(Words.ifBroken)):", style: .heading)
      page.list(plan.consequenties, indent: 2)
    }
  }

  private mutating func trustedPersons() {
    for child in view.kinderen {
      page.line(
        "\(word(Words.trusted)) \(child.naam): \(child.vertrouwenspersoon ?? word(Words.unknown))",
        style: child.vertrouwenspersoon == nil ? .alarm : .plain)
    }
  }

  /// UNKNOWN stands at its own line already.
  private func isSaidElsewhere(_ finding: Finding) -> Bool {
    switch finding {
    case .noTrustedPerson, .nobodyWatchesSafety: true
    default: false
    }
  }

  private func phrase(_ finding: Finding) -> Phrase {
    switch finding {
    case .noTrustedPerson(let kind):
      Phrase("vertrouwenspersoon van \(name(kind))", "trusted person of \(name(kind))")
    case .nobodyWatchesSafety:
      Phrase("wie zicht houdt op de veiligheid", "who watches over safety")
    case .noSafetyPlan: Phrase("een veiligheidsplan", "a safety plan")
    case .noSafetyScore(let kind):
      Phrase("cijfer veiligheid van \(name(kind))", "safety score of \(name(kind))")
    case .feedbackOwed(let entry):
      Phrase(
        "terugkoppeling aan het gezin over [\(entry)]", "feedback to the family about [\(entry)]")
    case .unknownPerson(let id):
      Phrase("gegevens van betrokkene \(id)", "data of person \(id)")
    }
  }
}
