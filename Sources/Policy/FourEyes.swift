import StrictJSON
package import Vocabulary

/// Acts that need the requester and others besides.
package enum FourEyesAct: String, CaseIterable, Sendable {
  case grantToezichthouder = "grant-toezichthouder"

  /// The role that a grant made by this act is for.
  package var granteeRole: Role {
    switch self {
    case .grantToezichthouder: .toezichthouder
    }
  }
}

/// Who may ask, who must agree, how many, and for how long a request stands.
///
/// Whether a request with its seconds meets it is judged over signed records. (`Records.FourEyes`)
package struct FourEyesRule: Equatable, Sendable {
  package let requesters: [Function]
  /// Each function must give at least one second.
  package let seconds: [Function]
  /// Seconds that must agree; the requester never counts.
  package let count: Int64
  package let validDays: Int64

  init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly(["aanvragers", "tweeden", "aantal", "geldig_dagen"])
    requesters = try object.requireFunctions("aanvragers")
    seconds = try object.requireFunctions("tweeden")
    count = try object.requireInt("aantal", within: 0...7)
    validDays = try object.requireInt("geldig_dagen", within: 1...366)
    // A count below the floor is the floor's to refuse, by its name.
    if count >= FloorRule.fewestSeconds && Int64(seconds.count) > count {
      throw object.error(.notAllowed(expected: "at least the number of functions"), "aantal")
    }
  }
}
