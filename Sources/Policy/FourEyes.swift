import StrictJSON
package import Vocabulary

/// Acts that need the requester and others besides.
///
/// A new act is a case here and a line in `vier_ogen`; its relation says what the requester must be
/// to the dossier.
package enum FourEyesAct: String, CaseIterable, Sendable {
  case grantToezichthouder = "grant-toezichthouder"
  case noodtoegang
  case policy
  case r3Ground = "r3-ground"

  /// The role that a grant made by this act is for; nil for acts that give nobody a grant.
  package var granteeRole: Role? {
    self == .grantToezichthouder ? .toezichthouder : nil
  }

  /// Whether the last second makes wraps, and so must hold a standing one.
  var makesWraps: Bool { granteeRole != nil }

  /// Whether it is about a dossier.
  package var isAboutDossier: Bool { self != .policy }

  /// Whether it is asked with words that say why, or not at all.
  ///
  /// A toezichthouder's grant says in a code what it is for; the others are judged by their reason.
  var needsReason: Bool { self != .grantToezichthouder }

  /// Whether those who agree look into the dossier to do so.
  ///
  /// The review of a noodtoegang is over the reason and the log; the FG takes part in it.
  var isAboutContent: Bool { self == .grantToezichthouder || self == .r3Ground }

  /// Acts by which the vault itself could be weakened or opened: the FG has a seat in each.
  static let watched: [FourEyesAct] = [.noodtoegang, .policy]
}

/// Who may ask, who must agree, how many, and for how long a request stands.
///
/// Whether a request with its seconds meets it is judged over signed records. (`Records.FourEyes`)
package struct FourEyesRule: Equatable, Sendable {
  package let requesters: [Function]
  /// Each seat must be filled by a person of its own, in any one of its functions.
  package let seats: [[Function]]
  /// Seconds that must agree; the requester never counts.
  package let count: Int64
  package let validDays: Int64

  /// Every function that may say something.
  package var seconds: [Function] {
    var seen: Set<Function> = []
    return seats.flatMap { $0 }.filter { seen.insert($0).inserted }
  }

  init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly(["aanvragers", "tweeden", "aantal", "geldig_dagen"])
    requesters = try object.requireFunctions("aanvragers")
    seats = try object.requireSeats("tweeden")
    count = try object.requireInt("aantal", within: 0...7)
    validDays = try object.requireInt("geldig_dagen", within: 1...366)
    // A count below the floor is the floor's to refuse, by its name.
    if count >= FloorRule.fewestSeconds && Int64(seats.count) > count {
      throw object.error(.notAllowed(expected: "at least the number of functions"), "aantal")
    }
  }
}

extension JSONObject {
  /// Functions, or lists of functions any one of which will do.
  fileprivate func requireSeats(_ key: String) throws(JSONError) -> [[Function]] {
    var seats: [[Function]] = []
    for (index, value) in try requireArray(key).enumerated() {
      let place = path + [.key(key), .index(index)]
      let names: [JSONValue] = if case .array(let either) = value { either } else { [value] }
      var seat: [Function] = []
      for name in names {
        guard case .string(let text) = name, let function = Function(name: text) else {
          let expected = "one of \(Function.names.joined(separator: ", "))"
          throw JSONError(.notAllowed(expected: expected), path: place)
        }
        guard !seat.contains(function) else {
          throw JSONError(.notAllowed(expected: "named once"), path: place)
        }
        seat.append(function)
      }
      guard !seat.isEmpty else {
        throw JSONError(.notAllowed(expected: "a list of at least one function"), path: place)
      }
      guard seat.count > 1 || !seats.contains(seat) else {
        throw JSONError(.notAllowed(expected: "named once"), path: place)
      }
      seats.append(seat)
    }
    guard !seats.isEmpty else {
      throw error(.notAllowed(expected: "a list of at least one function"), key)
    }
    return seats
  }
}
