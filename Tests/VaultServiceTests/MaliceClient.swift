import AuditLog
import Directory
import Records
import Session
import Socket
import Sodium
import Store
import StrictJSON
import Testing
import VaultClient
import VaultFixture
import Vocabulary
import Wire

@testable import VaultService

/// A member's program that holds no rule: it sends what it is told, on the real socket.
final class MaliceClient {
  /// What came back.
  enum Reply: Equatable, CustomStringConvertible {
    /// A fault of the protocol: nothing was decided and nothing logged.
    case fault(WireFault)
    /// A decision, in the log; the code is that of a refusal or failure.
    case answer(LogOutcome, String?)

    var description: String {
      switch self {
      case .fault(let fault): "fault \(fault.rawValue)"
      case .answer(let outcome, let code): "\(outcome.rawValue) \(code ?? "")"
      }
    }
  }

  /// How a request differs from an honest one.
  struct Twist {
    var envelope: String?
    var seq: Int64?
    var session: [UInt8]?
    var origin: String?
    var signer: Person?
    var secretsUnder: MaliceClient?
    var secretsFor: [UInt8]?
    var body: (([UInt8]) -> [UInt8])?
    var extra: (String, JSONValue)?
    var idem: Identifier?
  }

  let world: MaliceWorld
  let person: Person
  let keys: SessionKeys
  private let transport: Transport
  private(set) var seq: Int64 = 0
  /// The newest frame, for a replay.
  private(set) var sent: [UInt8] = []
  /// The result of the newest call.
  private(set) var result: JSONValue = .null
  private(set) var answer: JSONValue = .null

  init(
    _ world: MaliceWorld, _ person: Person
  ) throws {
    let transport = try Transport.connect(to: .unix(path: world.vault.socket))
    let ring = world.vault.household.ring(person)
    let first = Message1(
      member: ring.identity.member, nonce: Random.bytes(32), origin: Household.origin,
      versions: [1]
    ).encode()
    let hello = try Self.exchange(transport, "hello", .object([("m1", .base64(first))])).get()
    let second = try #require(JSONValue.object(hello.members)["m2"]?.bytesValue)
    let pair = try KeyExchange.ephemeral()
    let third = Message3(
      client: "twist/1", ephemeral: pair.publicKey, second: BLAKE2b.hash(second)
    ).encode()
    let agreed = try KeyExchange.client(pair, server: Message2(decoding: second).ephemeral)
    keys = try SessionKeys(agreed, session: BLAKE2b.hash(third))
    _ = try Self.exchange(
      transport, "sign-in",
      .object([
        ("m3", .base64(third)),
        ("sig", .base64(Signature.sign(third, as: .signIn, with: ring.identity.signing))),
      ])
    ).get()
    self.world = world
    self.person = person
    self.transport = transport
  }

  static func exchange(
    _ transport: Transport, _ method: String, _ params: JSONValue
  ) throws -> Result<JSONObject, WireError> {
    let frame = try Request(id: .int(1), method: method, params: params).encode()
    return try exchange(transport, frame)
  }

  static func exchange(
    _ transport: Transport, _ frame: [UInt8]
  ) throws -> Result<JSONObject, WireError> {
    try transport.writeFrame(frame)
    let answer = try #require(try transport.readFrame(idle: .seconds(30)))
    return try Response(message: answer).outcome
  }

  @discardableResult
  func call(
    _ method: String, _ args: JSONValue, secrets: [(SecretItem, [UInt8])] = [], rows: [Row] = [],
    _ twist: Twist = Twist()
  ) throws -> Reply {
    seq += 1
    let body = RequestBody(
      method: method, args: args.objectValue ?? [], idem: twist.idem ?? .random(),
      origin: twist.origin ?? Household.origin,
      pins: RequestBody.Pins(logSize: 0, logRoot: TreeHash.emptyRoot), seq: twist.seq ?? seq,
      session: twist.session ?? keys.session
    ).encode()
    let bytes = twist.body?(body) ?? body
    let hash = SHA256.hash(bytes)
    let signer = world.vault.household.ring(twist.signer ?? person)
    var params: [(String, JSONValue)] = [
      ("body", .base64(bytes)),
      ("sig", .base64(RequestBody.sign(hash: hash, with: signer.identity.signing))),
    ]
    if !secrets.isEmpty {
      var writer = try SecretItemsWriter(capacity: secrets.count)
      for (item, value) in secrets { try writer.append(item, SecretBytes(copying: value)) }
      let sealed = (twist.secretsUnder ?? self).keys.seal(
        writer.finish(), ad: twist.secretsFor ?? hash)
      params.append(("secrets", .base64(sealed)))
    }
    if !rows.isEmpty { params.append(("rows", .base64(Rows.encode(rows)))) }
    if let extra = twist.extra { params.append(extra) }
    sent = try Request(
      id: .int(seq), method: twist.envelope ?? method, params: .object(params)
    ).encode()
    return try send(sent)
  }

  /// Sends a frame as it is.
  func send(_ frame: [UInt8]) throws -> Reply {
    switch try Self.exchange(transport, frame) {
    case .failure(let error): return .fault(error.fault)
    case .success(let object):
      result = .object(object.members)
      answer = try CanonicalJSON.decode(
        try #require(result["answer"]?.bytesValue), limits: .message)
      let outcome = try #require(
        answer["outcome"]?.stringValue.flatMap { LogOutcome(rawValue: $0) })
      return .answer(outcome, answer["code"]?.stringValue)
    }
  }

  func close() { transport.close() }
}

/// What is stored, counted: a refused act leaves all of it as it was.
struct StoredCounts: Equatable {
  var links = 0
  var dossiers = 0
  var records = 0
  var grants = 0
  var wraps = 0
  var involvements = 0
  var requests = 0
  var directory = 0
  var entryTokens = 0

  init(_ world: MaliceWorld) throws {
    self = try world.server.store.read { tables in
      var counts = StoredCounts()
      for (number, _) in try tables.dossiers.all() {
        counts.dossiers += 1
        counts.links += try tables.links.signed(number).count / SignedLink.byteCount
        for kind in [Involvement.kind, Grant.kind, RequestAct.kind, Second.kind] {
          counts.records += try tables.records.records(of: number, kind: kind).count
        }
        counts.grants += try tables.grants.grants(of: number).count
        counts.involvements += try tables.involvements.involvements(of: number).count
        for role in Role.allCases {
          counts.wraps += try tables.wraps.wraps(
            of: number, for: role, member: world.vault.member(.jurist)
          ).count
        }
      }
      counts.requests = try tables.requests.open().count
      counts.directory = try tables.directory.count()
      return counts
    }
    entryTokens = try world.server.opened.keystore.read { try $0.tokens.keys(of: .entry).count }
  }

  private init() {}
}

extension MaliceWorld {
  /// Plays one act that must be refused: this reply, nothing written, and in the log exactly what a
  /// reply of its kind leaves there: nothing for a fault, one entry of this act with its code else.
  func refused(
    _ name: String, _ expected: MaliceClient.Reply, as action: LogAction? = nil,
    sourceLocation: SourceLocation = #_sourceLocation, _ act: () throws -> MaliceClient.Reply
  ) throws {
    let size = try leaves().count
    let before = try StoredCounts(self)
    let reply = try act()
    #expect(reply == expected, "\(name)", sourceLocation: sourceLocation)
    #expect(try StoredCounts(self) == before, "\(name)", sourceLocation: sourceLocation)
    let entries = try entries(from: size).filter { $0.action != .signIn }
    switch expected {
    case .fault: #expect(entries.isEmpty, "\(name)", sourceLocation: sourceLocation)
    case .answer(let outcome, let code):
      #expect(entries.count == 1, "\(name)", sourceLocation: sourceLocation)
      #expect(
        entries.first?.outcome == outcome && entries.first?.reason == code, "\(name)",
        sourceLocation: sourceLocation)
      if let action {
        #expect(entries.first?.action == action, "\(name)", sourceLocation: sourceLocation)
      }
    }
  }
}
