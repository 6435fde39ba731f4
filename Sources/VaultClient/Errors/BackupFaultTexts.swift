import Dossier

extension BackupFault {
  /// What went wrong.
  var what: Phrase {
    switch self {
    case .noFolder:
      Phrase(
        "de kluis kreeg geen map voor reservekopieën",
        "the vault was given no folder for backups")
    case .running:
      Phrase(
        "er wordt al een reservekopie gemaakt", "a backup is being made already")
    case .full:
      Phrase(
        "de schijf voor reservekopieën is vol; er is niets half achtergebleven",
        "the disk for backups is full; nothing was left half done")
    case .failed:
      Phrase(
        "de reservekopie is niet gemaakt; er is niets half achtergebleven",
        "the backup was not made; nothing was left half done")
    }
  }

  /// What to do next.
  var next: Phrase {
    switch self {
    case .noFolder:
      Phrase(
        "start kluisd met --backup-dir MAP", "start kluisd with --backup-dir DIR")
    case .running: Phrase("probeer het straks weer", "try again in a while")
    case .full:
      Phrase(
        "maak ruimte op die schijf; oudere kopieën zijn er nog",
        "free space on that disk; older copies are still there")
    case .failed:
      Phrase(
        "controleer eigenaar, rechten en schijf van de map van --backup-dir",
        "check owner, mode and disk of the folder of --backup-dir")
    }
  }
}
