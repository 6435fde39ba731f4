package import Sodium
internal import Synchronization

// Rotation: another keystore key, so that the key in a copy of before opens no row of now, and a file
// that was written from the living rows alone. The tokens themselves stay what they were: a copy of
// before and its W give those that it has. That is why such copies go after 30 days.
//
//   keystore.db.new   a new file, row by row under the new key; on the disk before anything else
//   keystore.db       closed by everybody, without WAL; then the new file takes its name
//
// A crash leaves the old file or the new one, each whole and under a key that is sealed in it.
// - Source: Docs/protocol.md, Order on disk
extension Keystore {
  var draft: DatabaseFile { DatabaseFile(path: file.path + ".new") }

  /// Draws another keystore key and seals every row anew; W stays.
  ///
  /// For the writer thread, between two batches. Who reads goes on reading, and waits only while the
  /// files change names.
  ///
  /// - Throws: `.tampered` when a row does not open; `.database(.busy)` when somebody, such as a backup,
  ///   holds an older state; `.full` and the like. The old file is then still in its place, unless the
  ///   name was taken and could not be made durable: the next use tries that again.
  package func rotate(
    atStep: (RotationStep) -> Void = { _ in }
  ) throws(KeystoreError) {
    let wrapKey = try KeystoreError.inMemory { () throws(SecretMemoryError) in
      try state.withLock { state throws(SecretMemoryError) in try state.wrapKey.copy() }
    }
    try rotate(to: wrapKey, atStep: atStep)
  }

  /// The same, and the new key is sealed under another W: the old W then opens copies of before only.
  package func rotate(
    to wrapKey: borrowing SecretBytes, atStep: (RotationStep) -> Void = { _ in }
  ) throws(KeystoreError) {
    let (writer, old) = present()
    try KeystoreError.onOpening { () throws(OpeningError) in try draft.remove() }
    do throws(KeystoreError) {
      try KeystoreError.from { () throws(StoreError) in
        // Inside a transaction SQLite refuses this.
        try writer.truncateLog()
      }
      atStep(.logTruncated)
      let new = try writeDraft(from: writer, old, wrapKey, atStep)
      let kept = try KeystoreError.inMemory { () throws(SecretMemoryError) in try wrapKey.copy() }
      // Readers are in again: they do not wait for this.
      try exchange(writer, new, kept, atStep).overwriteUnlessNamed()
    } catch {
      // Renamed already, it has this name no more.
      try? draft.remove()
      throw error
    }
    guard !present().0.isClosed else { throw .database(.cannotOpen) }
    atStep(.opened)
  }

  private func writeDraft(
    from writer: Connection, _ old: KeystoreSeal, _ wrapKey: borrowing SecretBytes,
    _ atStep: (RotationStep) -> Void
  ) throws(KeystoreError) -> KeystoreSeal {
    guard old.epoch < .max else { throw .database(.corrupt) }
    let target = try KeystoreError.onOpening { () throws(OpeningError) in
      try Opening.draft(draft.path, .keystore)
    }
    let new = try KeystoreKey.draw(
      into: target, epoch: old.epoch + 1, origin: origin, wrapKey)
    atStep(.begun)
    try KeystoreError.from { () throws(StoreError) in try target.begin() }
    try RotationRows(source: writer, target: target, old: old, new: new).copyAll()
    try KeystoreError.from { () throws(StoreError) in
      try target.commit()
      try target.close()
    }
    atStep(.written)
    try KeystoreError.onOpening { () throws(OpeningError) in try draft.sync() }
    atStep(.synced)
    return new
  }

  /// Puts the new file in the old one's place while nobody has either open; the old one, nameless.
  private func exchange(
    _ writer: Connection, _ new: KeystoreSeal, _ wrapKey: consuming SecretBytes,
    _ atStep: (RotationStep) -> Void
  ) throws(KeystoreError) -> HeldFile {
    try KeystoreError.from { () throws(StoreError) in try readers.suspend() }
    defer { readers.resume() }
    do throws(StoreError) {
      // SQLite does this for the only connection alone: so nobody else has the file open.
      try writer.leaveLog()
      try writer.close()
    } catch {
      try? writer.becomeDurable(pageSize: Schema.keystore.pageSize)
      throw .database(error)
    }
    let before = try KeystoreError.onOpening { () throws(OpeningError) -> HeldFile in
      try file.removeCompanions()
      // What lay beside the old file must be gone before another file has its name.
      try file.syncDirectory()
      atStep(.closed)
      let before = try HeldFile(file)
      try draft.take(theNameOf: file)
      return before
    }
    become(new, wrapKey)
    atStep(.renamed)
    try KeystoreError.onOpening { () throws(OpeningError) in try file.syncDirectory() }
    atStep(.directorySynced)
    return before
  }

  private func become(_ seal: KeystoreSeal, _ wrapKey: consuming SecretBytes) {
    var wrapKey: SecretBytes? = consume wrapKey
    state.withLock { state in
      state.seal = seal
      if let key = wrapKey.take() { state.wrapKey = key }
    }
  }
}
