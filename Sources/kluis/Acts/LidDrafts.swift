import CommandTree
import Directory
import Dossier
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis beheer lid add`: a request to enrol becomes a draft with its first signature.
struct LidAdd {
  let desk: Desk
  /// A request is a few hundred bytes.
  private static let limit = 64 * 1024

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    let bytes = try InputFile.read(words.required("BESTAND"), limit: Self.limit)
    let request: EnrolmentRequest
    do throws(DirectoryError) { request = try EnrolmentRequest.decode(bytes) } catch {
      throw Failure(error)
    }
    guard let function = Role(name: words.required("functie")) else { return }
    let person: Identifier =
      if let id = words.value("persoon") { try Values.id(id) } else { .random() }
    let account = Account(
      request, function: function, person: person, region: words.value("regio"),
      team: words.value("team"))
    let count = try desk.draft(.account(account), path: words.required("draft"))
    let fingerprint = request.fingerprint.description
    desk.screen.note(Texts.compareFingerprint(fingerprint))
    desk.screen.answer(
      [
        "draft": .string(words.required("draft")), "records": .count(count),
        "member": .hexID(request.member), "person": .hexID(person),
        "fingerprint": .string(fingerprint),
      ], text: Texts.drafted(words.required("draft"), count)[desk.language] + "\n")
  }
}

/// `kluis beheer lid suspend`: the first signature under the end of an account.
struct LidSuspend {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let path = desk.arguments.required("draft")
    let member = try desk.member(desk.arguments.required("LID"))
    let count = try desk.draft(.suspension(member.id), path: path)
    desk.screen.answer(
      ["draft": .string(path), "records": .count(count), "member": .hexID(member.id)],
      text: Texts.drafted(path, count)[desk.language] + "\n")
  }
}

extension Desk {
  /// Writes an act as a draft with this member's signature; how many records the file then holds.
  ///
  /// A record names the hash of the whole record before it, signatures included, so nothing can
  /// follow on one that still lacks a signature: a draft that waits is not added to.
  fileprivate func draft(_ act: DirectoryAct, path: String) throws(Failure) -> Int {
    guard try InputFile.readIfThere(path, limit: DraftSign.limit) == nil else {
      throw Failure(
        ExitCode.tryAgain, "draft-waits", Texts.draftWaits(path), hint: Texts.submitFirst(path))
    }
    let session = try session()
    let keys = try keys()
    let file: DraftFile
    do throws(DirectoryError) {
      var draft = try DirectoryDraft(act, at: Moment.now(), on: session.directory)
      try draft.sign(as: session.member, with: keys.identity.signing, on: session.directory)
      file = DraftFile(draft)
    } catch { throw Failure(error) }
    try OutputFile.replace(path, with: file.encode())
    screen.note(Texts.signNext(path, Texts.signers(act.kind)))
    return file.drafts.count
  }
}
