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

private let malformed = MaliceClient.Reply.fault(.invalidParams)

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
      revision: UInt32 = 1, kind: EntryKind = .entry,
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
          dossier: id, section: .etiket, entry: entry, revision: revision, kind: kind,
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
      ("an entry that begins with its second revision", try Birth(world, id, revision: 2)),
      ("a flag for a label", try Birth(world, id, kind: .flag)),
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
