import Glibc

/// Two one-way streams through one `poll`, each with a bounded buffer.
///
/// When the input ends, the vault sees the end of that direction and may still answer. When the
/// vault ends, what it sent is written out and the relay ends, whatever the input does.
enum Relay {
  enum Outcome {
    case ended
    case broken
  }

  static func run(input: Int32, output: Int32, vault: Int32) -> Outcome {
    // The client's side may be shared with others, so its flags are put back at the end.
    let modes = [input, output, vault].map { (descriptor: $0, flags: fcntl($0, F_GETFL)) }
    defer { for mode in modes.reversed() { _ = fcntl(mode.descriptor, F_SETFL, mode.flags) } }
    for mode in modes where mode.flags >= 0 {
      _ = fcntl(mode.descriptor, F_SETFL, mode.flags | O_NONBLOCK)
    }
    var there = Stream(from: input, to: vault)
    var back = Stream(from: vault, to: output)
    var toldVault = false
    while !back.isDone {
      var entries = [there.source, there.sink, back.source, back.sink]
      if unsafe poll(&entries, nfds_t(entries.count), -1) < 0 {
        if errno == EINTR { continue }
        return .broken
      }
      // The vault may stop reading and still have an answer under way: only its own end counts.
      if !there.move(entries[0].revents, entries[1].revents) { there.abandon() }
      if !back.move(entries[2].revents, entries[3].revents) { return .broken }
      if there.isDone, !toldVault {
        toldVault = true
        _ = shutdown(vault, Int32(SHUT_WR))
      }
    }
    return .ended
  }
}

/// One direction: a buffer between a source and a sink, both without blocking.
private struct Stream {
  /// Bytes held at most.
  private static let size = 64 * 1024

  private let from: Int32
  private let to: Int32
  private var buffer = [UInt8](repeating: 0, count: size)
  private var held = 0..<0
  private var sourceEnded = false

  init(from: Int32, to: Int32) {
    self.from = from
    self.to = to
  }

  /// Whether all that the source gave has been written, and it gives no more.
  var isDone: Bool { sourceEnded && held.isEmpty }

  /// What to poll for: the source when there is room, the sink when there is something to write.
  ///
  /// A negative descriptor is skipped by poll(2).
  var source: pollfd {
    pollfd(fd: held.isEmpty && !sourceEnded ? from : -1, events: Int16(POLLIN), revents: 0)
  }
  var sink: pollfd { pollfd(fd: held.isEmpty ? -1 : to, events: Int16(POLLOUT), revents: 0) }

  mutating func abandon() {
    sourceEnded = true
    held = 0..<0
  }

  /// Reads or writes once where poll said so; false when the sink or source is broken.
  mutating func move(_ sourceEvents: Int16, _ sinkEvents: Int16) -> Bool {
    if sourceEvents != 0 {
      let count = unsafe read(from, &buffer, buffer.count)
      if count > 0 {
        held = 0..<count
      } else if count == 0 || errno == ECONNRESET {
        sourceEnded = true
      } else if !Self.mayTryAgain {
        return false
      }
    }
    // Straight on after a read: most of the time the sink has room.
    guard !held.isEmpty, sinkEvents != 0 || sourceEvents != 0 else { return true }
    let target = to
    let rest = held
    let count = unsafe buffer.withUnsafeBytes { bytes in
      unsafe write(target, UnsafeRawBufferPointer(rebasing: bytes[rest]).baseAddress, rest.count)
    }
    if count < 0 { return Self.mayTryAgain }
    held = rest.lowerBound + count..<rest.upperBound
    return true
  }

  private static var mayTryAgain: Bool { errno == EINTR || errno == EAGAIN }
}
