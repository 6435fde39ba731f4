import Glibc

/// The address of a Unix domain socket: a path, or a name with `@` in front in the abstract space.
struct UnixAddress: Sendable {
  /// Bytes of a path at most: `sun_path` less its closing zero. (unix(7))
  static let longest = 107

  private let name: [UInt8]
  private let isAbstract: Bool

  /// Throws: `.pathTooLong`, or `.badAddress` for an empty path or one with a zero byte.
  init(_ text: String) throws(SocketError) {
    isAbstract = text.utf8.first == UInt8(ascii: "@")
    name = Array(isAbstract ? text.utf8.dropFirst() : text.utf8[...])
    guard name.count <= Self.longest else {
      throw SocketError(.pathTooLong(limit: Self.longest))
    }
    guard !name.isEmpty, !name.contains(0) else { throw SocketError(.badAddress) }
  }

  /// Lends the address as the kernel reads it.
  func withPointer<Value>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
  ) -> Value {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // An abstract name starts with a zero byte and has no closing one.
    let start = isAbstract ? 1 : 0
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { path in
      for (index, byte) in name.enumerated() { unsafe path[start + index] = byte }
    }
    let fixed = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
    let length =
      isAbstract ? socklen_t(fixed + 1 + name.count) : socklen_t(MemoryLayout<sockaddr_un>.size)
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, length)
      }
    }
  }
}

extension Descriptor {
  /// Connects a new stream socket to an address.
  ///
  /// Throws: `.notRunning`, `.noPermission`, `.system`.
  static func connected(to address: UnixAddress) throws(SocketError) -> Descriptor {
    let descriptor = try unixSocket(SOCK_STREAM)
    let raw = descriptor.raw
    while unsafe address.withPointer({ unsafe connect(raw, $0, $1) }) != 0 {
      switch errno {
      case EINTR: continue
      case EISCONN: return descriptor
      case ENOENT, ECONNREFUSED, ENOTDIR: throw SocketError(.notRunning)
      case EACCES, EPERM: throw SocketError(.noPermission)
      default: throw .system("connect")
      }
    }
    return descriptor
  }
}
