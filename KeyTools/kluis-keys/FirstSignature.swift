import CommandTree
import Desk
import Directory
import VaultClient
import Vocabulary

// A role's key or the lookup key becomes a draft: who may make it, and what the second signer does.

extension Desk {
  /// The member's own account, when its function is the one that makes and keeps this key.
  ///
  /// The directory cannot see who drew a secret, only who signed: a beheerder's signature would do
  /// there. That a beheerder never holds a role key begins here.
  /// - Throws: 77
  func maker(_ function: Role, in directory: DirectoryView) throws(Failure) -> Member {
    guard let member = directory.member(try keys().identity.member) else {
      throw Failure(ClientError.notInDirectory)
    }
    guard member.function == function else {
      throw Failure(
        ExitCode.refused, "not-the-maker",
        Text(
          nl: "deze sleutel maakt en bewaart een \(function.name), geen \(member.function.name)",
          en: "this key is made and kept by a \(function.name), not by a \(member.function.name)"),
        hint: Text(
          nl: "laat een \(function.name) het doen; een beheerder tekent als tweede",
          en: "let a \(function.name) do it; a beheerder signs second"))
    }
    return member
  }
}

extension Drafting {
  /// The draft that the command names.
  init(_ desk: Desk) throws(Failure) { try self.init(path: desk.arguments.required("draft")) }

  /// Signs the acts as the member and writes the draft; `answer` gets what the second signer must do.
  mutating func write(
    _ acts: DirectoryAct..., on view: DirectoryView, _ desk: Desk, _ answer: Answer
  ) throws(Failure) -> Answer {
    try write(acts, on: view, desk, answer)
  }

  mutating func write(
    _ acts: [DirectoryAct], on view: DirectoryView, _ desk: Desk, _ answer: Answer
  ) throws(Failure) -> Answer {
    let signers = try add(acts, on: view, as: desk.keys())
    var answer = answer
    answer.add("draft", Text(nl: "ontwerp", en: "draft"), path)
    answer.add("records", Text(nl: "stukken erin", en: "records in it"), UInt32(clamping: count))
    answer.add(
      "second_signers", Text(nl: "tweede handtekening door", en: "second signature by"),
      signers.map { "\($0.name) (\($0.function.name))" }.joined(separator: ", "))
    answer.note(
      Text(
        nl: "Het geldt na: kluis beheer sign \(path)",
        en: "It counts after: kluis beheer sign \(path)"))
    return answer
  }
}
