import CommandTree
import Delivery

/// What the messenger says, in both languages; ids and names of sinks, no names of people, no contents.
enum Texts {
  /// A line for the journal.
  enum Line {
    case stateDamaged
    case spoolUnreadable(String)
    case mailUnreadable(String)
    case unwanted(String)
    case cannotRemove(String)
    case delivered(String, String)
    case failed(String, String, DeliveryFault, times: Int64)
    case setAside(String?, SpoolFolder.Damage)
    case cannotSetAside(String?, SpoolFolder.Damage)
    case started
    case ended
  }

  static func line(_ line: Line, _ language: Language) -> String {
    "kluis-bode: " + text(line)[language]
  }

  private static func text(_ line: Line) -> Text {
    switch line {
    case .stateDamaged:
      Text(
        nl:
          "de stand was beschadigd en heet nu stand.json.bad; wie al iets kreeg, kan het nog eens krijgen",
        en: "the state was damaged and is stand.json.bad now; who has something may get it again")
    case .spoolUnreadable(let path):
      Text(
        nl: "de spool \(path) is niet te lezen, of staat voor iedereen open",
        en: "the spool \(path) cannot be read, or is open to everybody")
    case .mailUnreadable(let path):
      Text(
        nl: "\(path)/mail is geen map die te lezen en te vertrouwen is; de signalen gaan door",
        en: "\(path)/mail is no folder that can be read and trusted; the signals go on")
    case .unwanted(let id):
      Text(
        nl: "\(id): geen bestemming wil dit; het blijft in de spool",
        en: "\(id): no sink wants this; it stays in the spool")
    case .cannotRemove(let id):
      Text(
        nl: "\(id): bezorgd, maar niet uit de spool te halen",
        en: "\(id): delivered, but cannot be taken from the spool")
    case .delivered(let id, let sink):
      Text(nl: "\(id): bezorgd bij \(sink)", en: "\(id): delivered to \(sink)")
    case .failed(let id, let sink, let fault, let times):
      Text(
        nl: "\(id): \(sink) mislukt (\(fault.text.nl)), \(times) keer; wordt opnieuw geprobeerd",
        en: "\(id): \(sink) failed (\(fault.text.en)), \(times) times; will be tried again")
    case .setAside(let id, let damage):
      Text(
        nl: "\(id ?? "een bestand"): opzij gezet in bad/ (\(damage.text.nl))",
        en: "\(id ?? "a file"): set aside in bad/ (\(damage.text.en))")
    case .cannotSetAside(let id, let damage):
      Text(
        nl: "\(id ?? "een bestand"): deugt niet (\(damage.text.nl)), maar kan niet naar bad/",
        en: "\(id ?? "a file"): is not sound (\(damage.text.en)), but cannot go to bad/")
    case .started: Text(nl: "begonnen", en: "started")
    case .ended: Text(nl: "gestopt", en: "ended")
    }
  }
}

extension DeliveryFault {
  var text: Text {
    switch self {
    case .exit: Text(nl: "het programma eindigde met een fout", en: "the program failed")
    case .timeLimit:
      Text(nl: "het programma was niet op tijd klaar", en: "the program took too long")
    case .start: Text(nl: "het programma start niet", en: "the program does not start")
    case .unsafe:
      Text(
        nl: "anderen kunnen het programma wijzigen", en: "others can change the program")
    case .folder: Text(nl: "de map is er niet of is vol", en: "the folder is missing or full")
    case .stopped: Text(nl: "afgebroken", en: "stopped")
    }
  }
}

extension SpoolFolder.Damage {
  var text: Text {
    switch self {
    case .name: Text(nl: "de naam hoort niet in een spool", en: "its name is none of a spool")
    case .type: Text(nl: "geen gewoon bestand", en: "no regular file")
    case .owner: Text(nl: "van een andere gebruiker", en: "another user's")
    case .size: Text(nl: "te groot", en: "too large")
    case .content: Text(nl: "geen signaal", en: "no signal")
    case .unreadable: Text(nl: "niet te lezen", en: "cannot be read")
    }
  }
}
