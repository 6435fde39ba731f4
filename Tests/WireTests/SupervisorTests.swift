// The notify protocol, seen from a socket that plays systemd.
import Foundation
import Socket
import Testing
import VaultTestKit

@Suite("The supervisor hears what happens")
struct SupervisorTests {
  /// Receives one datagram and its descriptor, or -1.
  func receive(_ socket: Int32) -> (text: String, descriptor: Int32) {
    var bytes = [UInt8](repeating: 0, count: 4096)
    var control = [UInt8](repeating: 0, count: 64)
    var descriptor: Int32 = -1
    let count = bytes.withUnsafeMutableBytes { buffer in
      control.withUnsafeMutableBytes { extra in
        var part = iovec(iov_base: buffer.baseAddress, iov_len: buffer.count)
        return withUnsafeMutablePointer(to: &part) { pointer in
          var message = msghdr()
          message.msg_iov = pointer
          message.msg_iovlen = 1
          message.msg_control = extra.baseAddress
          message.msg_controllen = extra.count
          let count = recvmsg(socket, &message, 0)
          // cmsg_len 8, cmsg_level 4, cmsg_type 4, then the descriptor.
          if message.msg_controllen >= 20 {
            descriptor = extra.load(fromByteOffset: 16, as: Int32.self)
          }
          return count
        }
      }
    }
    return (String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self), descriptor)
  }

  func open(_ name: String) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let abstract = name.hasPrefix("@")
    let bytes = abstract ? [0] + Array(name.utf8.dropFirst()) : Array(name.utf8)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let size = socklen_t(abstract ? 2 + bytes.count : MemoryLayout<sockaddr_un>.size)
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
    }
    try #require(bound == 0)
    return descriptor
  }

  @Test("READY, STOPPING, STATUS and a stored descriptor, by path and by abstract name")
  func notify() throws {
    let scratch = try Scratch()
    for name in [scratch.path("notify"), "@dossierkluis-\(getpid())"] {
      let socket = try open(name)
      defer { close(socket) }
      let supervisor = try Supervisor(socket: name)
      try supervisor.ready()
      #expect(receive(socket).text == "READY=1")
      try supervisor.stopping()
      #expect(receive(socket).text == "STOPPING=1")
      try supervisor.status("een\nREADY=1")
      #expect(receive(socket).text == "STATUS=een READY=1")
      let memory = try Descriptor.memoryFile(named: "kluis")
      #expect(write(memory.raw, "abc", 3) == 3)
      try supervisor.store(memory)
      let (text, stored) = receive(socket)
      #expect(text == "FDSTORE=1\nFDNAME=kluis")
      var bytes = [UInt8](repeating: 0, count: 8)
      #expect(pread(stored, &bytes, 8, 0) == 3)
      #expect(bytes.prefix(3) == [0x61, 0x62, 0x63])
      close(stored)
      try supervisor.discard()
      #expect(receive(socket).text == "FDSTOREREMOVE=1\nFDNAME=kluis")
    }
  }
}
