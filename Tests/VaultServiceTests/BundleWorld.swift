import AuditLog
import Directory
import Foundation
import Minisign
import Records
import Socket
import Sodium
import Store
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultClient
@testable import VaultService

/// Two families of Sanne's, a bundle key, two wijkteams, and a clock that is moved; the service can be
/// stopped and started again.
final class BundleWorld {
  static let hour: Int64 = 3_600_000
  static let day: Int64 = 86_400_000
  static let sections: [Section] = [.kern, .plannen]

  let clock = TwoClocks()
  let household: Household
  /// Nil while it stands still: then nobody has a file open.
  private var running: RunningVault?
  private(set) var dossier = Identifier.zero
  private(set) var other = Identifier.zero
  /// The wijkteams, in the order of their ids, and a school.
  private(set) var partners: [Identifier] = []
  private(set) var school = Identifier.zero
  let pairs = Pairs()
  private let settings: ((inout VaultSettings) -> Void)?

  /// The secret keys of the partners.
  final class Pairs {
    final class Pair {
      let pair: MinisignPair
      init(_ pair: consuming MinisignPair) { self.pair = pair }
    }
    var all: [Identifier: Pair] = [:]
  }

  var backups: String { household.scratch.path("backups") }

  init(settings: ((inout VaultSettings) -> Void)? = nil) throws {
    self.settings = settings
    household = try Household()
    try FileManager.default.createDirectory(
      atPath: household.scratch.path("backups"), withIntermediateDirectories: false,
      attributes: [.posixPermissions: 0o700])
    running = try Self.serve(household, clock, settings)
    try vault.enrolEverybody()
    let sanne = try session(.sanne)
    dossier = try sanne.create(Families.gezin("sjors")).id
    other = try sanne.create(Families.gezin("anne")).id
    try add(vault.bundleKey())
    partners = try [enrol("Wijkteam Noord"), enrol("Wijkteam Zuid")].sorted()
    school = try enrol("De Regenboog", .school)
  }

  private static func serve(
    _ household: Household, _ clock: TwoClocks, _ settings: ((inout VaultSettings) -> Void)?
  ) throws -> RunningVault {
    try RunningVault(
      household,
      settings: {
        $0.tickSeconds = 36_000
        $0.backupFolder = household.scratch.path("backups")
        settings?(&$0)
      }, clock: clock.clock, enrol: false)
  }

  var vault: RunningVault {
    guard let running else { preconditionFailure("the service was stopped") }
    return running
  }

  func stop() {
    running?.stop()
    running = nil
    VaultCopy.waitUntilClosed(household.folder)
  }

  func restart() throws {
    stop()
    running = try Self.serve(household, clock, settings)
  }

  /// Everybody on a device of their own at every sign-in.
  func session(_ person: Person, over channel: Channel? = nil) throws -> VaultSession {
    try VaultSession.signIn(
      over: channel ?? vault.channel(), as: household.ring(person),
      state: ClientState(
        path: household.scratch.path("state-\(Identifier.random().hex)"),
        origin: Household.origin),
      client: "test/1", now: { [clock] in clock.now() })
  }

  /// To a service that runs in a process of its own; `watch` sees each answer.
  func channel(at socket: String, watch: @escaping ([UInt8]) -> Void = { _ in }) throws -> Channel {
    let transport = try Transport.connect(to: .unix(path: socket))
    return Channel { message throws(SocketError) in
      try transport.writeFrame(message)
      guard let answer = try transport.readFrame(idle: .seconds(30)) else {
        throw SocketError(.closed)
      }
      watch(answer)
      return answer
    }
  }

  var directory: DirectoryView { vault.server.writer.published.directory }

  /// Adds a record that the beheerder and the FG sign.
  func add(_ act: DirectoryAct) throws {
    try vault.add(act, at: clock.now(), through: session(.beheerder))
  }

  private func enrol(_ name: String, _ kind: PartnerKind = .wijkteam) throws -> Identifier {
    let (id, keys) = (Identifier.random(), try newKeys())
    try add(.partner(NewPartner(partner: id, name: name, kind: kind, keys: keys.keys)))
    pairs.all[id] = keys.pair
    return id
  }

  func newKeys() throws -> (keys: PartnerKeys, pair: Pairs.Pair) {
    let pair = Pairs.Pair(try MinisignPair.generate())
    let keys = PartnerKeys(
      age: try BoxKeyPair.generate().publicKey, sign: pair.pair.pair.publicKey,
      signNumber: pair.pair.number)
    return (keys, pair)
  }

  /// A manifest that was never seen before, and what is asked about it.
  func sealing(
    _ manifest: [UInt8] = Random.bytes(900), of dossier: Identifier? = nil,
    for partners: [Identifier]? = nil, kind: PartnerKind = .wijkteam,
    sections: [Section] = BundleWorld.sections, days: Int64 = 5
  ) -> BundleSealing {
    BundleSealing(
      bundle: .random(), dossier: dossier ?? self.dossier,
      hash: BLAKE2b.hash(manifest, count: 64), manifest: SHA256.hash(manifest), kind: kind,
      partners: partners ?? self.partners, sections: sections, ground: "toestemming",
      validUntil: clock.now() + days * Self.day)
  }

  /// A bundle of which the file is made.
  func sealed(
    _ file: [UInt8] = Random.bytes(5_000), for partners: [Identifier]? = nil, days: Int64 = 5
  ) throws -> Identifier {
    let sanne = try session(.sanne)
    let sealing = sealing(for: partners, days: days)
    _ = try sanne.sealBundle(sealing)
    try sanne.bundleReady(
      sealing.bundle, of: dossier, size: Int64(file.count), file: SHA256.hash(file))
    return sealing.bundle
  }

  func place(_ bundle: Identifier, _ file: [UInt8], _ session: VaultSession? = nil) throws {
    let path = household.scratch.path("file-\(bundle.hex)")
    try Data(file).write(to: URL(fileURLWithPath: path))
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    try (session ?? self.session(.sanne)).placeBundle(bundle, of: dossier, from: descriptor)
  }

  /// A bundle that waits for its partners.
  func placed(_ file: [UInt8] = Random.bytes(5_000), days: Int64 = 5) throws -> Identifier {
    let bundle = try sealed(file, days: days)
    try place(bundle, file)
    return bundle
  }

  /// Every leaf of these acts, oldest first.
  func leaves(_ actions: Set<LogAction>) throws -> [LogEntry] {
    try vault.server.store.read { tables in
      try (0..<tables.leaves.count()).map {
        try LogEntry(decoding: try #require(try tables.leaves.bytes($0)))
      }
    }.filter { actions.contains($0.action) }
  }

  func stored(_ bundle: Identifier) throws -> StoredBundle {
    try #require(try vault.server.store.read { try $0.bundles.bundle(bundle) })
  }

  func parts(_ bundle: Identifier) throws -> Int {
    try vault.server.store.read { try $0.bundleParts.sizes(of: bundle).count }
  }

  func hasToken(_ bundle: Identifier) throws -> Bool {
    try vault.server.opened.keystore.read {
      try $0.tokens.opens(.bundleToken(dossier, bundle: bundle))
    }
  }

  /// Waits until the writer had nothing to do for a moment: then what ended is gone.
  func waitUntilTidy(_ bundle: Identifier) throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while try hasToken(bundle), ContinuousClock.now < deadline { usleep(20_000) }
    usleep(200_000)
  }

  /// What one more act finds: the code of a failure or refusal; nil when it was done.
  func code(_ call: () throws -> Void) throws -> String? {
    do {
      try call()
      return nil
    } catch let error as ClientError { return error.code }
  }

  /// What the verifier finds wrong, but for what partners did: that is not over the wire here.
  func findings() throws -> [LogFinding] {
    let byPartners = try Set(
      leaves([.bundleCollect, .bundleCollected, .bundleReceipt]).map(\.index))
    let folder = household.scratch.path("copy-\(UInt32.random(in: 0...(.max)))")
    _ = try session(.fg).copyLog(into: folder)
    return LogCopyVerifier(anchor: household.anchor).verify(folder: folder).findings.filter {
      !($0.index.map(byPartners.contains) ?? false)
    }
  }
}

extension RunningVault {
  /// Adds a record that the beheerder and the FG sign.
  func add(_ act: DirectoryAct, at time: Int64, through session: VaultSession) throws {
    let view = server.writer.published.directory
    var draft = try DirectoryDraft(act, at: time, on: view)
    for person in [Person.beheerder, .fg] {
      let ring = household.ring(person)
      try draft.sign(as: ring.identity.member, with: ring.identity.signing, on: view)
    }
    try session.appendToDirectory(draft.record(on: view))
  }

  /// The key that lies in `keystore.db`.
  func bundleKey() throws -> DirectoryAct {
    let key = try server.opened.keystore.read { try $0.tokens.bundlePublicKey() }
    return .bundleKey(try #require(key))
  }
}
