import StrictJSON
import Wire

extension FuzzTarget {
  private static let request = Array(
    #"{"jsonrpc":"2.0","id":1,"method":"dossier.open","params":{"body":"e30=","sig":""}}"#.utf8)

  /// A stream gives the same frames and the same end, however it is cut; the first byte says how.
  static let frames = FuzzTarget(name: "frames", longest: 2_048) {
    let whole = Frame.encode(request) + Frame.encode(Array("{}".utf8))
    return [[0] + whole, [3] + whole, [200] + whole, [7] + whole.dropLast(2)]
  } check: { bytes throws(Broken) in
    guard let step = bytes.first, step > 0 else { return }
    let stream = Array(bytes.dropFirst())
    let whole = read(stream, by: stream.count + 1)
    let pieces = read(stream, by: Int(step))
    try promise(whole.frames == pieces.frames && whole.fault == pieces.fault, "cut otherwise")
    let written = whole.frames.flatMap { Frame.encode($0) }
    try promise(stream.starts(with: written), "frames that were not in the stream")
  }

  private static func read(_ stream: [UInt8], by step: Int) -> (
    frames: [[UInt8]], fault: WireFault?
  ) {
    var decoder = FrameDecoder(limit: 1_024)
    var frames: [[UInt8]] = []
    var start = 0
    while start < stream.count {
      var input = stream[start..<min(stream.count, start + step)]
      start += input.count
      do throws(WireError) {
        while let frame = try decoder.next(&input) { frames.append(frame) }
      } catch { return (frames, error.fault) }
    }
    return (frames, nil)
  }

  /// Requests and answers come back from their own writing.
  static let envelopes = FuzzTarget(name: "envelopes", longest: 4_096) {
    let id = RequestID.int(7)
    return [
      request, Array(#"{"jsonrpc":"2.0","id":"a","method":"hello"}"#.utf8),
      try Response(id: id, result: .object([("a", .int(1))])).encode(),
      Response(id: id, error: WireError(.batch)).encode(),
      Response(id: nil, error: WireError(.parse, ref: 9)).encode(),
    ]
  } check: { bytes throws(Broken) in
    if let request = try? Request(message: bytes) {
      let again = try? Request(message: request.encode())
      try promise(
        again?.id == request.id && again?.method == request.method
          && again?.params.members == request.params.members, "a request came back otherwise")
    }
    if let response = try? Response(message: bytes) {
      let written = response.encode()
      let again = try? Response(message: written)
      try promise(again?.encode() == written, "an answer came back otherwise")
    }
  }
}
