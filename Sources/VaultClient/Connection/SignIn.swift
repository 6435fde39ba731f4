import AuditLog
import Directory
import Records
import Session
import Sodium
import StrictJSON
import Vocabulary

// Sign-in: hello, directory, proof of the service, proof of the member, one key exchange.
// Nothing is negotiable, and nothing is sent that a relay could use. (Docs/protocol.md, Sign-in)

extension VaultSession {
  /// Signs in over a connection that was just made.
  ///
  /// - Parameters:
  ///   - client: program and version, such as `kluis/1.0.0`; it stands in the log.
  ///   - now: milliseconds UTC.
  /// - Throws: `.tampered` when the service cannot prove itself, the directory or the log does not
  ///   continue what this device saw; `.signInRefused`; connection failures.
  package static func signIn(
    over connection: consuming Channel, as keys: KeyRing, state: ClientState, client: String,
    now: @escaping () -> Int64
  ) throws(ClientError) -> VaultSession {
    let attempt = try SignIn(Signer(keys), state: state, channel: connection)
    let signedIn = try attempt.run(client: client, now: now)
    guard
      let session = VaultSession(
        keys: keys, state: state, signedIn, client: client, now: now)
    else { throw .signInRefused }
    return session
  }
}

/// What a sign-in ends with.
struct SignedIn {
  let signer: Signer
  /// The member's function; nil of a partner.
  let role: Role?
  let directory: DirectoryView
  let channel: Channel
  let session: SessionKeys
}

/// One sign-in, of a member or of a partner.
struct SignIn {
  private let signer: Signer
  private let state: ClientState
  private var channel: Channel
  private let origin: String

  init(_ signer: Signer, state: ClientState, channel: consuming Channel) throws(ClientError) {
    self.signer = signer
    self.state = state
    self.channel = channel
    origin = signer.anchor.origin
    guard state.pins.origin.utf8.elementsEqual(origin.utf8) else { throw .wrongOrigin }
  }

  /// - Throws: as `VaultSession.signIn`.
  consuming func run(client: String, now: () -> Int64) throws(ClientError) -> SignedIn {
    let known = state.records.count
    let m1 = Message1(
      member: signer.id, nonce: Random.bytes(Message1.nonceCount), origin: origin, versions: [1]
    ).encode()
    let hello = try channel.call("hello", [("m1", .base64(m1))])
    let directory = try DirectoryFetch(state: state, anchor: signer.anchor)
      .verified(over: &channel)
    let role = try signer.role(in: directory)
    let m2: Hello
    do throws(CheckFailure) {
      m2 = try Hello(hello, m1: m1, known: known, directory: directory, state: state)
    } catch { throw state.fault(error, in: "sign-in", directory, now(), body: m1) }

    let pair: BoxKeyPair
    do throws(SecretMemoryError) { pair = try KeyExchange.ephemeral() } catch {
      throw .secretMemory
    }
    let m3 = Message3(
      client: client, ephemeral: pair.publicKey, second: BLAKE2b.hash(m2.bytes)
    ).encode()
    let session = try agree(pair, m2.message.ephemeral, m3)
    let signature = signer.signIn(m3)
    let result = try channel.call("sign-in", [("m3", .base64(m3)), ("sig", .base64(signature))])
    var answer: [UInt8] = []
    do throws(CheckFailure) {
      let parts = try AnswerParts(result)
      answer = parts.answer
      let pin = try check(parts, m3, signature, role, m2.logKey, session)
      // A receipt of the sign-in proves no step from the pin; the first request's does. Only a
      // device that never saw this log takes the state of the log as it is.
      if state.pins.log == nil {
        do throws(ClientError) { try state.raise(log: pin) } catch { throw .other(error) }
      }
    } catch { throw state.fault(error, in: "sign-in", directory, now(), body: m3, answer: answer) }
    return SignedIn(
      signer: signer, role: role, directory: directory, channel: channel, session: session)
  }

  private func agree(
    _ pair: borrowing BoxKeyPair, _ server: [UInt8], _ m3: [UInt8]
  ) throws(ClientError) -> SessionKeys {
    do throws(KeyExchange.AgreementError) {
      let agreed = try KeyExchange.client(pair, server: server)
      do throws(SecretMemoryError) {
        return try SessionKeys(agreed, session: BLAKE2b.hash(m3))
      } catch { throw .memory(error) }
    } catch {
      if case .memory = error { throw .secretMemory }
      throw .tampered(.hello, .none)
    }
  }

  /// The sign-in's own answer: as every answer, with m3 in the place of the body.
  private func check(
    _ parts: AnswerParts, _ m3: [UInt8], _ signature: [UInt8], _ role: Role?, _ logKey: NoteKey,
    _ session: SessionKeys
  ) throws(CheckFailure) -> Pin {
    let hash = SHA256.hash(m3)
    let ask = Ask(method: "sign-in", args: .object([JSONMember]()), action: .signIn)
    let check = AnswerCheck(
      logKey: logKey, pin: nil,
      expected: signer.expected(
        of: ask, role: role, session: session.session, request: hash, signature: signature))
    let (reply, pin) = try check.reply(to: ask, parts, body: hash, session: session)
    try demand(reply.outcome == .permit, .leafOutcome)
    let named = try checked(.answer) { () throws(JSONError) in
      try reply.fields.bytes("session", count: 32)
    }
    try demand(named == session.session, .answer)
    try demand(pin.size >= state.pins.log?.size ?? 0, .logShorter)
    return pin
  }
}

/// The service's proof that it is this vault, now: m2 under the service key of the directory.
private struct Hello {
  let bytes: [UInt8]
  let message: Message2
  let logKey: NoteKey

  /// - Parameter known: directory records that this device had before it called.
  init(
    _ result: JSONObject, m1: [UInt8], known: Int, directory: DirectoryView, state: ClientState
  ) throws(CheckFailure) {
    guard let logKey = directory.noteKey, let serviceKey = directory.serviceKey else {
      throw .tampered(.directory)
    }
    let (m2, signature) = try checked(.hello) { () throws(JSONError) in
      (try result.bytes("m2"), try result.bytes("sig", count: Signature.count))
    }
    try demand(
      Signature.verify(signature, of: m2, as: .hello, by: serviceKey), .helloSignature)
    let message = try checked(.hello) { () throws(JSONError) in try Message2(decoding: m2) }
    guard message.version == 1 else { throw .other(.versionUnknown) }
    // The nonce in m2 is the service's own; that m2 is fresh follows from ours, inside H(m1).
    try demand(message.first == BLAKE2b.hash(m1), .hello)
    // Records may have come between m2 and the fetch; fewer than this device had may not be.
    guard let position = Int(exactly: message.directory),
      position >= max(known, 1), position <= state.records.count
    else { throw .tampered(.directoryShorter) }
    try demand(
      BLAKE2b.hash(state.records[position - 1]) == message.directoryHash, .directoryForked)
    let checkpoint = try checked(.checkpointSignature) { () throws(CheckpointError) in
      try Checkpoint.verify(
        Array(message.checkpoint.utf8), origin: logKey.name, logKey: logKey
      ).checkpoint
    }
    if let pin = state.pins.log {
      try demand(checkpoint.size >= pin.size, .logShorter)
      try demand(checkpoint.size > pin.size || checkpoint.root == pin.root, .logForked)
    }
    bytes = m2
    self.message = message
    self.logKey = logKey
  }
}
