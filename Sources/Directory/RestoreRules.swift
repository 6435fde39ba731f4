package import Records
package import Vocabulary

extension DirectoryView {
  /// The functions whose holders sign a restore record together.
  package static let restoreSigners: Set<Role> = [.beheerder, .fg]

  /// Whether this restore record counts: a beheerder and an FG signed it, two persons, both active
  /// when the directory was where the record says.
  ///
  /// - Source: Docs/protocol.md, Restore
  package func accepts(_ restore: SignedRestore) -> Bool {
    guard names(restore.record), restore.signers.count == 2,
      Set(restore.signers.compactMap { person(of: $0.by) }).count == 2
    else { return false }
    let roles = restore.signers.compactMap { signer -> Role? in
      guard let author = author(signer.by, at: restore.record.directory),
        restore.holds(signer, by: author.key)
      else { return nil }
      return author.role
    }
    return roles.count == 2 && Set(roles) == Self.restoreSigners
  }

  /// Whether the record is about this vault and this directory, whoever signed it.
  package func names(_ record: RestoreRecord) -> Bool {
    record.origin == anchor.origin && hash(at: record.directory) == record.directoryHash
  }

  /// Whether this member's signature can still be put under the record.
  package func maySign(_ restore: SignedRestore, as member: Identifier) -> Bool {
    guard names(restore.record), restore.signers.count < 2,
      let author = author(member, at: restore.record.directory),
      Self.restoreSigners.contains(author.role)
    else { return false }
    return restore.signers.allSatisfy { signer in
      guard let other = self.author(signer.by, at: restore.record.directory),
        restore.holds(signer, by: other.key)
      else { return false }
      return other.role != author.role && person(of: signer.by) != person(of: member)
    }
  }
}
