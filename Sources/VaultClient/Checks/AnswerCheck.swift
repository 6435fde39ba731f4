import AuditLog
import Records
import Session
import Sodium
import StrictJSON
import Vocabulary

/// The parts of a result as they came, before any check.
struct AnswerParts {
  var answer: [UInt8] = []
  var mac: [UInt8] = []
  var secrets: [UInt8] = []
  var links: [UInt8] = []
  var rows: ArraySlice<UInt8> = []

  init() {}

  /// - Parameter rows: what came beside the result.
  init(_ result: JSONObject, rows: ArraySlice<UInt8> = []) throws(CheckFailure) {
    self = try checked(.answer) { () throws(JSONError) in
      try result.allowOnly(["answer", "mac", "secrets", "links"])
      var parts = AnswerParts()
      parts.answer = try result.bytes("answer")
      parts.mac = try result.bytes("mac", count: MAC.count)
      parts.secrets = try result.optionalBytes("secrets") ?? []
      parts.links = try result.optionalBytes("links") ?? []
      parts.rows = rows
      return parts
    }
  }
}

/// The checks that every answer goes through.
///
/// In their order: MAC, spelling, receipt (checkpoint, inclusion, consistency), leaf. Each failure is
/// a `Tampering` of its own.
struct AnswerCheck {
  let logKey: NoteKey
  let pin: Pin?
  let expected: ExpectedLeaf
  /// What the leaves say if the act was done when it was sent before, and this answer repeats that.
  var earlier: [ExpectedLeaf] = []

  /// - Parameter body: SHA-256 of the signed body.
  /// - Returns: the reply, and the pin that its receipt proves.
  func reply(
    to ask: Ask, _ parts: AnswerParts, body: [UInt8], session: SessionKeys
  ) throws(CheckFailure) -> (Reply, Pin) {
    let genuine = try inLockedMemory { () throws(SecretMemoryError) in
      try session.accepts(parts.mac, on: parts.answer, to: body)
    }
    try demand(genuine, .mac)
    let fields = try checked(.answer) { () throws(JSONError) in
      try JSONObject(CanonicalJSON.decode(parts.answer, limits: .message))
    }
    if fields["repeated"] == true, let sent = self.sent(before: fields) {
      return try AnswerCheck(logKey: logKey, pin: pin, expected: sent)
        .proven(fields, to: ask, parts, body: body, session: session)
    }
    return try proven(fields, to: ask, parts, body: body, session: session)
  }

  /// Which of the earlier sendings an answer repeats: the one that its leaf names.
  private func sent(before fields: JSONObject) -> ExpectedLeaf? {
    let leaf = (try? Receipt(fields["receipt"])).flatMap { try? LogEntry(decoding: $0.leaf.leaf) }
    return earlier.first { $0.request == leaf?.request } ?? earlier.first
  }

  /// The answer's receipt and leaves against what is expected.
  private func proven(
    _ fields: JSONObject, to ask: Ask, _ parts: AnswerParts, body: [UInt8], session: SessionKeys
  ) throws(CheckFailure) -> (Reply, Pin) {
    let proof = try receipt(of: fields)
    let outcome = try checked(.answer) { () throws(JSONError) in
      try fields.requireCase("outcome", LogOutcome.self)
    }
    let shape = shape(of: ask, fields, outcome)
    try expected.check(proof.entry, action: shape.last, outcome: outcome)
    let earlier = try earlier(fields, proof.pin, shape.earlier, outcome)
    try demandWords(of: ask, earlier + [proof.entry], outcome)
    let opened = try secrets(parts.secrets, body, proof.leafHash, session)
    let reply = Reply(
      fields: fields, outcome: outcome, leaf: proof.entry, earlier: earlier, links: parts.links,
      rows: parts.rows, pin: proof.pin, secrets: opened)
    return (reply, proof.pin)
  }

  /// Which entries the act must have: all for a permit, one for a refusal or failure.
  private func shape(
    of ask: Ask, _ fields: JSONObject, _ outcome: LogOutcome
  ) -> (earlier: [LogAction], last: LogAction) {
    let first = ask.earlier.first ?? ask.action
    if outcome != .permit { return ([], ask.alone ?? first) }
    if let alone = ask.alone, fields["more"] == nil { return ([], alone) }
    return (ask.earlier, ask.action)
  }

  /// The receipt against the log's key, the pin and the request.
  func receipt(of fields: JSONObject) throws(CheckFailure) -> VerifiedReceipt {
    do throws(ReceiptError) {
      return try Receipt(fields["receipt"]).verify(
        logKey: logKey, origin: logKey.name, pin: pin, request: expected.request)
    } catch { throw .tampered(Tampering(error)) }
  }

  /// The leaves before the last one: under the same checkpoint, as many and as the call expects.
  private func earlier(
    _ fields: JSONObject, _ pin: Pin, _ actions: [LogAction], _ outcome: LogOutcome
  ) throws(CheckFailure) -> [LogEntry] {
    let items = try checked(.answer) { () throws(JSONError) in
      try fields.optionalArray("more") ?? []
    }
    var entries: [LogEntry] = []
    for item in items {
      do throws(ReceiptError) {
        entries.append(try LeafProof(item).verify(in: pin, request: expected.request))
      } catch { throw .tampered(Tampering(error)) }
    }
    try demand(entries.count == actions.count, .leafMissing)
    for (entry, action) in zip(entries, actions) {
      try expected.check(entry, action: action, outcome: outcome)
    }
    return entries
  }

  /// The words stand in the first leaf of a permitted act, as they were sent, and in no other.
  private func demandWords(
    of ask: Ask, _ leaves: [LogEntry], _ outcome: LogOutcome
  ) throws(CheckFailure) {
    let sent = outcome == .permit ? ask.words?.hash : nil
    try demand(leaves.first?.sealed?.words == sent, .leafWords)
    try demand(leaves.dropFirst().allSatisfy { $0.sealed == nil }, .leafWords)
  }

  private func secrets(
    _ sealed: [UInt8], _ body: [UInt8], _ leafHash: [UInt8], _ session: SessionKeys
  ) throws(CheckFailure) -> SecretBytes? {
    guard !sealed.isEmpty else { return nil }
    do throws(AEAD.OpenError) {
      return try session.open(sealed, ad: body + leafHash)
    } catch {
      if case .memory = error { throw .other(.secretMemory) }
      throw .tampered(.secrets)
    }
  }
}

/// What every leaf of a member's or partner's act must say.
struct ExpectedLeaf {
  /// The member; nil when it is a partner.
  let actor: Identifier?
  /// The actor's function.
  var role: Role?
  var partner: Identifier?
  /// H(m3), 32 bytes.
  let session: [UInt8]
  /// SHA-256 of the body.
  let request: [UInt8]
  /// The member's own signature over it: nobody can have logged this act without it.
  let signature: [UInt8]
  let dossier: Identifier?
  var anyDossier = false
  let purpose: Purpose?
  /// The bundle that it is about; nil for an act on none.
  var bundle: Identifier?

  func check(
    _ leaf: LogEntry, action: LogAction, outcome: LogOutcome
  ) throws(CheckFailure) {
    try demand(
      leaf.actor == actor && leaf.role == role && leaf.partner == partner, .leafActor)
    try demand(leaf.action == action, .leafAction)
    try demand(anyDossier || leaf.dossier == dossier, .leafDossier)
    try demand(leaf.purpose == purpose, .leafPurpose)
    if let bundle {
      try demand(
        leaf.object == .bundle && leaf.detail["bundle"] == .code(bundle.hex), .leafLink)
    }
    try demand(leaf.request == request, .leafRequest)
    try demand(leaf.sig == signature, .leafSignature)
    try demand(leaf.session == session, .leafSession)
    try demand(leaf.outcome == outcome, .leafOutcome)
  }
}
