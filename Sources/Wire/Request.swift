package import StrictJSON

/// What names a request in its answer: an integer, or a string of at most 64 bytes.
package enum RequestID: Equatable, Sendable {
  case int(Int64)
  case string(String)

  /// Bytes of a string id at most.
  static let longest = 64

  init?(_ value: JSONValue?) {
    switch value {
    case .int(let number): self = .int(number)
    case .string(let text) where text.utf8.count <= Self.longest: self = .string(text)
    default: return nil
    }
  }

  var json: JSONValue {
    switch self {
    case .int(let number): .int(number)
    case .string(let text): .string(text)
    }
  }
}

/// Why a message cannot be taken as a request, and which id the answer carries.
package struct RequestRefusal: Error, Equatable, Sendable {
  /// Nil when the message has no id that can be read; the answer then says `null`.
  package let id: RequestID?
  package let error: WireError

  package init(id: RequestID?, error: WireError) {
    self.id = id
    self.error = error
  }
}

/// One call: `{jsonrpc, id, method, params}` and nothing else.
package struct Request: Sendable {
  package let id: RequestID
  /// At most 64 of `[a-z0-9.-]`.
  package let method: String
  package let params: JSONObject

  package init(id: RequestID, method: String, params: JSONValue) throws(JSONError) {
    self.id = id
    self.method = method
    self.params = try JSONObject(params, path: [.key("params")])
  }

  /// Reads the message of one frame.
  ///
  /// Throws: `.parse`, `.tooDeep`, `.batch`, `.notification`, `.invalidRequest`, `.invalidParams`.
  package init(message: [UInt8], limits: JSONLimits = .message) throws(RequestRefusal) {
    let value: JSONValue
    do throws(JSONError) { value = try OrdinaryJSON.decode(message, limits: limits) } catch {
      throw RequestRefusal(id: nil, error: WireError(error.wireFault))
    }
    if case .array = value { throw RequestRefusal(id: nil, error: WireError(.batch)) }
    guard case .object(let members) = value else {
      throw RequestRefusal(id: nil, error: WireError(.invalidRequest))
    }
    let id = RequestID(value["id"])
    guard value["jsonrpc"] == "2.0", let method = value["method"]?.stringValue,
      Self.isMethodName(method),
      members.allSatisfy({ ["jsonrpc", "id", "method", "params"].contains($0.key) })
    else { throw RequestRefusal(id: id, error: WireError(.invalidRequest)) }
    guard let id else {
      let fault: WireFault = value["id"] == nil ? .notification : .invalidRequest
      throw RequestRefusal(id: nil, error: WireError(fault))
    }
    do throws(JSONError) {
      try self.init(id: id, method: method, params: value["params"] ?? .object([JSONMember]()))
    } catch {
      throw RequestRefusal(id: id, error: WireError(.invalidParams))
    }
  }

  /// The message, without its frame.
  package func encode() -> [UInt8] {
    OrdinaryJSON.encode(
      .object([
        ("jsonrpc", "2.0"), ("id", id.json), ("method", .string(method)),
        ("params", .object(params.members)),
      ]))
  }

  private static func isMethodName(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x61...0x7A, 0x30...0x39, 0x2D, 0x2E: true
        default: false
        }
      }
  }
}

extension JSONError {
  /// What a service answers to a message with this error.
  package var wireFault: WireFault {
    switch fault {
    case .tooDeep: .tooDeep
    case .tooLong, .stringTooLong, .tooManyMembers, .tooManyElements: .frameTooLarge
    case .missing, .wrongKind, .unknownKey, .notAllowed: .invalidParams
    default: .parse
    }
  }
}
