import Records
import Store
import Vocabulary

/// Removes tokens that a crash between the two commits left without a row.
///
/// It runs only after the log's length was checked: beside an older `vault.db` it would destroy.
enum Sweep {
  static func tokensWithoutRows(
    _ keystore: Keystore, _ tables: VaultTables
  ) throws(StartError) {
    var revisions: [Identifier: Set<ContentKey>] = [:]
    do {
      try keystore.begin()
      _ = try keystore.tables.tokens.sweep { key in
        switch key.kind {
        case .share: return try tables.dossiers.number(of: key.dossier) != nil
        case .entry:
          guard let number = try tables.dossiers.number(of: key.dossier) else { return false }
          if revisions[key.dossier] == nil {
            // Keys come in the order of their dossiers: one at a time is enough.
            revisions = [key.dossier: try contents(tables, number)]
          }
          return revisions[key.dossier]?.contains { $0.isAbout(key) } ?? false
        default: return true
        }
      }
      try keystore.commit()
    } catch {
      keystore.rollback()
      throw .keystore(
        "keystore.db cannot be swept", hint: "free space on its disk and see that it may be written"
      )
    }
  }

  private static func contents(
    _ tables: VaultTables, _ number: DossierNumber
  ) throws -> Set<ContentKey> {
    var keys: Set<ContentKey> = []
    for signed in try SignedLink.decode(tables.links.signed(number)) {
      let header = signed.link.header
      guard header.kind == .entry || header.kind == .attachment else { continue }
      keys.insert(
        ContentKey(
          n: signed.link.n, section: header.section, entry: header.entry,
          revision: header.revision, kind: header.kind.rawValue))
    }
    return keys
  }
}

extension ContentKey {
  /// Whether a token is that of this revision.
  fileprivate func isAbout(_ key: TokenKey) -> Bool {
    key.section == section && key.entry == entry && key.revision == revision
      && key.entryKind == kind
  }
}
