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
  "Words under four eyes: why it is asked, and the contrary view, for those who must act",
  .serialized)
struct WordsRequestTests {
  private let why = "De inspectie vraagt naar het veiligheidsplan van dit gezin."
  private let against = "Het plan is nog niet met moeder besproken."

  /// What each of these sees of a request's words, in the order of the records.
  private func seen(_ family: GrantFamily, by sessions: [VaultSession]) throws -> [[String?]] {
    try sessions.map { session in
      try session.words(of: #require(session.requests(of: family.dossier).first)).map(\.text)
    }
  }

  private func ask(_ family: GrantFamily, _ tessa: VaultSession) throws {
    let now = family.world.clock.now()
    try tessa.requestAccess(
      to: family.dossier, sections: [.etiket, .journaal], purpose: .toezicht,
      until: now + MovableClock.day, validUntil: now + MovableClock.day, words: Words(why))
  }

  @Test("R12: who decides reads why before saying yes or no; the words are those of the record")
  func before() throws {
    let family = try GrantFamily()
    let tessa = try family.world.session(.toezichthouder)
    try ask(family, tessa)
    let fg = try family.world.session(.fg)
    #expect(try seen(family, by: [family.lotte, family.sanne]) == [[why], [why]])
    let leaf = try #require(tessa.requests(of: family.dossier).first?.leaves.first)
    #expect(try fg.words(at: leaf).text == why)
    // Whoever has the role's key and not the function gets nothing: the service decides.
    let youssef = try family.world.session(.youssef)
    #expect(try refusal { _ = try youssef.words(at: leaf) } != nil)
    let jurist = try family.world.session(.jurist)
    #expect(try refusal { _ = try jurist.words(at: leaf) } != nil)
    // Who asked wrote them, and has no box.
    #expect(try tessa.words(at: leaf).content == .closed)
  }

  @Test("R12: the contrary view is kept in words; requester, the others and the FG read it")
  func contrary() throws {
    let family = try GrantFamily()
    let tessa = try family.world.session(.toezichthouder)
    try ask(family, tessa)
    let open = try family.request(family.lotte)
    try family.lotte.second(open, verdict: .tegen, words: Words(against))
    // It is ended; its requester still sees it, with what was said against it.
    let ended = try #require(tessa.requests(of: family.dossier).first)
    #expect(ended.state == "ended" && ended.seconds.map(\.verdict) == [.tegen])
    let leaf = try #require(ended.leaves.last)
    for session in [tessa, family.sanne, family.lotte, try family.world.session(.fg)] {
      #expect(try session.words(at: leaf).text == against)
    }
    #expect(ended.seconds.first?.contrary == (try tessa.words(at: leaf).entry.sealed?.words))
    #expect(throws: ClientError.stale) { try family.sanne.second(open, verdict: .akkoord) }
    // Another toezichthouder is neither.
    let tom = try family.world.session(family.world.newcomer("Tom Toezicht", .toezichthouder))
    #expect(try refusal { _ = try tom.words(at: leaf) } != nil)
    #expect(try tom.requests(of: family.dossier) == [])
  }

  @Test(
    "R12: an akkoord with a remark and the grant it makes: the words stand in the second's entry")
  func completing() throws {
    let family = try GrantFamily()
    let tessa = try family.world.session(.toezichthouder)
    try ask(family, tessa)
    try family.lotte.second(family.request(family.lotte), verdict: .akkoord, words: Words("Goed."))
    #expect(try seen(family, by: [family.sanne]) == [[why, "Goed."]])
    let last = try family.sanne.second(
      family.request(family.sanne), verdict: .akkoord, words: Words("Alleen het plan."))
    #expect(last.grant != nil)
    let fg = try family.world.session(.fg)
    let entries = try fg.wholeLog()
    let spoken = entries.filter { $0.sealed != nil }
    #expect(spoken.map(\.action) == [.requestAct, .second, .second])
    #expect(
      try spoken.map { try fg.words(at: $0.index).text } == [why, "Goed.", "Alleen het plan."])
    let folder = family.world.vault.household.scratch.path("copy")
    _ = try fg.copyLog(into: folder)
    let report = LogCopyVerifier(anchor: family.world.vault.household.anchor).verify(folder: folder)
    #expect(report.isClean, "\(report.findings)")
  }

  @Test("R12: a record that names words comes with them, and with no others")
  func named() throws {
    let family = try GrantFamily()
    let tessa = try family.world.session(.toezichthouder)
    let state = try tessa.accessState(of: family.dossier)
    let now = family.world.clock.now()
    let words = try Words(why)
    let other = try #require(try tessa.sealed(Words(against), for: [.leidinggevende]))
    for (reason, brought) in [(words.hash, nil), (nil, other), (words.hash, other)] {
      let act = RequestAct(
        at: now, id: .random(),
        objects: .grantToezichthouder(
          RequestAct.Access(
            member: tessa.member, role: .toezichthouder, sections: [.etiket],
            until: now + MovableClock.day)),
        place: RequestAct.Place(dossier: family.dossier, head: state.head, purpose: .toezicht),
        policy: state.policy, reason: reason, requester: tessa.member,
        validUntil: now + MovableClock.day)
      let signed = act.sign(with: tessa.keys.identity.signing)
      var ask = Ask(
        method: "access.request", args: ["request": signed.json], action: .requestAct,
        dossier: family.dossier, purpose: .toezicht)
      ask.words = brought
      #expect(throws: ClientError.protocolFault("invalid-params")) {
        try tessa.perform(ask) { _ throws(CheckFailure) in }
      }
    }
    #expect(try tessa.requests(of: family.dossier) == [])
  }
}
