// Frames: whole messages out of whatever arrives, and a name for everything else.
import Testing
import VaultTestKit
import Wire

/// All frames of a stream, or the fault at which it stops.
func frames(
  _ bytes: [UInt8], pieces: [Int] = [], limit: Int = Frame.limit
) throws(WireError) -> (frames: [[UInt8]], isBetweenFrames: Bool) {
  var decoder = FrameDecoder(limit: limit)
  var result: [[UInt8]] = []
  var start = 0
  for end in pieces + [bytes.count] {
    var piece = bytes[start..<end]
    while let frame = try decoder.next(&piece) { result.append(frame) }
    start = end
  }
  return (result, decoder.isBetweenFrames)
}

func fault(of bytes: [UInt8], limit: Int = Frame.limit) -> WireFault? {
  do throws(WireError) {
    _ = try frames(bytes, limit: limit)
    return nil
  } catch { return error.fault }
}

@Suite("Frames arrive whole or are refused by name")
struct FrameTests {
  @Test("three messages, cut at every pair of places")
  func everyBoundary() throws {
    let messages = [Array("{}".utf8), Array("é".utf8), [UInt8](repeating: 0x0A, count: 11)]
    let stream = messages.flatMap { Frame.encode($0) }
    for first in 0...stream.count {
      for second in first...stream.count {
        let read = try frames(stream, pieces: [first, second])
        #expect(read.frames == messages)
        #expect(read.isBetweenFrames)
      }
    }
    var ends: [Int] = [0]
    for message in messages { ends.append((ends.last ?? 0) + Frame.encode(message).count) }
    for end in 1..<stream.count {
      let read = try frames(Array(stream[..<end]))
      #expect(read.frames.count == ends.count { $0 <= end } - 1)
      #expect(read.isBetweenFrames == ends.contains(end))
    }
  }

  @Test(
    "any other header is refused at its first wrong byte",
    arguments: [
      "Content-Length: -1\r\n\r\n", "Content-Length: 02\r\n\r\n{}", "Content-Length: 0\r\n\r\n",
      "Content-Length:2\r\n\r\n{}", "Content-Length: 2\n\n{}", "Content-Length: +2\r\n\r\n{}",
      "content-length: 2\r\n\r\n{}", "Content-Length: 2 \r\n\r\n{}", "Content-Length: \r\n\r\n",
      "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", "Content-Length: 2\r\nX: y\r\n\r\n{}",
      "Content-Type: x\r\nContent-Length: 2\r\n\r\n{}", "GET / HTTP/1.1\r\n\r\n", "{}", "\u{0}",
      "Content-Length: 2\r\n\r\n{}x", "Content-Length: 0x2\r\n\r\n", "Content-Length: ٢\r\n\r\n{}",
    ])
  func badHeaders(_ text: String) {
    #expect(fault(of: Array(text.utf8)) == .badFrame)
  }

  @Test("a length over the limit is refused before its bytes arrive")
  func tooLarge() throws {
    let header = Frame.header(for: 101)
    #expect(fault(of: header, limit: 100) == .frameTooLarge)
    #expect(fault(of: Frame.encode([UInt8](repeating: 0, count: 100)), limit: 100) == nil)
    #expect(fault(of: Array("Content-Length: 16777217".utf8)) == .frameTooLarge)
    #expect(
      fault(of: Array("Content-Length: 99999999999999999999999999".utf8)) == .frameTooLarge)
    var decoder = FrameDecoder()
    var promise = Frame.header(for: Frame.limit)[...]
    #expect(try decoder.next(&promise) == nil)
    #expect(!decoder.isBetweenFrames)
  }

  @Test("after an error the stream stays broken")
  func staysBroken() {
    var decoder = FrameDecoder()
    var wrong = Array("x".utf8)[...]
    #expect(throws: WireError(.badFrame)) { try decoder.next(&wrong) }
    var right = Frame.encode([1, 2])[...]
    #expect(throws: WireError(.badFrame)) { try decoder.next(&right) }
    var nothing: ArraySlice<UInt8> = []
    #expect(throws: WireError(.badFrame)) { try decoder.next(&nothing) }
  }

  @Test("ten thousand random and nearly right streams, seeded")
  func randomStreams() throws {
    var random = SplitMix(seed: 4)
    let right = Frame.encode(Array(#"{"jsonrpc":"2.0","id":1,"method":"hello","params":{}}"#.utf8))
    var refused = 0
    for round in 0..<Torture.count(10_000, long: 100_000) {
      var bytes: [UInt8]
      if round % 2 == 0 {
        bytes = right + right
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(
            in: 0...255, using: &random)
        }
      } else {
        bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
          .random(in: 0...255, using: &random)
        }
      }
      let cut = Int.random(in: 0...bytes.count, using: &random)
      do throws(WireError) {
        for message in try frames(bytes, pieces: [cut]).frames {
          do throws(RequestRefusal) {
            let request = try Request(message: message)
            #expect(!request.method.isEmpty)
          } catch { refused += 1 }
        }
      } catch {
        #expect([.badFrame, .frameTooLarge].contains(error.fault))
        refused += 1
      }
    }
    #expect(refused > Torture.count(5_000, long: 50_000))
  }
}

/// A seeded generator, so that a failure can be repeated. (Steele, Lea, Flood 2014)
struct SplitMix: RandomNumberGenerator {
  var seed: UInt64

  mutating func next() -> UInt64 {
    seed &+= 0x9E37_79B9_7F4A_7C15
    var mixed = seed
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
