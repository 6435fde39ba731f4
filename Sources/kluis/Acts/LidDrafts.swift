import CommandTree
import Desk
import Directory
import Dossier
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis beheer lid add`: a request to enrol becomes a draft with its first signature.
struct LidAdd {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    let bytes = try InputFile.read(words.required("BESTAND"), limit: InputFile.smallLimit)
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
    let alone = try desk.session().directory.keptAlone(by: member)
    let count = try desk.draft(.suspension(member.id), path: path)
    if !alone.isEmpty { desk.screen.note(Texts.keptAlone(member.name, alone.map(\.name))) }
    desk.screen.answer(
      [
        "draft": .string(path), "records": .count(count), "member": .hexID(member.id),
        "kept_alone": .count(alone.count),
      ],
      text: Texts.drafted(path, count)[desk.language] + "\n")
  }
}

extension Desk {
  /// Adds an act to a draft file with this member's signature; how many records it then holds.
  ///
  /// Drafts follow each other, so that the second signer sees a whole enrolment at once.
  func draft(_ act: DirectoryAct, path: String) throws(Failure) -> Int {
    var drafting = try Drafting(path: path)
    let session = try session()
    _ = try drafting.add(act, on: drafting.view(on: session.directory), as: keys())
    screen.note(Texts.signNext(path, Texts.signers(act.kind)))
    return drafting.count
  }
}
