package import Vocabulary

/// How much of a dossier was in use in `keystore.db` when it was removed.
package struct RemovedSecrets: Equatable, Sendable {
  /// S, E, log token and bundle tokens.
  package let tokens: Int
  package let tags: Int

  package init(tokens: Int, tags: Int) {
    self.tokens = tokens
    self.tags = tags
  }
}

extension KeystoreTables {
  /// Removes every secret of a dossier for good, also what a sweep put aside: nothing that was ever
  /// written under them opens again.
  ///
  /// The bytes are overwritten with the commit, and in no file once the WAL is emptied. A second time
  /// removes nothing, so that what was cut off can be done again.
  ///
  /// - Throws: `.missing` for the id zero: its rows are the host's own.
  package func removeAll(of dossier: Identifier) throws(KeystoreError) -> RemovedSecrets {
    guard dossier != .zero else { throw .missing }
    var removed = 0
    for kind in [TokenKind.share, .entry, .logToken, .bundleToken] {
      removed += try tokens.removeAll(of: kind, dossier)
    }
    return RemovedSecrets(tokens: removed, tags: try tags.removeAll(of: dossier))
  }
}

extension TokenTable {
  /// Removes the tokens of one kind and dossier, also those put aside; says how many were in use.
  func removeAll(of kind: TokenKind, _ dossier: Identifier) throws(KeystoreError) -> Int {
    let bounds = TokenKey.bounds(of: kind, dossier)
    return try KeystoreError.from { () throws(StoreError) in
      try connection.run(
        "DELETE FROM swept_token WHERE key BETWEEN ? AND ?",
        .blob(bounds.first), .blob(bounds.last))
      try connection.run(
        "DELETE FROM token WHERE key BETWEEN ? AND ?",
        .blob(bounds.first), .blob(bounds.last))
      return connection.changes
    }
  }
}
