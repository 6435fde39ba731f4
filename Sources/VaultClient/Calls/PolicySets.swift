import AuditLog
import Directory
package import Records
package import StrictJSON
package import Vocabulary

/// A policy set as the service keeps it, found to make the hash that it goes by.
package struct PolicySet: Equatable, Sendable {
  /// 32 bytes; how records and the log name it.
  package let hash: [UInt8]
  package let rollen: [UInt8]
  package let toegang: [UInt8]
  /// What it asks for acts under four eyes.
  package let rules: FourEyesRules
}

extension PolicySet {
  /// - Throws: where `toegang.json` asks for less than four eyes are.
  package init(rollen: [UInt8], toegang: [UInt8]) throws(JSONError) {
    self.init(
      hash: FourEyesRules.hash(rollen: rollen, toegang: toegang), rollen: rollen,
      toegang: toegang, rules: try FourEyesRules(toegang: toegang))
  }

  /// Reads the fields of an answer.
  ///
  /// - Returns: nil when the files do not make the hash that they go by.
  static func read(_ fields: JSONObject) throws(JSONError) -> PolicySet? {
    let set = try PolicySet(
      rollen: try fields.bytes("rollen"), toegang: try fields.bytes("toegang"))
    return try fields.bytes("hash", count: 32) == set.hash ? set : nil
  }
}

extension VaultSession {
  /// A set that is, was or is proposed to be in force; without a hash the one in force.
  package func policy(_ hash: [UInt8]? = nil) throws(ClientError) -> PolicySet {
    if let hash, let known = knownSets[hash] { return known }
    let ask = Ask(
      method: "policy.read", args: .object(present: [("hash", hash.map { .base64($0) })]),
      action: .policyRead)
    let set = try perform(ask) { reply throws(CheckFailure) in
      let set = try checked(.policy) { () throws(JSONError) in
        try reply.fields.allowOnly(["hash", "outcome", "receipt", "rollen", "toegang"])
        return try PolicySet.read(reply.fields)
      }
      guard let set, hash == nil || set.hash == hash else { throw .tampered(.policy) }
      return set
    }
    knownSets[set.hash] = set
    if hash == nil { try demandApproved(set.hash) }
    return set
  }

  /// Proposes another set in the place of the one in force.
  ///
  /// - Parameters:
  ///   - validUntil: the end of the request; at most 14 days from now.
  ///   - words: why, for the FG and for those who decide.
  /// - Returns: the request's id.
  /// - Throws: `.policyRefused` with file, place and rule when the set is not whole or too weak.
  @discardableResult
  package func proposePolicy(
    rollen: [UInt8], toegang: [UInt8], validUntil: Int64, words: Words
  ) throws(ClientError) -> Identifier {
    let present = try policy()
    let hash = FourEyesRules.hash(rollen: rollen, toegang: toegang)
    let time = now()
    guard hash != present.hash, validUntil > time,
      validUntil - time <= RequestAct.longestValidity
    else { throw .inputRefused(.recordRefused) }
    return try ask(
      RequestAct(
        at: time, id: .random(),
        objects: .policy(RequestAct.PolicyChange(hash: hash, previous: present.hash)),
        place: nil, policy: present.hash, reason: words.hash, requester: member,
        validUntil: validUntil), words: words,
      beside: [("rollen", .base64(rollen)), ("toegang", .base64(toegang))])
  }
}
