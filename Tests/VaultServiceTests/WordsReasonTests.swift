import AuditLog
import Directory
import Records
import StrictJSON
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultClient
@testable import VaultService

@Suite("Words that an act cannot do without: the ground of R3, and why another policy", .serialized)
struct WordsReasonTests {
  private static let ground = "Vader bedreigde de juf; wist hij van haar melding, zij liep gevaar."

  /// An entry of the family, and the dossier as Sanne opened it.
  private func entry(_ family: GrantFamily) throws -> (OpenedDossier, OpenedRevision) {
    let opened = try family.sanne.open(family.dossier, purpose: .uitvoering)
    return (opened, try #require(opened.revisions.first { $0.section == .journaal }))
  }

  /// Sanne asks agreement to a ground, with its words.
  private func ask(_ family: GrantFamily) throws {
    let (opened, revision) = try entry(family)
    try family.sanne.requestGround(
      of: revision, in: opened, purpose: .uitvoering, validUntil: family.tomorrow,
      words: Words(Self.ground))
  }

  /// What this member cannot have, not even closed.
  private func refuses(_ session: VaultSession, _ leaf: Int) throws -> Bool {
    try refusal { _ = try session.words(at: leaf) } != nil
  }

  @Test("R3, R12: who decides about a ground reads it first, and the FG; nobody else reads it")
  func ground() throws {
    let family = try GrantFamily()
    let world = family.world
    let youssef = try world.session(.youssef)
    try family.sanne.involve(youssef.member, in: family.dossier)
    let jan = try world.session(.jurist)
    try family.sanne.consult(
      jan.member, in: family.dossier, sections: [.kern], purpose: .juridisch,
      until: family.tomorrow)
    let julia = try world.session(world.newcomer("Julia Jurist", .jurist))
    let yara = try world.session(
      world.newcomer("Yara Jong", .jeugdbeschermer, team: "Haaglanden"))
    let leo = try world.session(world.newcomer("Leo Leiden", .leidinggevende, team: "Leiden"))
    try ask(family)
    let open = try family.request(family.lotte)
    let leaf = try #require(open.leaves.first)
    // Those of whom the policy takes two: read with the request itself, before any word.
    for session in [family.lotte, youssef] {
      #expect(try session.words(of: family.request(session)).map(\.text) == [Self.ground])
    }
    let fg = try world.session(.fg)
    for session in [family.sanne, jan, fg] {
      let found = try session.words(at: leaf)
      #expect(found.text == Self.ground)
      #expect(found.entry.action == .requestAct && found.entry.dossier == family.dossier)
      #expect(found.entry.sealed?.words == open.request.reason)
    }
    // The same roles without a tie to this family, and those with no say.
    for session in [yara, leo, julia] { #expect(try refuses(session, leaf)) }
    for person in [Person.toezichthouder, .beheerder, .custodian] {
      #expect(try refuses(world.session(person), leaf), "\(person)")
    }
    #expect(try !family.lotte.second(open, verdict: .akkoord).done)
    #expect(try youssef.second(family.request(youssef), verdict: .akkoord).done)
    #expect(try world.findings() == [])
  }

  /// A request as a client of one's own would sign it.
  private func request(
    _ session: VaultSession, _ objects: RequestAct.Objects, _ place: RequestAct.Place?,
    _ reason: [UInt8]?, until: Int64
  ) throws -> Signed {
    RequestAct(
      at: session.now(), id: .random(), objects: objects, place: place,
      policy: try session.policy().hash, reason: reason, requester: session.member,
      validUntil: until
    ).sign(with: session.keys.identity.signing)
  }

  @Test("R3, R9: without words a ground and a policy are refused, and the explanation says so")
  func silent() throws {
    let family = try GrantFamily()
    let (opened, revision) = try entry(family)
    let objects = RequestAct.Objects.r3Ground(
      RequestAct.Revision(
        section: revision.section, entry: revision.entry, revision: revision.revision))
    let place = RequestAct.Place(
      dossier: family.dossier, head: opened.head, purpose: .uitvoering)
    let signed = try request(family.sanne, objects, place, nil, until: family.tomorrow)
    let refused = try #require(
      refusal {
        _ = try family.sanne.probe(
          "access.request", [("request", signed.json)], .requestAct, dossier: family.dossier,
          purpose: .uitvoering)
      })
    #expect(refused.code == "reason-needed" && refused.ways == ["give-reason"])
    let explained = try family.world.session(.fg).explain(reference: refused.reference)
    #expect(explained.code == "reason-needed")
    #expect(explained.steps.contains { $0.rule == "reason-given" && !$0.held })

    let beheerder = try family.world.session(.beheerder)
    let files = try family.world.edited(AccessVault.days(13))
    let present = try beheerder.policy().hash
    let change = RequestAct.Objects.policy(
      RequestAct.PolicyChange(
        hash: files.hash, previous: present))
    let proposal = try request(beheerder, change, nil, nil, until: family.tomorrow)
    let code = try refusal {
      _ = try beheerder.probe(
        "access.request",
        [("request", proposal.json)] + files.members.map { ($0.key, $0.value) }, .requestAct)
    }?.code
    #expect(code == "reason-needed")
    for person in [Person.fg, .leidinggevende] {
      #expect(try family.world.session(person).requests() == [])
    }
    #expect(try family.world.findings() == [])
  }

  @Test("R3: words that pass a decider by, or are for an older key, are not taken")
  func boxes() throws {
    let family = try GrantFamily()
    let (opened, revision) = try entry(family)
    let sanne = family.sanne
    let words = try Words(Self.ground)
    let objects = RequestAct.Objects.r3Ground(
      RequestAct.Revision(
        section: revision.section, entry: revision.entry, revision: revision.revision))
    let place = RequestAct.Place(
      dossier: family.dossier, head: opened.head, purpose: .uitvoering)
    func send(_ sealed: SealedWords) throws {
      let signed = try request(sanne, objects, place, words.hash, until: family.tomorrow)
      var ask = Ask(
        method: "access.request", args: ["request": signed.json], action: .requestAct,
        dossier: family.dossier, purpose: .uitvoering)
      ask.words = sealed
      try sanne.perform(ask) { _ throws(CheckFailure) in }
    }
    let all: Set<Role> = [.jeugdbeschermer, .jurist, .leidinggevende]
    for role in all {
      let without = try #require(try sanne.sealed(words, for: all.subtracting([role])))
      #expect(throws: ClientError.protocolFault("invalid-params"), "\(role)") { try send(without) }
    }
    let older = all.union([.fg]).compactMap { sanne.directory.roleEpoch($0) }.map {
      (role: $0.role, epoch: $0.epoch + ($0.role == .jurist ? 1 : 0), key: $0.box)
    }
    #expect(throws: ClientError.stale) {
      try send(SealedWords(hash: words.hash, boxes: WordsBoxes(words, to: older)))
    }
    #expect(try family.lotte.requests() == [])
    try send(#require(try sanne.sealed(words, for: all)))
    #expect(try family.request(family.lotte).request.reason == words.hash)
  }

  @Test("R9, R12: FG and leidinggevende read why another policy is proposed; nobody else does")
  func policy() throws {
    let world = try AccessVault()
    try world.propose(AccessVault.days(13))
    let (fg, lotte) = (try world.session(.fg), try world.session(.leidinggevende))
    let leaf = try #require(world.proposal(fg).leaves.first)
    for session in [fg, lotte] {
      #expect(try session.words(of: world.proposal(session)).map(\.text) == [AccessVault.why])
    }
    #expect(try fg.words(at: leaf).entry.dossier == nil)
    // Who proposed it wrote them, and has no key.
    #expect(try world.session(.beheerder).words(at: leaf).content == .closed)
    for person in [Person.sanne, .youssef, .jurist, .toezichthouder, .custodian] {
      #expect(try refuses(world.session(person), leaf), "\(person)")
    }
    // The last second says something too: its words stand in its own entry, not in the policy's.
    try fg.second(world.proposal(fg), verdict: .akkoord)
    let open = try world.proposal(lotte)
    #expect(try lotte.second(open, verdict: .akkoord, words: Words("Mee eens.")).done)
    let spoken = try fg.wholeLog().filter { $0.sealed != nil }
    #expect(spoken.map(\.action) == [.requestAct, .second])
    #expect(try fg.words(at: #require(spoken.last).index).text == "Mee eens.")
    #expect(try world.findings() == [])
  }
}
