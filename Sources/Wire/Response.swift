package import StrictJSON

/// One answer: `{jsonrpc, id, result, tail?}` or `{jsonrpc, id, error}`.
///
/// `tail` says how many bytes follow the object and a line feed, as they are: ciphertext is long, and
/// in base64 it would be copied three times on each side.
package struct Response: Sendable {
  /// Nil only beside an error about a message whose id could not be read.
  package let id: RequestID?
  package let outcome: Result<JSONObject, WireError>
  /// The bytes beside a result.
  package let tail: ArraySlice<UInt8>

  private static let lineFeed: UInt8 = 0x0A

  /// The answer to a call.
  package init(
    id: RequestID, result: JSONValue, tail: ArraySlice<UInt8> = []
  ) throws(JSONError) {
    self.id = id
    self.tail = tail
    outcome = .success(try JSONObject(result, path: [.key("result")]))
  }

  /// The refusal of a call.
  package init(id: RequestID?, error: WireError) {
    self.id = id
    tail = []
    outcome = .failure(error)
  }

  /// The refusal of a message that is not a request.
  package init(_ refusal: RequestRefusal) { self.init(id: refusal.id, error: refusal.error) }

  /// Reads the message of one frame, strictly: a service of ours writes no other.
  ///
  /// Throws: `JSONError` with its place; exit 65.
  package init(message: [UInt8], limits: JSONLimits = .message) throws(JSONError) {
    // Our own writer puts no line feed into an object, so the first one ends it.
    let end = Self.firstLineFeed(in: message) ?? message.endIndex
    let text = end == message.endIndex ? message : Array(message[..<end])
    let object = try JSONObject(OrdinaryJSON.decode(text, limits: limits))
    try object.allowOnly(["jsonrpc", "id", "result", "error", "tail"])
    tail = message[end...].dropFirst()
    let announced = try object.optionalInt("tail", within: 1...Int64(Frame.limit))
    guard Int(announced ?? 0) == tail.count, (announced == nil) == (end == message.endIndex) else {
      throw object.error(.notAllowed(expected: "the number of bytes that follow"), "tail")
    }
    guard try object.requireString("jsonrpc") == "2.0" else {
      throw object.error(.notAllowed(expected: "2.0"), "jsonrpc")
    }
    let raw = try object.require("id")
    id = RequestID(raw)
    if let error = try object.optionalObject("error") {
      guard object["result"] == nil else { throw object.error(.unknownKey, "result") }
      guard tail.isEmpty else { throw object.error(.unknownKey, "tail") }
      guard id != nil || raw.isNull else {
        throw object.error(.notAllowed(expected: "an id"), "id")
      }
      outcome = .failure(try WireError(error))
    } else {
      guard id != nil else { throw object.error(.notAllowed(expected: "an id"), "id") }
      outcome = .success(try object.requireObject("result"))
    }
  }

  /// Eight bytes at a time: there may be half a megabyte of links before it.
  private static func firstLineFeed(in message: [UInt8]) -> Int? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let span = unsafe message.span.bytes
    var index = 0
    while message.count - index >= 8 {
      let word =
        unsafe span.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
        ^ (ones &* UInt64(lineFeed))
      // A top bit is set where a byte was 0, or just above one.
      if (word &- ones) & ~word & (ones << 7) != 0 { break }
      index += 8
    }
    return message[index...].firstIndex(of: lineFeed)
  }

  /// The whole message, without its frame.
  package func encode() -> [UInt8] { head() + tail }

  /// The message up to the tail, without its frame.
  package func head() -> [UInt8] {
    var members = [JSONMember("jsonrpc", "2.0"), JSONMember("id", id?.json ?? .null)]
    switch outcome {
    case .success(let result): members.append(JSONMember("result", .object(result.members)))
    case .failure(let error): members.append(JSONMember("error", error.json))
    }
    guard !tail.isEmpty else { return OrdinaryJSON.encode(.object(members)) }
    members.append(JSONMember("tail", .int(Int64(tail.count))))
    var bytes = OrdinaryJSON.encode(.object(members))
    bytes.append(Self.lineFeed)
    return bytes
  }
}
