import CLinux
import Desk
import Glibc

/// `kluis-keys` as a program beside this one: it has the store and the keys of the host, which `kluis` has
/// not.
///
/// It gets arguments, and no secret among them. What it asks it asks on the terminal itself.
struct KeysProgram {
  static let name = "kluis-keys"
  /// Bytes of its failure, as JSON, at most.
  private static let errorLimit = 64 * 1024

  /// How it ended.
  struct Ending {
    /// Its exit code; 128 and more for a signal.
    let status: Int32
    /// What it wrote on stderr, when that was kept from the screen.
    let errors: [UInt8]
  }

  let arguments: [String]
  /// A descriptor of ours that it reads shares from, as its descriptor 3; nil when it asks for them.
  let shares: Int32?
  /// Keeps its words from the screen: nothing on stdout, and stderr handed back.
  let isQuiet: Bool

  /// The one that lies beside this program, or else the first on PATH.
  static var path: String {
    var bytes = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink("/proc/self/exe", &bytes, bytes.count)
    guard count > 0, count < bytes.count else { return name }
    let own = String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard let slash = own.lastIndex(of: "/") else { return name }
    let beside = String(own[...slash]) + name
    return unsafe access(beside, X_OK) == 0 ? beside : name
  }

  /// Runs it to its end.
  ///
  /// As in system(3) an interrupt from the keyboard is its, not ours.
  ///
  /// - Throws: 1 `no-kluis-keys`
  /// - Source: posix_spawn(3), closefrom(2)
  func run() throws(Failure) -> Ending {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    _ = unsafe posix_spawn_file_actions_init(&actions)
    _ = unsafe posix_spawnattr_init(&attributes)
    defer {
      _ = unsafe posix_spawn_file_actions_destroy(&actions)
      _ = unsafe posix_spawnattr_destroy(&attributes)
    }
    // The child closes what is beyond its own descriptors, so these need no flag.
    var ends: [Int32] = [-1, -1]
    if isQuiet, unsafe pipe(&ends) != 0 { throw Self.failed(errno) }
    defer { for descriptor in ends where descriptor >= 0 { close(descriptor) } }
    let pid = unsafe try start(&actions, &attributes, errors: ends[1])
    let before = (signal(SIGINT, SIG_IGN), signal(SIGQUIT, SIG_IGN))
    defer { _ = (signal(SIGINT, before.0), signal(SIGQUIT, before.1)) }
    if isQuiet {
      close(ends[1])
      ends[1] = -1
    }
    let errors = isQuiet ? Self.read(ends[0]) : []
    return Ending(status: Self.wait(for: pid), errors: errors)
  }

  private func start(
    _ actions: inout posix_spawn_file_actions_t, _ attributes: inout posix_spawnattr_t,
    errors: Int32
  ) throws(Failure) -> pid_t {
    var (none, all) = (sigset_t(), sigset_t())
    _ = unsafe sigemptyset(&none)
    _ = unsafe sigfillset(&all)
    var prepared: [Int32]
    if isQuiet {
      prepared = unsafe [
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0),
        posix_spawn_file_actions_adddup2(&actions, errors, 2),
      ]
    } else {
      // Our stdout is for our own answer.
      prepared = unsafe [posix_spawn_file_actions_adddup2(&actions, 2, 1)]
    }
    if let shares {
      unsafe prepared.append(posix_spawn_file_actions_adddup2(&actions, shares, 3))
    }
    unsafe prepared += [
      // Not our passphrase's descriptor, nor anything else.
      linux_spawn_close_from(&actions, shares == nil ? 3 : 4),
      posix_spawnattr_setsigmask(&attributes, &none),
      posix_spawnattr_setsigdefault(&attributes, &all),
      posix_spawnattr_setflags(
        &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)),
    ]
    if let code = prepared.first(where: { $0 != 0 }) { throw Self.failed(code) }
    let words = arguments + (shares == nil ? [] : ["--shares-fd", "3"])
    var list = unsafe ([Self.name] + words).map { unsafe strdup($0) }
    defer { for index in unsafe list.indices { unsafe free(list[index]) } }
    unsafe list.append(nil)
    var pid: pid_t = 0
    let code = unsafe posix_spawnp(&pid, Self.path, &actions, &attributes, list, environ)
    guard code == 0 else { throw Self.failed(code) }
    return pid
  }

  private static func failed(_ code: Int32) -> Failure {
    Failure(
      ExitCode.failed, "no-kluis-keys", Texts.noKeysProgram(code), hint: Texts.installKeysProgram)
  }

  private static func read(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe Glibc.read(descriptor, &part, part.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      // To the end, or the program would wait for a reader; what is beyond is nothing of ours.
      if bytes.count + count <= errorLimit { bytes.append(contentsOf: part[..<count]) }
    }
  }

  /// wait(2): exit code in bits 8…15 when the low seven are zero, else a signal.
  private static func wait(for pid: pid_t) -> Int32 {
    var raw: Int32 = 0
    while unsafe waitpid(pid, &raw, 0) != pid {
      guard errno == EINTR else { return ExitCode.failed }
    }
    return raw & 0x7F == 0 ? raw >> 8 & 0xFF : 128 + raw & 0x7F
  }
}
