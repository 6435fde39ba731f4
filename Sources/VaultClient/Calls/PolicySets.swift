import AuditLog
package import Records
import StrictJSON

/// A policy set as the service keeps it, found to make the hash that it goes by.
package struct PolicySet: Equatable, Sendable {
  /// 32 bytes; how records and the log name it.
  package let hash: [UInt8]
  package let rollen: [UInt8]
  package let toegang: [UInt8]
  /// What it asks for acts under four eyes.
  package let rules: FourEyesRules
}

extension VaultSession {
  /// A set that is, was or is proposed to be in force; without a hash the one in force.
  package func policy(_ hash: [UInt8]? = nil) throws(ClientError) -> PolicySet {
    if let hash, let known = knownSets[hash] { return known }
    let ask = Ask(
      method: "policy.read", args: .object(present: [("hash", hash.map { .base64($0) })]),
      action: .policyRead)
    let set = try perform(ask) { reply throws(CheckFailure) in
      let set = try checked(.answer) { () throws(JSONError) in
        try reply.fields.allowOnly(["hash", "outcome", "receipt", "rollen", "toegang"])
        let toegang = try reply.fields.bytes("toegang")
        return PolicySet(
          hash: try reply.fields.bytes("hash", count: 32),
          rollen: try reply.fields.bytes("rollen"), toegang: toegang,
          rules: try FourEyesRules(toegang: toegang))
      }
      try demand(hash == nil || set.hash == hash, .answer)
      try demand(
        FourEyesRules.hash(rollen: set.rollen, toegang: set.toegang) == set.hash, .answer)
      return set
    }
    knownSets[set.hash] = set
    return set
  }
}
