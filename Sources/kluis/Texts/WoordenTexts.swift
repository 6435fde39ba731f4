import CommandTree
import Desk

// Words that go with an act: asking for them, and showing them.

extension Texts {
  static let askWords = Text(nl: "Waarom, in uw woorden", en: "Why, in your words")
  static let chooseWords = Text(
    nl: "kies een van beide: --woorden of --woorden-uit",
    en: "choose one: --woorden or --woorden-uit")
  static let wordsNeedTerminal = Text(
    nl: "er is geen terminal om de woorden te vragen", en: "there is no terminal to ask the words")
  static let wordsFromFile = Text(
    nl: "geef ze met --woorden-uit BESTAND, of - voor stdin",
    en: "give them with --woorden-uit FILE, or - for stdin")
  static let wordsEmpty = Text(
    nl: "er zijn geen woorden; er is niets gedaan", en: "there are no words; nothing was done")
  static func wordsTooLong(_ limit: Int) -> Text {
    Text(
      nl: "de woorden zijn langer dan \(limit) bytes; er is niets gedaan",
      en: "the words are longer than \(limit) bytes; nothing was done")
  }
  static let wordsShorter = Text(
    nl: "schrijf het korter; wat in het dossier hoort is een aantekening",
    en: "write it shorter; what belongs in the dossier is an entry")
  static let wordsCharacter = Text(
    nl: "in de woorden staat een stuurteken; er is niets gedaan",
    en: "the words have a control character; nothing was done")

  static let withWords = Text(nl: "met woorden", en: "with words")
  static let wordsDestroyed = Text(
    nl: "(vernietigd: niemand kan deze woorden nog lezen)",
    en: "(destroyed: nobody can read these words any more)")
  static func wordsLost(_ index: Int) -> Text {
    Text(
      nl: "De woorden van nr \(index) gingen verloren: het stuk kwam met een herstel terug.",
      en: "The words of no. \(index) were lost: the record came back with a restore.")
  }
  static let wordsClosed = Text(
    nl: "(niet voor uw functie verzegeld)", en: "(not sealed for your function)")
  static func wordsFalsified(_ name: String) -> Text {
    Text(
      nl: "VALS: \(name) tekende een andere tekst dan er verzegeld is",
      en: "FALSE: \(name) signed another text than was sealed")
  }
  static let wordsFalsifiedNext = Text(
    nl: "vraag het de schrijver, en houd de regel in het log als bewijs",
    en: "ask its author, and keep the entry of the log as evidence")
  static func wordsOf(_ index: Int, _ name: String, _ action: Text) -> Text {
    Text(nl: "nr \(index), \(name), \(action.nl):", en: "no. \(index), \(name), \(action.en):")
  }
}
