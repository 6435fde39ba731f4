import Dossier

extension BackupFault {
  /// What went wrong.
  var what: Phrase {
    switch self {
    case .noFolder:
      Phrase(
        "De kluis kreeg geen map voor reservekopieën.",
        "The vault was given no folder for backups.")
    case .running:
      Phrase(
        "Er wordt al een reservekopie gemaakt.", "A backup is being made already.")
    case .full:
      Phrase(
        "De schijf voor reservekopieën is vol; er is niets half achtergebleven.",
        "The disk for backups is full; nothing was left half done.")
    case .failed:
      Phrase(
        "De reservekopie is niet gemaakt; er is niets half achtergebleven.",
        "The backup was not made; nothing was left half done.")
    }
  }

  /// What to do next.
  var next: Phrase {
    switch self {
    case .noFolder:
      Phrase(
        "Start kluisd met --backup-dir MAP.", "Start kluisd with --backup-dir DIR.")
    case .running: Phrase("Probeer het straks weer.", "Try again in a while.")
    case .full:
      Phrase(
        "Maak ruimte op die schijf; oudere kopieën zijn er nog.",
        "Free space on that disk; older copies are still there.")
    case .failed:
      Phrase(
        "Controleer eigenaar, rechten en schijf van de map van --backup-dir.",
        "Check owner, mode and disk of the folder of --backup-dir.")
    }
  }
}
