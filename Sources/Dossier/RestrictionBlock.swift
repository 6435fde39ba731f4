import Vocabulary

// What may be read and not used (AVG 18): said at the piece, at the top, and where it would have counted.

extension DossierWriter {
  /// Under a piece: since when and on which ground; nothing for one that may be used.
  mutating func restricted<Value>(
    _ shown: DossierView.Shown<Value>, in section: Section, indent: Int = 2
  ) {
    for flag in view.restrictions(of: shown, in: section) {
      page.line(
        "\(word(Words.restricted)) \(flag.sinds): \(word(flag.grond.phrase)) [\(flag.id)]",
        indent: indent, first: "!! ", style: .alarm)
    }
  }

  /// At the top: which pieces these are, so that nobody acts on one that stands far below.
  mutating func restrictedPieces() {
    var names: [String] = []
    for flag in view.beperkingen.map(\.value) where flag.holds {
      guard let name = view.name(ofRestricted: flag), !names.contains(name) else { continue }
      names.append(name)
    }
    guard !names.isEmpty else { return }
    page.line(
      "\(word(Words.restrictedUse)): \(names.joined(separator: ", "))", first: "!! ",
      style: .alarm)
    page.line("\(word(Words.readOnly)).", indent: 3, style: .alarm)
  }

  /// Which entries were left out of what stands above.
  mutating func notCounted(where counts: (Entry) -> Bool) {
    let names = view.entries.filter {
      counts($0.value) && !view.restrictions(of: $0, in: $0.value.sectie).isEmpty
    }.map(\.value.id)
    guard !names.isEmpty else { return }
    page.line("\(word(Words.notCounted)): \(names.joined(separator: ", "))", style: .alarm)
  }

  /// Every flag, also one that was lifted or whose piece is not here.
  mutating func restrictions() {
    guard !view.beperkingen.isEmpty else { return }
    page.heading(word(Words.restrictions))
    for shown in view.beperkingen { describe(shown) }
  }

  private mutating func describe(_ shown: DossierView.Shown<Beperking>) {
    let flag = shown.value
    let piece =
      view.name(ofRestricted: flag) ?? "\(word(Words.notShown)) (\(flag.stuk.hex))"
    let state = flag.holds ? "" : ": \(word(Words.lifted))"
    page.line(
      "\(word(Words.restriction)) \(piece) [\(flag.id)]\(state)", first: "\(flag.sinds)  ",
      style: flag.holds ? .alarm : .heading)
    page.line("\(word(Words.ground)): \(word(flag.grond.phrase))", indent: 2)
    if let person = flag.verzoekVan {
      page.line("\(word(Words.askedBy)) \(name(person))", indent: 2)
    }
    if let text = flag.toelichting { page.marked(text, indent: 2, mark: "┊ ") }
    if let lifted = flag.opgeheven {
      page.line(
        "\(word(Words.lifted)) \(lifted.datum) \(word(Words.by)) \(lifted.door), "
          + "\(word(Words.requesterTold)) \(lifted.gemeld): \(lifted.reden)", indent: 2)
    }
    page.line(writing(shown.writing), indent: 2, style: .faint)
  }
}

extension Beperking.Grond {
  /// In words; AVG 18(1), a to d.
  package var phrase: Phrase {
    switch self {
    case .juistheidBetwist:
      Phrase("de juistheid wordt betwist", "its accuracy is contested")
    case .onrechtmatig:
      Phrase(
        "onrechtmatig verwerkt, en wissen wil de betrokkene niet",
        "processed unlawfully, and the person does not want it erased")
    case .rechtsvordering:
      Phrase("alleen nog nodig voor een rechtsvordering", "needed for a legal claim only")
    case .bezwaar:
      Phrase(
        "er is bezwaar, en dat wordt nog gewogen", "there is an objection, which is still weighed")
    }
  }
}
