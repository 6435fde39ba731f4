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
  /// Adds an act to a draft file with this member's signature; how many records it then holds.
  ///
  /// Drafts follow each other, so that the second signer sees a whole enrolment at once.
  fileprivate func draft(_ act: DirectoryAct, path: String) throws(Failure) -> Int {
    let bytes = try InputFile.readIfThere(path, limit: DraftSign.limit)
    let waiting = try bytes.map { bytes throws(Failure) in try DraftSign.file(bytes, path: path) }
    let session = try session()
    let keys = try keys()
    let file: DraftFile
    do throws(DirectoryError) {
      let view = try session.directory.presuming(waiting?.drafts ?? [])
      var draft = try DirectoryDraft(act, at: Moment.now(), on: view)
      try draft.sign(as: session.member, with: keys.identity.signing, on: view)
      var all = waiting ?? DraftFile(draft)
      if waiting != nil { all.append(draft) }
      file = all
    } catch { throw DraftSign.failure(error, path: path) }
    try OutputFile.replace(path, with: file.encode())
    screen.note(Texts.signNext(path, Texts.signers(act.kind)))
    return file.drafts.count
  }
}
