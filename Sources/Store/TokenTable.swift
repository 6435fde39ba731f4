package import Sodium
package import Vocabulary

/// The secrets of the keystore, sealed row by row.
package struct TokenTable {
  let connection: Connection
  let seal: KeystoreSeal

  static let name = "token"
  /// Bytes of an E or S.
  package static let valueCount = 32

  /// Adds a token.
  ///
  /// - Throws: `.database(.conflict)` when the row is there: a token is never overwritten.
  package func put(_ key: TokenKey, _ value: borrowing SecretBytes) throws(KeystoreError) {
    let sealed = seal.seal(value, in: Self.name, at: key.bytes)
    try KeystoreError.from { () throws(StoreError) in
      try connection.run(
        "INSERT INTO token (key, sealed) VALUES (?, ?)", .blob(key.bytes), .blob(sealed))
    }
  }

  /// The token; nil when there is none.
  ///
  /// - Throws: `.tampered` when the row is not what was put there.
  package func get(_ key: TokenKey) throws(KeystoreError) -> SecretBytes? {
    let sealed = try KeystoreError.from { () throws(StoreError) -> [UInt8]? in
      var row = try connection.query("SELECT sealed FROM token WHERE key = ?", .blob(key.bytes))
      return try row.next() ? row.blob(0) : nil
    }
    guard let sealed else { return nil }
    return try seal.open(sealed, in: Self.name, at: key.bytes)
  }

  /// Seals bytes under a token that does not leave this table: nonce 24 ‖ ciphertext.
  ///
  /// - Returns: nil when there is no such token.
  package func seal(
    _ bytes: [UInt8], ad: [UInt8], under key: TokenKey
  ) throws(KeystoreError) -> [UInt8]? {
    guard let token = try get(key) else { return nil }
    guard token.count == AEAD.keyCount else { throw .tampered(table: Self.name) }
    let nonce = AEAD.nonce()
    return nonce + AEAD.seal(bytes, ad: ad, nonce: nonce, key: token)
  }

  /// Opens what `seal` made, under a token that does not leave this table.
  ///
  /// - Returns: nil when there is no such token.
  /// - Throws: `.tampered` when it was sealed under another token, or with other additional data.
  package func open(
    _ sealed: [UInt8], ad: [UInt8], under key: TokenKey
  ) throws(KeystoreError) -> [UInt8]? {
    guard let token = try get(key) else { return nil }
    guard sealed.count >= AEAD.nonceCount, token.count == AEAD.keyCount else {
      throw .tampered(table: Self.name)
    }
    do throws(AEAD.OpenError) {
      return try AEAD.open(
        Array(sealed[AEAD.nonceCount...]), ad: ad, nonce: Array(sealed[..<AEAD.nonceCount]),
        key: token)
    } catch { throw .tampered(table: Self.name) }
  }

  /// The 32-byte tokens of many keys in one secret, in the order asked.
  ///
  /// Reads neighbouring rows once each, and opens only those that were asked for.
  /// - Throws: `.missing` when a key has no row; `.tampered`.
  package func values(of keys: [TokenKey]) throws(KeystoreError) -> SecretBytes {
    var result = try KeystoreError.inMemory { () throws(SecretMemoryError) in
      try SecretBytes(count: keys.count * Self.valueCount)
    }
    let order = keys.indices.sorted { keys[$0] < keys[$1] }
    var next = 0
    while next < order.count {
      let first = keys[order[next]]
      let end = order[next...].firstIndex { !keys[$0].isNeighbour(of: first) } ?? order.count
      try fill(&result, keys, order[next..<end])
      next = end
    }
    return result
  }

  /// Opens the rows of `wanted`, sorted indices of neighbouring keys, into their places.
  private func fill(
    _ result: inout SecretBytes, _ keys: [TokenKey], _ wanted: ArraySlice<Int>
  ) throws(KeystoreError) {
    guard let first = wanted.first, let last = wanted.last else { return }
    var rows = try KeystoreError.from { () throws(StoreError) in
      try connection.query(
        "SELECT key, sealed FROM token WHERE key BETWEEN ? AND ? ORDER BY key",
        .blob(keys[first].bytes), .blob(keys[last].bytes))
    }
    // One array for the additional data of all rows; a row's key is its last part.
    var additional = seal.additional(Self.name, [])
    let prefix = additional.count
    for index in wanted {
      additional.removeSubrange(prefix...)
      keys[index].append(to: &additional)
      var found = false
      while !found {
        guard try rows.nextToken() else { throw .missing }
        found = rows.equals(0, additional, from: prefix)
      }
      try open(rows, additional, into: &result, at: index * Self.valueCount)
    }
  }

  private func open(
    _ row: borrowing Cursor, _ additional: [UInt8], into result: inout SecretBytes, at start: Int
  ) throws(KeystoreError) {
    let count = try unsafe row.withBlob(1) { sealed throws(KeystoreError) in
      try unsafe seal.open(sealed.span, additional, in: Self.name, into: &result, at: start)
    }
    guard count == Self.valueCount else { throw .tampered(table: Self.name) }
  }

  /// Puts `source` xor `delta` at `target`; the value itself stays inside.
  ///
  /// What an earlier, failed try left at `target` is replaced.
  /// - Throws: `.missing` without a `source`; `.tampered`.
  package func derive(
    _ target: TokenKey, from source: TokenKey, by delta: borrowing SecretBytes
  ) throws(KeystoreError) {
    guard let value = try get(source) else { throw .missing }
    let derived = try KeystoreError.inMemory { () throws(SecretMemoryError) in
      try value.xor(delta)
    }
    _ = try remove(target)
    try put(target, derived)
  }

  /// Whether a token is there and is what was put there.
  package func holds(_ key: TokenKey) throws(KeystoreError) -> Bool {
    switch try get(key) {
    case .some: true
    case .none: false
    }
  }

  /// Removes a token for good, also one that a sweep put aside; false when there was none in use.
  package func remove(_ key: TokenKey) throws(KeystoreError) -> Bool {
    try KeystoreError.from { () throws(StoreError) in
      try connection.run("DELETE FROM swept_token WHERE key = ?", .blob(key.bytes))
      try connection.run("DELETE FROM token WHERE key = ?", .blob(key.bytes))
      return connection.changes > 0
    }
  }

  /// Every key of one kind and dossier, or of one kind.
  package func keys(
    of kind: TokenKind, _ dossier: Identifier? = nil
  ) throws(KeystoreError) -> [TokenKey] {
    let bounds = TokenKey.bounds(of: kind, dossier)
    return try KeystoreError.from { () throws(StoreError) in
      var rows = try connection.query(
        "SELECT key FROM token WHERE key BETWEEN ? AND ? ORDER BY key",
        .blob(bounds.first), .blob(bounds.last))
      var result: [TokenKey] = []
      while try rows.next() {
        guard let key = TokenKey(stored: rows.blob(0)) else { throw .corrupt }
        result.append(key)
      }
      return result
    }
  }
}
