internal import Calendar
internal import Dossier
internal import Vocabulary

// The family, its persons, terms and scores.

extension OverdrachtDocument {
  func family(on page: inout DocumentPage) {
    page.heading(2, DocumentWords.familyTitle)
    guard let gegevens = view.gegevens?.value else {
      page.paragraph([.text(DocumentWords.coreNotShared)])
      return
    }
    let measures = gegevens.maatregelen.map(words(of:))
    page.facts([
      ("Maatregel", ([gegevens.maatregel] + measures).joined(separator: "\n")),
      ("Fase", gegevens.phasePhrase.dutch),
      (
        "Aangemeld",
        "\(DutchDate.text(gegevens.aangemeld)), door \(gegevens.aanmelder)"
          + (gegevens.spoed == true ? ", met spoed" : "")
      ),
      ("Regio", gegevens.regio), ("Jeugdteam", gegevens.jeugdteam),
    ])
  }

  private func words(of maatregel: Maatregel) -> String {
    var text = maatregel.soort.phrase.dutch
    if let vanaf = maatregel.vanaf { text += " vanaf \(DutchDate.text(vanaf))" }
    if let tot = maatregel.tot { text += " tot \(DutchDate.text(tot))" }
    if !maatregel.kinderen.isEmpty {
      text += " voor \(maatregel.kinderen.map(name).joined(separator: ", "))"
    }
    return text
  }

  func persons(on page: inout DocumentPage) {
    guard !view.betrokkenen.isEmpty else { return }
    page.heading(2, DocumentWords.personsTitle)
    for shown in view.betrokkenen {
      let person = shown.value
      page.heading(3, "\(person.naam), \(person.rol.phrase.dutch)")
      restricted(shown, in: .kern, on: &page)
      let birth = person.geboortedatum.map { day in
        DutchDate.text(day) + (day.age(on: today).map { " (\($0) jaar)" } ?? "")
      }
      page.facts([
        ("Relatie", person.relatie), ("Geboren", birth),
        (
          "Gezag",
          person.gezag.map { $0 ? DocumentWords.hasCustody : DocumentWords.noCustody }
        ),
        ("BSN", person.bsn?.digits),
        (
          "Adres", person.geheimAdres == true ? DocumentWords.secretTitle : person.adres
        ),
        ("Telefoon", person.telefoon), ("Vertrouwenspersoon", person.vertrouwenspersoon),
      ])
    }
  }

  /// What has to be done by when, as it stood on the day of making.
  ///
  /// The terms of the institution's own work (a home visit within a week) are no affair of who receives this.
  func terms(on page: inout DocumentPage) {
    let rows = Terms.of(view, on: today, opened: sections).compactMap { term in
      state(of: term).map {
        (term.kind.phrase.dutch, Optional("uiterlijk \(DutchDate.text(term.due)): \($0)"))
      }
    }
    guard !rows.isEmpty else { return }
    page.heading(2, DocumentWords.termsTitle)
    page.paragraph([.text("Zo stond het op \(DutchDate.text(today)).")])
    page.facts(rows)
  }

  private func state(of term: Term) -> String? {
    switch term.kind {
    case .homeVisit, .safetyEstimate, .crisis: return nil
    case .entry, .validity: break
    }
    return switch term.state {
    case .met(let day): "gedaan op \(DutchDate.text(day))"
    case .metLate(let day, _): "gedaan op \(DutchDate.text(day)), te laat"
    case .metBefore(let day): "gedaan voor \(DutchDate.text(day))"
    case .running: "loopt nog"
    case .late:
      if case .validity = term.kind { "verlopen" } else { "te laat, nog niet gedaan" }
    case .notVisible: nil
    }
  }

  /// Per child a table with every score, and above it the same as a line (R6).
  func scores(on page: inout DocumentPage) {
    let courses = SafetyCourse.all(view)
    guard !courses.isEmpty else { return }
    page.heading(2, DocumentWords.scoresTitle)
    page.paragraph([.text(DocumentWords.scoresIntro)])
    if view.entriesInUse.count < view.entries.count {
      page.paragraph([.text(DocumentWords.notCounted)])
    }
    for course in courses {
      page.heading(3, name(course.kind))
      if course.points.count > 1 { ScorePicture.draw(course, of: name(course.kind), on: &page) }
      page.table(
        "Cijfers van \(name(course.kind))", ["Datum", "Cijfer", "Bron"],
        course.points.map { point in
          // Short, so that it stays on one line of a telephone.
          let day = point.datum
          return ["\(day.day)-\(day.month)-\(day.year)", "\(point.cijfer)", point.bron]
        })
    }
  }
}
