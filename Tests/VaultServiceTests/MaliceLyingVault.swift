import AuditLog
import Directory
import Records
import Session
import Socket
import Sodium
import Store
import StrictJSON
import Synchronization
import Testing
import VaultClient
import VaultFixture
import Vocabulary
import Wire

@testable import VaultService

/// A vault in the hands of its host's root: the real parts, the real service key and log key, both
/// databases open, and a lie at every place where one can be told.
///
/// What it cannot do is what root cannot: sign as a member, open a role's half.
final class LyingVault {
  /// What goes beside an answer, in the clear for the liar.
  struct Loot {
    var secrets: [UInt8]?
    var links: [UInt8] = []
    var rows: [UInt8] = []
    var members: [JSONMember] = []
  }

  let world: MaliceWorld
  /// Changes m2 before the stolen service key signs it.
  var hello: ((Message2) throws -> Message2)?
  /// Signs m2 instead of the service key.
  var helloSigner: ((_ m2: [UInt8]) -> [UInt8])?
  /// Changes the records that are served.
  var directory: (([[UInt8]]) -> [[UInt8]])?
  /// The directory whose position m2 names, when it is not the newest.
  var view: DirectoryView?
  /// Changes the plan before it is logged.
  var plan: (@Sendable (inout Plan) -> Void)?
  /// With a lie in the leaf: release what the truth would have released all the same.
  var keepsLoot = false
  var loot: ((inout Loot) throws -> Void)?
  /// Makes the receipt; gets the honest one and the request.
  var receipt: ((JSONValue, RequestBody.Pins) throws -> JSONValue?)?
  /// Changes the answer before its MAC.
  var answer: ((JSONValue) throws -> JSONValue)?
  /// Changes the result on its way out.
  var result: ((JSONValue) throws -> JSONValue)?
  /// Whether the lies apply to the sign-in's answer or to requests.
  var liesAtSignIn = false

  init(_ world: MaliceWorld) { self.world = world }

  private var server: VaultServer { world.server }

  /// A connection to the liar.
  func channel() -> Channel {
    let connection = LyingConnection(self)
    return Channel { message throws(SocketError) in
      do { return try connection.response(to: message) } catch { throw SocketError(.closed) }
    }
  }

  /// The log's key, out of `keystore.db`.
  func logKey() throws -> SigningKeyPair {
    let seed = try server.opened.keystore.read { try $0.tokens.get(.logKey) }
    switch consume seed {
    case .some(let seed): return try SigningKeyPair(seed: seed)
    case .none: throw SocketError(.closed)
    }
  }

  /// A signed note over any size and root.
  func checkpoint(_ size: Int, _ root: [UInt8], origin: String = Household.origin) throws -> String
  {
    let note = try Checkpoint(origin: origin, size: size, root: root).signed(with: logKey())
    return String(decoding: note.encode(), as: UTF8.self)
  }

  /// A receipt from a log of the liar's own making, signed by the real log key.
  ///
  /// - Parameter pin: the size from which a consistency proof of that same log is given.
  func receipt(
    over leaves: [[UInt8]], for index: Int, from pin: Int64, origin: String = Household.origin
  ) throws -> JSONValue {
    var tree = MerkleTree()
    for leaf in leaves { _ = tree.append(TreeHash.leaf(leaf)) }
    let size = tree.size
    let consistency =
      pin == 0 || pin >= size
      ? [] : try tree.consistencyProof(from: Int(pin), to: size, reading: { _ in nil })
    let proof = LeafProof(
      leaf: leaves[index], index: index,
      proof: try tree.inclusionProof(of: index, at: size, reading: { _ in nil }))
    return Receipt(
      leaf: proof, consistency: consistency,
      checkpoint: Array(try checkpoint(size, tree.root(), origin: origin).utf8)
    ).json
  }

  /// Lets the act be decided and logged, with the lie in its leaves.
  func perform(_ act: any PlannedAct) throws -> Committed {
    guard let plan else { return try server.writer.perform(act) }
    return try server.writer.perform(LyingAct(act: act, change: plan))
  }

  func take(_ leaf: DurableLeaf) throws -> Loot {
    let released = try server.answering.release.release(leaf)
    var loot = Loot()
    loot.links = released.links ?? []
    loot.rows = released.rows ?? []
    loot.members = released.members
    loot.secrets = Self.bytes(released)
    return loot
  }

  private static func bytes(_ released: borrowing Released) -> [UInt8]? {
    switch released.secrets {
    case .some(let secrets): secrets.withSpan { span in span.indices.map { span[$0] } }
    case .none: nil
    }
  }

  fileprivate func result(
    _ committed: Committed, _ loot: Loot, pins: RequestBody.Pins, hash: [UInt8],
    more: [JSONMember], keys: SessionKeys, reading: LogReading?, lying: Bool
  ) throws -> JSONValue {
    var members = try server.answering.receipts(committed, from: pins)
    members.append(JSONMember("outcome", .string(committed.reply.outcome.rawValue)))
    if case .permit(let fields) = committed.reply { members += fields }
    if case .refuse(let code, _, let ways, _) = committed.reply {
      let reference = Int64(committed.leaves.last?.entry.index ?? 0)
      members += [
        JSONMember("code", .string(code)), JSONMember("ref", .int(reference)),
        JSONMember("ways", .array(ways.map { .string($0) })),
      ]
    }
    members += more + loot.members + (reading?.members ?? [])
    var fields = JSONValue.object(members)
    if lying, let receipt, let honest = fields["receipt"] {
      fields = fields.with("receipt", try receipt(honest, pins))
    }
    if lying, let answer { fields = try answer(fields) }
    let bytes = CanonicalJSON.encode(fields)
    // The liar binds the secrets to the leaf that it shows, as the truth would.
    let shown = fields["receipt"]?["leaf"]?.bytesValue ?? []
    let sealed = try loot.secrets.map {
      keys.seal(try SecretBytes(copying: $0), ad: hash + TreeHash.leaf(shown))
    }
    let rows = reading?.rows ?? loot.rows
    let whole = JSONValue.object(present: [
      ("answer", .base64(bytes)), ("links", loot.links.isEmpty ? nil : .base64(loot.links)),
      ("mac", .base64(try keys.tag(bytes, to: hash))),
      ("rows", rows.isEmpty ? nil : .base64(rows)), ("secrets", sealed.map { .base64($0) }),
    ])
    if lying, let result { return try result(whole) }
    return whole
  }
}

/// An act as the service would plan it, with a lie in the plan.
private struct LyingAct: PlannedAct {
  let act: any PlannedAct
  let change: @Sendable (inout Plan) -> Void

  func plan(_ context: ActContext) throws -> Plan {
    var plan = try act.plan(context)
    change(&plan)
    return plan
  }
}

/// As `ClientConnection`, with the liar's hands on it.
private final class LyingConnection {
  private let liar: LyingVault
  private var greeting: Greeting?
  private var session: ServedSession?
  private var server: VaultServer { liar.world.server }

  init(_ liar: LyingVault) { self.liar = liar }

  func response(to message: [UInt8]) throws -> [UInt8] {
    let request = try Request(message: message)
    do {
      return try Interceptor.response(request.id, result(of: request)).encode()
    } catch let error as WireError {
      return Response(id: request.id, error: error).encode()
    }
  }

  private func result(of request: Request) throws -> JSONValue {
    switch request.method {
    case "hello": return try hello(request)
    case "directory":
      let from = Int(try request.params.requireInt("from"))
      var records = try liar.world.directoryRecords()
      if let lie = liar.directory { records = lie(records) }
      return .object([
        ("records", .array(records.dropFirst(from - 1).map { .base64($0) })),
        ("size", .int(Int64(records.count))),
      ])
    case "sign-in": return try signIn(request)
    default: return try call(request)
    }
  }

  private func hello(_ request: Request) throws -> JSONValue {
    let first = try #require(request.params["m1"]?.bytesValue)
    var state = server.writer.published
    if let view = liar.view { state.directory = view }
    let greeting = try Greeting(
      first, origin: server.origin, state: state, serviceKey: server.opened.serviceKey)
    self.greeting = greeting
    var second = greeting.second
    var signature = greeting.signature
    if let lie = liar.hello {
      second = try lie(Message2(decoding: second)).encode()
      signature = Signature.sign(second, as: .hello, with: server.opened.serviceKey)
    }
    if let signer = liar.helloSigner { signature = signer(second) }
    return .object([("m2", .base64(second)), ("sig", .base64(signature))])
  }

  private func signIn(_ request: Request) throws -> JSONValue {
    let greeting = try #require(greeting)
    let third = try #require(request.params["m3"]?.bytesValue)
    let signature = try #require(request.params["sig"]?.bytesValue)
    let member = try #require(server.writer.published.directory.acting(greeting.claimed))
    let (keys, client) = try greeting.finish(
      third, as: .member, signature: signature, key: member.key)
    let caller = Caller(
      member: greeting.claimed, client: client, session: keys.session, peer: nil)
    let stamp = RequestStamp(
      caller: caller, role: member.role, bodyHash: SHA256.hash(third), signature: signature)
    let act = SignInAct(stamp: stamp, third: third)
    let committed = try liar.liesAtSignIn ? liar.perform(act) : server.writer.perform(act)
    session = ServedSession(keys: keys, caller: caller, began: server.clock.monotonic())
    return try liar.result(
      committed, LyingVault.Loot(),
      pins: RequestBody.Pins(logSize: 0, logRoot: TreeHash.emptyRoot), hash: stamp.bodyHash,
      more: [JSONMember("session", .base64(keys.session))], keys: keys, reading: nil,
      lying: liar.liesAtSignIn)
  }

  private func call(_ request: Request) throws -> JSONValue {
    let session = try #require(session)
    let method = try #require(Method(rawValue: request.method))
    let signed = try session.accept(
      request, origin: server.origin,
      member: server.writer.published.directory.acting(session.caller.member))
    let act = try method.act(signed, server)
    var loot = LyingVault.Loot()
    if liar.keepsLoot, let leaf = try server.writer.perform(act).leaves.last {
      loot = try liar.take(leaf)
    }
    let lying = !liar.liesAtSignIn
    let committed = try lying ? liar.perform(act) : server.writer.perform(act)
    if !liar.keepsLoot, let leaf = committed.leaves.last { loot = try liar.take(leaf) }
    if lying { try liar.loot?(&loot) }
    return try liar.result(
      committed, loot, pins: signed.body.pins, hash: signed.stamp.bodyHash, more: [],
      keys: session.keys, reading: try server.reading(act, committed), lying: lying)
  }
}
