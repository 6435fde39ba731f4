import AuditLog
import Directory
import Foundation
import Records
import Sodium
import Store
import StrictJSON
import Synchronization
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultClient
@testable import VaultService

/// Two clocks of a service that are moved apart.
final class TwoClocks: Sendable {
  private let offsets = Mutex<(wall: Int64, monotonic: Int64)>((0, 0))

  /// - Parameter start: what the wall clock shows now; nil for the truth.
  init(at start: Int64? = nil) {
    guard let start else { return }
    offsets.withLock { $0.wall = start - VaultClock.system.wall() }
  }

  /// Time passes.
  func pass(_ milliseconds: Int64) {
    offsets.withLock {
      $0.wall += milliseconds
      $0.monotonic += milliseconds
    }
  }

  /// Time passes until the wall clock shows this.
  func pass(until time: Int64) { pass(time - now()) }

  /// Somebody sets the wall clock.
  func set(by milliseconds: Int64) { offsets.withLock { $0.wall += milliseconds } }

  func now() -> Int64 { VaultClock.system.wall() + offsets.withLock { $0.wall } }

  var clock: VaultClock {
    VaultClock(
      wall: { [self] in now() },
      monotonic: { [self] in VaultClock.system.monotonic() + offsets.withLock { $0.monotonic } })
  }
}

/// One family of Sanne's, of team Haaglanden; Youssef of team Leiden is not involved with it.
final class NoodWorld {
  let clock: TwoClocks
  let vault: RunningVault
  private(set) var dossier = Identifier.zero
  let words: Words
  private var devices = 0

  init(
    _ household: Household? = nil, at start: Int64? = nil,
    settings: ((inout VaultSettings) -> Void)? = nil
  ) throws {
    clock = TwoClocks(at: start)
    vault = try RunningVault(
      household ?? Household(), settings: settings, clock: clock.clock)
    words = try Words("Vader staat dronken voor de deur, de kinderen zijn binnen.")
    dossier = try session(.sanne).create(Families.gezin("sjors")).id
  }

  func session(_ person: Person, over channel: Channel? = nil) throws -> VaultSession {
    devices += 1
    let clock = clock
    return try VaultSession.signIn(
      over: channel ?? vault.channel(), as: vault.household.ring(person),
      state: vault.household.state(person, device: "n\(devices)"), client: "test/1",
      now: { clock.now() })
  }

  @discardableResult
  func take(_ session: VaultSession, hours: Int64? = nil) throws -> TakenEmergency {
    try session.takeEmergency(to: dossier, hours: hours, words: words)
  }

  func code(_ call: () throws -> Void) throws -> String? { try refusal(call)?.code }

  /// What came into the spool, oldest first.
  func spool(_ folder: String? = nil) throws -> [JSONValue] {
    let folder = folder ?? vault.household.folder + "/spool"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return try names.sorted().map { name in
      let path = folder + "/" + name
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect(mode as? Int == 0o640, "\(name)")
      return try CanonicalJSON.decode(
        Array(Data(contentsOf: URL(fileURLWithPath: path))),
        limits: JSONLimits(bytes: 1 << 16, depth: 4))
    }
  }

  func kinds() throws -> [String] { try spool().compactMap { $0["kind"]?.stringValue } }

  func entries(_ action: LogAction) throws -> [LogEntry] {
    try vault.server.store.read { tables in
      try (0..<tables.leaves.count()).map {
        try LogEntry(decoding: try #require(try tables.leaves.bytes($0)))
      }
    }.filter { $0.action == action }
  }

  func count(_ action: LogAction) throws -> Int { try entries(action).count }

  /// A copy of the log by the FG, verified without the service.
  func verify() throws -> LogReport {
    let folder = vault.household.scratch.path("copy-\(UInt32.random(in: 0...(.max)))")
    _ = try session(.fg).copyLog(into: folder)
    return LogCopyVerifier(anchor: vault.household.anchor).verify(folder: folder)
  }

  /// Signs and sends a noodtoegang as a client that holds back nothing.
  func demand(
    _ session: VaultSession, dossier: Identifier? = nil, hours: Int64 = 24,
    purpose: Purpose = .crisis, words: Words?
  ) throws {
    let dossier = dossier ?? self.dossier
    let (head, policy) = try vault.server.store.read { tables in
      (
        try tables.dossiers.number(of: self.dossier).flatMap { try tables.links.head($0) },
        try #require(try tables.policies.newest()).set.hash
      )
    }
    let place = try #require(head)
    let now = clock.now()
    let act = RequestAct(
      at: now, id: .random(), objects: .noodtoegang(until: now + hours * 3_600_000),
      place: RequestAct.Place(
        dossier: dossier, head: Head(n: place.n, h: place.h), purpose: purpose),
      policy: policy, reason: words?.hash, requester: session.member, validUntil: now + 86_400_000)
    var ask = Ask(
      method: "access.emergency",
      args: .object([("request", act.sign(with: session.keys.identity.signing).json)]),
      action: .noodtoegang, dossier: dossier, purpose: purpose)
    ask.words = try session.sealed(words, for: [.leidinggevende])
    try session.perform(ask) { _ in }
  }
}
