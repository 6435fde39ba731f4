import AuditLog
import Directory
package import Records
import Sodium
import StrictJSON
package import Vocabulary

extension VaultSession {
  /// Involves a colleague with a family, until a time when one is given (waarneming).
  ///
  /// - Parameter words: why, for the FG and for those who let others in: regie and leidinggevende.
  /// - Returns: the signed record's id.
  @discardableResult
  package func involve(
    _ colleague: Identifier, in dossier: Identifier, until: Int64? = nil, words: Words? = nil
  ) throws(ClientError) -> Identifier {
    let time = now()
    return try bring(
      Involvement(
        at: time, by: member, dossier: dossier, id: .random(), member: colleague, since: time,
        sort: .betrokken, until: until, reason: words?.hash), words)
  }

  /// Hands regie over: closes the current record and opens the next in one act.
  ///
  /// - Parameters:
  ///   - current: the regie record that this one closes, from `OpenedDossier.involvement`.
  ///   - words: why, as for `involve`.
  @discardableResult
  package func handOverRegie(
    to colleague: Identifier, in dossier: Identifier, closing current: Identifier,
    words: Words? = nil
  ) throws(ClientError) -> Identifier {
    let time = now()
    return try bring(
      Involvement(
        at: time, by: member, dossier: dossier, id: .random(), member: colleague, since: time,
        sort: .regie, closes: current, reason: words?.hash), words)
  }

  /// Ends an involvement.
  ///
  /// - Parameter words: why, as for `involve`.
  @discardableResult
  package func endInvolvement(
    _ record: Identifier, of colleague: Identifier, in dossier: Identifier, words: Words? = nil
  ) throws(ClientError) -> Identifier {
    let time = now()
    return try bring(
      Involvement(
        at: time, by: member, dossier: dossier, id: .random(), member: colleague, since: time,
        sort: .end, closes: record, reason: words?.hash), words)
  }

  private func bring(_ record: Involvement, _ words: Words?) throws(ClientError) -> Identifier {
    guard record.member != member, record.until ?? .max > record.since else {
      throw .inputRefused(.recordRefused)
    }
    if directory.role(of: record.member) == nil { try refreshDirectory() }
    guard directory.role(of: record.member) != nil else { throw .notInDirectory }
    let signed = record.sign(with: keys.identity.signing)
    var ask = Ask(
      method: "involvement.add",
      args: .object([("dossier", .id(record.dossier)), ("record", signed.json)]),
      action: .involvement, dossier: record.dossier)
    ask.words = try sealed(words, for: Role.standing)
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
