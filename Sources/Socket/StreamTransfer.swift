import Glibc

// Reading and writing a stream socket with a deadline. A signal never cuts them short.

extension Descriptor {
  /// Bytes asked of the kernel in one read.
  static let readSize = 64 * 1024

  /// Bytes asked of the kernel in one read in the middle of a message.
  static let bodyReadSize = 256 * 1024

  /// Waits until a read or write would make progress.
  ///
  /// Throws: `.timedOut`.
  borrowing func wait(for events: Int32, until deadline: Deadline) throws(SocketError) {
    var entry = pollfd(fd: raw, events: Int16(truncatingIfNeeded: events), revents: 0)
    while true {
      let ready = unsafe poll(&entry, 1, deadline.pollTimeout)
      if ready > 0 { return }
      if ready == 0 { throw SocketError(.timedOut) }
      guard errno == EINTR else { throw .system("poll") }
    }
  }

  /// Reads what has arrived; an empty array is the end of the stream.
  ///
  /// The memory is taken only after bytes have arrived: an idle connection holds none.
  borrowing func receive(until deadline: Deadline) throws(SocketError) -> [UInt8] {
    while true {
      try wait(for: POLLIN, until: deadline)
      var count = 0
      let raw = raw
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Self.readSize) { buffer, filled in
        count = unsafe recv(raw, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
        filled = max(count, 0)
      }
      if count >= 0 { return bytes }
      switch errno {
      case EINTR, EAGAIN: continue
      case ECONNRESET: throw SocketError(.closed)
      default: throw .system("recv")
      }
    }
  }

  /// Reads what has arrived to where it stays; nothing is the end of the stream.
  borrowing func receive(
    into room: inout OutputSpan<UInt8>, until deadline: Deadline
  ) throws(SocketError) {
    while true {
      let raw = raw
      let count = unsafe room.withUnsafeMutableBufferPointer { buffer, filled in
        let count = unsafe recv(raw, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
        filled = max(count, 0)
        return count
      }
      if count >= 0 { return }
      switch errno {
      case EINTR: continue
      case EAGAIN: try wait(for: POLLIN, until: deadline)
      case ECONNRESET: throw SocketError(.closed)
      default: throw .system("recv")
      }
    }
  }

  /// Writes all bytes, or throws.
  borrowing func send(_ bytes: ArraySlice<UInt8>, until deadline: Deadline) throws(SocketError) {
    let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
    var sent = 0
    while sent < bytes.count {
      let raw = raw
      let count = unsafe bytes.withUnsafeBytes { buffer in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[sent...])
        return unsafe Glibc.send(raw, rest.baseAddress, rest.count, flags)
      }
      if count >= 0 {
        sent += count
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN: try wait(for: POLLOUT, until: deadline)
      case EPIPE, ECONNRESET: throw SocketError(.closed)
      default: throw .system("send")
      }
    }
  }
}
