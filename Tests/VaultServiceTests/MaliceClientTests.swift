import AuditLog
import Directory
import Dossier
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

@Suite("The malicious client: envelopes and sessions", .serialized)
struct MaliceClientTests {
  private func open(_ world: MaliceWorld) -> JSONValue {
    .object([
      ("dossier", .id(world.dossier)), ("purpose", "uitvoering"), ("sections", "all"),
      ("writing", false),
    ])
  }

  @Test("a request counts once, in its own session, under its member's signature, for what it says")
  func envelopes() throws {
    let world = try MaliceWorld()
    let colleague = try MaliceClient(world, .leidinggevende)
    typealias Twist = MaliceClient.Twist
    for (name, expected, twist) in [
      ("signed by another member", .badSignature, Twist(signer: .youssef)),
      ("another session's", .badSignature, Twist(session: colleague.keys.session)),
      ("another vault's", .badSignature, Twist(origin: "elders.example")),
      ("another method in the envelope", .badSignature, Twist(envelope: "dossier.list")),
      ("an unknown method in the envelope", .methodNotFound, Twist(envelope: "dossier.steal")),
      ("a place skipped", .outOfSequence, Twist(seq: 2)),
      ("place 0", .invalidParams, Twist(seq: 0)),
      ("a body that is not canonical", .invalidParams, Twist(body: { $0 + [0x20] })),
      (
        "a body with a field more", .invalidParams,
        Twist(body: { Array("{\"a\":1,".utf8) + $0.dropFirst() })
      ),
      ("a field more beside it", .invalidParams, Twist(extra: ("as", "fg"))),
    ] as [(String, WireFault, Twist)] {
      let client = try MaliceClient(world, .sanne)
      try world.refused(name, .fault(expected)) {
        try client.call("dossier.open", open(world), twist)
      }
      client.close()
    }
    // Replayed: the same frame again, in its session and in another one.
    let client = try MaliceClient(world, .sanne)
    #expect(try client.call("dossier.open", open(world)) == .answer(.permit, nil))
    let frame = client.sent
    try world.refused("replayed", .fault(.outOfSequence)) { try client.send(frame) }
    let again = try MaliceClient(world, .sanne)
    try world.refused("replayed in a later session", .fault(.badSignature)) {
      try again.send(frame)
    }
    // The session was not hurt by any of it.
    #expect(try client.call("dossier.open", open(world)) == .answer(.permit, nil))
  }

  @Test("secrets that were sealed for another session or request are not taken")
  func secrets() throws {
    let world = try MaliceWorld()
    let writing = try Writing(world, .sanne)
    let other = try MaliceClient(world, .sanne)
    for (name, twist) in [
      ("another session's keys", MaliceClient.Twist(secretsUnder: other)),
      ("another request's hash", MaliceClient.Twist(secretsFor: SHA256.hash([1]))),
    ] {
      let client = try MaliceClient(world, .sanne)
      try world.refused(name, .fault(.badSignature)) {
        try writing.send([writing.entry()], by: client, twist)
      }
    }
  }

  @Test("nobody signs in as a colleague, twice, late or without a hello; failures are in the log")
  func signIns() throws {
    let world = try MaliceWorld()
    let sanne = world.vault.household.ring(.sanne)
    let youssef = world.vault.household.ring(.youssef)
    func hello(_ transport: Transport) throws -> [UInt8] {
      let first = Message1(
        member: sanne.identity.member, nonce: Random.bytes(32), origin: Household.origin,
        versions: [1]
      ).encode()
      let result = try MaliceClient.exchange(
        transport, "hello", .object([("m1", .base64(first))])
      ).get()
      let second = JSONValue.object(result.members)["m2"]?.bytesValue
      return try #require(second)
    }
    func signIn(
      _ transport: Transport, _ third: [UInt8], by signer: borrowing SigningKeyPair,
      as domain: Domain = .signIn
    ) throws -> WireFault? {
      let outcome = try MaliceClient.exchange(
        transport, "sign-in",
        .object([
          ("m3", .base64(third)),
          ("sig", .base64(Signature.sign(third, as: domain, with: signer))),
        ]))
      guard case .failure(let error) = outcome else { return nil }
      return error.fault
    }
    func third(_ second: [UInt8], client: String = "twist/1") throws -> [UInt8] {
      Message3(
        client: client, ephemeral: try KeyExchange.ephemeral().publicKey,
        second: BLAKE2b.hash(second)
      ).encode()
    }
    let socket = world.vault.socket
    let size = try world.leaves().count
    var transport = try Transport.connect(to: .unix(path: socket))
    #expect(
      try signIn(transport, third(hello(transport)), by: youssef.identity.signing) == .notSignedIn)
    // One hello, one try.
    #expect(try signIn(transport, third([1]), by: sanne.identity.signing) == .notSignedIn)
    #expect(
      try signIn(transport, third(hello(transport)), by: sanne.identity.signing, as: .request)
        == .notSignedIn)
    #expect(try signIn(transport, third([9]), by: sanne.identity.signing) == .notSignedIn)
    // A third message of an earlier connection, with its genuine signature.
    let old = try third(hello(transport))
    #expect(try signIn(transport, old, by: sanne.identity.signing) == nil)
    transport.close()
    transport = try Transport.connect(to: .unix(path: socket))
    _ = try hello(transport)
    #expect(try signIn(transport, old, by: sanne.identity.signing) == .notSignedIn)
    // A request before any sign-in.
    let outcome = try MaliceClient.exchange(
      transport, "dossier.list", .object([("body", ""), ("sig", "")]))
    guard case .failure(let error) = outcome else { return #expect(Bool(false)) }
    #expect(error.fault == .notSignedIn)
    transport.close()
    let entries = try world.entries(from: size)
    #expect(entries.map(\.action) == [.signInFailed, .signInFailed, .signIn, .signInFailed])
    #expect(
      entries.filter { $0.action == .signInFailed }.allSatisfy {
        $0.actor == nil && $0.behalf == sanne.identity.member && $0.outcome == .refuse
      })
  }
}

/// A dossier's head as a member has it, and links on it of any make.
struct Writing {
  /// A link that is to be sent, with what goes beside it.
  struct Piece {
    var link: SignedLink
    var row: Row?
    var token: (SecretItem, [UInt8])?
  }

  let world: MaliceWorld
  let person: Person
  let dossier: Identifier
  var chain: Chain

  init(_ world: MaliceWorld, _ person: Person, _ dossier: Identifier? = nil) throws {
    self.world = world
    self.person = person
    self.dossier = dossier ?? world.dossier
    chain = Chain(dossier: self.dossier, head: try world.head(of: self.dossier))
  }

  /// An honest new entry of the diary, but for what is said otherwise.
  func entry(
    _ section: Section = .journaal, id: Identifier = .random(), revision: UInt32 = 1,
    kind: EntryKind = .entry, author: Person? = nil, signer: Person? = nil, role: Role? = nil,
    position: UInt32? = nil, on head: Head? = nil, dossier other: Identifier? = nil
  ) throws -> Piece {
    let vault = world.vault
    let header = EntryHeader(
      dossier: other ?? dossier, section: section, entry: kind == .sectionRecord ? .zero : id,
      revision: revision, kind: kind, author: vault.member(author ?? person),
      writtenAt: MaliceWorld.now)
    let sealed = SealedEntry(
      nonce: Random.bytes(24), commitment: Random.bytes(32), ciphertext: Random.bytes(528))
    var next = Chain(dossier: other ?? dossier, head: head ?? chain.head)
    let signed = try next.sign(
      header, role: role ?? (author ?? person).function,
      directory: position ?? world.server.writer.published.directory.position,
      content: sealed.contentHash(header),
      with: vault.household.ring(signer ?? author ?? person).identity.signing)
    let n = signed.link.n
    return Piece(
      link: signed, row: Row(n: n, sealed: sealed),
      token: (.token(section, n: n), Random.bytes(32)))
  }

  func head(after piece: Piece) throws -> Head {
    var next = chain
    try next.append(piece.link.link)
    return next.head
  }

  func send(
    _ pieces: [Piece], by client: MaliceClient, _ twist: MaliceClient.Twist = .init()
  ) throws -> MaliceClient.Reply {
    try client.call(
      "dossier.append",
      .object([
        ("dossier", .id(dossier)), ("links", .base64(SignedLink.encode(pieces.map(\.link)))),
      ]), secrets: pieces.compactMap(\.token), rows: pieces.compactMap(\.row), twist)
  }
}

@Suite("The malicious client: writing in a dossier", .serialized)
struct MaliceWritingTests {
  @Test(
    "a link counts only on the newest head, by its own author, as who that is, with what it needs")
  func appends() throws {
    let world = try MaliceWorld()
    let writing = try Writing(world, .sanne)
    let newest = world.server.writer.published.directory.position
    let sanne = try MaliceClient(world, .sanne)
    let colleague = try MaliceClient(world, .youssef)
    let leader = try MaliceClient(world, .leidinggevende)
    let twice = Identifier.random()
    let first = try writing.entry(id: twice)
    let malformed = MaliceClient.Reply.fault(.invalidParams)
    let stale = MaliceClient.Reply.answer(.fail, "stale")
    let revision = MaliceClient.Reply.answer(.fail, "revision")
    func attack(
      _ name: String, _ expected: MaliceClient.Reply, by client: MaliceClient? = nil,
      _ pieces: [Writing.Piece], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      try world.refused(name, expected, as: .append, sourceLocation: sourceLocation) {
        try writing.send(pieces, by: client ?? sanne)
      }
    }
    try attack("a colleague's link", malformed, [writing.entry(author: .youssef)])
    try attack(
      "in a colleague's name", malformed, [writing.entry(author: .youssef, signer: .sanne)])
    try attack("under a colleague's key", stale, [writing.entry(signer: .youssef)])
    try attack("in another function", malformed, [writing.entry(role: .leidinggevende)])
    try attack("at a future position", malformed, [writing.entry(position: newest + 1)])
    try attack("at a position before she was a member", malformed, [writing.entry(position: 1)])
    try attack(
      "on an old head", stale,
      [writing.entry(on: Head(n: writing.chain.head.n - 1, h: writing.chain.head.h))])
    try attack(
      "on another past", stale,
      [writing.entry(on: Head(n: writing.chain.head.n, h: Random.bytes(32)))])
    try attack(
      "with a gap", stale,
      [writing.entry(on: Head(n: writing.chain.head.n + 5, h: writing.chain.head.h))])
    try attack("of another dossier", malformed, [writing.entry(dossier: .random())])
    try attack("the same link twice", malformed, [first, first])
    try attack(
      "the same entry twice", revision,
      [first, writing.entry(id: twice, on: writing.head(after: first))])
    try attack("a revision skipped", revision, [writing.entry(revision: 2)])
    var piece = first
    let etiket = try #require(try world.links().first { $0.link.header.kind == .entry }).link.header
    try attack(
      "an old revision again", revision, [writing.entry(etiket.section, id: etiket.entry)])
    try attack("a tombstone alone", malformed, [writing.entry(kind: .tombstone)])
    let flag = try writing.entry(id: twice, kind: .flag)
    try attack(
      "a flag that goes on as an entry", revision,
      [flag, writing.entry(id: twice, revision: 2, on: writing.head(after: flag))])
    try attack(
      "an entry that goes on as a flag", revision,
      [first, writing.entry(id: twice, revision: 2, kind: .flag, on: writing.head(after: first))])
    try attack(
      "the label as a flag", revision,
      [writing.entry(etiket.section, id: etiket.entry, revision: 2, kind: .flag)])
    try attack("a flag beside the label", revision, [writing.entry(.etiket, kind: .flag)])
    piece = flag
    piece.row = nil
    try attack("a flag without ciphertext", malformed, [piece])
    try attack("an attachment", malformed, [writing.entry(kind: .attachment)])
    var record = try writing.entry(.kern, kind: .sectionRecord)
    record.row = nil
    record.token = nil
    try attack("a section's record once more", revision, [record])
    piece = first
    piece.row = nil
    try attack("without ciphertext", malformed, [piece])
    piece = first
    piece.token = nil
    try attack("without E", malformed, [piece])
    piece = first
    piece.token = (.token(.kern, n: first.link.link.n), Random.bytes(32))
    try attack("with E of another section", malformed, [piece])
    piece = first
    piece.row = Row(
      n: first.link.link.n,
      sealed: SealedEntry(
        nonce: Random.bytes(24), commitment: Random.bytes(32), ciphertext: Random.bytes(528)))
    try attack("with another ciphertext", malformed, [piece])
    try attack("no links", malformed, [])
    // Who may not write here.
    let stranger = try Writing(world, .youssef)
    try attack(
      "not involved", .answer(.refuse, "not-involved"), by: colleague, [stranger.entry()])
    let lead = try Writing(world, .leidinggevende)
    try attack(
      "the role does not write", .answer(.refuse, "role-writes-not"), by: leader, [lead.entry()])
    // And what is honest goes through: the refusals were for what they say.
    #expect(try writing.send([first], by: sanne) == .answer(.permit, nil))
    #expect(try world.head() == writing.head(after: first))
    try attack("the same again, stale", stale, [first])
  }
}
