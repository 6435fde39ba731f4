package import CommandTree

// Asking for a passphrase, and what can be wrong with it.

extension Texts {
  package static func passphraseQuestion(_ name: String) -> Text {
    Text(nl: "Wachtzin van \(name): ", en: "Passphrase of \(name): ")
  }
  package static let noTerminal = Text(
    nl: "er is geen terminal om de wachtzin te vragen",
    en: "there is no terminal to ask the passphrase on")
  package static func passphraseFlag(_ option: String) -> Text {
    Text(
      nl: "geef haar op een descriptor: --\(option) 3 3<bestand",
      en: "give it on a descriptor: --\(option) 3 3<file")
  }
  package static func newPassphraseQuestion(_ name: String, shortest: Int) -> Text {
    Text(
      nl: "Nieuwe wachtzin voor \(name) (minstens \(shortest) tekens): ",
      en: "New passphrase for \(name) (at least \(shortest) characters): ")
  }
  package static let onceMore = Text(
    nl: "Nog een keer, om typefouten te vinden: ", en: "Once more, to find slips: ")
  package static let passphrasesDiffer = Text(
    nl: "de twee wachtzinnen verschillen", en: "the two passphrases differ")
  package static let beginAgain = Text(nl: "begin opnieuw", en: "begin again")
  package static func passphraseShort(_ shortest: Int) -> Text {
    Text(
      nl: "de wachtzin heeft minder dan \(shortest) tekens",
      en: "the passphrase has fewer than \(shortest) characters")
  }
  package static let takeWords = Text(
    nl: "neem een zin van vijf of zes willekeurige woorden",
    en: "take a sentence of five or six words picked at random")
  package static let answerUnreadable = Text(
    nl: "het antwoord is niet te lezen", en: "the answer could not be read")
  package static let passphraseLong = Text(
    nl: "de wachtzin is te lang", en: "the passphrase is too long")
  package static let oneLine = Text(
    nl: "geef één regel, geen bestand", en: "give one line, not the contents of a file")
  package static let passphraseNothing = Text(
    nl: "er kwam geen wachtzin", en: "no passphrase was given")
  package static func descriptorFailed(_ number: Int32) -> Text {
    Text(
      nl: "de wachtzin is niet te lezen (fout \(number))",
      en: "the passphrase could not be read (error \(number))")
  }
  package static let typeIt = Text(
    nl: "typ haar, of geef haar op de descriptor die u noemde",
    en: "type it, or give it on the descriptor that you named")
}
