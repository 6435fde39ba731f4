internal import Records
package import Sodium
internal import StrictJSON
package import Vocabulary

/// A directory record on its way to its second signature: a file that people pass on.
///
/// It is bound to the record before it: when the directory has moved on, it must be made again.
package struct DirectoryDraft: Equatable, Sendable {
  package static let schema = "dossierkluis/draft/1"

  /// The exact bytes that are signed.
  package let bytes: [UInt8]
  package private(set) var signatures: [DirectorySignature]

  /// A draft of what comes next in a directory; refused when it could never be accepted.
  ///
  /// - Parameter at: milliseconds UTC.
  package init(
    _ act: DirectoryAct, at: Int64, on view: DirectoryView
  ) throws(DirectoryError) {
    guard view.position < .max else { throw .order }
    bytes = DirectoryBody(at: at, n: view.position + 1, prev: view.previous, act: act).encode()
    signatures = []
    guard try view.checkUnsigned(bytes).act.kind != .founding else { throw .founding }
  }

  /// The first record, signed by the institution key; the view then holds it.
  ///
  /// - Returns: the record's bytes.
  package static func found(
    _ founding: Founding, at: Int64, with institution: borrowing SigningKeyPair
  ) throws(DirectoryError) -> [UInt8] {
    let anchor = Anchor(origin: founding.origin, institution: institution.publicKey)
    let body = DirectoryBody(
      at: at, n: 1, prev: DirectoryBody.start(of: founding.origin), act: .founding(founding)
    ).encode()
    let signature = Signature.sign(body, as: .directory, with: institution)
    let record = DirectoryRecord(
      body: body, signatures: [DirectorySignature(by: nil, signature: signature)]
    ).encode()
    _ = try DirectoryView.verify(records: [record], anchor: anchor)
    return record
  }

  /// What the draft says, and that it fits this directory; ask before signing and show it.
  ///
  /// - Throws: `.order` when the directory has moved on; why a signature on it does not count.
  package func check(on view: DirectoryView) throws(DirectoryError) -> DirectoryBody {
    let body = try view.checkUnsigned(bytes)
    for signature in signatures {
      _ = try view.checkSignature(signature, of: bytes, for: body.act)
    }
    return body
  }

  /// The functions of which one can still sign; empty when the draft is complete.
  package func missing(on view: DirectoryView) throws(DirectoryError) -> Set<Role> {
    let body = try check(on: view)
    let present = signatures.compactMap { $0.by.flatMap { view.member($0)?.function } }
    guard present.count < 2 else { return [] }
    return Set(
      body.act.signers.flatMap { pair in
        guard let signed = present.first else { return [pair.0, pair.1] }
        return signed == pair.0 ? [pair.1] : signed == pair.1 ? [pair.0] : []
      })
  }

  /// The active members who can still sign: the right function, another person, not the subject.
  package func possibleSigners(on view: DirectoryView) throws(DirectoryError) -> [Member] {
    let body = try check(on: view)
    let functions = try missing(on: view)
    let subject = view.subject(of: body.act)
    let signed = signatures.compactMap { $0.by.flatMap(view.member) }
    return view.list.filter { member in
      member.isActive && functions.contains(member.function) && member.person != subject
        && !signed.contains { $0.person == member.person }
        && (signed.isEmpty || view.isGiven(body.act, by: signed + [member]))
    }
  }

  /// Adds a member's signature when it would count.
  package mutating func sign(
    as member: Identifier, with pair: borrowing SigningKeyPair, on view: DirectoryView
  ) throws(DirectoryError) {
    let body = try check(on: view)
    guard signatures.count < 2 else { throw .signatures }
    let mine = DirectorySignature(
      by: member, signature: Signature.sign(bytes, as: .directory, with: pair))
    let signer = try view.checkSignature(mine, of: bytes, for: body.act)
    let persons = signatures.compactMap { $0.by.flatMap(view.person(of:)) }
    guard !persons.contains(signer.person) else { throw .samePerson }
    guard try missing(on: view).contains(signer.function)
    else { throw .functions(body.act.kind) }
    signatures.append(mine)
  }

  /// The signed record, checked as every reader will check it.
  package func record(on view: DirectoryView) throws(DirectoryError) -> [UInt8] {
    let record = DirectoryRecord(body: bytes, signatures: signatures)
    _ = try view.check(record)
    return record.encode()
  }

  /// The draft as a file.
  package func encode() -> [UInt8] {
    CanonicalJSON.encode([
      "body": .base64(bytes), "schema": .string(Self.schema),
      "sigs": .array(signatures.map(\.json)),
    ]) + [0x0A]
  }

  /// Reads a draft's file; `check(on:)` says whether it counts.
  package static func decode(_ bytes: [UInt8]) throws(DirectoryError) -> DirectoryDraft {
    do throws(JSONError) {
      let line = bytes.last == 0x0A ? Array(bytes.dropLast()) : bytes
      let object = try JSONObject(CanonicalJSON.decode(line, limits: .record))
      try object.allowOnly(["body", "schema", "sigs"])
      guard try object.requireString("schema") == schema else {
        throw object.error(.notAllowed(expected: schema), "schema")
      }
      return DirectoryDraft(
        bytes: try object.requireBytes("body"),
        signatures: try DirectoryRecord.signatures(object))
    } catch { throw .malformed(error) }
  }

  private init(bytes: [UInt8], signatures: [DirectorySignature]) {
    self.bytes = bytes
    self.signatures = signatures
  }
}
