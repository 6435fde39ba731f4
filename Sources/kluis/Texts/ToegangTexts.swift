import CommandTree
import Desk
import Records

extension Texts {
  static func involved(_ name: String, until: String?) -> Text {
    guard let until else {
      return Text(nl: "\(name) is betrokken", en: "\(name) is involved")
    }
    return Text(
      nl: "\(name) is betrokken tot \(until)", en: "\(name) is involved until \(until)")
  }
  static func hasRegie(_ name: String) -> Text {
    Text(nl: "\(name) heeft nu de regie", en: "\(name) now has regie")
  }
  static let noRegie = Text(
    nl: "het dossier zegt niet wie de regie heeft", en: "the dossier does not say who has regie")
  static let tellFG = Text(nl: "meld dit aan de FG", en: "report this to the FG")
  static let how = Text(nl: "HOE", en: "HOW")
  static let since = Text(nl: "SINDS", en: "SINCE")
  static let untilColumn = Text(nl: "TOT", en: "UNTIL")
  static let madeBy = Text(nl: "DOOR", en: "BY")
  static func noSuchAccess(_ word: String) -> Text {
    Text(
      nl: "'\(word)' wijst geen toegang aan, of meer dan één",
      en: "'\(word)' names no access, or more than one")
  }
  static let listAccess = Text(
    nl: "kijk met: kluis toegang list DOSSIER", en: "look with: kluis toegang list DOSSIER")
  static func accessEnded(_ name: String) -> Text {
    Text(
      nl: "de toegang van \(name) is beëindigd", en: "the access of \(name) has ended")
  }
  static func consulted(_ name: String, _ sections: String, until: String) -> Text {
    Text(
      nl: "\(name) leest \(sections) tot \(until)", en: "\(name) reads \(sections) until \(until)")
  }
  static func questionNext(_ dossier: String) -> Text {
    Text(
      nl: "De vraag leest de jurist met: kluis toegang list \(dossier)",
      en: "The jurist reads the question with: kluis toegang list \(dossier)")
  }
  static func requested(_ id: String) -> Text {
    Text(nl: "aanvraag: \(id)", en: "request: \(id)")
  }
  static func requestNext(_ id: String) -> Text {
    Text(
      nl:
        "De leidinggevende en de regie beslissen: kluis toegang second \(id) --akkoord (of --tegen)",
      en: "The leidinggevende and regie decide: kluis toegang second \(id) --akkoord (or --tegen)")
  }
  static let chooseRequest = Text(
    nl: "noem --secties of --r3-grond, en niet allebei",
    en: "name --secties or --r3-grond, and not both")
  static func noSuchGround(_ word: String) -> Text {
    Text(
      nl: "met '\(word)' begint niet precies één stuk dat zonder medeweten is verzameld",
      en: "not exactly one entry collected without knowledge begins with '\(word)'")
  }
  static let seeEntries = Text(
    nl: "kluis dossier open DOSSIER --json noemt de ids van stukken",
    en: "kluis dossier open DOSSIER --json names the ids of entries")
  static func groundNext(_ id: String) -> Text {
    Text(
      nl:
        "De leidinggevende en een ander beslissen: kluis toegang second \(id) --akkoord (of --tegen)",
      en: "The leidinggevende and another decide: kluis toegang second \(id) --akkoord (or --tegen)"
    )
  }
  static let noRequests = Text(
    nl: "Er zijn geen aanvragen waarover u iets kunt zeggen.",
    en: "There are no requests on which you may decide.")
  static let request = Text(nl: "VERZOEK", en: "REQUEST")
  static let requester = Text(nl: "WIE", en: "WHO")
  static let sections = Text(nl: "DELEN", en: "SECTIONS")
  static let until = Text(nl: "TOEGANG TOT", en: "ACCESS UNTIL")
  static let validUntil = Text(nl: "BESLISSEN VOOR", en: "DECIDE BEFORE")
  static let state = Text(nl: "STAND", en: "STATE")
  static let verdicts = Text(nl: "BESLIST", en: "DECIDED")
  static let about = Text(nl: "WAARVAN", en: "OF WHAT")
  /// What is asked, in a table.
  static func act(_ act: RequestAct.Act) -> Text {
    switch act {
    case .grantToezichthouder: Text(nl: "toegang", en: "access")
    case .noodtoegang: Text(nl: "noodtoegang beoordelen", en: "review of noodtoegang")
    case .policy: Text(nl: "ander beleid", en: "another policy")
    case .r3Ground: Text(nl: "grond zonder medeweten", en: "ground without knowledge")
    }
  }
  /// What the last yes brought.
  static func done(_ act: RequestAct.Act) -> Text {
    switch act {
    case .grantToezichthouder: Text(nl: "de toegang is verleend", en: "the access is granted")
    case .noodtoegang: Text(nl: "de noodtoegang is beoordeeld", en: "the noodtoegang is reviewed")
    case .policy: Text(nl: "het nieuwe beleid geldt", en: "the new policy is in force")
    case .r3Ground: Text(nl: "de grond is akkoord", en: "the ground is agreed to")
    }
  }
  static let secondWaits = Text(
    nl: "genoteerd; een ander moet nog beslissen", en: "noted; somebody else must still decide")
  static let secondAgainst = Text(
    nl: "genoteerd; de aanvraag is afgewezen", en: "noted; the request is turned down")
}
