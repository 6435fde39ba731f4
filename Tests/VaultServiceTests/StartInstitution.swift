import AuditLog
import Directory
import Dossier
import Foundation
import Records
import Socket
import Sodium
import Store
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

/// An institution after some days of work; made once, copied by every test that breaks it.
final class WorkedInstitution: Sendable {
  let household: Household
  /// The dossiers of sjors and anne, both of Sanne.
  let dossiers: [Identifier]
  /// What Sanne reads in each.
  let contents: [[EntryContent]]
  /// What is attached to the diary of the first.
  static let file = Files.bytes(Files.part + 100)
  /// The sections of the jurist's consult in the first dossier, and of the toezichthouder's grant.
  static let consulted: [Section] = [.juridisch, .plannen]
  static let overseen: [Section] = [.kern, .plannen]

  static func shared() throws -> WorkedInstitution { try made.get() }

  private static let made = Result {
    let made = try WorkedInstitution()
    VaultCopy.waitUntilClosed(made.household.folder)
    return made
  }

  private init() throws {
    let household = try Household()
    let vault = try RunningVault(household)
    defer { vault.stop() }
    let sanne = try vault.session(.sanne)
    let first = try sanne.create(Families.gezin("sjors")).id
    let second = try sanne.create(Families.gezin("anne")).id
    try sanne.involve(vault.member(.youssef), in: second)
    try sanne.attach(Self.file, to: first)
    let day: Int64 = 86_400_000
    let now = Date.milliseconds
    try sanne.consult(
      vault.member(.jurist), in: first, sections: Self.consulted, purpose: .juridisch,
      until: now + 7 * day)
    let tessa = try vault.session(.toezichthouder)
    try tessa.requestAccess(
      to: first, sections: Self.overseen, purpose: .toezicht, until: now + 7 * day,
      validUntil: now + day)
    for session in [try vault.session(.leidinggevende), sanne] {
      for open in try session.requests(of: first) { try session.second(open, verdict: .akkoord) }
    }
    // A full tile of the log's tree, so that the tests reach that table too.
    let fg = try vault.session(.fg)
    while try fg.checkpoint().pin.size < 300 {}
    _ = try tessa.list(purpose: .toezicht)
    for person in [Person.jurist, .leidinggevende, .youssef] {
      _ = try vault.session(person).list(purpose: Self.purpose(person))
    }
    try vault.makeBundles(of: first, by: sanne)
    contents = try [first, second].map { dossier in
      try sanne.open(dossier, purpose: .uitvoering).revisions.map(\.content)
    }
    self.household = household
    dossiers = [first, second]
  }

  static func purpose(_ person: Person) -> Purpose {
    switch person {
    case .jurist: .juridisch
    case .leidinggevende: .kwaliteitscontrole
    case .toezichthouder: .toezicht
    default: .uitvoering
    }
  }
}

extension Date {
  /// Now, in milliseconds UTC.
  static var milliseconds: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}

/// A copy of the institution's vault and of its people's devices, to be broken.
final class VaultCopy: Sendable {
  let institution: WorkedInstitution
  let scratch: Scratch
  let folder: String

  /// - Parameter folder: where to put the vault; in a scratch folder when nil.
  init(_ institution: WorkedInstitution? = nil, folder: String? = nil, owner: uid_t? = nil) throws {
    let institution = try institution ?? .shared()
    self.institution = institution
    scratch = try Scratch()
    self.folder = folder ?? scratch.path("vault")
    let source = institution.household
    try Self.copy(source.folder, to: self.folder)
    for name in try FileManager.default.contentsOfDirectory(atPath: source.scratch.url.path)
    where name.hasPrefix("state-") {
      try Self.copy(source.scratch.path(name), to: scratch.path(name))
    }
    if let owner {
      chmod(scratch.url.path, 0o711)
      for path in try [self.folder] + Self.files(self.folder) { chown(path, owner, owner) }
    }
  }

  private static func copy(_ from: String, to folder: String) throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    for path in try files(from) {
      let name = URL(fileURLWithPath: path).lastPathComponent
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      _ = FileManager.default.createFile(
        atPath: folder + "/" + name, contents: bytes, attributes: [.posixPermissions: 0o600])
    }
  }

  /// The regular files of a folder.
  static func files(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .map { folder + "/" + $0 }.filter { path in
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      }
  }

  func path(_ name: String) -> String { folder + "/" + name }

  /// Waits until this process has no file of a stopped vault open.
  ///
  /// A client's thread may hold the service for a moment longer than the test does; until the last
  /// connection is closed, files come and go.
  static func waitUntilClosed(_ folder: String) {
    let deadline = ContinuousClock.now + .seconds(20)
    let files = FileManager.default
    func isOpen() -> Bool {
      ((try? files.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).contains {
        (try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0))?
          .hasPrefix(folder + "/") == true
      }
    }
    while isOpen(), ContinuousClock.now < deadline { usleep(2_000) }
  }

  /// Takes a database, with what stands beside it, from another vault.
  func replace(_ name: String, from other: String) throws {
    for suffix in ["", "-wal", "-shm"] {
      let (mine, theirs) = (path(name + suffix), other + "/" + name + suffix)
      try? FileManager.default.removeItem(atPath: mine)
      guard FileManager.default.fileExists(atPath: theirs) else { continue }
      let bytes = try Data(contentsOf: URL(fileURLWithPath: theirs))
      _ = FileManager.default.createFile(
        atPath: mine, contents: bytes, attributes: [.posixPermissions: 0o600])
    }
  }

  func state(_ person: Person, device: String = "laptop") throws -> ClientState {
    try ClientState(path: scratch.path("state-\(device)-\(person)"), origin: Household.origin)
  }

  /// Signs in on a service that listens somewhere; `watch` sees each answer's bytes.
  func session(
    _ person: Person, at socket: String, device: String = "laptop",
    watch: (([UInt8]) -> Void)? = nil
  ) throws -> VaultSession {
    let transport = try Transport.connect(to: .unix(path: socket))
    let channel = Channel { message throws(SocketError) in
      try transport.writeFrame(message)
      guard let answer = try transport.readFrame(idle: .seconds(30)) else {
        throw SocketError(.closed)
      }
      watch?(answer)
      return answer
    }
    return try VaultSession.signIn(
      over: channel, as: institution.household.ring(person),
      state: state(person, device: device), client: "test/1", now: { Date.milliseconds })
  }

  func member(_ person: Person) -> Identifier {
    institution.household.ring(person).identity.member
  }

  /// The keystore's tokens as they truly are; by wrap.key, as only the host can.
  func tokens(_ kinds: [TokenKind] = [.share, .entry]) throws -> [TokenKey: [UInt8]] {
    try Tokens.read(folder, kinds)
  }

  /// Copies the log as the FG and verifies the copy without the service.
  func verifyLog(at socket: String, device: String = "laptop") throws -> LogReport {
    let folder = scratch.path("copy-\(UInt32.random(in: 0...UInt32.max))")
    _ = try session(.fg, at: socket, device: device).copyLog(into: folder)
    return LogCopyVerifier(anchor: institution.household.anchor).verify(folder: folder)
  }
}

/// The true values in a keystore.
enum Tokens {
  static func read(_ folder: String, _ kinds: [TokenKind]) throws -> [TokenKey: [UInt8]] {
    let keystore = try Keystore.open(
      folder + "/keystore.db", wrapKey: SecretFile.read(folder + "/wrap.key"), readers: 1)
    return try keystore.read { tables in
      var values: [TokenKey: [UInt8]] = [:]
      for kind in kinds {
        for key in try tables.tokens.keys(of: kind) {
          if let value = try tables.tokens.get(key) { values[key] = value.plain }
        }
      }
      return values
    }
  }
}

extension SecretBytes {
  /// The bytes themselves; only a test takes them out.
  var plain: [UInt8] {
    withSpan { span in (0..<span.count).map { span[$0] } }
  }
}

/// The real service in this process, on a copy.
final class ServedCopy: Sendable {
  let socket: String
  let server: VaultServer
  private let listener: Listener

  init(
    _ copy: VaultCopy, policies: String = Programs.policies, clock: VaultClock = .system,
    settings: ((inout VaultSettings) -> Void)? = nil
  ) throws {
    var chosen = VaultSettings(folder: copy.folder, policyFolder: policies)
    settings?(&chosen)
    server = try VaultServer(
      settings: chosen, clock: clock, wrapKey: SecretFile.read(copy.path("wrap.key")))
    socket = copy.scratch.path("s\(UInt16.random(in: 0...UInt16.max))")
    listener = try Listener.open(path: socket)
    let (server, listener) = (server, listener)
    _ = try WorkerThread.start("accept") {
      while let descriptor = try? listener.accept() { server.serve(descriptor) }
    }
  }

  deinit { stop() }

  func stop() {
    listener.stop()
    server.stop()
  }
}
