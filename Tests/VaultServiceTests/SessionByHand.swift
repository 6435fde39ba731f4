import AuditLog
import Directory
import Records
import Session
import Socket
import Sodium
import StrictJSON
import VaultClient
import VaultFixture
import Vocabulary
import Wire

/// A member whose messages are put together by hand, so that a test may send what no client does.
final class HandMadeSession {
  let transport: Transport
  let ring: KeyRing
  let keys: SessionKeys
  private var sequence: Int64 = 0

  /// What came back: the checked answer's fields, or the fault of the protocol.
  enum Answer {
    case answer(JSONObject)
    case fault(WireFault)

    var fault: WireFault? { if case .fault(let fault) = self { fault } else { nil } }
    var fields: JSONObject? { if case .answer(let fields) = self { fields } else { nil } }
  }

  struct Broken: Error {}

  init(_ vault: RunningVault, _ ring: KeyRing) throws {
    transport = try Transport.connect(to: .unix(path: vault.socket))
    self.ring = ring
    let first = Message1(
      member: ring.identity.member, nonce: Random.bytes(32), origin: Household.origin,
      versions: [1]
    ).encode()
    let hello = try Self.exchange(transport, "hello", .object([("m1", .base64(first))]))
    guard case .success(let greeting) = hello.outcome else { throw Broken() }
    let second = try greeting.requireBytes("m2")
    let pair = try KeyExchange.ephemeral()
    let third = Message3(
      client: "hand/1", ephemeral: pair.publicKey, second: BLAKE2b.hash(second)
    ).encode()
    let agreed = try KeyExchange.client(pair, server: Message2(decoding: second).ephemeral)
    keys = try SessionKeys(agreed, session: BLAKE2b.hash(third))
    let answer = try Self.exchange(
      transport, "sign-in",
      .object([
        ("m3", .base64(third)),
        ("sig", .base64(Signature.sign(third, as: .signIn, with: ring.identity.signing))),
      ]))
    guard case .success = answer.outcome else { throw Broken() }
  }

  /// One message and its answer, on any connection.
  static func exchange(
    _ transport: Transport, _ method: String, _ params: JSONValue
  ) throws -> Response {
    try transport.writeFrame(Request(id: .int(1), method: method, params: params).encode())
    guard let frame = try transport.readFrame(idle: .seconds(30)) else { throw Broken() }
    return try Response(message: frame)
  }

  /// The service did not count the last request: it was not signed.
  func notCounted() { sequence -= 1 }

  /// A signed request; `change` may spoil its parameters after they were signed.
  func call(
    _ method: String, _ args: JSONValue, idem: Identifier = .random(),
    secrets: consuming SecretBytes? = nil, rows: [UInt8]? = nil, skip: Int64 = 0,
    change: (inout [(String, JSONValue?)]) -> Void = { _ in }
  ) throws -> Answer {
    let body = RequestBody(
      method: method, args: args.objectValue ?? [], idem: idem, origin: Household.origin,
      pins: RequestBody.Pins(logSize: 0, logRoot: TreeHash.emptyRoot), seq: sequence + 1 + skip,
      session: keys.session
    ).encode()
    let hash = SHA256.hash(body)
    var sealed: [UInt8]?
    switch secrets {
    case .some(let items): sealed = keys.seal(items, ad: hash)
    case .none: break
    }
    var params: [(String, JSONValue?)] = [
      ("body", .base64(body)), ("rows", rows.map { .base64($0) }),
      ("secrets", sealed.map { .base64($0) }),
      ("sig", .base64(RequestBody.sign(hash: hash, with: ring.identity.signing))),
    ]
    change(&params)
    let response = try Self.exchange(transport, method, .object(present: params))
    switch response.outcome {
    case .failure(let error):
      // Whatever had a good signature and the right number has been counted.
      if ![.outOfSequence, .badSignature].contains(error.fault) || sealed != nil { sequence += 1 }
      return .fault(error.fault)
    case .success(let result):
      sequence += 1
      let answer = try result.requireBytes("answer")
      guard try keys.accepts(result.requireBytes("mac"), on: answer, to: hash)
      else { throw Broken() }
      return .answer(try JSONObject(CanonicalJSON.decode(answer, limits: .message)))
    }
  }
}
