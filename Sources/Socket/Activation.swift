import Glibc

/// A descriptor that the supervisor passed at the start. (sd_listen_fds(3))
package struct PassedDescriptor: Equatable, Sendable {
  /// The number; who asked for the list owns it.
  package let raw: Int32
  /// `FileDescriptorName=` of the socket unit, or FDNAME of a stored one; may be empty.
  package let name: String

  /// Whether it is a listening stream socket of the Unix domain.
  var isListening: Bool {
    option(SO_ACCEPTCONN) == 1 && option(SO_DOMAIN) == AF_UNIX
      && option(SO_TYPE) == Int32(SOCK_STREAM.rawValue)
  }

  private func option(_ name: Int32) -> Int32? {
    var value: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard unsafe getsockopt(raw, SOL_SOCKET, name, &value, &length) == 0 else { return nil }
    return value
  }
}

/// What systemd hands over in the environment: LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES.
package enum Activation {
  /// The first passed descriptor. (sd-daemon.h, SD_LISTEN_FDS_START)
  private static let first: Int32 = 3
  /// More than we ever ask for.
  private static let most: Int32 = 16
  /// The FDNAME under which the service stores its memory file.
  package static let storedName = "kluis"
  /// The FileDescriptorName of the socket of the partners' door.
  package static let collectName = "collect"

  /// The passed descriptors, made close-on-exec; empty when they are not meant for this process.
  ///
  /// Reads the environment and leaves it as it is: changing it is not safe beside threads.
  /// Throws: `.activation` when the numbers contradict each other.
  package static func take() throws(SocketError) -> [PassedDescriptor] {
    try take(
      pid: variable("LISTEN_PID"), count: variable("LISTEN_FDS"),
      names: variable("LISTEN_FDNAMES"))
  }

  /// The descriptor that `Supervisor.store` left for this process, or nil; the caller owns it.
  package static func stored(name: String = storedName) throws(SocketError) -> Descriptor? {
    guard let passed = try take().first(where: { $0.name == name }) else { return nil }
    return Descriptor(owning: passed.raw)
  }

  private static func take(
    pid: String?, count: String?, names: String?
  ) throws(SocketError) -> [PassedDescriptor] {
    guard let pid, let count, pid == String(getpid()) else { return [] }
    guard let number = Int32(count), (0...most).contains(number) else {
      throw SocketError(.activation)
    }
    let labels = names?.split(separator: ":", omittingEmptySubsequences: false) ?? []
    var passed: [PassedDescriptor] = []
    for offset in 0..<number {
      let raw = first + offset
      guard fcntl(raw, F_SETFD, FD_CLOEXEC) == 0 else { throw SocketError(.activation) }
      let name = Int(offset) < labels.count ? String(labels[Int(offset)]) : ""
      passed.append(PassedDescriptor(raw: raw, name: name))
    }
    return passed
  }

  static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}
