internal import Calendar
internal import Dossier
internal import Vocabulary

// The entries of each section, each with all that says what it is worth (R2 to R4).

extension OverdrachtDocument {
  func entries(on page: inout DocumentPage) {
    let shown = Section.allCases.filter { section in
      view.entries.contains { $0.value.sectie == section }
        || sections.contains(section) && section != .etiket && section != .kern
          && section != .plannen
    }
    guard !shown.isEmpty else { return }
    page.heading(2, DocumentWords.entriesTitle)
    page.paragraph([.text(DocumentWords.entriesIntro)])
    for section in shown {
      // Newest first; of one day the later in the dossier first.
      let entries = view.entries.enumerated().filter { $0.element.value.sectie == section }
        .sorted { ($0.element.value.datum, $0.offset) > ($1.element.value.datum, $1.offset) }
      page.heading(3, DocumentWords.title(of: section))
      if entries.isEmpty { page.paragraph([.text(DocumentWords.noEntries)], quiet: true) }
      for entry in entries { describe(entry.element, on: &page) }
    }
  }

  private func describe(_ shown: DossierView.Shown<Entry>, on page: inout DocumentPage) {
    let entry = shown.value
    switch entry.aard {
    case .feit: page.put("<article class=\"fact\">\n")
    case .mening: page.put("<article class=\"opinion\">\n")
    }
    page.heading(4, "\(DutchDate.text(entry.datum)): \(entry.soort)")
    restricted(shown, in: entry.sectie, on: &page)
    page.paragraph(kind(of: entry))
    // What somebody said in their own words stands as a quotation.
    if entry.stem == nil { page.paragraphs(entry.tekst) } else { page.quote(entry.tekst) }
    secretly(entry, on: &page)
    page.facts(
      [
        ("Over", entry.over.map(name).joined(separator: ", ")), ("Bron", entry.bron),
        ("Datum van de informatie", DutchDate.text(entry.datum)),
        ("Opgeschreven", writing(shown.writing)), ("Getoetst", reviews(of: entry)),
      ]
        + entry.schaal.map { ("Cijfer veiligheid: \(name($0.kind))", "\($0.cijfer)") }
        + [
          ("Uiterlijk te doen", entry.termijn.map { DutchDate.text($0) }),
          ("Gedaan op", entry.afgerond.map { DutchDate.text($0) }),
          ("Geldig tot", entry.geldigTot.map { DutchDate.text($0) }),
        ])
    for correction in entry.correcties {
      page.paragraph([
        .strong("\(DocumentWords.correctionTitle) op \(DutchDate.text(correction.datum))"),
        .text("door \(correction.door): \(correction.wat)\nReden: \(correction.reden)"),
      ])
    }
    for statement in entry.eigenVerklaring {
      page.paragraph([
        .strong("\(DocumentWords.ownStatement) \(name(statement.van))"),
        .text("(\(DutchDate.text(statement.datum)))"),
      ])
      page.quote(statement.tekst)
    }
    page.put("</article>\n")
  }

  private func kind(of entry: Entry) -> [DocumentPage.Piece] {
    let owner = entry.vanWie.map(name)
    var pieces: [DocumentPage.Piece] =
      switch entry.aard {
      case .feit: [.tag(DocumentWords.fact)] + (owner.map { [.text("volgens \($0).")] } ?? [])
      case .mening:
        [
          .tag(DocumentWords.opinion),
          .text(owner.map { "van \($0)." } ?? "\(DocumentWords.ofUnknown)."),
        ]
      }
    if let stem = entry.stem { pieces.append(.strong(DocumentWords.voice(stem))) }
    return pieces
  }

  private func reviews(of entry: Entry) -> String {
    guard !entry.toetsing.isEmpty else { return DocumentWords.notReviewed }
    return entry.toetsing
      .map { "\(DutchDate.text($0.datum)) door \($0.door): \($0.uitkomst)" }
      .joined(separator: "\n")
  }

  /// What may be read and not used; only who takes a family over is ever given it (AVG 18).
  func restricted<Value>(
    _ shown: DossierView.Shown<Value>, in section: Section, on page: inout DocumentPage
  ) {
    for flag in view.restrictions(of: shown, in: section) {
      page.notice { page in
        page.paragraph([.strong(DocumentWords.restricted), .text(DocumentWords.readOnly)])
        page.facts([
          ("Sinds", DutchDate.text(flag.sinds)), ("Reden", flag.grond.phrase.dutch),
          ("Toelichting", flag.toelichting),
        ])
      }
    }
  }

  private func secretly(_ entry: Entry, on page: inout DocumentPage) {
    guard let secret = entry.zonderMedeweten else { return }
    page.notice { page in
      page.paragraph([.strong(DocumentWords.secretly)])
      page.facts([
        ("Grond", secret.grond), ("Tweede persoon", secret.tweedePersoon),
        ("Aan het gezin verteld", secret.terugkoppeling ?? DocumentWords.notTold),
      ])
    }
  }

  /// Who wrote it and when, in Dutch time; nil when nobody says.
  func writing(_ writing: Writing?) -> String? {
    guard let writing else { return nil }
    let day = DutchClock(milliseconds: writing.milliseconds).map { DutchDate.text($0.date) }
    let revision = writing.revision > 0 ? ", herziening \(writing.revision)" : ""
    return "\(day ?? "datum onbekend"), door \(writing.author)\(revision)"
  }
}
