import Calendar
import Vocabulary

// The family, its persons, its terms and the course of the scale question.

extension DossierWriter {
  mutating func family() {
    page.heading(word(Words.family))
    if closed(.kern) { return }
    guard let gegevens = view.gegevens?.value else {
      page.line(word(Words.unknown), style: .alarm)
      return
    }
    page.line("\(word(Words.measure)): \(gegevens.maatregel)")
    for maatregel in gegevens.maatregelen { page.line(text(maatregel), indent: 2, first: "- ") }
    page.line("\(word(Words.phase)): \(word(gegevens.phasePhrase))")
    let emergency = gegevens.spoed == true ? " (\(word(Words.emergency)))" : ""
    page.line(
      "\(word(Words.referred)): \(gegevens.aangemeld) \(word(Words.by)) "
        + "\(gegevens.aanmelder)\(emergency)")
    page.line("\(word(Words.region)): \(gegevens.regio)")
    if let team = gegevens.jeugdteam { page.line("\(word(Words.team)): \(team)") }
  }

  private func text(_ maatregel: Maatregel) -> String {
    var text = word(maatregel.soort.phrase)
    if let vanaf = maatregel.vanaf { text += " \(word(Words.from)) \(vanaf)" }
    if let tot = maatregel.tot { text += " \(word(Words.until)) \(tot)" }
    if !maatregel.kinderen.isEmpty {
      text += " \(word(Words.forWhom)) \(maatregel.kinderen.map(name).joined(separator: ", "))"
    }
    return text
  }

  mutating func persons() {
    page.heading(word(Words.persons))
    if closed(.kern) { return }
    for person in view.betrokkenen { describe(person) }
  }

  private mutating func describe(_ shown: DossierView.Shown<Betrokkene>) {
    let person = shown.value
    var head = "\(person.naam), \(word(person.rol.phrase))"
    if let relatie = person.relatie { head += " (\(relatie))" }
    if let birth = person.geboortedatum {
      if let age = birth.age(on: context.today) { head += ", \(age) \(word(Words.years))" }
      head += ", \(word(Words.born)) \(birth)"
    }
    page.line(head, style: .heading)
    restricted(shown, in: .kern)
    var details: [String] = []
    if let gezag = person.gezag { details.append(word(gezag ? Words.custody : Words.noCustody)) }
    if let bsn = person.bsn { details.append("BSN \(bsn.digits)") }
    if !details.isEmpty { page.line(details.joined(separator: " · "), indent: 2) }
    if person.geheimAdres == true {
      page.line(
        "\(word(Words.secretAddress)): \(person.adres ?? word(Words.unknown))", indent: 2,
        first: "!! ", style: .alarm)
    } else if let adres = person.adres {
      page.line("\(word(Words.address)): \(adres)", indent: 2)
    }
    if let telefoon = person.telefoon { page.line("\(word(Words.phone)): \(telefoon)", indent: 2) }
    shielding(person.afgeschermdVoor)
  }

  mutating func terms() {
    page.heading(word(Words.terms))
    let terms = Terms.of(view, on: context.today, opened: context.opened)
    if terms.isEmpty { page.line(word(Words.noTerms)) }
    for term in terms {
      let isUrgent =
        switch term.state {
        case .late, .running(0): true
        default: false
        }
      page.line(
        "\(word(term.kind.phrase)): \(word(term.phrase))", first: "\(term.due)  ",
        style: isUrgent ? .alarm : .plain)
    }
    notCounted { _ in true }
  }

  /// One row per score: date, number, bar; the number stands first for who cannot see a bar.
  mutating func courses() {
    page.heading(word(Words.scale))
    if closed(.journaal) { return }
    let courses = SafetyCourse.all(view)
    if courses.isEmpty { page.line(word(Words.noScale)) }
    for course in courses {
      page.line(name(course.kind), style: .heading)
      var previous: Int?
      for point in course.points {
        let change = previous.map { point.cijfer - $0 } ?? 0
        let sign = change > 0 ? "+\(change)" : change < 0 ? "\(change)" : "  "
        let number = point.cijfer < 10 ? " \(point.cijfer)" : "\(point.cijfer)"
        let bar =
          String(repeating: "█", count: point.cijfer)
          + String(repeating: "░", count: 10 - point.cijfer)
        page.line(point.bron, first: "  \(point.datum)  \(number)  \(bar)  \(sign)  ")
        previous = point.cijfer
      }
    }
    notCounted { !$0.schaal.isEmpty }
  }
}
