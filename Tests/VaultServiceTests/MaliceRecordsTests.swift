import AuditLog
import Directory
import Dossier
import Records
import Sodium
import Store
import StrictJSON
import Testing
import VaultClient
import VaultFixture
import Vocabulary
import Wire

@testable import VaultService

private typealias Reply = MaliceClient.Reply
private let malformed = Reply.fault(.invalidParams)

@Suite("The malicious client: records, grants, the directory", .serialized)
struct MaliceRecordsTests {
  private func hours(_ count: Int64) -> Int64 { count * 3_600_000 }

  /// The policy's hash, as who may ask gets it.
  private func policy(_ world: MaliceWorld) -> [UInt8] { world.server.writer.published.rules.hash }

  @Test(
    "involvement: nobody involves himself, acts for another, closes what is not open, or reuses an id"
  )
  func involvement() throws {
    let world = try MaliceWorld()
    let vault = world.vault
    let sanne = try MaliceClient(world, .sanne)
    let youssef = try MaliceClient(world, .youssef)
    let regie = try #require(
      world.signIn(.sanne, world.device(.sanne)).open(world.dossier, purpose: .uitvoering)
        .involvement.first)
    let other = try world.signIn(.sanne, world.device(.sanne)).create(Families.gezin("sjors")).id

    func record(
      by: Person = .sanne, of member: Person = .youssef, sort: Involvement.Sort = .betrokken,
      closes: Identifier? = nil, dossier: Identifier? = nil, id: Identifier = .random(),
      at: Int64 = MaliceWorld.now, since: Int64 = MaliceWorld.now, signer: Person? = nil
    ) -> Signed {
      Involvement(
        at: at, by: vault.member(by), dossier: dossier ?? world.dossier, id: id,
        member: vault.member(member), since: since, sort: sort, closes: closes
      ).sign(with: vault.household.ring(signer ?? by).identity.signing)
    }
    func add(_ client: MaliceClient, _ signed: Signed, to dossier: Identifier? = nil) throws
      -> Reply
    {
      try client.call(
        "involvement.add",
        .object([("dossier", .id(dossier ?? world.dossier)), ("record", signed.json)]))
    }
    for (name, expected, client, signed) in [
      ("oneself, not involved", .answer(.refuse, "not-involved"), youssef, record(by: .youssef)),
      (
        "oneself, in regie's name", malformed, youssef, record(by: .sanne, signer: .youssef)
      ),
      ("oneself, with regie's own record", malformed, youssef, record()),
      ("oneself, having regie", .answer(.refuse, "not-oneself"), sanne, record(of: .sanne)),
      ("a record that another signed", malformed, sanne, record(signer: .youssef)),
      ("another dossier's record", malformed, sanne, record(dossier: other)),
      (
        "regie without closing the present one", .answer(.fail, "involvement"), sanne,
        record(sort: .regie)
      ),
      (
        "regie closing what is none", .answer(.fail, "involvement"), sanne,
        record(sort: .regie, closes: .random())
      ),
      (
        "the end of regie, nobody after", .answer(.fail, "involvement"), sanne,
        record(sort: .end, closes: regie.id)
      ),
      ("an id that was used", .answer(.fail, "involvement"), sanne, record(id: regie.id)),
      ("yesterday", .answer(.fail, "clock"), sanne, record(at: MaliceWorld.now - hours(24))),
      (
        "since tomorrow", .answer(.fail, "clock"), sanne,
        record(since: MaliceWorld.now + hours(24))
      ),
    ] as [(String, Reply, MaliceClient, Signed)] {
      try world.refused(name, expected, as: .involvement) { try add(client, signed) }
    }
    // An id that another dossier used.
    let elsewhere = try #require(
      world.signIn(.sanne, world.device(.sanne)).open(other, purpose: .uitvoering)
        .involvement.first)
    try world.refused("an id of another dossier", malformed) {
      try add(sanne, record(id: elsewhere.id))
    }
    #expect(try add(sanne, record()) == .answer(.permit, nil))
  }

  @Test("a consult: not for oneself, not by who may not, not under another policy, role key or box")
  func grants() throws {
    let world = try MaliceWorld()
    let vault = world.vault
    let sanne = try MaliceClient(world, .sanne)
    let youssef = try MaliceClient(world, .youssef)
    let epoch = try #require(world.server.writer.published.directory.roleEpoch(.jurist)?.epoch)
    let box = Random.bytes(Share.grantedCount)

    func grant(
      by: Person = .sanne, to member: Person = .jurist, id: Identifier = .random(),
      epoch other: UInt32? = nil, policy hash: [UInt8]? = nil, hash named: [UInt8]? = nil,
      generation: UInt32 = 1, sort: Grant.Sort = .consult, signer: Person? = nil,
      until: Int64? = nil, at: Int64 = MaliceWorld.now, dossier: Identifier? = nil
    ) throws -> Signed {
      Grant(
        at: at, by: vault.member(by),
        byFunction: by == .leidinggevende ? .role(.leidinggevende) : .regie,
        dossier: dossier ?? world.dossier, epoch: other ?? epoch, from: MaliceWorld.now,
        head: try world.head(), id: id, member: vault.member(member),
        policy: hash ?? policy(world), purpose: .juridisch,
        request: sort == .toezicht ? Random.bytes(32) : nil,
        role: sort == .consult ? .jurist : .toezichthouder,
        sections: [
          Grant.Part(
            section: .juridisch, generation: generation, box: named ?? Share.hash(ofBox: box))
        ], sort: sort, until: until ?? MaliceWorld.now + hours(24)
      ).sign(with: vault.household.ring(signer ?? by).identity.signing)
    }
    func give(_ client: MaliceClient, _ signed: Signed, boxes: [(String, [UInt8])]? = nil) throws
      -> Reply
    {
      try client.call(
        "access.grant",
        .object([
          (
            "boxes",
            .array(
              (boxes ?? [("juridisch", box)]).map {
                .object([("box", .base64($1)), ("section", .string($0))])
              })
          ), ("dossier", .id(world.dossier)), ("grant", signed.json),
        ]))
    }
    for (name, expected, client, signed) in [
      ("for oneself", malformed, sanne, try grant(to: .sanne)),
      (
        "by who is not involved", .answer(.refuse, "not-involved"), youssef, try grant(by: .youssef)
      ),
      ("in a colleague's name", malformed, youssef, try grant(signer: .youssef)),
      ("with a colleague's record", malformed, youssef, try grant()),
      ("to who is no jurist", .answer(.refuse, "subject-unfit"), sanne, try grant(to: .youssef)),
      ("under another epoch of the role key", malformed, sanne, try grant(epoch: epoch + 1)),
      (
        "under another policy", .answer(.fail, "policy"), sanne, try grant(policy: Random.bytes(32))
      ),
      ("for another box", malformed, sanne, try grant(hash: Random.bytes(32))),
      ("of another generation", .answer(.fail, "stale"), sanne, try grant(generation: 2)),
      (
        "a toezichthouder's, by one", malformed, sanne,
        try grant(to: .toezichthouder, sort: .toezicht)
      ),
      (
        "for ever", .answer(.refuse, "term-not-allowed"), sanne,
        try grant(until: MaliceWorld.now + hours(24 * 4000))
      ),
      ("of yesterday", .answer(.fail, "clock"), sanne, try grant(at: MaliceWorld.now - hours(24))),
      ("of another dossier", .answer(.fail, "policy"), sanne, try grant(dossier: .random())),
    ] as [(String, Reply, MaliceClient, Signed)] {
      try world.refused(name, expected, as: .grant) { try give(client, signed) }
    }
    try world.refused("without its box", malformed) { try give(sanne, grant(), boxes: []) }
    try world.refused("with a box more", malformed) {
      try give(sanne, grant(), boxes: [("juridisch", box), ("kern", box)])
    }
    try world.refused("with a box that is none", malformed) {
      try give(sanne, grant(hash: Share.hash(ofBox: [1])), boxes: [("juridisch", [1])])
    }
    let id = Identifier.random()
    #expect(try give(sanne, grant(id: id)) == .answer(.permit, nil))
    try world.refused("an id that was used", malformed) {
      try give(sanne, grant(id: id, until: MaliceWorld.now + hours(48)))
    }
  }

  @Test(
    "four eyes: neither the requester nor one person twice, nor another request, nor another grant")
  func fourEyes() throws {
    let world = try MaliceWorld()
    let vault = world.vault
    let tessa = try MaliceClient(world, .toezichthouder)
    let sanne = try MaliceClient(world, .sanne)
    let lotte = try MaliceClient(world, .leidinggevende)
    let youssef = try MaliceClient(world, .youssef)

    func wish(
      id: Identifier = .random(), by: Person = .toezichthouder, signer: Person? = nil,
      for member: Person = .toezichthouder, head: Head? = nil, policy hash: [UInt8]? = nil,
      valid: Int64 = 24, at: Int64 = MaliceWorld.now
    ) throws -> Signed {
      RequestAct(
        at: at, id: id,
        objects: .grantToezichthouder(
          RequestAct.Access(
            member: vault.member(member), role: .toezichthouder, sections: [.kern],
            until: MaliceWorld.now + hours(48))),
        place: RequestAct.Place(
          dossier: world.dossier, head: try head ?? world.head(), purpose: .toezicht),
        policy: hash ?? policy(world), requester: vault.member(by), validUntil: at + hours(valid)
      ).sign(with: vault.household.ring(signer ?? by).identity.signing)
    }
    func ask(_ client: MaliceClient, _ signed: Signed) throws -> Reply {
      try client.call("access.request", .object([("request", signed.json)]))
    }
    let stale = Reply.answer(.fail, "stale")
    for (name, expected, client, signed) in [
      ("another's request", malformed, sanne, try wish()),
      ("in another's name", malformed, sanne, try wish(signer: .sanne)),
      ("on another head", stale, tessa, try wish(head: Head(n: 3, h: Random.bytes(32)))),
      ("on another policy", stale, tessa, try wish(policy: Random.bytes(32))),
      (
        "of yesterday", .answer(.fail, "clock"), tessa,
        try wish(valid: 30, at: MaliceWorld.now - hours(24))
      ),
      ("valid too long", malformed, tessa, try wish(valid: 24 * 15)),
    ] as [(String, Reply, MaliceClient, Signed)] {
      try world.refused(name, expected, as: .requestAct) { try ask(client, signed) }
    }
    let id = Identifier.random()
    let asked = try wish(id: id)
    #expect(try ask(tessa, asked) == .answer(.permit, nil))
    try world.refused("the same request twice", .answer(.fail, "repeated"), as: .requestAct) {
      try ask(tessa, asked)
    }
    try world.refused("an id that was used", malformed) {
      try ask(tessa, wish(id: id, valid: 12))
    }

    let hash = RequestAct.hash(asked.bytes)
    func second(
      by: Person, as function: SigningFunction, id: Identifier = .random(),
      of request: [UInt8]? = nil, signer: Person? = nil
    ) -> Signed {
      Second(
        at: MaliceWorld.now, by: vault.member(by), function: function, id: id,
        request: request ?? hash, verdict: .akkoord
      ).sign(with: vault.household.ring(signer ?? by).identity.signing)
    }
    func say(_ client: MaliceClient, _ signed: Signed) throws -> Reply {
      try client.call("access.second", .object([("second", signed.json)]))
    }
    try world.refused("for another", malformed) {
      try say(youssef, second(by: .leidinggevende, as: .role(.leidinggevende)))
    }
    try world.refused("in another's name", malformed) {
      try say(youssef, second(by: .sanne, as: .regie, signer: .youssef))
    }
    try world.refused(
      "of a request that there is not", .answer(.refuse, "not-involved"), as: .second
    ) { try say(sanne, second(by: .sanne, as: .regie, of: Random.bytes(32))) }
    for (name, client, signed) in [
      (
        "by the requester", tessa, second(by: .toezichthouder, as: .role(.toezichthouder))
      ),
      ("by who has no regie", youssef, second(by: .youssef, as: .regie)),
      ("in a function that she has not", sanne, second(by: .sanne, as: .role(.leidinggevende))),
    ] {
      let before = try StoredCounts(world)
      let reply = try say(client, signed)
      guard case .answer(.refuse, .some) = reply else {
        Issue.record("\(name): \(reply)")
        continue
      }
      #expect(try StoredCounts(world) == before, "\(name)")
    }
    let used = Identifier.random()
    #expect(
      try say(lotte, second(by: .leidinggevende, as: .role(.leidinggevende), id: used))
        == .answer(.permit, nil))
    let again = second(by: .leidinggevende, as: .role(.leidinggevende))
    try world.refused("the same person twice", .answer(.refuse, "second-pair-needed"), as: .second)
    {
      try say(lotte, again)
    }
    try world.refused("complete, without the grant", .answer(.fail, "grant-missing"), as: .second) {
      try say(sanne, second(by: .sanne, as: .regie))
    }
    // A grant of something else than was asked: longer, or of more.
    let box = Random.bytes(Share.grantedCount)
    func complete(
      id: Identifier = .random(), sections: [Section] = [.kern], until: Int64? = nil,
      request: [UInt8]? = nil
    ) throws -> Reply {
      let wanted = try RequestAct.decode(asked.bytes)
      let epoch = try #require(
        world.server.writer.published.directory.roleEpoch(.toezichthouder)?.epoch)
      let grant = Grant(
        at: MaliceWorld.now, by: vault.member(.sanne), byFunction: .regie, dossier: world.dossier,
        epoch: epoch, from: MaliceWorld.now, head: try world.head(), id: .random(),
        member: vault.member(.toezichthouder), policy: policy(world), purpose: .toezicht,
        request: request ?? hash, role: .toezichthouder,
        sections: sections.map {
          Grant.Part(section: $0, generation: 1, box: Share.hash(ofBox: box))
        }, sort: .toezicht, until: until ?? wanted.objects.until!
      ).sign(with: vault.household.ring(.sanne).identity.signing)
      return try sanne.call(
        "access.second",
        .object([
          (
            "boxes",
            .array(
              sections.map { .object([("box", .base64(box)), ("section", .string($0.name))]) })
          ), ("grant", grant.json), ("second", second(by: .sanne, as: .regie, id: id).json),
        ]))
    }
    let objects = Reply.answer(.fail, "objects")
    try world.refused("longer than asked", objects, as: .second) {
      try complete(until: MaliceWorld.now + hours(900))
    }
    try world.refused("more than asked", objects, as: .second) {
      try complete(sections: [.kern, .journaal])
    }
    try world.refused("on another request", objects, as: .second) {
      try complete(request: Random.bytes(32))
    }
    try world.refused("an id that was used", malformed) {
      try complete(id: used)
    }
    #expect(try complete() == .answer(.permit, nil))
    try world.refused("after its end", .answer(.fail, "request-ended"), as: .second) {
      try complete()
    }
  }

  @Test("the directory takes no record that lacks its two signatures, or a second time")
  func directory() throws {
    let world = try MaliceWorld()
    let house = world.vault.household
    let bram = try MaliceClient(world, .beheerder)
    let view = world.server.writer.published.directory
    let act = DirectoryAct.suspension(world.vault.member(.youssef))
    func record(_ signers: [(Person, Person)]) throws -> [UInt8] {
      let draft = try DirectoryDraft(act, at: MaliceWorld.now, on: view)
      let signatures = signers.map { who, key in
        (
          house.ring(who).identity.member,
          Signature.sign(draft.bytes, as: .directory, with: house.ring(key).identity.signing)
        )
      }.sorted { $0.0 < $1.0 }
      return CanonicalJSON.encode([
        "body": .base64(draft.bytes),
        "sigs": .array(signatures.map { ["by": .id($0), "sig": .base64($1)] }),
      ])
    }
    func append(_ record: [UInt8]) throws -> Reply {
      try bram.call("directory.append", .object([("record", .base64(record))]))
    }
    for (name, signers) in [
      ("no signature", []), ("one signature", [(.beheerder, .beheerder)]),
      ("one person twice", [(.beheerder, .beheerder), (.beheerder, .beheerder)]),
      ("the second forged", [(.beheerder, .beheerder), (.custodian, .beheerder)]),
      ("by members without the function", [(.sanne, .sanne), (.youssef, .youssef)]),
      ("by the subject", [(.beheerder, .beheerder), (.youssef, .youssef)]),
    ] as [(String, [(Person, Person)])] {
      try world.refused(name, .answer(.fail, "directory"), as: .directory) {
        try append(record(signers))
      }
    }
    let genuine = try record([(.beheerder, .beheerder), (.custodian, .custodian)])
    #expect(try append(genuine) == .answer(.permit, nil))
    try world.refused("a second time", .answer(.fail, "directory"), as: .directory) {
      try append(genuine)
    }
  }
}
