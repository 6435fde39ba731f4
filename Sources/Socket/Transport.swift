import Glibc
import Synchronization
import Wire

/// A connection that carries frames, the same to client and service whether a socket or ssh is
/// underneath.
///
/// One thread may read while another writes. `close` may be called from any thread and wakes both.
package final class Transport: Sendable {
  /// How long a frame that has begun may take to arrive, or an answer to be taken: 60 s carries
  /// 16 MiB over 2 Mbit/s, and frees a thread from a peer that sends a byte now and then.
  package static let frameTime = Duration.seconds(60)

  private let descriptor: Descriptor
  private let ssh: SSHProcess?
  private let reader: Mutex<Reader>
  private let writer = Mutex(())

  /// Speaks over a connected socket, such as `Listener.accept` answers.
  package init(_ descriptor: consuming Descriptor, frameLimit: Int = Frame.limit) {
    self.descriptor = descriptor
    ssh = nil
    reader = Mutex(Reader(decoder: FrameDecoder(limit: frameLimit)))
  }

  private init(_ connection: consuming SSHProcess.Connection) {
    ssh = connection.process
    descriptor = connection.descriptor
    reader = Mutex(Reader(decoder: FrameDecoder()))
  }

  deinit {
    close()
    ssh?.end()
  }

  /// Takes messages up to another size from the next one on.
  ///
  /// A service starts strangers with a small limit, so that they can hold little of its memory,
  /// and raises it once they have signed in. Call it from the thread that reads.
  package func limitFrames(to bytes: Int) { reader.withLock { $0.decoder.limit = bytes } }

  /// Connects to a vault.
  ///
  /// Over ssh this returns as soon as ssh has started; whether it gets through shows at the first
  /// `readFrame`.
  package static func connect(
    to address: ServiceAddress, ssh: SSHOptions = SSHOptions(mayAsk: false)
  ) throws(SocketError) -> Transport {
    switch address {
    case .unix(let path): Transport(try Descriptor.connected(to: UnixAddress(path)))
    case .ssh(let destination): Transport(try SSHProcess.start(destination, ssh))
    }
  }

  /// Who is at the other end of the socket.
  package func peer() throws(SocketError) -> PeerCredentials {
    try PeerCredentials(of: descriptor)
  }

  /// Reads one message; nil when the other side closed the connection between two messages.
  ///
  /// - Parameters:
  ///   - idle: how long to wait for its first byte; nil waits for as long as it takes.
  ///   - frame: how long the rest may take.
  /// Throws: `.timedOut`, `.closed` (in the middle of a message), `.frame`, `.ssh`, `.system`.
  package func readFrame(
    idle: Duration?, frame: Duration = frameTime
  ) throws(SocketError) -> [UInt8]? {
    let outcome = reader.withLock { reader in
      Result { () throws(SocketError) in
        try reader.next(from: descriptor, idle: .after(idle), frame: frame)
      }
    }
    switch outcome {
    case .success(let message?): return message
    case .success(nil):
      try sshFailure()
      return nil
    case .failure(let error):
      if error.fault == .closed { try sshFailure() }
      throw error
    }
  }

  /// Writes one message, whole: its two parts one after the other, without a copy of the second.
  ///
  /// Throws: `.timedOut`, `.closed`, `.system`; after any of them the connection is of no use.
  package func writeFrame(
    _ message: [UInt8], and tail: ArraySlice<UInt8> = [], timeout: Duration = frameTime
  ) throws(SocketError) {
    let deadline = Deadline.after(timeout)
    let outcome = writer.withLock { _ in
      Result { () throws(SocketError) in
        let header = Frame.header(for: message.count + tail.count)
        if message.count <= Descriptor.readSize {
          // One call, so that the other side wakes up once.
          try descriptor.send((header + message)[...], until: deadline)
        } else {
          try descriptor.send(header[...], until: deadline)
          try descriptor.send(message[...], until: deadline)
        }
        if !tail.isEmpty { try descriptor.send(tail, until: deadline) }
      }
    }
    if case .failure(let error) = outcome {
      if error.fault == .closed { try sshFailure() }
      throw error
    }
  }

  /// Ends the connection in both directions; readers and writers wake up.
  ///
  /// The descriptor itself lives as long as this object, so that no other connection can get its
  /// number while a thread still reads.
  package func close() { _ = shutdown(descriptor.raw, Int32(SHUT_RDWR)) }

  /// When ssh has ended with a failure before anything came, that is the reason.
  ///
  /// Once something came ssh had got through, and what was asked may have been done: that is a
  /// connection that broke, not one that was not made.
  private func sshFailure() throws(SocketError) {
    if reader.withLock({ $0.hasReceived }) { return }
    if let status = ssh?.statusSoon(), status != 0 { throw SocketError(.ssh(status: status)) }
  }
}

/// The reading half: the decoder and bytes that arrived after the last frame.
private struct Reader {
  var decoder: FrameDecoder
  var rest: ArraySlice<UInt8> = []
  private(set) var hasReceived = false

  init(decoder: FrameDecoder) { self.decoder = decoder }

  mutating func next(
    from descriptor: borrowing Descriptor, idle: Deadline, frame: Duration
  ) throws(SocketError) -> [UInt8]? {
    var deadline: Deadline?
    while true {
      do throws(WireError) {
        if let message = try decoder.next(&rest) {
          if rest.isEmpty { rest = [] }
          return message
        }
      } catch { throw SocketError(.frame(error)) }
      if deadline == nil, !decoder.isBetweenFrames { deadline = .after(frame) }
      if decoder.missing > 0 {
        // What is in the middle of a message goes straight to its place.
        let before = decoder.missing
        let message = try decoder.fill(atMost: Descriptor.bodyReadSize) {
          room throws(SocketError) in
          try descriptor.receive(into: &room, until: deadline ?? idle)
        }
        if let message { return message }
        guard decoder.missing < before else { throw SocketError(.closed) }
        continue
      }
      let bytes = try descriptor.receive(until: deadline ?? idle)
      guard !bytes.isEmpty else {
        if decoder.isBetweenFrames { return nil }
        throw SocketError(.closed)
      }
      hasReceived = true
      rest = bytes[...]
    }
  }
}
