import CLinux
import Glibc

/// The socket on which the service waits for clients.
package final class Listener: Sendable {
  /// Clients that may wait for `accept`.
  private static let backlog: Int32 = 128

  private let descriptor: Descriptor
  /// Written to by `stop`; the waiting thread polls it beside the socket.
  private let wakeUp: Descriptor
  private let sleeper: Descriptor
  private let ownPath: OwnPath?

  private init(_ descriptor: consuming Descriptor, path: consuming OwnPath?) throws(SocketError) {
    let pair = try Descriptor.pair()
    self.descriptor = descriptor
    wakeUp = pair.first
    sleeper = pair.second
    ownPath = path
  }

  /// Listens at a path.
  ///
  /// A socket that a dead service left is replaced, a live one never: a lock beside the path
  /// (`PATH.lock`) and a trial connection decide. The socket gets its mode before its name, so
  /// that nobody can connect in between.
  ///
  /// - Parameter mode: of the socket; who may write to it may connect.
  /// Throws: `.pathTooLong`, `.alreadyRunning`, `.notASocket`, `.noPermission`, `.system`.
  package static func open(path: String, mode: UInt32 = 0o660) throws(SocketError) -> Listener {
    let fresh = path + ".new"
    let address = try UnixAddress(path)
    let freshAddress = try UnixAddress(fresh)
    guard path.utf8.first != UInt8(ascii: "@") else { throw SocketError(.badAddress) }
    let lock = try lock(path + ".lock")
    try checkFree(path, address)
    _ = unsafe unlink(fresh)
    let descriptor = try Descriptor.unixSocket(SOCK_STREAM)
    let raw = descriptor.raw
    guard unsafe freshAddress.withPointer({ unsafe bind(raw, $0, $1) }) == 0 else {
      throw errno == EACCES ? SocketError(.noPermission) : .system("bind")
    }
    guard unsafe chmod(fresh, mode) == 0 else { throw .system("chmod") }
    guard listen(raw, backlog) == 0 else { throw .system("listen") }
    guard unsafe rename(fresh, path) == 0 else { throw .system("rename") }
    return try Listener(descriptor, path: OwnPath(path: path, lock: lock))
  }

  /// Takes over the one socket that the supervisor opened for the members; nil when it opened none.
  ///
  /// It may have any name but that of the partners' door, so that no mistake in a name opens a door to
  /// others than it was made for.
  /// Throws: `.activation` when it passed another number of sockets or no listening socket.
  package static func activated() throws(SocketError) -> Listener? {
    let names = [Activation.storedName, Activation.collectName]
    return try activated { !names.contains($0) }
  }

  /// The same for the partners' door, by its name.
  package static func activatedCollect() throws(SocketError) -> Listener? {
    try activated { $0 == Activation.collectName }
  }

  private static func activated(_ isMeant: (String) -> Bool) throws(SocketError) -> Listener? {
    let sockets = try Activation.take().filter { isMeant($0.name) }
    guard let first = sockets.first else { return nil }
    guard sockets.count == 1, first.isListening else { throw SocketError(.activation) }
    return try taking(over: Descriptor(owning: first.raw))
  }

  /// Listens on a socket that somebody else opened; its path is not removed at the end.
  package static func taking(over descriptor: consuming Descriptor) throws(SocketError) -> Listener
  {
    try Listener(descriptor, path: nil)
  }

  /// Waits for a client; nil after `stop`.
  ///
  /// When the process is out of descriptors or memory it waits a little and tries again.
  package func accept() throws(SocketError) -> Descriptor? {
    while true {
      var entries = [
        pollfd(fd: descriptor.raw, events: Int16(POLLIN), revents: 0),
        pollfd(fd: sleeper.raw, events: Int16(POLLIN), revents: 0),
      ]
      guard unsafe poll(&entries, 2, -1) > 0 else {
        if errno == EINTR { continue }
        throw .system("poll")
      }
      if entries[1].revents != 0 { return nil }
      let client = linux_accept(descriptor.raw)
      if client >= 0 { return Descriptor(owning: client) }
      switch errno {
      case EINTR, EAGAIN, ECONNABORTED: continue
      case EMFILE, ENFILE, ENOMEM, ENOBUFS: _ = poll(nil, 0, 100)
      default: throw .system("accept")
      }
    }
  }

  /// Ends every `accept`, now and later; a supervisor's socket keeps collecting clients.
  package func stop() {
    // One byte that nobody reads: the poll in every accept keeps seeing it.
    try? wakeUp.send([1], until: .after(.zero))
  }

  private static func lock(_ path: String) throws(SocketError) -> Descriptor {
    let raw = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard raw >= 0 else {
      throw errno == EACCES ? SocketError(.noPermission) : .system("open")
    }
    let descriptor = Descriptor(owning: raw)
    guard flock(raw, LOCK_EX | LOCK_NB) == 0 else {
      throw errno == EWOULDBLOCK ? SocketError(.alreadyRunning) : .system("flock")
    }
    return descriptor
  }

  private static func checkFree(_ path: String, _ address: UnixAddress) throws(SocketError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else { throw SocketError(.notASocket) }
    do {
      _ = try Descriptor.connected(to: address)
    } catch {
      if error.fault == .notRunning { return }
      throw error
    }
    throw SocketError(.alreadyRunning)
  }
}

/// A socket's name in the file system, removed at the end if it is still ours.
private struct OwnPath: ~Copyable, Sendable {
  let path: String
  let lock: Descriptor
  private let device: dev_t
  private let file: ino_t

  init(path: String, lock: consuming Descriptor) throws(SocketError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { throw .system("lstat") }
    self.path = path
    self.lock = lock
    device = status.st_dev
    file = status.st_ino
  }

  deinit {
    var status = stat()
    guard unsafe lstat(path, &status) == 0, status.st_dev == device, status.st_ino == file else {
      return
    }
    _ = unsafe unlink(path)
  }
}
