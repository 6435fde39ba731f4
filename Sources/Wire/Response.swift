package import StrictJSON

/// One answer: `{jsonrpc, id, result}` or `{jsonrpc, id, error}`.
package struct Response: Sendable {
  /// Nil only beside an error about a message whose id could not be read.
  package let id: RequestID?
  package let outcome: Result<JSONObject, WireError>

  /// The answer to a call.
  package init(id: RequestID, result: JSONValue) throws(JSONError) {
    self.id = id
    outcome = .success(try JSONObject(result, path: [.key("result")]))
  }

  /// The refusal of a call.
  package init(id: RequestID?, error: WireError) {
    self.id = id
    outcome = .failure(error)
  }

  /// The refusal of a message that is not a request.
  package init(_ refusal: RequestRefusal) { self.init(id: refusal.id, error: refusal.error) }

  /// Reads the message of one frame, strictly: a service of ours writes no other.
  ///
  /// Throws: `JSONError` with its place; exit 65.
  package init(message: [UInt8], limits: JSONLimits = .message) throws(JSONError) {
    let object = try JSONObject(OrdinaryJSON.decode(message, limits: limits))
    try object.allowOnly(["jsonrpc", "id", "result", "error"])
    guard try object.requireString("jsonrpc") == "2.0" else {
      throw object.error(.notAllowed(expected: "2.0"), "jsonrpc")
    }
    let raw = try object.require("id")
    id = RequestID(raw)
    if let error = try object.optionalObject("error") {
      guard object["result"] == nil else { throw object.error(.unknownKey, "result") }
      guard id != nil || raw.isNull else {
        throw object.error(.notAllowed(expected: "an id"), "id")
      }
      outcome = .failure(try WireError(error))
    } else {
      guard id != nil else { throw object.error(.notAllowed(expected: "an id"), "id") }
      outcome = .success(try object.requireObject("result"))
    }
  }

  /// The message, without its frame.
  package func encode() -> [UInt8] {
    var members = [JSONMember("jsonrpc", "2.0"), JSONMember("id", id?.json ?? .null)]
    switch outcome {
    case .success(let result): members.append(JSONMember("result", .object(result.members)))
    case .failure(let error): members.append(JSONMember("error", error.json))
    }
    return OrdinaryJSON.encode(.object(members))
  }
}
