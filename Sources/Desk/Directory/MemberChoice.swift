import CommandTree
package import Directory
import Vocabulary

/// The member whom somebody means: by exact name, by id, or by how the id begins.
package enum MemberChoice {
  /// - Throws: 64 `unknown-member`, `ambiguous-member`; the second names whom it could be.
  package static func find(
    _ word: String, in directory: DirectoryView
  ) throws(Failure) -> Member {
    var found = directory.members(named: word)
    if found.isEmpty, let prefix = Prefix(word) {
      found = directory.list.filter { prefix.matches($0.id) }
    }
    guard let member = found.first else {
      throw .usage("unknown-member", Texts.noSuchMember(word), hint: Texts.seeMembers)
    }
    guard found.count == 1 else {
      var failure = Failure.usage(
        "ambiguous-member", Texts.memberAmbiguous(word), hint: Texts.giveMore)
      failure.problems = found.map { member in
        Failure.Problem(
          place: member.id.hex, text: Text(same: "\(member.name), \(member.function.name)"))
      }
      throw failure
    }
    return member
  }
}
