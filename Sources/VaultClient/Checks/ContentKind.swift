import Dossier
import Records

extension EntryContent {
  /// The kind that the header of its link has, and no other: a flag is never read as an entry of a dossier,
  /// nor an entry as a flag.
  var entryKind: EntryKind {
    switch self {
    case .bijlage: .attachment
    case .beperking: .flag
    case .etiket, .gezin, .betrokkene, .entry, .plan, .toestemming, .verstrekking, .ontvangst:
      .entry
    }
  }
}
