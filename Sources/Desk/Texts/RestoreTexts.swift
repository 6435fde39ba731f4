import CommandTree
import VaultClient

extension Texts {
  /// That this device went back to an earlier state, once.
  static func wentBack(_ notice: RestoreNotice) -> Text {
    let (size, lost) = (notice.size, notice.lostSize)
    let signers = notice.signers.joined(separator: ", ")
    return Text(
      nl:
        "Let op: de kluis is hersteld. De regels \(size) tot \(lost) van het log zijn verloren, met wat toen geschreven werd; \(signers) tekenden dat. Dit apparaat had \(notice.seen) regels gezien en gaat één keer terug. Klopt dit niet met wat u weet, bel de FG. Wat dit apparaat eerder wist: \(notice.earlier)",
      en:
        "Note: the vault was restored. Entries \(size) to \(lost) of the log are lost, with what was written then; \(signers) signed that. This device had seen \(notice.seen) entries and goes back once. If this is not what you know, call the FG. What this device knew before: \(notice.earlier)"
    )
  }
}
