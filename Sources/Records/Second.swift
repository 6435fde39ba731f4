package import Sodium
package import StrictJSON
package import Vocabulary

/// What a second pair of eyes says about a request.
///
/// - Source: Docs/protocol.md, Signed records
package struct Second: SignedRecord {
  package static let kind = "second"
  package static let domain = Domain.second
  package static let keys = ["at", "by", "contrary", "function", "id", "request", "verdict"]

  package enum Verdict: String, CaseIterable, Sendable {
    case akkoord
    case tegen
  }

  package let at: Int64
  package let by: Identifier
  /// H(the contrary view in words), when there is one.
  package let contrary: [UInt8]?
  package let function: SigningFunction
  package let id: Identifier
  /// `RequestAct.hash` of the exact bytes that were judged.
  package let request: [UInt8]
  package let verdict: Verdict

  package init(
    at: Int64, by: Identifier, contrary: [UInt8]? = nil, function: SigningFunction,
    id: Identifier, request: [UInt8], verdict: Verdict
  ) {
    self.at = at
    self.by = by
    self.contrary = contrary
    self.function = function
    self.id = id
    self.request = request
    self.verdict = verdict
  }

  package var fields: [(String, JSONValue?)] {
    [
      ("at", .int(at)), ("by", .id(by)), ("contrary", contrary.map { .base64($0) }),
      ("function", .string(function.name)), ("id", .id(id)), ("request", .base64(request)),
      ("verdict", .string(verdict.rawValue)),
    ]
  }

  package init(fields: JSONObject) throws(JSONError) {
    at = try fields.requireTime("at")
    by = try fields.requireIdentifier("by")
    contrary = try fields.optionalBytes("contrary", count: 32)
    function = try fields.requireFunction("function")
    id = try fields.requireIdentifier("id")
    request = try fields.requireHash("request")
    verdict = try fields.requireCase("verdict")
  }
}

extension JSONObject {
  /// A role's name or `regie`.
  package func requireFunction(_ key: String) throws(JSONError) -> SigningFunction {
    guard let function = SigningFunction(name: try requireString(key)) else {
      throw error(.notAllowed(expected: "a function"), key)
    }
    return function
  }
}
