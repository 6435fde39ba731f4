package import Directory
package import Dossier
internal import Vocabulary

/// A box in the directory that does not hold the secret it was signed as.
///
/// The directory cannot look into a box, only its receiver can. So two members answer for it, and the
/// service does not: it cannot make such a record.
package struct FalseBox: Hashable, Sendable {
  package let key: KeptKey
  /// The names of who signed the record.
  package let signers: [String]

  package init(_ key: KeptKey, _ box: Member.Box, in directory: DirectoryView) {
    self.key = key
    signers = box.signers.map { directory.name(of: $0) }.sorted()
  }

  /// What went wrong.
  package var what: Phrase {
    Phrase(
      "uw doos met \(key.name.dutch) bevat die niet; daarvoor tekenden \(signers.joined(separator: ", "))",
      "your box with \(key.name.english) does not hold it; signed for by \(signers.joined(separator: ", "))"
    )
  }

  /// What to do next.
  package var next: Phrase {
    Phrase(
      "meld het aan de FG en de beheerder; met een nieuw account kan een ander u de sleutel geven",
      "tell the FG and the beheerder; with a new account somebody else can give you the key")
  }
}

extension KeptKey {
  /// As people call it.
  package var name: Phrase {
    switch self {
    case .role(let role, let epoch):
      Phrase(
        "de sleutel van \(role.name), tijdperk \(epoch)", "the key of \(role.name), epoch \(epoch)")
    case .lookup(let epoch):
      Phrase("de opzoeksleutel, tijdperk \(epoch)", "the lookup key, epoch \(epoch)")
    }
  }
}
