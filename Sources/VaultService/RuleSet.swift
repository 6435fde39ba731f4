import Policy
import Records
import Sodium
import StrictJSON

/// The policy in force, with the hash under which the log and the records know it.
struct RuleSet: Sendable {
  let policy: Policy
  let rollen: [UInt8]
  let toegang: [UInt8]
  /// H(length of rollen u32 ‖ rollen ‖ toegang).
  let hash: [UInt8]

  /// Parses and checks both files whole, the floor included.
  init(rollen: [UInt8], toegang: [UInt8]) throws(PolicyError) {
    policy = try Policy(rollen: rollen, toegang: toegang)
    self.rollen = rollen
    self.toegang = toegang
    hash = Self.hash(rollen: rollen, toegang: toegang)
  }

  /// Reads what `stored` wrote, and checks it as any set.
  init(stored line: [UInt8]) throws {
    let object = try JSONObject(
      CanonicalJSON.decode(line, limits: Self.lineLimits))
    try self.init(
      rollen: object.requireBytes("rollen"), toegang: object.requireBytes("toegang"))
  }

  static func hash(rollen: [UInt8], toegang: [UInt8]) -> [UInt8] {
    FourEyesRules.hash(rollen: rollen, toegang: toegang)
  }

  /// Two files in base64.
  static let lineLimits = JSONLimits(bytes: 4 * Policy.fileLimit.bytes, depth: 2)

  /// How leaves name a set.
  static let recordKind = "policy"

  /// The line in which the rules are kept and handed to the FG.
  var stored: [UInt8] {
    CanonicalJSON.encode([
      "hash": .base64(hash), "rollen": .base64(rollen), "toegang": .base64(toegang),
    ])
  }
}
