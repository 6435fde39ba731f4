import AuditLog
import Directory
import Records
import Sodium
import Vocabulary

// What the client's checks ask of the verified directory.

extension DirectoryView {
  /// Names of the active FG and deputies: whom to call when something is wrong.
  var officers: [String] { fgContacts.map(\.name).sorted() }

  /// The key under which the log signs its checkpoints now, with its name.
  var noteKey: NoteKey? {
    logKey.flatMap { NoteKey(name: logName, kind: .log, publicKey: $0) }
  }

  /// For `Chain`: who signed a link at a position.
  var linkAuthor: Chain.Authors { { member, position in author(member, at: position) } }

  /// The function of an active member; nil for others.
  func role(of id: Identifier) -> Role? {
    guard let member = member(id), member.isActive else { return nil }
    return member.function
  }

  /// The function in which a member was active at a position.
  func role(of id: Identifier, at position: UInt32) -> Role? { author(id, at: position)?.role }

  func name(of id: Identifier) -> String { member(id)?.name ?? id.hex }

  /// The key under which a member signed at a position; nil when not active then.
  func signKey(of id: Identifier, at position: UInt32) -> [UInt8]? {
    author(id, at: position)?.key
  }

  /// A record that its member signed, under any key that the directory ever gave that member.
  ///
  /// Records carry no directory position, and a member's key may have been replaced since. Whether
  /// the signer was allowed to is another question: the FG's, at the record's entry in the log.
  /// - Parameter known: the session's, for records that come with every opening.
  func verified<Record: SignedRecord>(
    _ signed: Signed, or reason: Tampering, known: VerifiedSignatures? = nil,
    by signer: (Record) -> Identifier
  ) throws(CheckFailure) -> Record {
    let record = try checked(reason) { () throws(RecordError) in
      try Record.decode(signed.bytes)
    }
    let keys = member(signer(record))?.periods.map(\.keys.sign) ?? []
    try demand(
      keys.contains {
        let domain = Record.domain
        return known?.holds(signed.signature, of: signed.bytes, as: domain, by: $0)
          ?? Signature.verify(signed.signature, of: signed.bytes, as: domain, by: $0)
      }, reason)
    return record
  }
}
