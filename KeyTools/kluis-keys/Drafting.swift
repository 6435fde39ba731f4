import CommandTree
import Directory
import Sodium
import VaultClient
import VaultService
import Vocabulary

/// Directory records with their first signature, in a file for the second signer.
///
/// A file that is there already is drafted on: the second signer sees the whole list at once.
struct Drafting {
  let path: String
  private let waiting: DraftFile?

  init(_ desk: Desk) throws(Failure) {
    path = desk.arguments.required("draft")
    guard PrivateFile.exists(path) else {
      waiting = nil
      return
    }
    let bytes = try InputFile.read(path)
    do throws(DirectoryError) { waiting = try DraftFile.decode(bytes) } catch {
      throw Failure(error)
    }
  }

  /// Signs in; the directory is then the one on which the next record follows.
  ///
  /// - Throws: 75 when the drafts in the file lost their place to another record.
  func signIn(_ desk: Desk) throws(Failure) -> SignedIn {
    let signedIn = try desk.signIn()
    guard let waiting else { return signedIn }
    do throws(DirectoryError) {
      return SignedIn(
        keys: signedIn.keys, directory: try signedIn.directory.presuming(waiting.drafts))
    } catch { throw Failure(error) }
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
    var file = waiting ?? DraftFile(draft)
    if waiting != nil { file.append(draft) }
    let bytes = file.encode()
    let isNew = waiting == nil
    try writing { () throws(PrivateFile.Fault) in
      if isNew { try PrivateFile.create(path, bytes) } else { try PrivateFile.replace(path, bytes) }
    }
    var answer = answer
    answer.add("draft", Text(nl: "concept", en: "draft"), path)
    answer.add("records", Text(nl: "records erin", en: "records in it"), UInt32(file.drafts.count))
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
