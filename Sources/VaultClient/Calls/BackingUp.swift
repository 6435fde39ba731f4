import AuditLog
import Directory
package import Records
import Sodium
import StrictJSON

/// A backup that the service made and logged.
package struct MadeBackup: Sendable {
  /// The name of its two folders: the time in UTC.
  package let name: String
  package let manifest: BackupManifest
  /// Copies of the keystore that were too old and are gone.
  package let removed: [String]
}

extension VaultSession {
  /// Has the service copy both its files; answers when they are on its disk and in the log.
  package func createBackup() throws(ClientError) -> MadeBackup {
    let ask = Ask(method: "backup.create", args: .object([JSONMember]()), action: .backup)
    let logKey: NoteKey
    do throws(CheckFailure) { logKey = try self.logKey() } catch {
      throw .tampered(.directory, .none)
    }
    return try perform(ask) { reply throws(CheckFailure) in
      let bytes = try checked(.answer) { () throws(JSONError) in try reply.fields.bytes("manifest")
      }
      let expected = LogEntry.Record(
        kind: BackupManifest.kind, hash: BackupManifest.hash(bytes))
      try demand(reply.leaf.record == expected, .leafLink)
      let made = try checked(.answer) { () throws(JSONError) in
        MadeBackup(
          name: try reply.fields.requireString("name"),
          manifest: try BackupManifest(decoding: bytes),
          removed: try reply.fields.requireStrings("removed"))
      }
      try demand(made.manifest.origin == directory.anchor.origin, .answer)
      let note = try checked(.checkpointSignature) { () throws(CheckpointError) in
        try Checkpoint.verify(made.manifest.checkpoint, origin: logKey.name, logKey: logKey)
      }
      try demand(note.checkpoint.size <= reply.leaf.index, .checkpoint)
      return made
    }
  }
}
