import CommandTree
import Desk

// What is kept and not used (AVG 18).

extension Texts {
  static func restrictedAs(_ id: String, _ name: String) -> Text {
    Text(
      nl: "\(name) is beperkt, vastgelegd als \(id)", en: "\(name) is restricted, recorded as \(id)"
    )
  }
  static func wentBefore(_ id: String, _ names: String) -> Text {
    Text(
      nl: "dit stuk ging al naar \(names) [\(id)]; vertel het hun (AVG 19)",
      en: "this piece went to \(names) already [\(id)]; tell them (GDPR 19)")
  }
  static let restrictedLater = Text(
    nl: "--sinds ligt in de toekomst; een beperking geldt zodra zij er staat",
    en: "--sinds is in the future; a restriction holds as soon as it is there")
  static func notRestrictable(_ word: String) -> Text {
    Text(
      nl: "het gebruik van \(word) kan niet worden beperkt",
      en: "the use of \(word) cannot be restricted")
  }
  static let whatIsRestrictable = Text(
    nl: "kies een aantekening, een plan, een bijlage of een betrokkene",
    en: "choose an entry, a plan, an attachment or a person")
  static func noSuchPiece(_ word: String) -> Text {
    Text(
      nl: "in de delen die u leest staat geen stuk \(word)",
      en: "the sections that you read have no piece \(word)")
  }
  static let seeRestrictable = Text(
    nl: "kluis dossier open toont de namen", en: "kluis dossier open shows the names")
  static let chooseOneOfThese = Text(nl: "kies een van deze ids", en: "choose one of these ids")

  static func nowLifted(_ id: String) -> Text {
    Text(nl: "\(id) is opgeheven", en: "\(id) was lifted")
  }
  static func stillRestricted(_ ids: String) -> Text {
    Text(
      nl: "het stuk blijft beperkt door \(ids)", en: "the piece is still restricted by \(ids)")
  }
  static let liftedLater = Text(
    nl: "--datum ligt in de toekomst; hef de beperking op als het zover is",
    en: "--datum is in the future; lift the restriction when it is time")
  static func wasLifted(_ id: String) -> Text {
    Text(nl: "\(id) was al opgeheven", en: "\(id) was lifted before")
  }
  static func noSuchRestriction(_ id: String) -> Text {
    Text(
      nl: "in de delen die u leest staat geen beperking \(id)",
      en: "the sections that you read have no restriction \(id)")
  }
  static let seeRestrictions = Text(
    nl: "kluis beperking list DOSSIER toont ze", en: "kluis beperking list DOSSIER shows them")

  static let restrictionColumn = Text(nl: "BEPERKING", en: "RESTRICTION")
  static let restrictedSince = Text(nl: "SINDS", en: "SINCE")
  static let groundColumn = Text(nl: "GROND", en: "GROUND")
  static let askedByColumn = Text(nl: "VERZOEK VAN", en: "ASKED FOR BY")
  static let holds = Text(nl: "GELDT", en: "HOLDS")
  static let isLifted = Text(nl: "opgeheven", en: "lifted")
  static func notHere(_ id: String) -> Text {
    Text(nl: "\(id) (niet te zien)", en: "\(id) (not shown)")
  }
  static let noRestrictions = Text(
    nl: "er is geen beperking in de delen die u leest",
    en: "there is no restriction in the sections that you read")
  static let fileIsRestricted = Text(
    nl: "BEPERKT GEBRUIK: lees het, maar gebruik en deel het niet (AVG artikel 18)",
    en: "RESTRICTED USE: read it, but do not use or share it (GDPR article 18)")
  static func restrictedFile(_ name: String) -> Text {
    Text(nl: "\(name) (beperkt gebruik)", en: "\(name) (restricted use)")
  }
}
