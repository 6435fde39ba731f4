import Dossier
import Foundation
import Records
import Socket
import Synchronization
import Testing
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary

/// What the vault should do, one act after the other: no service, no keys, a few facts.
private struct Reference: Hashable {
  /// A jurist's grant is in force.
  var consulted = true
  var youssefInvolved = true
  /// The toezichthouder's request: who has agreed, and whether that made a grant.
  var isAsked = false
  var agreed: Set<Person> = []
  var granted = false
  var entries = 0

  /// What one act comes to, and what it changes.
  mutating func apply(_ act: Interleaved) -> Outcome {
    switch act {
    case .endConsult:
      guard consulted else { return .stale }
      consulted = false
      return .done
    case .juristOpens: return consulted ? .done : .refused("grant-ended")
    case .endYoussef:
      guard youssefInvolved else { return .stale }
      youssefInvolved = false
      return .done
    case .youssefOpens: return youssefInvolved ? .done : .refused("not-involved")
    case .youssefAppends, .sanneAppends:
      guard act == .sanneAppends || youssefInvolved else { return .refused("not-involved") }
      entries += 1
      return .done
    case .agree(let person):
      agreed.insert(person)
      granted = agreed.count == 2
      return .done
    case .tessaOpens:
      return granted ? .done : .refused(isAsked ? "second-pair-needed" : "not-involved")
    case .refresh: return .done
    }
  }
}

/// One act of one person; acts of different persons run at the same time.
private enum Interleaved: Hashable {
  case endConsult(Person)
  case juristOpens
  case endYoussef(Person)
  case youssefOpens
  case youssefAppends
  case sanneAppends
  case agree(Person)
  case tessaOpens
  case refresh
}

private enum Outcome: Hashable {
  case done
  case stale
  case refused(String)
  case other(String)
}

@Suite("Races against a reference model", .serialized)
struct InterleavingTests {
  /// Rounds in every run; 10,000 under torture.
  private static let rounds = Torture.count(300, long: 10_000)
  private static let perVault = 60

  @Test(
    "Whatever runs at the same time comes out as if it had run in some order: approvals, grant ends, opens, appends, refreshes"
  )
  func serializable() throws {
    var done = 0
    var seed = SeededNumbers(seed: 2026_11_21)
    while done < Self.rounds {
      let count = min(Self.perVault, Self.rounds - done)
      let world = try Races()
      for _ in 0..<count { try world.round(&seed) }
      try world.verify()
      done += count
    }
  }
}

/// A vault and its people's sessions.
///
/// Each person's session is used by one thread at a time: nobody does two acts in a round.
private final class Races: @unchecked Sendable {
  private let world: RefreshWorld
  private let sessions: [Person: VaultSession]
  private let text: EntryContent

  init() throws {
    world = try RefreshWorld()
    var sessions: [Person: VaultSession] = [:]
    for person in [Person.sanne, .youssef, .jurist, .leidinggevende, .toezichthouder, .fg] {
      sessions[person] = try world.vault.session(person, device: "races")
    }
    self.sessions = sessions
    let gezin = try Families.gezin("sjors")
    var entry = try #require(gezin.entries.first { $0.sectie == .journaal })
    entry.tekst = "tegelijk"
    text = .entry(entry)
  }

  private func session(_ person: Person) throws -> VaultSession {
    try #require(sessions[person])
  }

  /// A fresh dossier in a random starting state, and some acts on it at the same time.
  func round(_ random: inout SeededNumbers) throws {
    var start = Reference()
    start.consulted = random.coin()
    start.youssefInvolved = random.coin()
    start.isAsked = random.coin()
    let stage = try Stage(self, start)
    start.entries = stage.entries
    let acts = Self.choose(&random, hasRequest: stage.request != nil)
    let outcomes = try run(acts, on: stage)
    let after = try stage.found(world, session(.sanne))
    let orders = Self.orders(Array(acts.indices))
    let fits = orders.contains { Self.fits($0.map { acts[$0] }, start, outcomes, after) }
    #expect(fits, "\(start): \(outcomes), \(after) entries")
  }

  /// Whether the acts, run in this order, come to these outcomes and leave so many entries.
  private static func fits(
    _ order: [Interleaved], _ start: Reference, _ outcomes: [Interleaved: Outcome],
    _ entries: Int
  ) -> Bool {
    var model = start
    for act in order {
      let expected = model.apply(act)
      guard outcomes[act] == expected else { return false }
    }
    return model.entries == entries
  }

  /// One act per person, two to five persons.
  private static func choose(
    _ random: inout SeededNumbers, hasRequest: Bool
  ) -> [Interleaved] {
    let choices: [[Interleaved]] = [
      [.endConsult(.sanne), .endYoussef(.sanne), .sanneAppends]
        + (hasRequest ? [.agree(.sanne)] : []),
      [.endConsult(.leidinggevende), .endYoussef(.leidinggevende)]
        + (hasRequest ? [.agree(.leidinggevende)] : []),
      [.youssefOpens, .youssefAppends], [.juristOpens], [.tessaOpens], [.refresh],
    ]
    var acts: [Interleaved] = []
    for options in choices where acts.count < 5 && random.below(3) > 0 {
      acts.append(options[random.below(options.count)])
    }
    return acts.isEmpty ? [.juristOpens] : acts
  }

  private func run(_ acts: [Interleaved], on stage: Stage) throws -> [Interleaved: Outcome] {
    let outcomes = Outcomes()
    let finished = DispatchSemaphore(value: 0)
    let begin = DispatchSemaphore(value: 0)
    for act in acts {
      _ = try WorkerThread.start("race") { [self] in
        begin.wait()
        let outcome = outcome(of: act, on: stage)
        outcomes.add(outcome, of: act)
        finished.signal()
      }
    }
    for _ in acts { begin.signal() }
    for _ in acts { finished.wait() }
    return outcomes.all
  }

  private func outcome(of act: Interleaved, on stage: Stage) -> Outcome {
    do {
      try perform(act, on: stage)
      return .done
    } catch ClientError.stale {
      return .stale
    } catch ClientError.refused(let refusal) {
      return .refused(refusal.code)
    } catch { return .other("\(error)") }
  }

  private func perform(_ act: Interleaved, on stage: Stage) throws {
    let dossier = stage.dossier
    switch act {
    case .endConsult(let person): try session(person).endGrant(stage.consult, in: dossier)
    case .juristOpens:
      let jurist = try session(.jurist)
      do throws(ClientError) {
        _ = try jurist.open(dossier, sections: [.plannen], purpose: .juridisch)
      } catch {
        // It ended after the log had the opening and before anything went out: asked again, as people do.
        guard error == .stale else { throw error }
        _ = try jurist.open(dossier, sections: [.plannen], purpose: .juridisch)
      }
    case .endYoussef(let person):
      try session(person).endInvolvement(
        stage.involvement, of: world.vault.member(.youssef), in: dossier)
    case .youssefOpens: _ = try session(.youssef).open(dossier, purpose: .uitvoering)
    case .youssefAppends: try append(.youssef, to: dossier)
    case .sanneAppends: try append(.sanne, to: dossier)
    case .agree(let person):
      try agree(session(person), stage.request)
    case .tessaOpens:
      _ = try session(.toezichthouder).open(dossier, sections: [.kern], purpose: .toezicht)
    case .refresh:
      let proposed = try world.cato().proposeRefreshes()
      let checked = try world.second().checkRefreshes()
      #expect(proposed.findings == [] && checked.findings == [])
    }
  }

  /// Who finds that a colleague was just before makes the grant with the second signature.
  private func agree(_ member: VaultSession, _ request: Identifier?) throws {
    var tries = 0
    while true {
      tries += 1
      let requests = try member.requests()
      guard let open = requests.first(where: { $0.request.id == request }) else {
        throw ClientError.protocolFault("the request is not listed")
      }
      do throws(ClientError) {
        _ = try member.second(open, verdict: .akkoord)
        return
      } catch {
        guard error == .stale, tries < 3 else { throw error }
      }
    }
  }

  private func append(_ person: Person, to dossier: Identifier) throws {
    let member = try session(person)
    let writable = try member.openForWriting(
      dossier, sections: [.journaal], purpose: .uitvoering)
    try member.append([NewRevision(text)], to: writable)
  }

  /// Each order in which the acts could have run one by one.
  private static func orders(_ indices: [Int]) -> [[Int]] {
    guard indices.count > 1 else { return [indices] }
    return indices.flatMap { first in
      orders(indices.filter { $0 != first }).map { [first] + $0 }
    }
  }

  /// The log of all rounds holds, with no finding.
  func verify() throws {
    let folder = world.household.scratch.path("copy")
    _ = try session(.fg).copyLog(into: folder)
    let report = LogCopyVerifier(anchor: world.household.anchor).verify(folder: folder)
    #expect(report.findings == [])
  }

  /// A dossier as it is when a round begins.
  fileprivate struct Stage {
    let dossier: Identifier
    let consult: Identifier
    let involvement: Identifier
    let request: Identifier?
    let entries: Int

    init(_ races: Races, _ start: Reference) throws {
      let sanne = try races.session(.sanne)
      let vault = races.world.vault
      dossier = try sanne.create(Families.gezin("anne")).id
      consult = try sanne.consult(
        vault.member(.jurist), in: dossier, sections: [.plannen], purpose: .juridisch,
        until: Date.milliseconds + 86_400_000)
      involvement = try sanne.involve(vault.member(.youssef), in: dossier)
      if !start.consulted { try sanne.endGrant(consult, in: dossier) }
      if !start.youssefInvolved {
        try sanne.endInvolvement(involvement, of: vault.member(.youssef), in: dossier)
      }
      let now = Date.milliseconds
      request =
        start.isAsked
        ? try races.session(.toezichthouder).requestAccess(
          to: dossier, sections: [.kern], purpose: .toezicht, until: now + 86_400_000,
          validUntil: now + 86_400_000) : nil
      entries = try sanne.open(dossier, purpose: .uitvoering).revisions.count
    }

    /// How many entries there are after a round.
    func found(_ world: RefreshWorld, _ sanne: VaultSession) throws -> Int {
      try sanne.open(dossier, purpose: .uitvoering).revisions.count
    }
  }
}

/// What the threads of one round report.
private final class Outcomes: Sendable {
  private let found = Mutex<[Interleaved: Outcome]>([:])

  func add(_ outcome: Outcome, of act: Interleaved) { found.withLock { $0[act] = outcome } }

  var all: [Interleaved: Outcome] { found.withLock { $0 } }
}

extension SeededNumbers {
  fileprivate mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
  fileprivate mutating func coin() -> Bool { next() & 1 == 0 }
}
