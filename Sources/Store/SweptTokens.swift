package import Vocabulary

/// How far the log came, as a sweep needs to know it.
package struct SweepMoment: Sendable {
  /// Entries in `vault.db` now.
  package let size: Int
  /// Entries at the newest commit of `keystore.db`.
  package let recorded: Int

  package init(size: Int, recorded: Int) {
    self.size = size
    self.recorded = recorded
  }
}

/// What `vault.db` says of a token.
package enum TokenStanding: Sendable {
  /// Its row is there.
  case present
  /// It has no row: left by a stop between two commits, or the row is yet to be put back.
  case absent
  /// Another took its place for good; it must not be kept.
  case ended
}

/// What a sweep did.
package struct Swept: Equatable, Sendable {
  /// Put aside: out of use, and kept.
  package var aside = 0
  /// Back in use: their row turned up.
  package var back = 0
  /// Removed: ended, or put aside before and the log went on without them.
  package var removed = 0

  package init(aside: Int = 0, back: Int = 0, removed: Int = 0) {
    self.aside = aside
    self.back = back
    self.removed = removed
  }
}

// A stop between the two commits leaves tokens without a row, and so does a `vault.db` that was put
// back from just before the newest write. Nothing in the files tells the two apart. So a sweep takes
// such tokens out of use and keeps them, until a later commit of `keystore.db` has recorded a longer
// log: from then on a `vault.db` with their rows would be refused, and they serve nobody.
//
// What is destroyed goes by `remove`, which leaves nothing aside.
extension TokenTable {
  /// Puts absent S, E, log tokens and tokens of bundles aside, and decides on those put aside before.
  ///
  /// Only after the log's length was checked: beside an older `vault.db` all would go.
  package func sweep(
    _ moment: SweepMoment, _ standing: (TokenKey) throws -> TokenStanding
  ) throws -> Swept {
    var swept = Swept()
    for (key, size) in try aside() {
      switch try standing(key) {
      case .present:
        try takeBack(key)
        swept.back += 1
      case .absent where moment.recorded <= size: break
      case .absent, .ended:
        try forget(key)
        swept.removed += 1
      }
    }
    var doomed: [(key: TokenKey, isKept: Bool)] = []
    for kind in [TokenKind.share, .entry, .logToken, .bundleToken] {
      for key in try keys(of: kind) {
        switch try standing(key) {
        case .present: break
        case .absent: doomed.append((key, true))
        case .ended: doomed.append((key, false))
        }
      }
    }
    for (key, isKept) in doomed {
      if isKept {
        try putAside(key, moment.size)
        swept.aside += 1
      } else {
        _ = try remove(key)
        swept.removed += 1
      }
    }
    return swept
  }

  /// The keys that were put aside, and how long the log was then.
  package func aside() throws(KeystoreError) -> [(key: TokenKey, size: Int)] {
    try KeystoreError.from { () throws(StoreError) in
      var rows = try connection.query("SELECT key, size FROM swept_token ORDER BY key")
      var result: [(key: TokenKey, size: Int)] = []
      while try rows.next() {
        guard let key = TokenKey(stored: rows.blob(0)) else { throw .corrupt }
        result.append((key, Int(rows.integer(1))))
      }
      return result
    }
  }

  private func putAside(_ key: TokenKey, _ size: Int) throws(StoreError) {
    try connection.run(
      """
      INSERT OR REPLACE INTO swept_token (key, sealed, size)
      SELECT key, sealed, ?2 FROM token WHERE key = ?1
      """, .blob(key.bytes), .integer(Int64(size)))
    try connection.run("DELETE FROM token WHERE key = ?", .blob(key.bytes))
  }

  /// A token that came to the same place since is the one that counts.
  private func takeBack(_ key: TokenKey) throws(StoreError) {
    try connection.run(
      """
      INSERT OR IGNORE INTO token (key, sealed) SELECT key, sealed FROM swept_token WHERE key = ?
      """, .blob(key.bytes))
    try forget(key)
  }

  private func forget(_ key: TokenKey) throws(StoreError) {
    try connection.run("DELETE FROM swept_token WHERE key = ?", .blob(key.bytes))
  }
}

extension TagTable {
  /// The same for the tags of dossiers that `isKnown` does not know; counts dossiers.
  package func sweep(
    _ moment: SweepMoment, keeping isKnown: (Identifier) throws -> Bool
  ) throws -> Swept {
    var swept = Swept()
    for (dossier, size) in try aside() {
      if try isKnown(dossier) {
        try connection.run(
          """
          INSERT OR IGNORE INTO tag (name, dossier, kind, sealed)
          SELECT name, dossier, kind, sealed FROM swept_tag WHERE dossier = ?
          """, .blob(dossier.bytes))
        try forget(dossier)
        swept.back += 1
      } else if moment.recorded > size {
        try forget(dossier)
        swept.removed += 1
      }
    }
    for dossier in try dossiers() where try !isKnown(dossier) {
      try connection.run(
        """
        INSERT OR REPLACE INTO swept_tag (name, dossier, kind, sealed, size)
        SELECT name, dossier, kind, sealed, ?2 FROM tag WHERE dossier = ?1
        """, .blob(dossier.bytes), .integer(Int64(moment.size)))
      try connection.run("DELETE FROM tag WHERE dossier = ?", .blob(dossier.bytes))
      swept.aside += 1
    }
    return swept
  }

  /// The dossiers whose tags were put aside, and how long the log was then.
  package func aside() throws(KeystoreError) -> [(dossier: Identifier, size: Int)] {
    try KeystoreError.from { () throws(StoreError) in
      var rows = try connection.query(
        "SELECT dossier, max(size) FROM swept_tag GROUP BY dossier ORDER BY dossier")
      var result: [(dossier: Identifier, size: Int)] = []
      while try rows.next() { result.append((try rows.identifier(0), Int(rows.integer(1)))) }
      return result
    }
  }

  private func forget(_ dossier: Identifier) throws(StoreError) {
    try connection.run("DELETE FROM swept_tag WHERE dossier = ?", .blob(dossier.bytes))
  }
}
