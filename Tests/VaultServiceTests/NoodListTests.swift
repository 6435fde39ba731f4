import Calendar
import Directory
import Dossier
import Records
import Sodium
import StrictJSON
import Testing
import VaultFixture
import Vocabulary

@testable import VaultClient
@testable import VaultService

@Suite("Noodtoegang in the list of who has access", .serialized)
struct NoodListTests {
  private static let hour: Int64 = 3_600_000

  @Test(
    "R10, R11: regie, leidinggevende and FG see who took noodtoegang, until when, and what others say"
  )
  func listed() throws {
    let world = try NoodWorld()
    #expect(try world.session(.sanne).access(to: world.dossier).emergencies.isEmpty)
    let taken = try world.take(world.session(.youssef), hours: 8)
    let now = world.clock.now()
    for person in [Person.sanne, .leidinggevende, .fg] {
      let seen = try world.session(person).access(to: world.dossier).emergencies
      let access = try #require(seen.first)
      #expect(seen.count == 1 && access.request.id == taken.request, "\(person)")
      #expect(access.request.requester == world.vault.member(.youssef))
      #expect(access.until == taken.until && access.review == .open)
      #expect(
        access.due == DutchClock.end(ofWorkingDays: 3, after: access.request.at), "\(person)")
      #expect(access.holds(at: now) && !access.holds(at: taken.until))
      #expect(!access.holds(at: access.request.at - 1))
    }
    for person in [Person.youssef, .toezichthouder, .jurist] {
      #expect(throws: ClientError.self, "\(person)") {
        _ = try world.session(person).access(to: world.dossier)
      }
    }
    // One of the two who must: not reviewed yet.
    let lotte = try world.session(.leidinggevende)
    try lotte.second(#require(lotte.requests().first), verdict: .akkoord)
    let sanne = try world.session(.sanne)
    #expect(try sanne.access(to: world.dossier).emergencies.map(\.review) == [.open])
    world.clock.pass(Self.hour)
    let fg = try world.session(.fg)
    try fg.second(#require(fg.requests().first), verdict: .tegen)
    let ended = try #require(
      try world.session(.sanne).access(to: world.dossier).emergencies.first)
    #expect(ended.review == .tegen && ended.until < taken.until - 6 * Self.hour)
    #expect(!ended.holds(at: world.clock.now()))

    // A second time, with two who agree: it lasts as long as it was taken for, and stays in the list.
    let again = try world.take(world.session(.youssef), hours: 1)
    for person in [Person.leidinggevende, .fg] {
      let session = try world.session(person)
      try session.second(#require(session.requests().first), verdict: .akkoord)
    }
    world.clock.pass(until: again.until)
    let both = try world.session(.sanne).access(to: world.dossier).emergencies
    #expect(both.map(\.request.id) == [taken.request, again.request], "oldest first")
    #expect(both.map(\.review) == [.tegen, .akkoord])
    #expect(both.last?.until == again.until && both.last?.holds(at: world.clock.now()) == false)
    #expect(try world.verify().findings == [])
  }

  @Test("R11: a review that is made up, moved, doubled or by who took it is refused, with evidence")
  func forged() throws {
    let world = try MaliceWorld()
    let vault = world.vault
    let words = try Words("Er is een melding binnengekomen.")
    let other = try vault.session(.sanne).create(Families.gezin("anne")).id
    let youssef = try vault.session(.youssef)
    for dossier in [world.dossier, other] {
      _ = try youssef.takeEmergency(to: dossier, words: words)
    }
    let lotte = try vault.session(.leidinggevende)
    for open in try lotte.requests() { try lotte.second(open, verdict: .akkoord) }

    /// What the honest service lists.
    func items(_ dossier: Identifier) throws -> [JSONValue] {
      var items: [JSONValue] = []
      let spy = LyingVault(world)
      spy.answer = { answer in
        items = answer["noodtoegang"]?.arrayValue ?? items
        return answer
      }
      _ = try world.signIn(.sanne, world.device(.sanne), over: spy.channel()).access(to: dossier)
      return items
    }
    let own = try #require(try items(world.dossier).first)
    let theirs = try #require(try items(other).first)
    let request = try Signed(JSONObject(#require(own["request"])))
    let second = try #require(own["seconds"]?[0])
    func said(_ person: Person, _ function: SigningFunction, signer: Person? = nil) -> JSONValue {
      Second(
        at: MaliceWorld.now, by: vault.member(person), function: function, id: .random(),
        request: RequestAct.hash(request.bytes), verdict: .akkoord
      ).sign(with: vault.household.ring(signer ?? person).identity.signing).json
    }
    let lies: [(String, [JSONValue])] = [
      ("another dossier's", [own, theirs]),
      ("twice", [own, own]),
      ("a second about another request", [own.with("seconds", theirs["seconds"] ?? [])]),
      ("the same second twice", [own.with("seconds", [second, second])]),
      ("who took it agrees", [own.with("seconds", [said(.youssef, .role(.jeugdbeschermer))])]),
      (
        "a second that another signed",
        [own.with("seconds", [said(.fg, .role(.fg), signer: .sanne)])]
      ),
      (
        "a request that nobody signed",
        [
          own.with(
            "request",
            Signed(bytes: request.bytes, signature: request.signature.flipped()).json)
        ]
      ),
    ]
    for (name, list) in lies {
      let liar = LyingVault(world)
      liar.answer = { $0["grants"] == nil ? $0 : $0.with("noodtoegang", .array(list)) }
      let state = try world.device(.sanne)
      let sanne = try world.signIn(.sanne, state, over: liar.channel())
      noticed(.record, on: state, "\(name)") { _ = try sanne.access(to: world.dossier) }
    }
    // The truth passes through the same hands; a leidinggevende twice in another function does not count.
    let liar = LyingVault(world)
    liar.answer = {
      $0["grants"] == nil
        ? $0
        : $0.with("noodtoegang", [own.with("seconds", [second, said(.jurist, .role(.jurist))])])
    }
    let seen = try world.signIn(.sanne, world.device(.sanne), over: liar.channel())
      .access(to: world.dossier).emergencies
    #expect(seen.map(\.review) == [.open], "a jurist has no say in it")
  }
}
