import CommandTree
import Directory
import Sodium
import VaultClient
import VaultService
import Vocabulary

/// A directory record with its first signature, in a file for the second signer.
struct Drafting {
  let path: String

  /// - Throws: 75 when the file is there: the record in it waits, and this one would be its successor.
  init(_ desk: Desk) throws(Failure) {
    path = desk.arguments.required("draft")
    guard !PrivateFile.exists(path) else {
      throw Failure(
        75, "draft-waits",
        Text(
          nl: "\(path) bestaat al: een record volgt op het vorige als dat twee keer getekend is",
          en:
            "\(path) exists already: a record follows on the one before it once that has both signatures"
        ),
        hint: Text(
          nl: "laat het eerst tekenen (kluis beheer sign \(path)), of kies een andere naam",
          en: "have it signed first (kluis beheer sign \(path)), or choose another name"))
    }
  }

  /// Signs the act as the member and writes the draft; `answer` gets what the second signer must do.
  func write(_ act: DirectoryAct, _ signedIn: SignedIn, _ answer: Answer) throws(Failure) -> Answer
  {
    let identity = signedIn.keys
    let signers: [Member]
    let draft: DirectoryDraft
    do throws(DirectoryError) {
      var made = try DirectoryDraft(act, at: Moment.now(), on: signedIn.directory)
      try made.sign(
        as: identity.identity.member, with: identity.identity.signing, on: signedIn.directory)
      signers = try made.possibleSigners(on: signedIn.directory)
      draft = made
    } catch { throw Failure(error) }
    try writing { () throws(PrivateFile.Fault) in
      try PrivateFile.create(path, DraftFile(draft).encode())
    }
    var answer = answer
    answer.add("draft", Text(nl: "concept", en: "draft"), path)
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
