import CLinux

/// Who connected, as the kernel saw it at that moment. (unix(7), SO_PEERCRED)
///
/// Recorded, never believed: over ssh it is the gate's user, and a pid may be used again.
package struct PeerCredentials: Equatable, Sendable {
  package let pid: Int32
  package let uid: UInt32
  package let gid: UInt32

  /// Asks the kernel about the other end of a connected socket.
  package init(of descriptor: borrowing Descriptor) throws(SocketError) {
    var pid: Int32 = 0
    var uid: UInt32 = 0
    var gid: UInt32 = 0
    guard unsafe linux_peer_credentials(descriptor.raw, &pid, &uid, &gid) == 0 else {
      throw .system("getsockopt")
    }
    self.pid = pid
    self.uid = uid
    self.gid = gid
  }
}
