internal import Sodium
package import StrictJSON
package import Vocabulary

/// A signal as its file has it: ids and codes, nothing of a dossier.
///
/// - Source: Docs/protocol.md, Signals
package struct SpooledSignal: Equatable, Sendable {
  package static let schema = "dossierkluis/signaal/1"
  /// Largest file, bytes: room for a thousand members.
  package static let largest = 65_536

  /// Milliseconds since 1970-01-01 UTC.
  package let at: Int64
  package let kind: SignalKind
  /// The entry of the log that it is about.
  package let leaf: Int64
  package let members: [Identifier]
  package let dossier: Identifier?
  package let request: Identifier?
  package let until: Int64?

  /// Reads the bytes of a file; only the one spelling that the service writes.
  package init(reading bytes: [UInt8]) throws(JSONError) {
    let limits = JSONLimits(bytes: Self.largest, depth: 2, string: 64, members: 16, elements: 1024)
    let object = try JSONObject(try CanonicalJSON.decode(bytes, limits: limits))
    try object.allowOnly([
      "at", "dossier", "kind", "leaf", "members", "request", "schema", "until",
    ])
    guard try object.requireString("schema") == Self.schema else {
      throw object.error(.notAllowed(expected: "the schema \(Self.schema)"), "schema")
    }
    at = try object.requireInt("at", within: Self.times)
    guard let kind = SignalKind(try object.requireString("kind")) else {
      throw object.error(.notAllowed(expected: SignalKind.expected), "kind")
    }
    self.kind = kind
    leaf = try object.requireInt("leaf", within: 0...CanonicalJSON.integers.upperBound)
    var members: [Identifier] = []
    for text in try object.requireStrings("members") {
      guard let member = Identifier(padded: text) else {
        throw object.error(.notAllowed(expected: "a list of ids"), "members")
      }
      members.append(member)
    }
    self.members = members
    dossier = try Self.identifier(object, "dossier")
    request = try Self.identifier(object, "request")
    until = try object.optionalInt("until", within: Self.times)
  }

  /// From 1970 to the end of 9999.
  private static let times: ClosedRange<Int64> = 0...253_402_300_799_999

  private static func identifier(
    _ object: JSONObject, _ key: String
  ) throws(JSONError) -> Identifier? {
    guard let text = try object.optionalString(key) else { return nil }
    guard let value = Identifier(padded: text) else {
      throw object.error(.notAllowed(expected: "an id"), key)
    }
    return value
  }
}

/// What a signal is about.
///
/// The service may come to know more kinds than this release names.
package struct SignalKind: Hashable, Comparable, Sendable {
  package let code: String

  package static let noodtoegang = SignalKind(known: "noodtoegang")
  package static let reviewLate = SignalKind(known: "beoordeling-te-laat")
  package static let sessionFalse = SignalKind(known: "sessie-vals")
  package static let partnerKey = SignalKind(known: "partner-sleutel")
  /// The kinds of this release's service.
  package static let known = [noodtoegang, reviewLate, sessionFalse, partnerKey]

  static let expected = "a kind: 1 to 40 of a-z, 0-9 and -"

  private init(known code: String) { self.code = code }

  /// Takes 1 to 40 of `a-z 0-9 -`, beginning with a letter.
  package init?(_ code: String) {
    guard (1...40).contains(code.utf8.count), let first = code.utf8.first,
      (0x61...0x7A).contains(first),
      code.utf8.allSatisfy({
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
      })
    else { return nil }
    self.code = code
  }

  package static func < (left: SignalKind, right: SignalKind) -> Bool { left.code < right.code }
}

extension Identifier {
  /// Reads padded base64 of 16 bytes, in its one spelling.
  init?(padded text: String) {
    guard let bytes = Base64.decode(text) else { return nil }
    self.init(bytes)
  }
}
