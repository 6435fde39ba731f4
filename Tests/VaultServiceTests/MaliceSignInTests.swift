import AuditLog
import Directory
import Dossier
import Records
import Session
import Sodium
import Store
import StrictJSON
import Testing
import VaultClient
import VaultFixture
import Vocabulary
import Wire

@testable import VaultService

@Suite("The malicious service: sign-in and its relays", .serialized)
struct MaliceSignInTests {
  private func changed(
    _ message: Message2, version: Int64? = nil, nonce: [UInt8]? = nil, ephemeral: [UInt8]? = nil,
    first: [UInt8]? = nil, directory: Int64? = nil, directoryHash: [UInt8]? = nil,
    checkpoint: String? = nil
  ) -> Message2 {
    Message2(
      version: version ?? message.version, nonce: nonce ?? message.nonce,
      ephemeral: ephemeral ?? message.ephemeral, first: first ?? message.first,
      directory: directory ?? message.directory,
      directoryHash: directoryHash ?? message.directoryHash,
      checkpoint: checkpoint ?? message.checkpoint)
  }

  @Test("a hello that is not the service's own, for this client, now, is found out")
  func hello() throws {
    let world = try MaliceWorld()
    // A client that was here before, so that there are pins.
    let stranger = try SigningKeyPair.generate()
    let forger = try SigningKeyPair.generate()
    let liar = LyingVault(world)
    let pinned = try world.device(.sanne)
    do { _ = try world.signIn(.sanne, pinned) }
    let pin = try #require(pinned.pins.log)
    let forgedNote = try Checkpoint(
      origin: Household.origin, size: pin.size + 9, root: SHA256.hash([1])
    ).signed(with: stranger).encode()

    func attack(
      _ name: String, _ finding: Tampering, _ lie: @escaping (Message2) throws -> Message2
    ) {
      liar.hello = lie
      noticed(finding, on: pinned, "\(name)") {
        _ = try world.signIn(.sanne, pinned, over: liar.channel())
      }
    }
    // Without the service key.
    liar.helloSigner = { Signature.sign($0, as: .hello, with: forger) }
    attack("signed with another key", .helloSignature) { $0 }
    liar.helloSigner = {
      Signature.sign($0, as: .request, with: world.server.opened.serviceKey)
    }
    attack("signed in another domain", .helloSignature) { $0 }
    liar.helloSigner = nil
    // With the service key, by root.
    attack("another client's H(m1)", .hello) { changed($0, first: BLAKE2b.hash([1])) }
    attack("a directory position that does not exist", .directoryShorter) {
      changed($0, directory: $0.directory + 1)
    }
    attack("another directory at that position", .directoryForked) {
      changed($0, directoryHash: $0.directoryHash.flipped())
    }
    attack("a checkpoint without signature", .checkpointSignature) {
      changed($0, checkpoint: "\(Household.origin)\n9\n\(Base64.encode(pin.root))\n")
    }
    attack("a checkpoint under another key", .checkpointSignature) {
      changed($0, checkpoint: String(decoding: forgedNote, as: UTF8.self))
    }
    attack("a checkpoint of another log", .checkpointSignature) {
      changed(
        $0, checkpoint: try liar.checkpoint(pin.size + 1, pin.root, origin: "elders.example"))
    }
    attack("a log shorter than the pin", .logShorter) {
      changed($0, checkpoint: try liar.checkpoint(pin.size - 1, pin.root))
    }
    attack("another root at the pin's size", .logForked) {
      changed($0, checkpoint: try liar.checkpoint(pin.size, SHA256.hash([2])))
    }
    // Nothing is negotiable: a version that we do not speak ends it, exit 1, and nothing is sent.
    liar.hello = { changed($0, version: 0) }
    #expect(throws: ClientError.versionUnknown) {
      _ = try world.signIn(.sanne, pinned, over: liar.channel())
    }
  }

  @Test("a replayed hello, and one with a changed nonce, key or position, is found out on the wire")
  func replayedHello() throws {
    let world = try MaliceWorld()
    let between = Interceptor()
    do { _ = try world.signIn(.sanne, world.device(.sanne), over: between.channel(world.vault)) }
    let old = try #require(between.seen["hello"])
    let state = try world.device(.sanne)
    func attack(
      _ name: String, _ finding: Tampering, _ change: @escaping (JSONValue) throws -> JSONValue
    ) {
      let later = Interceptor()
      later.change = { method, result in method == "hello" ? try change(result) : result }
      noticed(finding, on: state, "\(name)") {
        _ = try world.signIn(.sanne, state, over: later.channel(world.vault))
      }
    }
    func second(_ change: @escaping (Message2) -> Message2) -> (JSONValue) throws -> JSONValue {
      { result in
        let message = try Message2(decoding: #require(result["m2"]?.bytesValue))
        return result.with("m2", .base64(change(message).encode()))
      }
    }
    do { _ = try world.signIn(.sanne, state) }
    attack("an earlier hello", .hello) { _ in old }
    attack("another nonce", .helloSignature, second { changed($0, nonce: $0.nonce.flipped()) })
    attack(
      "the man's own key", .helloSignature, second { changed($0, ephemeral: Random.bytes(32)) })
    attack(
      "another position", .helloSignature, second { changed($0, directory: $0.directory - 1) })
    attack("another H(m1)", .helloSignature, second { changed($0, first: $0.first.flipped()) })
    attack("another version", .helloSignature, second { changed($0, version: 2) })
    attack("m2 left out", .hello) { $0.with("m2", nil) }
  }

  @Test("Who relays a sign-in has no session: no request of his is taken, no answer believed")
  func relay() throws {
    let world = try MaliceWorld()
    let state = try world.device(.sanne)
    let size = try world.leaves().count
    var inject: ((_ send: RunningVault.Send) throws -> WireFault?)?
    var found: WireFault?
    var forged: JSONValue?
    let channel = try world.vault.channel { message, send in
      if let attack = inject {
        inject = nil
        found = try attack(send)
      }
      guard let forged else { return try send(message) }
      return try Response(id: Request(message: message).id, result: forged).encode()
    }
    // The relay passes m1, m2 and m3 on: sign-in succeeds, in the member's own name.
    let session = try world.signIn(.sanne, state, over: channel)
    let ring = world.vault.household.ring(.youssef)
    let name = try #require(try world.entries().last?.session)
    // A request of his in her session, under a stranger's signature or a colleague's.
    func request(signedBy signer: borrowing SigningKeyPair) -> Request? {
      let body = RequestBody(
        method: "dossier.open",
        args: [
          JSONMember("dossier", .id(world.dossier)), JSONMember("purpose", "uitvoering"),
          JSONMember("sections", "all"), JSONMember("writing", false),
        ], idem: .random(), origin: Household.origin,
        pins: RequestBody.Pins(logSize: 0, logRoot: TreeHash.emptyRoot), seq: 1, session: name
      ).encode()
      let hash = SHA256.hash(body)
      return try? Request(
        id: .int(99), method: "dossier.open",
        params: .object([
          ("body", .base64(body)), ("sig", .base64(RequestBody.sign(hash: hash, with: signer))),
        ]))
    }
    let stranger = try SigningKeyPair.generate()
    for own in [request(signedBy: stranger), request(signedBy: ring.identity.signing)] {
      inject = { send in
        let response = try Response(message: send(try #require(own).encode()))
        guard case .failure(let error) = response.outcome else { return nil }
        return error.fault
      }
      _ = try session.list(purpose: .uitvoering)
      #expect(found == .badSignature)
    }
    // His own answers: he holds neither ephemeral key, so he cannot make a MAC.
    forged = .object([
      ("answer", .base64(CanonicalJSON.encode(["dossiers": [], "outcome": "permit"]))),
      ("mac", .base64(Random.bytes(32))),
    ])
    noticed(.mac, on: state) { _ = try session.list(purpose: .uitvoering) }
    let log = try world.entries(from: size)
    #expect(log.map(\.action) == [.signIn, .list, .list])
    #expect(log.allSatisfy { $0.actor == world.vault.member(.sanne) })
  }

  @Test(
    "a relay to another vault fails: its hello has another service key, and it wants its own name")
  func relayElsewhere() throws {
    let world = try MaliceWorld()
    let elsewhere = try MaliceWorld()
    let state = try world.device(.sanne)
    do { _ = try world.signIn(.sanne, state) }
    // Straight through: the same origin, another institution, other keys.
    noticed(.directory, on: state, evidence: false, "the other vault's directory") {
      _ = try world.signIn(.sanne, world.device(.sanne), over: elsewhere.vault.channel())
    }
    // The right directory, the other vault's hello.
    let other = LyingVault(elsewhere)
    let records = try world.directoryRecords()
    other.directory = { _ in records }
    noticed(.helloSignature, on: state, "hello") {
      _ = try world.signIn(.sanne, state, over: other.channel())
    }
    // A relay that changes the name on the way to a vault of that name: refused there, unlogged there
    // as an act of anybody, and the client has its own m1.
    let between = Interceptor()
    between.ask = { method, params in
      guard method == "hello" else { return params }
      let first = try Message1(decoding: #require(params["m1"]?.bytesValue))
      let renamed = Message1(
        member: first.member, nonce: first.nonce, origin: "elders.example", versions: [1])
      return params.with("m1", .base64(renamed.encode()))
    }
    #expect(throws: ClientError.protocolFault("bad-signature")) {
      _ = try world.signIn(.sanne, state, over: between.channel(world.vault))
    }
  }

  @Test("a sign-in answer that is not the receipt of this sign-in is found out")
  func answer() throws {
    let world = try MaliceWorld()
    let wrong = Random.bytes(32)
    let other = world.vault.member(.youssef)
    let cases: [(String, Tampering, (LyingVault) -> Void)] = [
      ("no receipt", .receipt, { $0.answer = { $0.with("receipt", nil) } }),
      ("another session's name", .answer, { $0.answer = { $0.with("session", .base64(wrong)) } }),
      (
        "logged for a colleague", .leafActor,
        { $0.plan = { $0.leaves[0].actor = other } }
      ),
      ("logged as another act", .leafAction, { $0.plan = { $0.leaves[0].action = .list } }),
      (
        "logged as refused", .leafOutcome,
        { $0.plan = { $0.leaves[0].outcome = .refuse } }
      ),
      (
        "another signature logged", .leafSignature,
        { $0.plan = { $0.leaves[0].sig = wrong + wrong } }
      ),
      ("another request logged", .leafRequest, { $0.plan = { $0.leaves[0].request = wrong } }),
      ("another session logged", .leafSession, { $0.plan = { $0.leaves[0].session = wrong } }),
      ("MAC of nobody", .mac, { $0.result = { $0.with("mac", .base64(wrong)) } }),
    ]
    for (name, finding, lie) in cases {
      let liar = LyingVault(world)
      liar.liesAtSignIn = true
      lie(liar)
      let state = try world.device(.sanne)
      var reached = false
      // The directory rises in its own right before; everything else stays as it was.
      do { _ = try world.signIn(.sanne, state) }
      noticed(finding, on: state, "\(name)") {
        _ = try world.signIn(.sanne, state, over: liar.channel())
        reached = true
      }
      #expect(!reached, "\(name)")
    }
  }
}
