import AuditLog
import Directory
import Foundation
import Records
import Sodium
import Store
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultClient
@testable import VaultService

/// One family of Sanne's, a jurist, two custodians, and clocks that are moved; the service can be
/// stopped and started again.
final class GrantWorld {
  static let minute: Int64 = 60_000
  static let day: Int64 = 86_400_000
  /// The sections of every grant, unless a test names others.
  static let sections: [Section] = [.plannen, .juridisch]

  let clock = TwoClocks()
  let household: Household
  private(set) var vault: RunningVault
  let dossier: Identifier
  private let coen: KeyRing
  private let settings: ((inout VaultSettings) -> Void)?

  /// The service's own tick is out of the way: a test says when.
  init(settings: ((inout VaultSettings) -> Void)? = nil) throws {
    self.settings = settings
    household = try Household()
    vault = try Self.serve(household, clock, settings)
    coen = KeyRing(try Identity.create(name: "Coen Custos", anchor: household.anchor))
    try vault.enrolEverybody(custodians: [coen])
    let sanne = try Self.session(household, .sanne, clock, vault)
    dossier = try sanne.create(Families.gezin("sjors")).id
  }

  private static func serve(
    _ household: Household, _ clock: TwoClocks, _ settings: ((inout VaultSettings) -> Void)?
  ) throws -> RunningVault {
    try RunningVault(
      household,
      settings: {
        $0.tickSeconds = 36_000
        settings?(&$0)
      }, clock: clock.clock, enrol: false)
  }

  func restart() throws {
    vault.stop()
    vault = try Self.serve(household, clock, settings)
  }

  func session(_ person: Person) throws -> VaultSession {
    try Self.session(household, person, clock, vault)
  }

  private static func session(
    _ household: Household, _ person: Person, _ clock: TwoClocks, _ vault: RunningVault
  ) throws -> VaultSession {
    try session(household, household.ring(person), clock, vault)
  }

  /// Everybody on a device of their own at every sign-in.
  private static func session(
    _ household: Household, _ ring: KeyRing, _ clock: TwoClocks, _ vault: RunningVault
  ) throws -> VaultSession {
    try VaultSession.signIn(
      over: vault.channel(), as: ring,
      state: ClientState(
        path: household.scratch.path("state-\(Identifier.random().hex)"),
        origin: Household.origin),
      client: "test/1", now: { clock.now() })
  }

  func cato() throws -> VaultSession { try session(.custodian) }

  func second() throws -> VaultSession { try Self.session(household, coen, clock, vault) }

  @discardableResult
  func consult(
    for time: Int64, in dossier: Identifier? = nil, _ sections: [Section] = GrantWorld.sections
  ) throws -> Identifier {
    try session(.sanne).consult(
      vault.member(.jurist), in: dossier ?? self.dossier, sections: sections, purpose: .juridisch,
      until: clock.now() + time)
  }

  /// What the jurist meets who opens one section now: nil when it opens.
  func refused(_ section: Section = .plannen) throws -> String? {
    let jurist = try session(.jurist)
    return try refusal {
      _ = try jurist.open(dossier, sections: [section], purpose: .juridisch)
    }?.code
  }

  /// How many boxes each grant has in `vault.db`.
  func boxes(_ folder: String? = nil) throws -> [Identifier: Int] {
    var boxes: [Identifier: Int] = [:]
    try Vault.open((folder ?? household.folder) + "/vault.db", readers: 1).read { tables in
      try tables.wraps.scanGranted { _, wrap in
        if let grant = wrap.grant { boxes[grant.id, default: 0] += 1 }
      }
    }
    return boxes
  }

  /// The marked sections of the dossier.
  func due() throws -> [Section] {
    try vault.server.store.read { tables in
      try tables.due.sections(of: #require(try tables.dossiers.number(of: dossier)))
    }
  }

  /// The leaves that a grant is over, by the service itself.
  func leaves(_ server: VaultServer? = nil) throws -> [LogEntry] {
    try (server ?? vault.server).store.read { tables in
      try (0..<tables.leaves.count()).map {
        try LogEntry(decoding: try #require(try tables.leaves.bytes($0)))
      }
    }.filter { $0.action == .grantEnd && $0.actor == nil }
  }

  func findings() throws -> [LogFinding] {
    let folder = household.scratch.path("copy-\(UInt32.random(in: 0...(.max)))")
    _ = try session(.fg).copyLog(into: folder)
    return LogCopyVerifier(anchor: household.anchor).verify(folder: folder).findings
  }
}
