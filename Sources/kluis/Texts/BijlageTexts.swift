import CommandTree
import Desk
import Dossier

// Files of a dossier.

extension Texts {
  static func attached(_ id: String, _ name: String, _ size: String) -> Text {
    let name = VisibleText.neutral(name, keepingLines: false)
    return Text(
      nl: "bijlage \(id): \(name) (\(size)) staat in het dossier",
      en: "attachment \(id): \(name) (\(size)) is in the dossier")
  }
  static func saved(_ path: String, _ size: String) -> Text {
    let path = VisibleText.neutral(path, keepingLines: false)
    return Text(nl: "bewaard: \(path) (\(size))", en: "saved: \(path) (\(size))")
  }
  static let isPlain = Text(
    nl: "Dit bestand staat nu onversleuteld op deze werkplek; verwijder het als u klaar bent.",
    en: "This file is on this device now, not encrypted; remove it when you are done.")
  static let sending = Text(nl: "bijlage sturen", en: "sending the attachment")
  static let fetching = Text(nl: "bijlage halen", en: "fetching the attachment")
  static let noAttachments = Text(
    nl: "Er zijn geen bijlagen in wat u opende.", en: "There are no attachments in what you opened."
  )

  static let fileName = Text(nl: "NAAM", en: "NAME")
  static let fileSize = Text(nl: "GROOTTE", en: "SIZE")
  static let ofEntry = Text(nl: "STUK", en: "ENTRY")

  static func cannotReadAttachment(_ path: String) -> Text {
    Text(nl: "\(path) is niet te lezen", en: "\(path) cannot be read")
  }
  static let checkAttachment = Text(
    nl: "controleer het pad en de rechten", en: "check the path and its permissions")
  static func notRegular(_ path: String) -> Text {
    Text(nl: "\(path) is geen gewoon bestand", en: "\(path) is not a regular file")
  }
  static let regularFile = Text(
    nl: "geef een bestand, geen map, pijp of koppeling", en: "give a file, no folder, pipe or link")
  static func attachmentTooLarge(_ path: String) -> Text {
    Text(nl: "\(path) is groter dan 1 GiB", en: "\(path) is larger than 1 GiB")
  }
  static let splitAttachment = Text(
    nl: "verdeel het over meer bestanden", en: "divide it over more files")
  static func notAFileName(_ name: String) -> Text {
    Text(
      nl: "'\(name)' kan geen naam van een bijlage zijn", en: "'\(name)' cannot name an attachment")
  }
  static let fileNameForm = Text(
    nl: "kies met --naam een naam zonder map en tekens als : ? *, die niet met een punt begint",
    en:
      "choose with --naam a name without a folder or signs such as : ? *, that begins with no point"
  )
  static func notAMediaType(_ media: String) -> Text {
    Text(nl: "'\(media)' is geen mediatype", en: "'\(media)' is not a media type")
  }
  static let mediaTypeForm = Text(nl: "zoals application/pdf", en: "such as application/pdf")

  static func noSuchEntry(_ stuk: String, _ section: String) -> Text {
    Text(
      nl: "er is geen stuk '\(stuk)' in \(section)", en: "there is no entry '\(stuk)' in \(section)"
    )
  }
  static let seeOwnIds = Text(
    nl: "de eigen id staat tussen haken in kluis dossier open",
    en: "its own id stands in brackets in kluis dossier open")
  static func noSuchAttachment(_ word: String) -> Text {
    Text(
      nl: "geen bijlage in wat u opende heet '\(word)'",
      en: "no attachment in what you opened is called '\(word)'")
  }
  static let seeAttachments = Text(
    nl: "zie kluis dossier bijlage list", en: "see kluis dossier bijlage list")
  static func attachmentAmbiguous(_ word: String) -> Text {
    Text(
      nl: "'\(word)' kan meer dan één bijlage zijn", en: "'\(word)' may be more than one attachment"
    )
  }
  static let giveEntry = Text(
    nl: "geef de hele id van het stuk", en: "give the whole id of its entry")

  // Files that go with an import.

  static func attachmentsRefused(_ count: Int) -> Text {
    Text(
      nl: count == 1
        ? "1 bijlage is niet te gebruiken" : "\(count) bijlagen zijn niet te gebruiken",
      en: count == 1 ? "1 attachment cannot be used" : "\(count) attachments cannot be used")
  }
  static let attachmentsNeedFolder = Text(
    nl: "het bestand noemt bijlagen, en bij stdin is geen map",
    en: "the file names attachments, and stdin has no folder")
  static let importByPath = Text(
    nl: "geef het pad van het bestand in plaats van -", en: "give the file's path instead of -")
  static func attachmentsMissing(_ dossier: String, _ done: Int, of all: Int) -> Text {
    Text(
      nl: "dossier \(dossier) is gemaakt, met \(done) van de \(all) bijlagen",
      en: "dossier \(dossier) was made, with \(done) of its \(all) attachments")
  }
  static func addTheRest(_ dossier: String) -> Text {
    Text(
      nl: "voeg de genoemde toe: kluis dossier bijlage add \(dossier) --sectie … --stuk …",
      en: "add those that are named: kluis dossier bijlage add \(dossier) --sectie … --stuk …")
  }
  static let notAdded = Text(nl: "niet toegevoegd", en: "not added")
  static func attachmentsIn(_ count: Int) -> Text {
    Text(nl: "bijlagen: \(count)", en: "attachments: \(count)")
  }
}
