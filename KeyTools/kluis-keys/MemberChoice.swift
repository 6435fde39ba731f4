import CommandTree
import Directory
import Vocabulary

/// The member whom somebody means: by id, by how it begins, or by exact name.
enum MemberChoice {
  /// Fewer digits are too easily another's.
  static let shortestPrefix = 6

  /// - Throws: 64 when it is nobody or more than one.
  static func find(_ word: String, in directory: DirectoryView) throws(Failure) -> Member {
    let named = directory.members(named: word)
    if named.count == 1 { return named[0] }
    let digits = word.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    let found =
      digits && word.utf8.count >= shortestPrefix
      ? directory.list.filter { $0.id.hex.hasPrefix(word) } : []
    if found.count == 1 { return found[0] }
    let several = found.count + named.count > 1
    throw Failure(
      64, several ? "member-ambiguous" : "member-unknown",
      several
        ? Text(nl: "'\(word)' kan meer leden zijn", en: "'\(word)' could be several members")
        : Text(nl: "geen lid heet '\(word)'", en: "no member is called '\(word)'"),
      hint: Text(
        nl: "geef het hele id; zie kluis beheer lid list",
        en: "give the whole id; see kluis beheer lid list"))
  }
}
