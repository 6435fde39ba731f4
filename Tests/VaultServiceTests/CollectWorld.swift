import AuditLog
import Directory
import Minisign
import Records
import Session
import Socket
import Sodium
import Store
import StrictJSON
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary
import Wire

@testable import VaultService

extension BundleWorld {
  /// The opened key of a partner.
  func ring(_ partner: Identifier) throws -> PartnerRing {
    guard let pair = pairs.all[partner] else { throw HandMadePartner.Broken() }
    return try Self.ring(pair)
  }

  static func ring(_ pair: Pairs.Pair) throws -> PartnerRing {
    let seed = try pair.pair.pair.seed.slice(0..<32)
    return PartnerRing(
      MinisignPair(number: pair.pair.number, pair: try SigningKeyPair(seed: seed)))
  }

  /// A partner that signed in, on a device of its own.
  func collect(as partner: Identifier, over channel: Channel? = nil) throws -> CollectSession {
    try collect(ring(partner), over: channel)
  }

  func collect(_ ring: PartnerRing, over channel: Channel? = nil) throws -> CollectSession {
    try CollectSession(
      over: channel ?? vault.collectChannel(), as: ring, at: household.anchor,
      state: ClientState(
        path: household.scratch.path("state-\(Identifier.random().hex)"),
        origin: Household.origin),
      client: "test/1", now: { [clock] in clock.now() })
  }

  /// Everything of a bundle, and what waits is said to be here.
  func fetchAll(_ session: CollectSession, saying: Bool = true) throws -> [[UInt8]] {
    try session.waiting().map { bundle in
      var bytes: [UInt8] = []
      try session.collect(bundle) { (part) throws(Never) in bytes += part }
      if saying { try session.collected(bundle) }
      return bytes
    }
  }

  /// A receipt and its signature's file.
  func receipt(
    of bundle: Identifier, manifest: [UInt8]? = nil, named: Identifier? = nil,
    by signer: Identifier
  ) throws -> (text: [UInt8], signature: [UInt8]) {
    let stored = try stored(bundle)
    guard
      let receipt = Ontvangstbewijs(
        bundle: named ?? bundle, manifest: manifest ?? stored.manifest, receiver: "Wijkteam Noord",
        date: "2026-11-28T12:00:00Z")
    else { throw HandMadePartner.Broken() }
    let text = receipt.encode()
    let signature = try ring(signer).sign(hash: BLAKE2b.hash(text, count: 64), comment: "bewijs")
    return (text, signature.encode())
  }

  /// What `fg verify` finds in all of it, partners too.
  func allFindings() throws -> [LogFinding] {
    let folder = household.scratch.path("whole-\(UInt32.random(in: 0...(.max)))")
    _ = try session(.fg).copyLog(into: folder)
    return LogCopyVerifier(anchor: household.anchor).verify(folder: folder).findings
  }
}

/// Somebody at the partners' door whose messages are put together by hand.
final class HandMadePartner {
  let transport: Transport
  private let pair: BundleWorld.Pairs.Pair
  private(set) var keys: SessionKeys?
  private(set) var third: [UInt8] = []
  private(set) var signature: [UInt8] = []
  private var sequence: Int64 = 0

  struct Broken: Error {}

  /// Greets; nobody has signed in yet.
  init(
    _ socket: String, _ pair: BundleWorld.Pairs.Pair, claiming id: Identifier,
    as party: Party = .partner
  ) throws {
    self.pair = pair
    transport = try Transport.connect(to: .unix(path: socket))
    let first = Message1(
      member: id, nonce: Random.bytes(32), origin: Household.origin, versions: [1]
    ).encode()
    let hello = try HandMadeSession.exchange(transport, "hello", ["m1": .base64(first)])
    guard case .success(let greeting) = hello.outcome else { throw Broken() }
    let second = try greeting.requireBytes("m2")
    let ephemeral = try KeyExchange.ephemeral()
    third = Message3(
      client: "hand/1", ephemeral: ephemeral.publicKey, second: BLAKE2b.hash(second)
    ).encode()
    signature = Signature.sign(third, as: party.signIn, with: pair.pair.pair)
    let agreed = try KeyExchange.client(ephemeral, server: Message2(decoding: second).ephemeral)
    keys = try SessionKeys(agreed, session: BLAKE2b.hash(third))
  }

  /// Sends m3; the fault, or nil when it was let in.
  func signIn(_ other: (third: [UInt8], signature: [UInt8])? = nil) throws -> WireFault? {
    let response = try HandMadeSession.exchange(
      transport, "sign-in",
      [
        "m3": .base64(other?.third ?? third), "sig": .base64(other?.signature ?? signature),
      ])
    switch response.outcome {
    case .success: return nil
    case .failure(let error): return error.fault
    }
  }

  /// The parameters of a signed request.
  func request(
    _ method: String, _ args: JSONValue = .object([JSONMember]()), as party: Party = .partner,
    more: [(String, JSONValue)] = []
  ) throws -> JSONValue {
    guard let keys else { throw Broken() }
    let body = RequestBody(
      method: method, args: args.objectValue ?? [], idem: .random(), origin: Household.origin,
      pins: RequestBody.Pins(logSize: 0, logRoot: TreeHash.emptyRoot), seq: sequence + 1,
      session: keys.session
    ).encode()
    let hash = SHA256.hash(body)
    let signature = RequestBody.sign(hash: hash, as: party, with: pair.pair.pair)
    return .object([("body", .base64(body)), ("sig", .base64(signature))] + more)
  }

  /// The fault that these parameters meet; nil when they are answered, and then they have been counted.
  func send(_ method: String, _ params: JSONValue) throws -> WireFault? {
    let response = try HandMadeSession.exchange(transport, method, params)
    switch response.outcome {
    case .success:
      sequence += 1
      return nil
    case .failure(let error): return error.fault
    }
  }

  /// The service counted the last request, and then would not do it.
  func wasCounted() { sequence += 1 }
}
