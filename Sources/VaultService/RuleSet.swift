import Policy
import Records
import Session
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
    let length = UInt32(truncatingIfNeeded: rollen.count)
    let prefix = stride(from: 24, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: length >> $0)
    }
    hash = BLAKE2b.hash(prefix, rollen, toegang)
  }

  /// The line in which the rules are kept and handed to the FG.
  var stored: [UInt8] {
    CanonicalJSON.encode([
      "hash": .base64(hash), "rollen": .base64(rollen), "toegang": .base64(toegang),
    ])
  }
}
