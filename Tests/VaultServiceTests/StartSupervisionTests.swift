import AuditLog
import Foundation
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@Suite(
  "Three in the night: stop, reload and restart of the real kluisd",
  .enabled(if: Programs.areBuilt, "kluisd and CrashingService are not built"))
struct StartSupervisionTests {
  private func start(
    _ copy: VaultCopy, policies: String = Programs.policies, _ way: ServiceProcess.Way = .init(),
    activated: Bool = false
  ) throws -> ServiceProcess {
    var arguments = ["--dir", copy.folder, "--policies", policies]
    if !activated { arguments += ["--socket", copy.path("s")] }
    let process = try ServiceProcess(Programs.kluisd, arguments, way)
    if !activated { #expect(process.listens(at: copy.path("s")), "\(process.errors)") }
    return process
  }

  @Test(
    "SIGTERM and SIGINT end it in order: a stop leaf, code 0, no socket left",
    arguments: [
      SIGTERM, SIGINT,
    ])
  func endsInOrder(_ signal: Int32) throws {
    let copy = try VaultCopy()
    let process = try start(copy)
    let sanne = try copy.session(.sanne, at: copy.path("s"))
    _ = try sanne.list(purpose: .uitvoering)
    process.signal(signal)
    #expect(process.wait() == 0, "\(process.errors)")
    #expect(!FileManager.default.fileExists(atPath: copy.path("s")))
    let served = try ServedCopy(copy)
    let fg = try copy.session(.fg, at: served.socket)
    let size = try fg.checkpoint().pin.size
    let last = try fg.readLog(from: size - 5, count: 5).map(\.action)
    // The next service's start, its policy, the FG's sign-in and look come after the stop.
    #expect(last.first == .stop, "\(last)")
    #expect(try copy.verifyLog(at: served.socket, device: "other").findings == [])
  }

  @Test("SIGHUP with a broken policy, or one that nobody approved, keeps the old one, and says so")
  func reload() throws {
    let copy = try VaultCopy()
    let policies = copy.scratch.path("policies")
    try WeakerPolicies.copy(to: policies)
    let process = try start(copy, policies: policies)
    let sanne = try copy.session(.sanne, at: copy.path("s"))
    let dossier = copy.institution.dossiers[0]
    let before = try sanne.accessState(of: dossier).policy
    let text = try String(contentsOfFile: policies + "/toegang.json", encoding: .utf8)

    try Data(text.dropLast(9).utf8).write(to: URL(fileURLWithPath: policies + "/toegang.json"))
    process.signal(SIGHUP)
    #expect(says("the policies of before stay in force", process))
    #expect(try sanne.accessState(of: dossier).policy == before)
    _ = try sanne.open(dossier, purpose: .uitvoering)

    try Data(text.replacingOccurrences(of: #""dagen": 30"#, with: #""dagen": 20"#).utf8)
      .write(to: URL(fileURLWithPath: policies + "/toegang.json"))
    process.signal(SIGHUP)
    #expect(says("a set that nobody approved", process))
    #expect(try sanne.accessState(of: dossier).policy == before)
    let fg = try copy.session(.fg, at: copy.path("s"))
    let size = try fg.checkpoint().pin.size
    let refused = try fg.readLog(from: size - 20, count: 20).filter { $0.action == .policy }
    #expect(refused.suffix(2).map(\.outcome) == [.refuse, .refuse])
    #expect(refused.suffix(2).map(\.reason) == ["policy-malformed", "policy-unsigned"])

    try Data(text.utf8).write(to: URL(fileURLWithPath: policies + "/toegang.json"))
    process.signal(SIGHUP)
    #expect(says("the policy files are the set in force", process))
  }

  private func says(_ text: String, _ process: ServiceProcess) -> Bool {
    for _ in 0..<5_000 {
      if process.errors.contains(text) { return true }
      usleep(1_000)
    }
    return false
  }

  @Test("It takes the socket that systemd opened, and leaves it there at its end")
  func activation() throws {
    let copy = try VaultCopy()
    let path = copy.scratch.path("unit")
    let listening = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listening) }
    #expect(withUnixAddress(path) { bind(listening, $0, $1) } == 0 && listen(listening, 16) == 0)
    let process = try start(
      copy,
      .init(environment: ["LISTEN_FDNAMES": "kluisd.socket"], descriptors: [listening]),
      activated: true)
    let sanne = try copy.session(.sanne, at: path)
    #expect(try sanne.list(purpose: .uitvoering).count == 2)
    process.signal(SIGTERM)
    #expect(process.wait() == 0, "\(process.errors)")
    #expect(FileManager.default.fileExists(atPath: path))
  }

  @Test("It gives W to the descriptor store, and a restart without wrap.key opens with it")
  func descriptorStore() throws {
    let copy = try VaultCopy()
    let supervisor = try NotifySocket(copy.scratch.path("notify"))
    let environment = ["NOTIFY_SOCKET": supervisor.path]
    let first = try start(copy, .init(environment: environment))
    var messages: [String] = []
    while !messages.contains(where: { $0.contains("READY=1") }), let next = supervisor.next() {
      messages.append(next)
    }
    #expect(messages.count == 2)
    #expect(messages.first == "FDSTORE=1\nFDNAME=kluis", "the store comes before READY=1")
    #expect(messages.last == "READY=1")
    let stored = try #require(supervisor.descriptor)
    first.kill()

    // Nobody is there at three in the night, and the key is not on the disk.
    try FileManager.default.removeItem(atPath: copy.path("wrap.key"))
    let without = try ServiceProcess(
      Programs.kluisd,
      ["--dir", copy.folder, "--policies", Programs.policies, "--socket", copy.path("s")])
    #expect(without.wait() == 69)
    let began = ContinuousClock.now
    let second = try start(
      copy,
      .init(
        environment: environment.merging(["LISTEN_FDNAMES": "kluis"]) { $1 },
        descriptors: [stored]))
    #expect(ContinuousClock.now - began < .seconds(5), "killed to serving in at most 5 s")
    let sanne = try copy.session(.sanne, at: copy.path("s"))
    let opened = try sanne.open(copy.institution.dossiers[0], purpose: .uitvoering)
    #expect(opened.revisions.map(\.content) == copy.institution.contents[0])
    #expect(supervisor.next() == "READY=1", "what the store holds is not stored again")
    second.signal(SIGTERM)
    #expect(supervisor.next() == "STOPPING=1")
    #expect(second.wait() == 0)
  }

  @Test("The credential of systemd opens it, and a wrong one does not")
  func credential() throws {
    let copy = try VaultCopy()
    let folder = copy.scratch.path("credentials")
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try FileManager.default.moveItem(atPath: copy.path("wrap.key"), toPath: folder + "/wrap-key")
    let environment = ["CREDENTIALS_DIRECTORY": folder]
    let process = try start(copy, .init(environment: environment))
    process.kill()
    let other = String(repeating: "5a", count: 32) + "\n"
    try Data(other.utf8).write(to: URL(fileURLWithPath: folder + "/wrap-key"))
    chmod(folder + "/wrap-key", 0o600)
    let wrong = try ServiceProcess(
      Programs.kluisd,
      ["--dir", copy.folder, "--policies", Programs.policies, "--socket", copy.path("s")],
      .init(environment: environment))
    #expect(wrong.wait() == 65)
    #expect(wrong.errors.contains("keystore.db does not open with this key"))
  }
}

/// The supervisor's end of sd_notify(3).
final class NotifySocket {
  let path: String
  private let raw: Int32
  /// The last descriptor that came along.
  private(set) var descriptor: Int32?

  init(_ path: String) throws {
    self.path = path
    raw = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(raw, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    guard withUnixAddress(path, { bind(raw, $0, $1) }) == 0 else { throw POSIXError(.EIO) }
  }

  deinit {
    if let descriptor { close(descriptor) }
    close(raw)
  }

  /// The next message; nil after ten seconds of silence.
  func next() -> String? {
    var bytes = [UInt8](repeating: 0, count: 1024)
    var control = [UInt8](repeating: 0, count: 64)
    let count = bytes.withUnsafeMutableBytes { data in
      control.withUnsafeMutableBytes { ancillary in
        var part = iovec(iov_base: data.baseAddress, iov_len: data.count)
        return withUnsafeMutablePointer(to: &part) { part in
          var message = msghdr()
          message.msg_iov = part
          message.msg_iovlen = 1
          message.msg_control = ancillary.baseAddress
          message.msg_controllen = ancillary.count
          let count = recvmsg(raw, &message, 0)
          // cmsghdr: length 8, level 4, type 4, then the descriptor. (cmsg(3), 64 bits)
          if count > 0, message.msg_controllen >= 20 {
            descriptor = ancillary.loadUnaligned(fromByteOffset: 16, as: Int32.self)
          }
          return count
        }
      }
    }
    return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
  }
}
