import AuditLog
import Directory
import Records
import Sodium
import StrictJSON
package import Vocabulary

extension VaultSession {
  /// Involves a colleague with a family, until a time when one is given (waarneming).
  ///
  /// - Returns: the signed record's id.
  @discardableResult
  package func involve(
    _ colleague: Identifier, in dossier: Identifier, until: Int64? = nil
  ) throws(ClientError) -> Identifier {
    let time = now()
    return try bring(
      Involvement(
        at: time, by: member, dossier: dossier, id: .random(), member: colleague, since: time,
        sort: .betrokken, until: until))
  }

  /// Hands regie over: closes the current record and opens the next in one act.
  ///
  /// - Parameter current: the regie record that this one closes, from `OpenedDossier.involvement`.
  @discardableResult
  package func handOverRegie(
    to colleague: Identifier, in dossier: Identifier, closing current: Identifier
  ) throws(ClientError) -> Identifier {
    let time = now()
    return try bring(
      Involvement(
        at: time, by: member, dossier: dossier, id: .random(), member: colleague, since: time,
        sort: .regie, closes: current))
  }

  /// Ends an involvement.
  @discardableResult
  package func endInvolvement(
    _ record: Identifier, of colleague: Identifier, in dossier: Identifier
  ) throws(ClientError) -> Identifier {
    let time = now()
    return try bring(
      Involvement(
        at: time, by: member, dossier: dossier, id: .random(), member: colleague, since: time,
        sort: .end, closes: record))
  }

  private func bring(_ record: Involvement) throws(ClientError) -> Identifier {
    guard record.member != member, record.until ?? .max > record.since else {
      throw .inputRefused(.recordRefused)
    }
    if directory.role(of: record.member) == nil { try refreshDirectory() }
    guard directory.role(of: record.member) != nil else { throw .notInDirectory }
    let signed = record.sign(with: keys.identity.signing)
    let ask = Ask(
      method: "involvement.add",
      args: .object([("dossier", .id(record.dossier)), ("record", signed.json)]),
      action: .involvement, dossier: record.dossier)
    return try perform(ask) { reply throws(CheckFailure) in
      try demandRecord(reply.leaf, signed, Involvement.kind)
      return record.id
    }
  }

  /// Demands that a leaf names the record that this member brought.
  func demandRecord(
    _ leaf: LogEntry, _ signed: Signed, _ kind: String
  ) throws(CheckFailure) {
    try demand(leaf.record == LogEntry.Record(kind: kind, hash: signed.hash), .leafLink)
  }
}
