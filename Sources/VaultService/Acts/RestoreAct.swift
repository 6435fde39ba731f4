import AuditLog
import Directory
import Records
import Sodium
import Store
import Vocabulary

/// The first leaves after a restore: the record itself, and what it repeats of what was lost.
///
/// One plan, so that no start ends in between.
struct RestoreAct: PlannedAct {
  let restoration: Restoration

  /// A record that still follows on the restored state.
  private struct Repeat {
    let signed: Signed
    let kind: String
    let dossier: Identifier
    let write: (VaultTables, Int) throws -> Void
  }

  func plan(_ context: ActContext) throws -> Plan {
    var plan = Plan()
    var first = leaf(.restore)
    let restore = restoration.file.restore
    first.record = LogEntry.Record(kind: RestoreRecord.kind, hash: restore.hash)
    var rows: [(VaultTables, Int) throws -> Void] = [
      { tables, _ in try StoredRestores.add(restore, tables) }
    ]
    var leaves: [LogEntry] = []
    var directory = context.directory
    for record in restoration.file.directory {
      try directory.extend(with: record)
      var entry = leaf(.directory)
      entry.object = .directory
      let (position, hash) = (Int(directory.position), directory.hash)
      entry.record = LogEntry.Record(kind: "directory", hash: hash)
      leaves.append(entry)
      rows.append { tables, _ in try tables.directory.append(position, record, hash: hash) }
    }
    var repeating = Repeating(context: context, directory: directory)
    var left = 0
    for signed in restoration.file.records {
      guard let (dossier, kind, write) = try repeating.take(signed) else {
        left += 1
        continue
      }
      var entry = leaf(.restore)
      entry.object = .dossier
      entry.dossier = dossier
      entry.record = LogEntry.Record(kind: kind, hash: signed.hash)
      leaves.append(entry)
      rows.append(write)
    }
    first.detail = [
      "left": .int(Int64(left)), "lost": .int(Int64(restore.record.lostSize)),
      "repeated": .int(Int64(leaves.count)),
    ]
    plan.leaves = [first] + leaves
    plan.directory = directory
    // With any row the keystore notes the log as it is now: from here on it is not shorter.
    plan.keystoreRows = { _ in }
    plan.vaultRows = { tables, index in
      for (offset, write) in rows.enumerated() { try write(tables, index + offset) }
    }
    return plan
  }

  private func leaf(_ action: LogAction) -> LogEntry {
    LogEntry(index: 0, time: 0, action: action, object: .service, outcome: .permit)
  }
}

/// Puts records of ended access back, each only when it follows on what is there and is signed.
private struct Repeating {
  let context: ActContext
  let directory: DirectoryView
  private var histories: [Identifier: InvolvementHistory] = [:]

  init(context: ActContext, directory: DirectoryView) {
    self.context = context
    self.directory = directory
  }

  typealias Write = (VaultTables, Int) throws -> Void

  /// Nil for a record that is there already, of another kind, or does not follow.
  ///
  /// Each kind of record that takes something away belongs here, and in `NewerLog.endsAccess`.
  mutating func take(
    _ signed: Signed
  ) throws -> (dossier: Identifier, kind: String, write: Write)? {
    if try context.tables.records.record(hash: signed.hash) != nil { return nil }
    if let record = try? Involvement.decode(signed.bytes) { return try involvement(signed, record) }
    if let end = try? GrantEnd.decode(signed.bytes) { return try grantEnd(signed, end) }
    return nil
  }

  private mutating func involvement(
    _ signed: Signed, _ record: Involvement
  ) throws -> (Identifier, String, Write)? {
    guard isSigned(signed, by: record.by, as: .involvement),
      let number = try context.tables.dossiers.number(of: record.dossier)
    else { return nil }
    var history = try histories[record.dossier] ?? history(of: record.dossier, number)
    do throws(InvolvementHistory.Refusal) {
      try history.append(
        record, byLeidinggevende: directory.member(record.by)?.function == .leidinggevende)
    } catch { return nil }
    histories[record.dossier] = history
    return (
      record.dossier, Involvement.kind,
      { tables, leaf in try tables.add(signed, record, of: number, leaf: leaf) }
    )
  }

  private func history(
    of dossier: Identifier, _ number: DossierNumber
  ) throws -> InvolvementHistory {
    var history = InvolvementHistory(dossier: dossier)
    for stored in try context.tables.records.records(of: number, kind: Involvement.kind) {
      let earlier = try Involvement.decode(stored.bytes)
      try history.append(
        earlier, byLeidinggevende: directory.member(earlier.by)?.function == .leidinggevende)
    }
    return history
  }

  private func grantEnd(
    _ signed: Signed, _ end: GrantEnd
  ) throws -> (Identifier, String, Write)? {
    guard isSigned(signed, by: end.by, as: .grant),
      let (dossier, number, grant) = try dossier(ofGrant: end.grant), grant.ended == nil
    else { return nil }
    let now = context.now
    return (
      dossier, GrantEnd.kind,
      { tables, leaf in
        try tables.records.add(
          StoredRecord(
            hash: signed.hash, kind: GrantEnd.kind, bytes: signed.bytes,
            signature: signed.signature, leaf: leaf), of: number)
        _ = try tables.grants.end(grant.id, of: number, at: now)
        try tables.removeWraps(of: grant.id, grant.sections, in: number, at: now)
      }
    )
  }

  private func dossier(
    ofGrant grant: Identifier
  ) throws -> (Identifier, DossierNumber, StoredGrant)? {
    for (number, id) in try context.tables.dossiers.all() {
      let found = try context.tables.grants.grants(of: number).first { $0.id == grant }
      if let found { return (id, number, found) }
    }
    return nil
  }

  /// Whether a member signed it, under any key that the directory ever gave that member.
  private func isSigned(_ signed: Signed, by member: Identifier, as domain: Domain) -> Bool {
    (directory.member(member)?.periods ?? []).contains {
      Signature.verify(signed.signature, of: signed.bytes, as: domain, by: $0.keys.sign)
    }
  }
}
