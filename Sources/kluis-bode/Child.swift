import CLinux
import Delivery
import Glibc

/// A program of the beheerder, run once with a file as its standard input.
///
/// It gets no shell, no descriptor but 0, 1 and 2, an empty signal mask, default signals, the root
/// folder, five variables and a process group of its own. What it prints goes nowhere: it could
/// repeat what it read. At its time limit the whole group is killed.
enum Child {
  /// Milliseconds that a program still gets when the messenger must end.
  private static let lastGrace: Int64 = 5_000

  /// Runs to its end; throws unless it ended with 0.
  ///
  /// - Parameters:
  ///   - input: a descriptor at the beginning of what the program reads.
  ///   - id: the stable id, given as `KLUIS_ID`.
  static func run(
    _ program: Program, input: Int32, id: String, kind: String, sink: String,
    _ waking: inout Waking
  ) throws(DeliveryFault) {
    guard isSafe(program.path) else { throw stat.of(program.path) == nil ? .start : .unsafe }
    let pid = try start(
      program, input: input,
      environment: [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8",
        "KLUIS_ID=\(id)", "KLUIS_KIND=\(kind)", "KLUIS_SINK=\(sink)",
      ])
    var end = Waking.now() + program.seconds * 1000
    var isEnding = false
    while true {
      var status: Int32 = 0
      let found = unsafe waitpid(pid, &status, WNOHANG)
      if found == pid {
        guard status == 0 else { throw .exit }
        return
      }
      guard found == 0 || errno == EINTR else { throw .exit }
      if waking.isStopping, !isEnding {
        isEnding = true
        end = min(end, Waking.now() + lastGrace)
      }
      let left = end - Waking.now()
      guard left > 0 else { break }
      waking.wait(milliseconds: left)
    }
    // Before the program is reaped: until then its number, and so its group's, is nobody else's.
    _ = kill(-pid, SIGKILL)
    while waitpid(pid, nil, 0) < 0, errno == EINTR {}
    throw isEnding ? .stopped : .timeLimit
  }

  /// Whether only root and this user can change what would be started.
  static func isSafe(_ path: String) -> Bool {
    var found = stat()
    // Links are followed: /usr/sbin/sendmail is often one.
    guard unsafe stat(path, &found) == 0, found.st_mode & S_IFMT == S_IFREG,
      found.st_uid == 0 || found.st_uid == geteuid(), found.st_mode & 0o022 == 0
    else { return false }
    return true
  }

  private static func start(
    _ program: Program, input: Int32, environment: [String]
  ) throws(DeliveryFault) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    _ = unsafe posix_spawn_file_actions_init(&actions)
    defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
    var attributes = posix_spawnattr_t()
    _ = unsafe posix_spawnattr_init(&attributes)
    defer { _ = unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    _ = unsafe sigemptyset(&none)
    _ = unsafe sigfillset(&all)
    let flags =
      Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETPGROUP)
    let prepared = unsafe [
      posix_spawn_file_actions_adddup2(&actions, input, 0),
      posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0),
      posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0),
      linux_spawn_close_from(&actions, 3),
      linux_spawn_change_folder(&actions, "/"),
      posix_spawnattr_setsigmask(&attributes, &none),
      posix_spawnattr_setsigdefault(&attributes, &all),
      posix_spawnattr_setpgroup(&attributes, 0),
      posix_spawnattr_setflags(&attributes, flags),
    ]
    guard prepared.allSatisfy({ $0 == 0 }) else { throw .start }
    var words = unsafe ([program.path] + program.arguments).map { unsafe strdup($0) }
    var variables = unsafe environment.map { unsafe strdup($0) }
    defer {
      for index in unsafe words.indices { unsafe free(words[index]) }
      for index in unsafe variables.indices { unsafe free(variables[index]) }
    }
    unsafe words.append(nil)
    unsafe variables.append(nil)
    var pid: pid_t = 0
    // posix_spawn(3) and not posix_spawnp(3): no PATH, and no shell for a file without `#!`.
    let result = unsafe posix_spawn(
      &pid, program.path, &actions, &attributes, words, variables)
    guard result == 0 else { throw .start }
    return pid
  }
}
