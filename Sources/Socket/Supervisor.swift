import CLinux
import Glibc

/// The supervisor's notify socket. (sd_notify(3))
///
/// Without NOTIFY_SOCKET every call does nothing: the service also runs by hand.
package struct Supervisor: Sendable {
  private let address: UnixAddress?

  /// Reads NOTIFY_SOCKET; a path or an abstract name (`@…`).
  package init() throws(SocketError) {
    address = try Activation.variable("NOTIFY_SOCKET").map { text throws(SocketError) in
      try UnixAddress(text)
    }
  }

  /// Talks to a given socket, as NOTIFY_SOCKET would name it.
  package init(socket: String) throws(SocketError) { address = try UnixAddress(socket) }

  /// The service answers its clients.
  package func ready() throws(SocketError) { try send("READY=1") }

  /// The service ends.
  package func stopping() throws(SocketError) { try send("STOPPING=1") }

  /// A line for `systemctl status`, in our own words.
  package func status(_ text: String) throws(SocketError) {
    try send("STATUS=" + text.split(separator: "\n").joined(separator: " "))
  }

  /// Keeps a descriptor over restarts; it comes back by `Activation.take` under this name.
  package func store(
    _ descriptor: borrowing Descriptor, name: String = Activation.storedName
  ) throws(SocketError) {
    try send("FDSTORE=1\nFDNAME=\(name)", descriptor: descriptor.raw)
  }

  /// Drops what was stored under a name.
  package func discard(name: String = Activation.storedName) throws(SocketError) {
    try send("FDSTOREREMOVE=1\nFDNAME=\(name)")
  }

  private func send(_ text: String, descriptor: Int32 = -1) throws(SocketError) {
    guard let address else { return }
    let socket = try Descriptor.unixSocket(SOCK_DGRAM)
    let raw = socket.raw
    let bytes = Array(text.utf8)
    let sent = unsafe address.withPointer { pointer, length in
      unsafe linux_send_descriptor(raw, pointer, length, bytes, UInt(bytes.count), descriptor)
    }
    guard sent == bytes.count else { throw .system("sendmsg") }
  }
}
