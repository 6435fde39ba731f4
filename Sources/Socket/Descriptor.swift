import CLinux
import Glibc

/// A file descriptor that closes itself; there is one owner at a time.
package struct Descriptor: ~Copyable, Sendable {
  /// The number, for calls that do not keep it.
  package let raw: Int32

  /// Takes over a descriptor.
  package init(owning raw: Int32) { self.raw = raw }

  deinit { _ = Glibc.close(raw) }

  /// Gives the number away; nothing closes it any more.
  package consuming func release() -> Int32 {
    let raw = raw
    discard self
    return raw
  }

  /// A second descriptor of the same open file, close-on-exec. (fcntl(2), F_DUPFD_CLOEXEC)
  package borrowing func duplicate() throws(SocketError) -> Descriptor {
    let copy = fcntl(raw, F_DUPFD_CLOEXEC, 3)
    guard copy >= 0 else { throw .system("fcntl") }
    return Descriptor(owning: copy)
  }

  /// Anonymous memory as a file, for the supervisor's descriptor store. (memfd_create(2))
  ///
  /// It can be swapped out: what is put in it must be sealed.
  package static func memoryFile(named name: String) throws(SocketError) -> Descriptor {
    let raw = unsafe linux_memory_file(name)
    guard raw >= 0 else { throw .system("memfd_create") }
    return Descriptor(owning: raw)
  }

  /// A new socket of the Unix domain, close-on-exec.
  static func unixSocket(_ kind: __socket_type) throws(SocketError) -> Descriptor {
    let raw = socket(AF_UNIX, Int32(kind.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard raw >= 0 else { throw .system("socket") }
    return Descriptor(owning: raw)
  }

  /// Two connected stream sockets.
  package static func pair() throws(SocketError) -> DescriptorPair {
    var raw: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, kind, 0, &raw) == 0 else { throw .system("socketpair") }
    return DescriptorPair(first: Descriptor(owning: raw[0]), second: Descriptor(owning: raw[1]))
  }
}

/// Both ends of a connection within this process.
package struct DescriptorPair: ~Copyable {
  package let first: Descriptor
  package let second: Descriptor
}
