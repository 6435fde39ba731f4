import Directory
import Records
import StrictJSON
import Vocabulary

extension VaultSession {
  /// Seals words to the FG and to the roles that must act on them, at their newest keys.
  ///
  /// A role that has no key yet has no members who could act, and gets no box.
  /// - Throws: `.noOfficerKey` when the FG has no key: words that the FG cannot read are not sent.
  func sealed(_ words: Words?, for roles: Set<Role>) throws(ClientError) -> SealedWords? {
    guard let words else { return nil }
    guard directory.roleEpoch(.fg) != nil else { throw .noOfficerKey }
    let epochs = roles.union([.fg]).compactMap { directory.roleEpoch($0) }
    do throws(WordsError) {
      return SealedWords(
        hash: words.hash,
        boxes: try WordsBoxes(
          words, to: epochs.map { (role: $0.role, epoch: $0.epoch, key: $0.box) }))
    } catch { throw .secretMemory }
  }

  /// The roles of those who decide about an act, by the policy that its request names.
  func deciders(_ act: RequestAct.Act, under policy: [UInt8]) throws(ClientError) -> Set<Role> {
    guard let rule = try self.policy(policy).rules.rule(for: act) else {
      throw .inputRefused(.recordRefused)
    }
    return Set(rule.allowed.map(\.role).filter(\.hasDossierKey))
  }
}

extension SealedWords {
  /// What the body says of them.
  var args: [JSONMember] {
    [
      JSONMember(SealedWords.boxesKey, .base64(boxes.hash)),
      JSONMember(SealedWords.hashKey, .base64(hash)),
    ]
  }
}
