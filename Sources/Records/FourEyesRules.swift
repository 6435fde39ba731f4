package import StrictJSON

/// What a policy set asks for each act under four eyes, read from its bytes.
///
/// A client and the FG judge with it what others agreed to, by the set that a request names. It reads
/// `vier_ogen` and `noodtoegang` and nothing else; whether the rest of a set is well made is the service's to judge.
/// - Source: Docs/protocol.md, Policy sets
package struct FourEyesRules: Equatable, Sendable {
  private let asked: [RequestAct.Act: Asked]
  /// Nil for a set that says nothing of it.
  package let emergency: EmergencyRules?

  private struct Asked: Equatable, Sendable {
    let rule: FourEyes.Rule
    let requesters: Set<SigningFunction>
  }

  /// Below this four eyes are not four; no set may ask for fewer.
  package static let fewestOthers = 2

  /// Nil for an act that the set does not know.
  package func rule(for act: RequestAct.Act) -> FourEyes.Rule? { asked[act]?.rule }

  /// Who may ask.
  package func requesters(of act: RequestAct.Act) -> Set<SigningFunction> {
    asked[act]?.requesters ?? []
  }

  /// - Throws: the place where `toegang.json` is not as it should be, or asks for too few.
  package init(toegang: [UInt8]) throws(JSONError) {
    let file = try JSONObject(
      OrdinaryJSON.decode(toegang, limits: JSONLimits(bytes: FourEyesRules.fileLimit)))
    emergency =
      file["noodtoegang"] == nil ? nil : try EmergencyRules(file.requireObject("noodtoegang"))
    let acts = try file.requireObject("vier_ogen")
    var asked: [RequestAct.Act: Asked] = [:]
    for act in RequestAct.Act.allCases where acts[act.rawValue] != nil {
      let line = try acts.requireObject(act.rawValue)
      let others = try line.requireInt("aantal", within: Int64(Self.fewestOthers)...7)
      let seats = try line.requireSeats("tweeden")
      guard seats.count <= others else {
        throw line.error(.notAllowed(expected: "at least the number of functions"), "aantal")
      }
      asked[act] = Asked(
        rule: FourEyes.Rule(others: Int(others), seats: seats),
        requesters: try line.requireSeats("aanvragers").reduce(into: []) { $0.formUnion($1) })
    }
    self.asked = asked
  }

  /// As the service reads; a larger file is no policy file.
  private static let fileLimit = 1 << 18
}

extension JSONObject {
  /// Functions, or lists of functions any one of which will do.
  fileprivate func requireSeats(
    _ key: String
  ) throws(JSONError) -> [Set<SigningFunction>] {
    var seats: [Set<SigningFunction>] = []
    for value in try requireArray(key) {
      var seat: Set<SigningFunction> = []
      let names: [JSONValue] = if case .array(let either) = value { either } else { [value] }
      for name in names {
        guard case .string(let text) = name, let function = SigningFunction(name: text) else {
          throw error(.notAllowed(expected: "functions"), key)
        }
        seat.insert(function)
      }
      guard !seat.isEmpty else { throw error(.notAllowed(expected: "functions"), key) }
      seats.append(seat)
    }
    guard !seats.isEmpty else { throw error(.notAllowed(expected: "functions"), key) }
    return seats
  }
}
