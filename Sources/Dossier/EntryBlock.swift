import Calendar
import Vocabulary

// The entries of a section, each with all that says what it is worth (R2 to R4).

extension DossierWriter {
  mutating func section(_ section: Section) {
    let newest = context.journalOrder == .newestFirst
    let order = word(newest ? Words.newestFirst : Words.oldestFirst)
    page.heading("\(section.name.uppercased()) (\(order))")
    if closed(section) { return }
    if let count = context.destroyed[section], count > 0 {
      page.line("\(word(Words.destroyed)): \(count)", style: .faint)
    }
    let entries = view.entries.filter { $0.value.sectie == section }
    let loose = view.looseBijlagen(in: section)
    if entries.isEmpty, loose.isEmpty { page.line(word(Words.noEntries), style: .faint) }
    let sorted = entries.enumerated().sorted {
      ($0.element.value.datum, $0.offset) < ($1.element.value.datum, $1.offset)
    }.map(\.element)
    for (index, entry) in (newest ? sorted.reversed() : sorted).enumerated() {
      if index > 0 { page.blank() }
      describe(entry)
    }
    if !entries.isEmpty, !loose.isEmpty { page.blank() }
    for shown in loose {
      attachment(shown)
      page.line(writing(shown.writing), indent: 2, style: .faint)
    }
  }

  /// A file: its name and size, and the id by which it is saved.
  private mutating func attachment(_ shown: DossierView.Shown<Bijlage>, indent: Int = 0) {
    let bijlage = shown.value
    let size = FileSize.text(bijlage.grootte, language)
    let unknown = indent == 0 ? bijlage.stuk.map { ", \(word(Words.belongsTo)) \($0)" } ?? "" : ""
    page.line(
      "\(word(Words.attachment)): \(bijlage.naam) (\(size)) [\(bijlage.id)]\(unknown)",
      indent: indent)
    restricted(shown, in: bijlage.sectie, indent: indent + 2)
  }

  private mutating func describe(_ shown: DossierView.Shown<Entry>) {
    let entry = shown.value
    page.line("\(entry.soort) [\(entry.id)]", first: "\(entry.datum)  ", style: .heading)
    restricted(shown, in: entry.sectie)
    page.line(kind(entry), indent: 2, style: entry.aard == .feit ? .fact : .opinion)
    page.line(
      "\(word(Words.about)): \(entry.over.map(name).joined(separator: ", "))", indent: 2)
    page.line("\(word(Words.source)): \(entry.bron)", indent: 2)
    // Two kinds of line beside the text, so that fact and opinion differ on paper too.
    page.marked(entry.tekst, indent: 2, mark: entry.aard == .feit ? "│ " : "┊ ")
    for score in entry.schaal {
      page.line("\(word(Words.score)) \(name(score.kind)): \(score.cijfer)", indent: 2)
    }
    for shown in view.bijlagen(of: entry) { attachment(shown, indent: 2) }
    worth(entry)
    dates(entry)
    history(entry)
    page.line(
      "\(word(Words.informationOf)) \(entry.datum); \(writing(shown.writing))", indent: 2,
      style: .faint)
  }

  private func kind(_ entry: Entry) -> String {
    let owner = entry.vanWie.map(name)
    var text =
      switch entry.aard {
      case .feit: word(Words.fact) + (owner.map { ", \(word(Words.said)) \($0)" } ?? "")
      case .mening: "\(word(Words.opinion)) \(owner ?? word(Words.unknown))"
      }
    switch entry.stem {
    case .kind: text += " · \(word(Words.voiceOfChild))"
    case .ouder: text += " · \(word(Words.voiceOfParent))"
    case nil: break
    }
    return text
  }

  private mutating func worth(_ entry: Entry) {
    for review in entry.toetsing {
      page.line(
        "\(word(Words.review)) \(review.datum) \(word(Words.by)) \(review.door): \(review.uitkomst)",
        indent: 2)
    }
    if entry.toetsing.isEmpty { page.line(word(Words.notReviewed), indent: 2, style: .faint) }
    if let secret = entry.zonderMedeweten {
      page.line(word(Words.secretly), indent: 2, style: .alarm)
      page.line("\(word(Words.ground)): \(secret.grond)", indent: 4)
      page.line("\(word(Words.secondPerson)): \(secret.tweedePersoon)", indent: 4)
      let agreed = context.grounds[entry.id]
      page.line(
        "\(word(Words.agreedBy)): \(agreed ?? word(Words.notYet))", indent: 4,
        style: agreed == nil ? .alarm : .plain)
      page.line(
        "\(word(Words.feedback)): \(secret.terugkoppeling ?? word(Words.notYet))", indent: 4,
        style: secret.terugkoppeling == nil ? .alarm : .plain)
    }
    shielding(entry.afgeschermdVoor)
  }

  mutating func shielding(_ items: [Afscherming]) {
    for item in items {
      let field = item.veld.map { " (\(word(Words.field)) \($0))" } ?? ""
      page.line(
        "\(word(Words.shielded)) \(name(item.betrokkene))\(field): \(item.reden)", indent: 2,
        style: .alarm)
    }
  }

  private mutating func dates(_ entry: Entry) {
    if let termijn = entry.termijn {
      let done = entry.afgerond.map { ", \(word(Words.done)) \($0)" } ?? ""
      page.line("\(word(Words.term)): \(termijn)\(done)", indent: 2)
    } else if let afgerond = entry.afgerond {
      page.line("\(word(Words.done)): \(afgerond)", indent: 2)
    }
    if let until = entry.geldigTot { page.line("\(word(Words.validUntil)): \(until)", indent: 2) }
  }

  private mutating func history(_ entry: Entry) {
    for correctie in entry.correcties {
      page.line(
        "\(word(Words.correction)) \(correctie.datum) \(word(Words.by)) \(correctie.door): "
          + correctie.wat, indent: 2, style: .heading)
      page.line("\(word(Words.because)): \(correctie.reden)", indent: 4)
    }
    for statement in entry.eigenVerklaring {
      page.line(
        "\(word(Words.ownStatement)) \(name(statement.van)), \(statement.datum):", indent: 2,
        style: .opinion)
      page.marked(statement.tekst, indent: 4, mark: "┊ ")
    }
  }

  /// Who wrote it and when, in Dutch time; says so when that was not handed in.
  func writing(_ writing: Writing?) -> String {
    guard let writing else { return word(Words.writerUnknown) }
    let when = DutchClock(milliseconds: writing.milliseconds)?.description ?? word(Words.unknown)
    let revision = writing.revision > 0 ? ", \(word(Words.revision)) \(writing.revision)" : ""
    return "\(word(Words.written)) \(when) \(word(Words.by)) \(writing.author)\(revision)"
  }
}
