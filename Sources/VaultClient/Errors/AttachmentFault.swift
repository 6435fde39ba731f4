import Dossier

/// Why a file was not sent or not written; the raw value is the word for scripts.
package enum AttachmentFault: String, CaseIterable, Equatable, Sendable {
  /// Parts that were sent are not with the service any more.
  case lost = "upload-lost"
  /// Too much of this member is with the service that no link binds yet.
  case limit = "upload-limit"
  /// The file is not what it was when this began.
  case changed = "file-changed"
  case notReadable = "file-not-readable"
  case notWritable = "file-not-writable"

  var exitCode: Int32 {
    switch self {
    case .lost, .limit: 75
    case .changed, .notReadable, .notWritable: 1
    }
  }

  /// What a failure that is in the log means here; nil for one of another kind.
  init?(failure code: String?) {
    switch code {
    case "parts": self = .lost
    case "unbound": self = .limit
    default: return nil
    }
  }

  var what: Phrase {
    switch self {
    case .lost:
      Phrase(
        "de kluis heeft niet meer wat van deze bijlage gestuurd was",
        "the vault no longer has what was sent of this attachment")
    case .limit:
      Phrase(
        "er wacht al te veel van u dat niet afgemaakt is",
        "too much of yours is waiting that was not finished")
    case .changed:
      Phrase(
        "het bestand veranderde terwijl het gelezen werd", "the file changed while it was read")
    case .notReadable: Phrase("het bestand is niet te lezen", "the file cannot be read")
    case .notWritable:
      Phrase("het bestand is niet te schrijven", "the file cannot be written")
    }
  }

  var next: Phrase {
    switch self {
    case .lost: Phrase("voeg de bijlage opnieuw toe", "add the attachment again")
    case .limit:
      Phrase(
        "wacht een dag: wat niet afgemaakt is ruimt de kluis dan op",
        "wait a day: the vault then removes what was not finished")
    case .changed:
      Phrase(
        "sluit het programma dat eraan schrijft en probeer het opnieuw",
        "close the program that writes to it and try again")
    case .notReadable: Phrase("controleer het pad en de rechten", "check path and permissions")
    case .notWritable:
      Phrase("controleer schijfruimte en rechten", "check disk space and permissions")
    }
  }
}
