import AuditLog
import Directory
import Records
import Sodium
import StrictJSON
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultClient
@testable import VaultService

@Suite(
  "Words with who gets access and who loses it: the question of a consult, and why", .serialized)
struct WordsAccessTests {
  private static let why = "Zij vroeg er zelf om: het gezin is familie van haar."
  private static let question = "Mag ik de school vertellen dat moeder is verhuisd?"

  private func refuses(_ session: VaultSession, _ leaf: Int) throws -> Bool {
    try refusal { _ = try session.words(at: leaf) } != nil
  }

  /// The words of a family's access in the order of the log, as this member's list names them.
  private func said(_ family: GrantFamily, _ session: VaultSession) throws -> [String?] {
    try session.access(to: family.dossier).said.map { try session.words(of: $0)?.text }
  }

  private func consult(_ family: GrantFamily, _ words: Words? = nil) throws -> Identifier {
    try family.sanne.consult(
      family.world.id(.jurist), in: family.dossier, sections: [.kern, .juridisch],
      purpose: .juridisch, until: family.tomorrow, words: words)
  }

  @Test(
    "R9, R10: the jurist who is asked reads the question as long as the consult holds; else the FG")
  func question() throws {
    let family = try GrantFamily()
    let world = family.world
    let grant = try consult(family, Words(Self.question))
    let (jan, fg) = (try world.session(.jurist), try world.session(.fg))
    let asked = try #require(jan.access(to: family.dossier).said.first)
    #expect(asked.about == grant && asked.consult?.member == jan.member)
    let read = try #require(try jan.words(of: asked))
    #expect(read.text == Self.question && read.entry.sealed?.words == asked.consult?.reason)
    // On the ground of the grant, and that stands in the log.
    let reading = try #require(fg.wholeLog().last { $0.action == .words })
    #expect(reading.actor == jan.member && reading.dossier == family.dossier)
    #expect(reading.basis == LogEntry.Basis(.grant, id: grant))
    #expect(try fg.words(at: asked.leaf).text == Self.question)
    // Who asked wrote it; who approves may ask for it: neither role has a box.
    #expect(try family.sanne.words(at: asked.leaf).content == .closed)
    #expect(try family.lotte.words(at: asked.leaf).content == .closed)
    // Another jurist has the key of the box, and is given nothing to open; others neither.
    let ring = try world.newcomer("Julia Jurist", .jurist)
    let julia = try world.session(ring)
    let youssef = try world.session(.youssef)
    try family.sanne.involve(youssef.member, in: family.dossier)
    for session in [julia, youssef] { #expect(try refuses(session, asked.leaf)) }
    for person in [Person.toezichthouder, .beheerder, .custodian] {
      #expect(try refuses(world.session(person), asked.leaf), "\(person)")
    }
    // With a consult of her own she reads her question, and not his.
    try family.sanne.consult(
      julia.member, in: family.dossier, sections: [.kern], purpose: .juridisch,
      until: family.tomorrow, words: Words("En de oma?"))
    let hers = try #require(
      julia.access(to: family.dossier).said.first { $0.consult?.member == julia.member })
    #expect(try julia.words(of: hers)?.text == "En de oma?")
    #expect(try refuses(julia, asked.leaf) && refuses(jan, hers.leaf))
    try family.sanne.endGrant(grant, in: family.dossier)
    #expect(try refuses(jan, asked.leaf), "it was ended")
    world.clock.forward(MovableClock.day)
    #expect(try refuses(world.session(ring), hers.leaf), "it is over")
    #expect(try world.findings() == [])
  }

  @Test(
    "R9, R10: why a grant ended early: the FG, regie and leidinggevende read it, nobody else does")
  func grantEnd() throws {
    let family = try GrantFamily()
    let world = family.world
    let grant = try consult(family)
    try family.lotte.endGrant(grant, in: family.dossier, words: Words(Self.why))
    let fg = try world.session(.fg)
    let end = try #require(fg.access(to: family.dossier).grants.first?.end)
    let said = try #require(fg.access(to: family.dossier).said.first)
    #expect(said.about == grant && said.words == end.reason && said.consult == nil)
    for session in [fg, family.sanne, family.lotte] {
      let found = try #require(try session.words(of: said))
      #expect(found.text == Self.why && found.entry.action == .grantEnd)
    }
    let youssef = try world.session(.youssef)
    try family.sanne.involve(youssef.member, in: family.dossier)
    #expect(try refuses(youssef, said.leaf), "involved, with the role's key, and without regie")
    let leo = try world.session(world.newcomer("Leo Leiden", .leidinggevende, team: "Leiden"))
    #expect(try refuses(leo, said.leaf))
    for person in [Person.jurist, .toezichthouder, .beheerder, .custodian] {
      #expect(try refuses(world.session(person), said.leaf), "\(person)")
    }
    #expect(try world.findings() == [])
  }

  @Test(
    "R1, R9: why somebody came, left or got regie: who has regie then reads it, who left does not")
  func involvement() throws {
    let family = try GrantFamily()
    let world = family.world
    let fg = try world.session(.fg)
    // Of the same team: it is the same leidinggevende's family after the handover.
    let yara = try world.session(
      world.newcomer("Yara Jong", .jeugdbeschermer, team: "Haaglanden"))
    let came = try family.sanne.involve(
      yara.member, in: family.dossier, words: Words("Waarneming."))
    try family.sanne.endInvolvement(
      came, of: yara.member, in: family.dossier, words: Words(Self.why))
    try family.lotte.handOverRegie(
      to: yara.member, in: family.dossier, closing: family.regieRecord,
      words: Words("Sanne is ziek."))
    let all = ["Waarneming.", Self.why, "Sanne is ziek."]
    let said = try fg.access(to: family.dossier).said
    #expect(said.map(\.about).prefix(2) == [came, came])
    for session in [fg, family.lotte, yara] { #expect(try self.said(family, session) == all) }
    // Sanne has no part in the family any more: her own words she may have, Lotte's not.
    #expect(try family.sanne.words(at: said[1].leaf).text == Self.why)
    #expect(try refuses(family.sanne, said[2].leaf))
    for person in [Person.youssef, .jurist, .toezichthouder, .beheerder, .custodian] {
      let session = try world.session(person)
      for words in said { #expect(try refuses(session, words.leaf), "\(person)") }
    }
    #expect(try world.findings() == [])
  }

  @Test(
    "R9: a record that names words comes with them, for all who must read them, for today's keys")
  func hostile() throws {
    let family = try GrantFamily()
    let sanne = family.sanne
    let grant = try consult(family)
    let (words, other) = (try Words(Self.why), try Words("Iets anders."))
    func boxes(_ words: Words, _ roles: Set<Role>, later: Role? = nil) throws -> SealedWords {
      let keys = roles.compactMap { sanne.directory.roleEpoch($0) }.map {
        (role: $0.role, epoch: $0.epoch + ($0.role == later ? 1 : 0), key: $0.box)
      }
      return SealedWords(hash: words.hash, boxes: try WordsBoxes(words, to: keys))
    }
    let both: Set<Role> = [.jeugdbeschermer, .leidinggevende, .fg]
    let invalid = ClientError.protocolFault("invalid-params")
    let rows: [(reason: [UInt8]?, brought: SealedWords?, error: ClientError)] = [
      (words.hash, nil, invalid), (nil, try boxes(words, both), invalid),
      (words.hash, try boxes(other, both), invalid),
      (words.hash, try boxes(words, [.leidinggevende, .fg]), invalid),
      (words.hash, try boxes(words, [.jeugdbeschermer, .fg]), invalid),
      (words.hash, try boxes(words, both, later: .leidinggevende), .stale),
    ]
    func send(
      _ method: String, _ record: Signed, _ action: LogAction, _ brought: SealedWords?
    ) throws {
      var ask = Ask(
        method: method, args: ["dossier": .id(family.dossier), "record": record.json],
        action: action, dossier: family.dossier)
      ask.words = brought
      try sanne.perform(ask) { _ throws(CheckFailure) in }
    }
    let youssef = family.world.id(.youssef)
    for (number, row) in rows.enumerated() {
      let end = GrantEnd(
        at: sanne.now(), by: sanne.member, grant: grant, id: .random(), reason: row.reason)
      #expect(throws: row.error, "end \(number)") {
        try send("access.end", end.sign(with: sanne.keys.identity.signing), .grantEnd, row.brought)
      }
      let involvement = Involvement(
        at: sanne.now(), by: sanne.member, dossier: family.dossier, id: .random(), member: youssef,
        since: sanne.now(), sort: .betrokken, reason: row.reason)
      #expect(throws: row.error, "involvement \(number)") {
        try send(
          "involvement.add", involvement.sign(with: sanne.keys.identity.signing), .involvement,
          row.brought)
      }
    }
    // A question without a box for a jurist reaches nobody whom it is put to.
    let state = try sanne.accessState(of: family.dossier)
    let made = try sanne.makeGrant(
      GrantOrder(
        dossier: family.dossier, member: family.world.id(.jurist), role: .jurist, sort: .consult,
        sections: [.kern], purpose: .juridisch, until: family.tomorrow, reason: words.hash,
        request: nil), state)
    let readers: [(roles: Set<Role>, error: ClientError?)] = [
      ([.fg, .leidinggevende], invalid), ([.fg, .jurist], nil),
    ]
    for (roles, error) in readers {
      var ask = Ask(
        method: "access.grant",
        args: [
          "boxes": .array(made.boxes), "dossier": .id(family.dossier), "grant": made.signed.json,
        ], action: .grant, dossier: family.dossier, purpose: .juridisch)
      ask.words = try boxes(words, roles)
      if let error {
        #expect(throws: error) { try sanne.perform(ask) { _ throws(CheckFailure) in } }
      } else {
        try sanne.perform(ask) { _ throws(CheckFailure) in }
      }
    }
    let after = try sanne.access(to: family.dossier)
    #expect(after.grants.allSatisfy { $0.end == nil } && after.involvement.count == 1)
    #expect(after.said.map(\.about) == [made.id])
    #expect(try family.world.findings() == [])
  }

  @Test("R10: a service that seals other words, or points a record at other words, is found out")
  func lies() throws {
    let world = try MaliceWorld()
    let sanne = try world.signIn(.sanne, world.device(.sanne))
    let jurist = world.vault.member(.jurist)
    func consult(_ session: VaultSession, _ words: Words) throws {
      try session.consult(
        jurist, in: world.dossier, sections: [.kern], purpose: .juridisch,
        until: MaliceWorld.now + 86_400_000, words: words)
    }
    let words = try Words(Self.question)
    try consult(sanne, words)
    let first = try #require(sanne.access(to: world.dossier).said.first)
    try consult(sanne, Words("En de oma?"))

    let forged = try #require(try sanne.sealed(Words("Zomaar."), for: Role.standing))
    for lie in [nil, forged] {
      let liar = LyingVault(world)
      liar.plan = { if $0.words != nil { $0.words = lie } }
      let state = try world.device(.sanne)
      let session = try world.signIn(.sanne, state, over: liar.channel())
      noticed(.leafWords, on: state) {
        try session.involve(
          world.vault.member(.youssef), in: world.dossier, words: Words("Waarneming."))
      }
    }
    let swapping = LyingVault(world)
    swapping.answer = { answer in
      // The last two are of the two consults.
      guard let leaves = answer["leaves"]?.arrayValue else { return answer }
      return answer.with("leaves", .array(leaves.dropLast(2) + leaves.suffix(2).reversed()))
    }
    let state = try world.device(.jurist)
    let session = try world.signIn(.jurist, state, over: swapping.channel())
    let misled = try #require(
      session.access(to: world.dossier).said.first { $0.about == first.about })
    #expect(misled.leaf != first.leaf)
    noticed(.words, on: state) { _ = try session.words(of: misled) }
    let short = LyingVault(world)
    short.answer = { $0["leaves"] == nil ? $0 : $0.with("leaves", .array([.int(1)])) }
    let other = try world.device(.jurist)
    let cut = try world.signIn(.jurist, other, over: short.channel())
    noticed(.answer, on: other) { _ = try cut.access(to: world.dossier) }
  }
}
