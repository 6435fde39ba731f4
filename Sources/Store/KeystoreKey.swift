internal import Sodium

/// The keystore key in its own row: sealed under W, with the vault's name and the key's epoch.
enum KeystoreKey {
  private static let table = "keystore"

  /// Draws a key and puts it into a file that has none; the key at work.
  static func draw(
    into writer: Connection, epoch: UInt32, origin: String, _ wrapKey: borrowing SecretBytes
  ) throws(KeystoreError) -> KeystoreSeal {
    let key = try KeystoreError.inMemory { () throws(SecretMemoryError) in
      try SecretBytes.random(KeystoreSeal.keyCount)
    }
    let sealed = KeystoreSeal.seal(key, in: table, at: Array(origin.utf8), epoch, wrapKey)
    try KeystoreError.from { () throws(StoreError) in
      try writer.run(
        "INSERT INTO keystore (slot, origin, epoch, sealed) VALUES (1, ?, ?, ?)",
        .text(origin), .integer(Int64(epoch)), .blob(sealed))
    }
    return try KeystoreSeal(key, epoch: epoch)
  }

  /// The key of a file, at work, and the vault that the file is of.
  ///
  /// - Throws: `.wrongWrapKey` for another W, and for a row that was changed.
  static func read(
    _ writer: Connection, _ path: String, _ wrapKey: borrowing SecretBytes
  ) throws(KeystoreError) -> (seal: KeystoreSeal, origin: String) {
    var row = try KeystoreError.from { () throws(StoreError) in
      try writer.query("SELECT origin, epoch, sealed FROM keystore WHERE slot = 1")
    }
    guard try row.nextToken() else {
      throw .opening(.unfinished(DatabaseFile(path: path).name))
    }
    let origin = row.text(0)
    guard let epoch = UInt32(exactly: row.integer(1)) else { throw .database(.corrupt) }
    guard
      let key = try KeystoreSeal.open(
        row.blob(2), in: table, at: Array(origin.utf8), epoch, wrapKey),
      key.count == KeystoreSeal.keyCount
    else { throw .wrongWrapKey }
    return (try KeystoreSeal(key, epoch: epoch), origin)
  }
}
