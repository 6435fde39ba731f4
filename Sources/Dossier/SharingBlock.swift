import Calendar
import Vocabulary

// What is shared with others: consents, bundles, receipts.

extension DossierWriter {
  /// Nothing when nobody ever asked or shared; that the core section is closed was said above.
  mutating func sharing() {
    guard context.opened.contains(.kern) else { return }
    let isEmpty =
      view.toestemmingen.isEmpty && view.verstrekkingen.isEmpty && view.ontvangsten.isEmpty
    guard !isEmpty else { return }
    page.heading(word(Words.sharing))
    for shown in view.toestemmingen { describe(shown) }
    for shown in view.verstrekkingen { describe(shown) }
    // A receipt of a bundle that is not in this view.
    let known = Set(view.verstrekkingen.map(\.value.bundel))
    for shown in view.ontvangsten where !known.contains(shown.value.bundel) { receipt(shown.value) }
  }

  private mutating func describe(_ shown: DossierView.Shown<Toestemming>) {
    let consent = shown.value
    let state = consent.state(on: context.today)
    page.line(
      "\(word(Words.consent)) [\(consent.id)]: \(word(state.phrase))", first: "\(consent.datum)  ",
      style: state == .geldig ? .heading : .alarm)
    page.line(
      "\(word(Words.consentOf)) \(consent.van.map(name).joined(separator: ", ")), "
        + "\(word(Words.forWhom)) \(consent.gegevenAan)", indent: 2)
    page.line("\(word(Words.purposeOf)): \(consent.doel)", indent: 2)
    page.line("\(word(Words.how)): \(consent.hoe)", indent: 2)
    if let tot = consent.tot { page.line("\(word(Words.validUntil)): \(tot)", indent: 2) }
    if let back = consent.ingetrokken {
      page.line(
        "\(word(Words.withdrawn)) \(back.datum) \(word(Words.by)) \(back.door)"
          + (back.reden.map { ": \($0)" } ?? ""), indent: 2, style: .alarm)
    }
    page.line(writing(shown.writing), indent: 2, style: .faint)
  }

  private mutating func describe(_ shown: DossierView.Shown<Verstrekking>) {
    let bundle = shown.value
    let day = DutchClock(milliseconds: bundle.opgemaakt)?.date.description ?? word(Words.unknown)
    let names = bundle.ontvangers.map { "\($0.naam) (\($0.soort.rawValue))" }
    page.line(
      "\(word(Words.sharedWith)) \(names.joined(separator: ", ")) [\(bundle.id)]",
      first: "\(day)  ", style: .heading)
    page.line("\(word(Words.purposeOf)): \(bundle.doel)", indent: 2)
    switch bundle.grond {
    case .toestemming(let id):
      page.line("\(word(Words.ground)): \(word(Words.consent)) [\(id)]", indent: 2)
    case .zonder(let ground, let told):
      page.line("\(word(Words.ground)): \(ground)", indent: 2)
      page.line("\(word(Words.told)): \(told)", indent: 2)
    }
    var counts: [String] = []
    for section in Set(bundle.stukken.map(\.sectie)).sorted() {
      counts.append("\(section.name) \(bundle.stukken.count { $0.sectie == section })")
    }
    page.line("\(word(Words.pieces)): \(counts.joined(separator: ", "))", indent: 2)
    for part in bundle.ontbreekt {
      page.line("\(word(Words.missing)): \(part.deel) (\(part.reden))", indent: 2)
    }
    page.line(
      "\(word(Words.validUntil)): \(bundle.geldigTot) · \(word(Words.bundle)) \(bundle.bundel.hex)",
      indent: 2)
    let receipts = view.ontvangsten.map(\.value).filter { $0.bundel == bundle.bundel }
    if receipts.isEmpty { page.line(word(Words.noReceipt), indent: 2, style: .alarm) }
    for one in receipts { receipt(one) }
    page.line(writing(shown.writing), indent: 2, style: .faint)
  }

  private mutating func receipt(_ receipt: Ontvangst) {
    switch receipt.blijk {
    case .bewijs(let text, _):
      page.line("\(word(Words.receiptSigned)) [\(receipt.id)]", indent: 2)
      page.marked(text, indent: 4, mark: "│ ")
    case .bevestigd(let by, let how, let day):
      page.line(
        "\(word(Words.receiptConfirmed)) \(day) \(word(Words.by)) \(by) [\(receipt.id)]: \(how)",
        indent: 2)
    }
  }
}

extension Toestemming.State {
  package var phrase: Phrase {
    switch self {
    case .geldig: Phrase("geldig", "valid")
    case .geweigerd: Phrase("GEWEIGERD", "REFUSED")
    case .nogNiet: Phrase("NOG NIET INGEGAAN", "NOT YET IN FORCE")
    case .verlopen: Phrase("VERLOPEN", "EXPIRED")
    case .ingetrokken: Phrase("INGETROKKEN", "WITHDRAWN")
    }
  }
}
