import AuditLog
import Directory
import Records
import Session
import Sodium
import StrictJSON
import Vocabulary

/// A signed request and what its leaves must say.
struct SentRequest {
  let body: [UInt8]
  let expected: ExpectedLeaf
}

/// The requests of one session: numbered, signed and sent, whoever signed in.
struct SignedLine {
  let signer: Signer
  /// The member's function; nil of a partner.
  let role: Role?
  let session: SessionKeys
  var channel: Channel
  private var sequence: Int64 = 0

  init(_ signedIn: SignedIn) {
    signer = signedIn.signer
    role = signedIn.role
    session = signedIn.session
    channel = signedIn.channel
  }

  /// - Parameter pins: what this device verified last.
  mutating func prepare(
    _ ask: Ask, _ idem: Identifier, pins: Pins
  ) throws(ClientError) -> SentRequest {
    sequence += 1
    let head = ask.dossier.flatMap { pins.heads[$0] }
    let body = RequestBody(
      method: ask.method, args: (ask.args.objectValue ?? []) + (ask.words?.args ?? []), idem: idem,
      origin: signer.anchor.origin,
      pins: RequestBody.Pins(
        logSize: Int64(pins.log?.size ?? 0), logRoot: pins.log?.root ?? TreeHash.emptyRoot,
        headNumber: head.map { Int64($0.n) }, headHash: head?.h),
      seq: sequence, session: session.session
    ).encode()
    guard body.count <= RequestBody.limit else {
      // Nothing was sent, so the next request takes this one's place.
      sequence -= 1
      throw .inputRefused(.tooLarge)
    }
    let hash = SHA256.hash(body)
    return SentRequest(
      body: body,
      expected: signer.expected(
        of: ask, role: role, session: session.session, request: hash,
        signature: signer.request(hash)))
  }

  /// - Parameter secrets: plaintext; sealed here for this session.
  mutating func send(
    _ sent: SentRequest, _ ask: Ask, _ secrets: borrowing SecretBytes?
  ) throws(ClientError) -> Channel.Received {
    let sealed = seal(secrets, sent.expected.request)
    return try channel.exchange(
      ask.method,
      [
        ("body", .base64(sent.body)), ("sig", .base64(sent.expected.signature)),
        ("secrets", sealed.map { .base64($0) }),
        ("rows", ask.rows.isEmpty ? nil : .base64(ask.rows)),
        ("words", ask.words.map { .base64($0.boxes.bytes) }),
      ])
  }

  private func seal(_ secrets: borrowing SecretBytes?, _ hash: [UInt8]) -> [UInt8]? {
    switch secrets {
    case .none: nil
    case .some(let items): session.seal(items, ad: hash)
    }
  }
}
