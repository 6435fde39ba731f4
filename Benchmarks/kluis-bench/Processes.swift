import Foundation
import Socket
import Sodium
import VaultClient

/// The real `kluisd`, in a process of its own.
final class Service {
  private let process = Process()
  let socket: String
  private static let tick = Double(sysconf(Int32(_SC_CLK_TCK)))

  /// Starts it and waits until it takes a connection.
  ///
  /// - Parameter backups: where it may put backups; nil for a service that makes none.
  init(
    program: String, folder: String, policies: String, socket: String, backups: String? = nil
  ) throws {
    self.socket = socket
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["--dir", folder, "--socket", socket, "--policies", policies]
    if let backups { process.arguments? += ["--backup-dir", backups] }
    process.standardError = FileHandle.nullDevice
    try process.run()
    // A large vault reads its whole log before it listens.
    for _ in 0..<30_000 where process.isRunning {
      if (try? Transport.connect(to: .unix(path: socket))) != nil { return }
      usleep(10_000)
    }
    throw Mistake("kluisd does not answer")
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
  }

  /// As a power cut would end it.
  func kill() {
    _ = Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  func channel() throws -> Channel { Channel(try Transport.connect(to: .unix(path: socket))) }

  /// CPU seconds since its start, all threads. (proc(5), fields 14 and 15 of stat)
  var cpu: Double {
    let text = (try? String(contentsOfFile: file("stat"), encoding: .utf8)) ?? ""
    let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 13 else { return 0 }
    return ((Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0)) / Self.tick
  }

  /// MiB of memory that is resident now, and that was at most.
  var memory: (now: Double, peak: Double) {
    let lines = (try? String(contentsOfFile: file("status"), encoding: .utf8)) ?? ""
    func mebibytes(_ name: String) -> Double {
      let line = lines.split(separator: "\n").first { $0.hasPrefix(name) }
      return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) } ?? 0)
        / 1024
    }
    return (mebibytes("VmRSS:"), mebibytes("VmHWM:"))
  }

  private func file(_ name: String) -> String { "/proc/\(process.processIdentifier)/\(name)" }
}

/// How long a tool takes that does nearly nothing.
enum Starting {
  /// Milliseconds from fork to end of `PROGRAM --version`, median of 100.
  static func milliseconds(of program: String) throws -> Double {
    var times: [Double] = []
    for _ in 0..<100 {
      let start = now()
      try run(program)
      times.append((now() - start) * 1000)
    }
    return times.median
  }

  private static func run(_ program: String) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var arguments = [strdup(program), strdup("--version"), nil]
    defer { for argument in arguments { free(argument) } }
    var child: pid_t = 0
    var status: Int32 = 0
    guard posix_spawn(&child, program, &actions, nil, &arguments, environ) == 0,
      waitpid(child, &status, 0) == child
    else { throw Mistake("\(program) does not start") }
  }
}
