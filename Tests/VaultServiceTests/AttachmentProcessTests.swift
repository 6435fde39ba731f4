import Dossier
import Foundation
import Socket
import Testing
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary

@Suite(
  "Attachments: with kluisd as a process of its own", .serialized,
  .enabled(if: Programs.areBuilt, "kluisd and CrashingService are not built"))
struct AttachmentProcessTests {
  /// The real kluisd on a copy; killed and started again at the same socket.
  private final class Host {
    let copy: VaultCopy
    let socket: String
    private(set) var process: ServiceProcess

    init() throws {
      copy = try VaultCopy()
      socket = copy.path("s")
      process = try Self.start(copy, socket)
    }

    private static func start(_ copy: VaultCopy, _ socket: String) throws -> ServiceProcess {
      let process = try ServiceProcess(
        Programs.kluisd,
        ["--dir", copy.folder, "--policies", Programs.policies, "--socket", socket])
      #expect(process.listens(at: socket), "\(process.errors)")
      return process
    }

    func killAndStart() throws {
      process.kill()
      process = try Self.start(copy, socket)
    }

    func session(device: String = "laptop") throws -> VaultSession {
      let socket = socket
      let session = try copy.session(.sanne, at: socket, device: device)
      session.redial = { () throws(ClientError) in
        do { return Channel(try Transport.connect(to: .unix(path: socket))) } catch {
          throw .unreachable
        }
      }
      return session
    }

    /// The most memory that it held at once, KiB. (proc(5), VmHWM)
    func peak() throws -> Int {
      let status = try String(contentsOfFile: "/proc/\(process.pid)/status", encoding: .utf8)
      let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      return try #require(
        line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap {
          Int($0)
        })
    }
  }

  @Test("Killed between two parts and started again: the file is whole, going in and coming out")
  func killed() throws {
    let host = try Host()
    let dossier = host.copy.institution.dossiers[1]
    let bytes = Files.bytes(10 * Files.part + 3)
    let session = try host.session()
    var kills = 0
    let attached = try session.attach(bytes, to: dossier) { given in
      guard given == 5 * Files.part || given == 9 * Files.part else { return }
      kills += 1
      do { try host.killAndStart() } catch { Issue.record(error) }
    }
    let opened = try session.open(dossier, purpose: .uitvoering)
    let item = try #require(opened.attachments.first { $0.revision.entry == attached.entry })
    var found: [UInt8] = []
    try session.read(item, of: dossier, purpose: .uitvoering) { part in
      if found.isEmpty {
        kills += 1
        do { try host.killAndStart() } catch { Issue.record(error) }
      }
      found += part
    }
    #expect(found == bytes && kills == 3)
    let report = try host.copy.verifyLog(at: host.socket)
    #expect(report.findings.isEmpty, "\(report.findings)")
  }

  /// MiB of the file; the memory must not know of it.
  private static let large = Torture.isOn ? 1024 : 96

  @Test("A large file costs the service no more memory than a few parts of it, either way")
  func flat() throws {
    let host = try Host()
    let dossier = host.copy.institution.dossiers[1]
    let session = try host.session()
    try session.attach(Files.bytes(5 * Files.part), to: dossier)
    let part = Files.bytes(Files.part)
    let source = AttachmentSource(size: Self.large * Files.part) { count in
      Array(part.prefix(count == 1 ? 0 : count))
    }
    let writable = try session.openForWriting(
      dossier, sections: [.journaal], purpose: .uitvoering)
    let attached = try session.attach(source, as: Files.new(), to: writable)
    let opened = try session.open(dossier, purpose: .uitvoering)
    let item = try #require(opened.attachments.first { $0.revision.entry == attached.entry })
    var size = 0
    try session.read(item, of: dossier, purpose: .uitvoering) { size += $0.count }
    #expect(size == Self.large * Files.part)
    let peak = try host.peak()
    #expect(peak < 50 * 1024, "\(peak) KiB")
  }
}
