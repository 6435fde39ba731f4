import CLinux
import CommandTree
import Glibc
import Socket
import Sodium
import VaultService
import Wire

/// One run of the service: close the process, open the vault, serve until told to stop.
struct Daemon {
  private let arguments: ParsedArguments

  /// Kibibytes that must be lockable before any key is taken in.
  private static let lockedKibibytes = 1024
  /// Where the tools are installed with their policies.
  private static let installedPolicies = "/usr/local/share/dossierkluis/Policies"

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  /// Runs to the end; the exit code.
  func run() -> Int32 {
    Self.limitArenas()
    // Before the first thread: all of them inherit it.
    let signals = Signals.holding([Signals.terminate, Signals.hangUp, SIGINT, Signals.turn])
    // Past a limit on file sizes a write must fail, as on a full disk, and not end the process.
    _ = signal(SIGXFSZ, SIG_IGN)
    do {
      try ProcessHardening.apply()
      if arguments.has("allow-unlocked-memory") {
        SecretMemory.allowUnlocked()
      } else {
        try ProcessHardening.lockedMemory(kibibytes: Self.lockedKibibytes)
      }
      let supervisor = try Supervisor()
      let doors = Doors()
      var phase = try first(supervisor)
      let listeners = try listen()
      doors.lead(to: phase)
      let accepting = try WorkerThread.start("accept") {
        accept(listeners.members, doors, .members)
      }
      let collecting = try listeners.collect.map { listener in
        try WorkerThread.start("collect") { accept(listener, doors, .collect) }
      }
      try supervisor.ready()
      complain("kluisd \(Release.version): \(phase.words)")
      while let next = try turn(signals, phase, supervisor) {
        phase = next
        doors.lead(to: phase)
        complain("kluisd: \(phase.words)")
      }
      try? supervisor.stopping()
      listeners.members.stop()
      listeners.collect?.stop()
      // A listener takes its path away when nobody holds it any more.
      accepting.join()
      collecting?.join()
      phase.stop()
      return 0
    } catch {
      return report(error)
    }
  }

  /// Two heaps for all threads: glibc would make eight per core, and each keeps what was freed in
  /// it.
  ///
  /// An opened dossier is some large blocks; each goes back to the kernel when it was answered.
  ///
  /// - Source: mallopt(3), M_ARENA_MAX, M_MMAP_THRESHOLD
  private static func limitArenas() { _ = linux_limit_heaps(2, 1 << 20) }

  private var settings: VaultSettings {
    var settings = VaultSettings(
      folder: arguments.required("dir"),
      policyFolder: arguments.value("policies") ?? Self.installedPolicies)
    settings.backupFolder = arguments.value("backup-dir")
    if let limit = arguments.number("max-clients") { settings.clientLimit = limit }
    settings.turn = { Signals.raiseTurn() }
    return settings
  }

  /// Open when W is at hand; sealed when it is not and share holders can bring it.
  private func first(_ supervisor: Supervisor) throws -> Phase {
    let found: WrapKey.Found
    do { found = try WrapKey.find(settings.folder) } catch SecretFile.Fault.missing {
      return try sealed()
    } catch let fault as SecretFile.Fault { throw Refusal.wrapKey(fault) }
    let server = try VaultServer(settings: settings, clock: .system, wrapKey: found.key)
    warn(of: server)
    if !found.isStored { try WrapKey.store(found.key, with: supervisor) }
    return .open(server)
  }

  private func sealed() throws -> Phase {
    .sealed(try SealedVault(settings) { Signals.raiseTurn() })
  }

  /// Where members come, and where partners do if they have a door.
  private func listen() throws -> (members: Listener, collect: Listener?) {
    let members: Listener
    if let listener = try Listener.activated() {
      members = listener
    } else {
      guard let path = arguments.value("socket") else { throw Refusal.noSocket }
      members = try Listener.open(path: path)
    }
    if let listener = try Listener.activatedCollect() { return (members, listener) }
    return (members, try arguments.value("collect-socket").map { try Listener.open(path: $0) })
  }

  /// Waits until the service must be something else; nil when it must end.
  private func turn(
    _ signals: Signals, _ phase: Phase, _ supervisor: Supervisor
  ) throws -> Phase? {
    while true {
      switch (signals.next(), phase) {
      case (Signals.hangUp, .open(let server)):
        do {
          try server.reloadRules()
          complain("kluisd: the policy files are the set in force")
        } catch {
          complain("kluisd: \(error)\nhint: \(error.hint); the policies of before stay in force")
        }
      case (Signals.hangUp, .sealed): break
      case (Signals.turn, .sealed(let vault)):
        guard let wrapKey = vault.takeWrapKey() else { continue }
        vault.stop()
        do { return .open(try opened(wrapKey, vault.ceremony, supervisor)) } catch {
          complain("kluisd: \(error)\nhint: \(error.hint); the vault stays sealed")
          return try sealed()
        }
      case (Signals.turn, .open(let server)):
        guard server.isSealing else { continue }
        server.stop()
        do { try supervisor.discard(name: WrapKey.storedName) } catch {
          complain("kluisd: the supervisor may still hold the wrap key: \(error)")
        }
        return try sealed()
      default: return nil
      }
    }
  }

  /// Says it when the policy files are not the set in force.
  private func warn(of server: VaultServer) {
    guard let refused = server.refusedRules else { return }
    complain("kluisd: \(refused)\nhint: \(refused.hint); the policies of before stay in force")
  }

  private func opened(
    _ wrapKey: borrowing SecretBytes, _ ceremony: UInt32, _ supervisor: Supervisor
  ) throws(StartError) -> VaultServer {
    let server = try VaultServer(settings: settings, clock: .system, wrapKey: wrapKey)
    warn(of: server)
    do throws(StartError) { try server.logUnsealing(ceremony: ceremony) } catch {
      server.stop()
      throw error
    }
    // Without a supervisor, or when it does not take it, the holders come again after a restart.
    do { try WrapKey.store(wrapKey, with: supervisor) } catch {
      complain("kluisd: the supervisor did not take the wrap key over a restart: \(error)")
    }
    return server
  }

  /// Why this run did not begin.
  enum Refusal: Error {
    case noSocket
    case wrapKey(SecretFile.Fault)
  }

  /// Says what is wrong and what to do; the exit code.
  private func report(_ error: any Error) -> Int32 {
    let (text, hint, code): (String, String, Int32) =
      switch error {
      case let error as StartError: (error.description, error.hint, error.exit)
      case let error as SocketError: (error.description, error.hint, error.exit)
      case let error as SecretMemoryError: (error.description, error.hint, 69)
      case let error as ProcessHardening.HardeningError: (error.description, error.hint, 69)
      case Refusal.noSocket:
        (
          "there is nowhere to listen", "name a path with --socket, or start it by its socket unit",
          64
        )
      case Refusal.wrapKey(let fault):
        (
          "the wrap key: \(fault)",
          "give it as the systemd credential wrap-key, or restore wrap.key (mode 0600)", 69
        )
      default: ("the service could not start", "look at the messages before this one", 1)
      }
    complain("kluisd: \(text)\nhint: \(hint)")
    return code
  }
}

/// Takes clients until the listener stops.
private func accept(_ listener: Listener, _ doors: Doors, _ door: Doors.Door) {
  do {
    while let descriptor = try listener.accept() { doors.serve(descriptor, at: door) }
  } catch { complain("kluisd: \(error)") }
}
