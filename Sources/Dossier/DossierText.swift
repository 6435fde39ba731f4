import Vocabulary

/// A dossier as a caseworker reads it at three in the night, on eighty columns.
///
/// What can hurt someone comes first: secret addresses, what must not happen, who watches, whom a
/// child trusts, whom to call. Then who they are, what is due, how safe the children say it is, the
/// plans, and the sections. Facts and opinions are told apart by words, not by colour alone. A
/// section that the reader does not get is named with the reason; nothing is silently missing.
package enum DossierText {
  /// Writes the text.
  ///
  /// - Parameters:
  ///   - width: columns; less than 48 counts as 48.
  ///   - colour: whether ANSI colours may be used; the caller knows whether there is a terminal.
  /// - Returns: lines ended by a line feed; no control characters but those of the colours.
  package static func render(
    _ view: DossierView, context: ReadingContext, width: Int = 80, language: Language = .dutch,
    colour: Bool = false
  ) -> String {
    var writer = DossierWriter(
      view: view, context: context, language: language,
      page: TextPage(width: width, colour: colour))
    writer.head()
    writer.warnings()
    writer.family()
    writer.persons()
    writer.terms()
    writer.courses()
    writer.plans()
    writer.sharing()
    writer.restrictions()
    for section in [Section.journaal, .onderzoek, .juridisch] { writer.section(section) }
    // Loose entries of these two come last; persons and plans stand above.
    for section in [Section.kern, .plannen] where writer.hasEntries(section) {
      writer.section(section)
    }
    return writer.page.text
  }

  /// What can hurt someone, once more: for below a text that is longer than a screen.
  package static func warnings(
    _ view: DossierView, context: ReadingContext, width: Int = 80, language: Language = .dutch,
    colour: Bool = false
  ) -> String {
    var writer = DossierWriter(
      view: view, context: context, language: language,
      page: TextPage(width: width, colour: colour))
    writer.warnings(under: Words.watchOutAgain)
    return writer.page.text
  }
}

/// What every block of the text needs at hand.
struct DossierWriter {
  let view: DossierView
  let context: ReadingContext
  let language: Language
  var page: TextPage

  func word(_ phrase: Phrase) -> String { phrase.text(language) }

  /// A person's name, or the id (or words) when no such person was opened.
  func name(_ id: String) -> String { view.betrokkene(id)?.naam ?? id }

  func hasEntries(_ section: Section) -> Bool {
    view.entries.contains { $0.value.sectie == section }
      || !view.looseBijlagen(in: section).isEmpty
  }

  /// Says that a section is closed, with the reason; false when it is open.
  mutating func closed(_ section: Section) -> Bool {
    guard let text = closedText(section) else { return false }
    page.line(text, style: .alarm)
    return true
  }

  func closedText(_ section: Section) -> String? {
    guard !context.opened.contains(section) else { return nil }
    let reason = context.notOpened[section]?.phrase ?? Phrase("geen reden bekend", "reason unknown")
    return "\(word(Words.notOpened)): \(section.name) (\(word(reason)))"
  }
}
