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

@Suite("The malicious client: records, grants, new dossiers, the directory", .serialized)
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
        act: .grantToezichthouder, at: at, dossier: world.dossier,
        head: try head ?? world.head(), id: id,
        objects: RequestAct.Objects(
          member: vault.member(member), role: .toezichthouder, sections: [.kern],
          until: MaliceWorld.now + hours(48)), policy: hash ?? policy(world), purpose: .toezicht,
        requester: vault.member(by), validUntil: at + hours(valid)
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
        }, sort: .toezicht, until: until ?? wanted.objects.until
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

@Suite("The malicious client: a new dossier", .serialized)
struct MaliceCreationTests {
  /// The arguments of `section.create`, honest but for what a test changes.
  private struct Birth {
    let id: Identifier
    var records: [Signed] = []
    var boxes: [JSONValue] = []
    var pieces: [Writing.Piece] = []
    var involvement: Signed

    init(
      _ world: MaliceWorld, _ id: Identifier, entries: [Identifier] = [.random()],
      recordOf other: Identifier? = nil, generation: UInt32 = 1, epoch: UInt32? = nil,
      member: Person = .sanne, signer: Person = .sanne, involvement name: Identifier = .random(),
      sort: Involvement.Sort = .regie, firstPosition: UInt32? = nil
    ) throws {
      self.id = id
      let ring = world.vault.household.ring(.sanne)
      let directory = world.server.writer.published.directory
      let position = directory.position
      let now = MaliceWorld.now
      var chain = Chain(dossier: id)
      for section in Section.allCases {
        let record = SectionRecord(
          at: now, by: ring.identity.member, check: Random.bytes(32), dossier: other ?? id,
          generation: generation, section: section
        ).sign(with: ring.identity.signing)
        records.append(record)
        let header = EntryHeader.ofSection(
          section, dossier: id, author: ring.identity.member, writtenAt: now)
        pieces.append(
          Writing.Piece(
            link: try chain.sign(
              header, role: .jeugdbeschermer, directory: firstPosition ?? position,
              content: SectionRecord.contentHash(record.bytes), with: ring.identity.signing)))
        for role in Role.allCases where role.hasStandingWrap {
          let newest = try #require(directory.roleEpoch(role)?.epoch)
          boxes.append(
            .object([
              ("box", .base64(Random.bytes(Share.standingCount))),
              ("epoch", .int(Int64(epoch ?? newest))), ("role", .string(role.name)),
              ("section", .string(section.name)),
            ]))
        }
      }
      for entry in entries {
        let header = EntryHeader(
          dossier: id, section: .etiket, entry: entry, revision: 1, kind: .entry,
          author: ring.identity.member, writtenAt: now)
        let sealed = SealedEntry(
          nonce: Random.bytes(24), commitment: Random.bytes(32), ciphertext: Random.bytes(528))
        let signed = try chain.sign(
          header, role: .jeugdbeschermer, directory: position,
          content: sealed.contentHash(header), with: ring.identity.signing)
        pieces.append(
          Writing.Piece(
            link: signed, row: Row(n: signed.link.n, sealed: sealed),
            token: (.token(.etiket, n: signed.link.n), Random.bytes(32))))
      }
      involvement = Involvement(
        at: now, by: world.vault.member(.sanne), dossier: id, id: name,
        member: world.vault.member(member), since: now, sort: sort
      ).sign(with: world.vault.household.ring(signer).identity.signing)
    }

    func send(by client: MaliceClient) throws -> MaliceClient.Reply {
      try client.call(
        "section.create",
        .object([
          ("boxes", .array(boxes)), ("dossier", .id(id)), ("involvement", involvement.json),
          ("links", .base64(SignedLink.encode(pieces.map(\.link)))),
          ("records", .array(records.map(\.json))),
        ]), secrets: pieces.compactMap(\.token), rows: pieces.compactMap(\.row))
    }
  }

  private func begin(_ client: MaliceClient, _ id: Identifier) throws -> MaliceClient.Reply {
    try client.call(
      "section.begin",
      .object([("dossier", .id(id)), ("sections", .sections(Section.allCases.sorted()))]))
  }

  @Test(
    "a new dossier comes whole, under the present role keys, with regie for who brings it, or not")
  func births() throws {
    let world = try MaliceWorld()
    let sanne = try MaliceClient(world, .sanne)
    let youssef = try MaliceClient(world, .youssef)
    let fg = try MaliceClient(world, .fg)
    let id = Identifier.random()
    #expect(try begin(sanne, id) == .answer(.permit, nil))
    let twice = Identifier.random()
    func birth(_ change: (inout Birth) -> Void) throws -> Birth {
      var birth = try Birth(world, id)
      change(&birth)
      return birth
    }
    for (name, birth) in [
      ("boxes for an epoch that there is not", try Birth(world, id, epoch: 7)),
      ("a box left out", try birth { $0.boxes.removeLast() }),
      ("a box twice", try birth { $0.boxes.append($0.boxes[0]) }),
      (
        "a box that is none",
        try birth { $0.boxes[0] = $0.boxes[0].with("box", .base64([1, 2, 3])) }
      ),
      (
        "a box for a role that has none from the first day",
        try birth { $0.boxes[0] = $0.boxes[0].with("role", "jurist") }
      ),
      ("another dossier's section records", try Birth(world, id, recordOf: world.dossier)),
      ("a generation from the future", try Birth(world, id, generation: 2)),
      ("a section left out", try birth { $0.records.removeLast() }),
      ("two section records swapped", try birth { $0.records.swapAt(0, 1) }),
      ("an entry id twice", try Birth(world, id, entries: [twice, twice])),
      ("regie for a colleague", try Birth(world, id, member: .youssef)),
      ("regie signed by a colleague", try Birth(world, id, signer: .youssef)),
      ("no regie", try Birth(world, id, sort: .betrokken)),
      ("links from before she was a member", try Birth(world, id, firstPosition: 1)),
      ("ciphertext left out", try birth { $0.pieces[6].row = nil }),
      ("E left out", try birth { $0.pieces[6].token = nil }),
    ] {
      try world.refused(name, .fault(.invalidParams)) { try birth.send(by: sanne) }
    }
    try world.refused("without its label", .fault(.invalidParams)) {
      try Birth(world, id, entries: []).send(by: sanne)
    }
    try world.refused("an involvement id that was used", malformed) {
      let used = try world.server.store.read { tables in
        let number = try #require(try tables.dossiers.number(of: world.dossier))
        return try #require(try tables.involvements.involvements(of: number).first).id
      }
      return try Birth(world, id, involvement: used).send(by: sanne)
    }
    try world.refused("not begun", .answer(.fail, "not-begun"), as: .sectionCreate) {
      try Birth(world, .random()).send(by: sanne)
    }
    try world.refused("an id in use", .answer(.fail, "not-begun"), as: .sectionCreate) {
      try Birth(world, world.dossier).send(by: sanne)
    }
    // S is drawn once, for one member.
    try world.refused("a colleague's begun id", .answer(.refuse, "not-involved"), as: .sectionBegin)
    {
      try begin(youssef, id)
    }
    try world.refused(
      "S of a dossier that exists", .answer(.refuse, "not-involved"), as: .sectionBegin
    ) {
      try begin(sanne, world.dossier)
    }
    let size = try world.leaves().count
    guard case .answer(.refuse, .some) = try begin(fg, .random()) else {
      Issue.record("an FG begins a dossier")
      return
    }
    #expect(try world.entries(from: size).map(\.outcome) == [.refuse])
    #expect(try Birth(world, id).send(by: sanne) == .answer(.permit, nil))
  }
}
