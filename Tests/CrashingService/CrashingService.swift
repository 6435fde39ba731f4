// CrashingService: the service of the vault with a fault at a named step of its write. For tests.
//
//   CrashingService FOLDER POLICIES SOCKET [kill|fail STEP N [BACKUPS]]
//   CrashingService replace FOLDER [STEP]
//
// `kill` ends this process with SIGKILL at the n-th time that STEP is reached: no handler, no flush.
// `fail` takes away the right to write to files there (RLIMIT_FSIZE), until the next batch begins.
// It says "open" on standard output when it answers. With a STEP of a rotation it rotates the keystore
// again and again while it serves.
//
// `replace` replaces the root key of a vault that stands still, and is killed at STEP.

import Glibc
import Socket
import Store
import Synchronization
import VaultService

@main
struct CrashingService {
  static func main() throws {
    let words = CommandLine.arguments
    if words.count > 2, words[1] == "replace" {
      return try Replacement.run(words[2], killedAt: words.dropFirst(3).first)
    }
    guard words.count == 4 || words.count == 7 || words.count == 8 else { exit(64) }
    var settings = VaultSettings(folder: words[1], policyFolder: words[2])
    if words.count == 8 {
      guard let step = BackupStep(rawValue: words[5]), let fault = Fault(rawValue: words[4]) else {
        exit(64)
      }
      settings.backupFolder = words[7]
      settings.atBackupStep = { now in
        guard now == step else { return }
        if fault == .kill { Glibc.kill(getpid(), SIGKILL) }
        fileSize(limit: 1)
      }
      settings.atStep = { if $0 == .decided { fileSize(limit: .max) } }
    }
    var rotates = false
    if words.count == 7, let step = RotationStep(rawValue: words[5]), let number = Int(words[6]) {
      let seen = Counter()
      settings.atRotationStep = { now in
        if now == step, seen.next() == number { Glibc.kill(getpid(), SIGKILL) }
      }
      rotates = true
    } else if words.count == 7 {
      guard let step = WriteStep(rawValue: words[5]), let number = Int(words[6]),
        let fault = Fault(rawValue: words[4])
      else { exit(64) }
      settings.atStep = fault.hook(at: step, number)
    }
    signal(SIGXFSZ, SIG_IGN)
    do {
      let server = try VaultServer(
        settings: settings, clock: .system, wrapKey: SecretFile.read(words[1] + "/wrap.key"))
      let listener = try Listener.open(path: words[3])
      print("open")
      fflush(nil)
      if rotates { try rotate(server) }
      while let descriptor = try listener.accept() { server.serve(descriptor) }
    } catch {
      print("CrashingService: \(error)")
      exit(1)
    }
  }
}

/// Rotates the keystore some thirty times a second; ends the process when it cannot.
private func rotate(_ server: VaultServer) throws {
  _ = try WorkerThread.start("rotate") {
    while true {
      usleep(30_000)
      do { _ = try server.rotateKeystore() } catch {
        print("CrashingService: \(error)")
        exit(2)
      }
    }
  }
}

enum Fault: String {
  case kill
  case fail

  func hook(at step: WriteStep, _ number: Int) -> @Sendable (WriteStep) -> Void {
    let seen = Counter()
    switch self {
    case .kill:
      return { now in
        if now == step, seen.next() == number { Glibc.kill(getpid(), SIGKILL) }
      }
    case .fail:
      return { now in
        if now == .decided { fileSize(limit: .max) }
        if now == step, seen.next() == number { fileSize(limit: 1) }
      }
    }
  }
}

final class Counter: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}

/// Sets the soft limit on the size of files that this process writes; setrlimit(2).
private func fileSize(limit: rlim_t) {
  var value = rlimit(rlim_cur: limit, rlim_max: .max)
  guard setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &value) == 0 else { exit(70) }
}
