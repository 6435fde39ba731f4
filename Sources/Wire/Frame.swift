/// The frame around each message: `Content-Length: N`, an empty line, N bytes.
package enum Frame {
  /// Bytes of one message at most: a chunk of an attachment with its envelope fits many times.
  package static let limit = 16 << 20
  /// The only spelling of a header. (Language Server Protocol 3.17, base protocol)
  static let prefix = Array("Content-Length: ".utf8)
  static let suffix = Array("\r\n\r\n".utf8)

  /// The bytes that go before a message of `count` bytes.
  package static func header(for count: Int) -> [UInt8] {
    prefix + Array(String(count).utf8) + suffix
  }

  /// A message with its header, in one array.
  package static func encode(_ message: [UInt8]) -> [UInt8] { header(for: message.count) + message }
}

/// Turns a stream of bytes into frames, whatever pieces they arrive in.
///
/// A wrong byte is refused at once; a length over the limit before any memory is taken for it. Room
/// for the first MiB of a message is set aside when its length is known, and not touched; a longer
/// one takes memory as it arrives, not as it promises. After an error the stream has no meaning any
/// more: every later call answers the same error.
package struct FrameDecoder: Sendable {
  private enum State {
    case prefix(Int)
    case digits(count: Int, value: Int)
    case suffix(Int, length: Int)
    case body(length: Int)
    case broken(WireError)
  }

  /// Bytes of one message at most; a new limit counts from the next header on.
  package var limit: Int
  private var state = State.prefix(0)
  private var body: [UInt8] = []

  /// Bytes that are set aside for a message at once: an opened dossier fits and is never moved.
  private static let room = 1 << 20

  package init(limit: Int = Frame.limit) { self.limit = limit }

  /// Whether no frame has begun: the one place where a stream may end.
  package var isBetweenFrames: Bool { if case .prefix(0) = state { true } else { false } }

  /// Takes bytes from the front of `input` until a frame is whole; nil when it needs more.
  ///
  /// Throws: `.badFrame`, `.frameTooLarge`.
  package mutating func next(_ input: inout ArraySlice<UInt8>) throws(WireError) -> [UInt8]? {
    while !input.isEmpty {
      if case .body(let length) = state {
        let part = input.prefix(length - body.count)
        body.append(contentsOf: part)
        input.removeFirst(part.count)
        return take(length)
      }
      do throws(WireError) { try step(input.removeFirst()) } catch {
        state = .broken(error)
        throw error
      }
    }
    if case .broken(let error) = state { throw error }
    return nil
  }

  /// How many bytes of a message that has begun are still to come; 0 outside of one.
  package var missing: Int {
    if case .body(let length) = state { length - body.count } else { 0 }
  }

  /// Has `read` put bytes of the message where they stay; nil when it needs more.
  ///
  /// - Parameter read: writes at most as many bytes as there is room for, and not beyond `missing`.
  package mutating func fill<Fault: Error>(
    atMost count: Int, _ read: (inout OutputSpan<UInt8>) throws(Fault) -> Void
  ) throws(Fault) -> [UInt8]? {
    guard case .body(let length) = state else { return nil }
    let more = min(count, length - body.count)
    if body.capacity - body.count < more {
      body.reserveCapacity(min(length, 2 * (body.count + more)))
    }
    try body.append(addingCapacity: more, initializingWith: read)
    return take(length)
  }

  /// The message, when all of it is there.
  private mutating func take(_ length: Int) -> [UInt8]? {
    guard body.count == length else { return nil }
    state = .prefix(0)
    defer { body = [] }
    return body
  }

  /// One byte of a header.
  private mutating func step(_ byte: UInt8) throws(WireError) {
    switch state {
    case .prefix(let index):
      guard byte == Frame.prefix[index] else { throw WireError(.badFrame) }
      state =
        index + 1 < Frame.prefix.count ? .prefix(index + 1) : .digits(count: 0, value: 0)
    case .digits(let count, let value):
      if byte == Frame.suffix[0], count > 0 {
        state = .suffix(1, length: value)
        return
      }
      // A leading zero would be a second spelling, and an empty message is none.
      guard byte &- 0x30 < 10, count > 0 || byte != 0x30 else { throw WireError(.badFrame) }
      let (tens, tooLong) = value.multipliedReportingOverflow(by: 10)
      guard !tooLong, tens <= limit - Int(byte - 0x30) else { throw WireError(.frameTooLarge) }
      state = .digits(count: count + 1, value: tens + Int(byte - 0x30))
    case .suffix(let index, let length):
      guard byte == Frame.suffix[index] else { throw WireError(.badFrame) }
      guard index + 1 == Frame.suffix.count else {
        state = .suffix(index + 1, length: length)
        return
      }
      state = .body(length: length)
      body.reserveCapacity(min(length, Self.room))
    case .body: throw WireError(.badFrame)
    case .broken(let error): throw error
    }
  }
}
