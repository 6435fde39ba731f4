import CommandTree
import Desk
import Directory
import StrictJSON
import VaultClient

/// `kluis beheer seal`: the vault lets go of its keys; the holders open it again.
struct BeheerSeal {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let session = try desk.session()
    let holders = session.directory.holders
    // Nobody works until the holders have come: who does it types what it is about.
    let origin = session.origin
    if !desk.arguments.has("yes") {
      let typed = try TerminalPrompt.line(
        Texts.sealQuestion(origin, holders?.threshold ?? 0)[desk.language],
        orElse: Failure(
          ExitCode.usage, "missing-option", Texts.sealUnasked, hint: Texts.sealYes))
      guard typed == origin else {
        throw Failure(ExitCode.failed, "not-confirmed", Texts.notSealed)
      }
    }
    try calling { () throws(ClientError) in try session.seal() }
    desk.screen.answer(
      ["sealed": .bool(true)], text: Texts.sealedNow(origin)[desk.language] + "\n")
  }
}
