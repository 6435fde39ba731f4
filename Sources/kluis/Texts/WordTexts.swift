import CommandTree
import Desk

// What is wrong with a value on the command line.

extension Texts {
  static func notASection(_ word: String) -> Text {
    Text(nl: "'\(word)' is geen deel van een dossier", en: "'\(word)' is no section of a dossier")
  }
  static func chooseFrom(_ names: [String]) -> Text {
    let list = names.joined(separator: ", ")
    return Text(nl: "kies uit: \(list)", en: "choose from: \(list)")
  }
  static func notADate(_ word: String) -> Text {
    Text(nl: "'\(word)' is geen datum", en: "'\(word)' is not a date")
  }
  static let dateForm = Text(
    nl: "schrijf een bestaande dag als JJJJ-MM-DD", en: "write an existing day as YYYY-MM-DD")
  static let dateBefore = Text(nl: "die dag is al voorbij", en: "that day is over already")
  static let dateLater = Text(nl: "kies een latere dag", en: "choose a later day")
  static func notAScore(_ word: String) -> Text {
    Text(nl: "'\(word)' is geen cijfer van een kind", en: "'\(word)' is not a child's score")
  }
  static let scoreForm = Text(
    nl: "schrijf KIND=N, met de id van het kind en een cijfer van 1 tot en met 10",
    en: "write KIND=N, with the child's id and a score from 1 to 10")
  static func notAnId(_ word: String) -> Text {
    Text(nl: "'\(word)' is geen id", en: "'\(word)' is not an id")
  }
  static let idForm = Text(
    nl: "een id is 32 hexadecimale cijfers (0-9, a-f), of de eerste zes of meer",
    en: "an id is 32 hexadecimal digits (0-9, a-f), or its first six or more")
  static let wholeId = Text(
    nl: "een id is 32 hexadecimale cijfers (0-9, a-f)",
    en: "an id is 32 hexadecimal digits (0-9, a-f)")
  static let explainWhat = Text(
    nl: "noem een nummer, of --lid en --dossier samen",
    en: "give a number, or --lid and --dossier together")
  static let chooseVerdict = Text(
    nl: "kies een van beide: --akkoord of --tegen", en: "choose one: --akkoord or --tegen")
  static let stdinTwice = Text(
    nl: "stdin kan niet tegelijk het bestand en de wachtzin zijn",
    en: "stdin cannot be both the file and the passphrase")
  static let otherDescriptor = Text(
    nl: "geef de wachtzin op een andere descriptor, zoals --passphrase-fd 3",
    en: "give the passphrase on another descriptor, such as --passphrase-fd 3")
}
