import AuditLog
import Directory
package import Records
package import Sharing
package import StrictJSON
package import Vocabulary

/// A policy set as the service keeps it, found to make the hash that it goes by.
package struct PolicySet: Equatable, Sendable {
  /// 32 bytes; how records and the log name it.
  package let hash: [UInt8]
  package let files: PolicyFiles
  /// What it asks for acts under four eyes.
  package let rules: FourEyesRules
}

extension PolicySet {
  /// - Throws: where `toegang.json` asks for less than four eyes are.
  package init(_ files: PolicyFiles) throws(JSONError) {
    self.init(
      hash: files.hash, files: files, rules: try FourEyesRules(toegang: files.toegang))
  }

  /// What it says about sharing; nil for a set that shares nothing.
  ///
  /// - Throws: where `overdracht.json` has not its shape.
  package func sharing() throws(JSONError) -> SharePolicy? {
    guard let overdracht = files.overdracht else { return nil }
    return try SharePolicy(overdracht: overdracht)
  }

  /// Reads the fields of an answer.
  ///
  /// - Returns: nil when the files do not make the hash that they go by.
  static func read(_ fields: JSONObject) throws(JSONError) -> PolicySet? {
    let set = try PolicySet(PolicyFiles(fields))
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
        try reply.fields.allowOnly(["hash", "outcome", "receipt"] + PolicyFiles.keys)
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
    _ files: PolicyFiles, validUntil: Int64, words: Words
  ) throws(ClientError) -> Identifier {
    let present = try policy()
    let hash = files.hash
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
      beside: files.members.map { ($0.key, $0.value) })
  }
}
