import CommandTree
import Desk
import Socket
import StrictJSON
import Testing
import VaultClient

@testable import kluis

@Suite struct FailureTests {
  private var refusal: Failure {
    Failure(
      Refusal(
        code: "not-involved", reference: 812, sections: [],
        ways: ["ask-regie", "ask-leidinggevende", "a-way-of-later"]))
  }

  @Test func aRefusalSaysWhatAndTheWaysOnAndTheReference() {
    #expect(
      refusal.rendered(in: .nl, by: "kluis") == """
        kluis: u bent niet betrokken bij dit dossier, of het bestaat niet
        hint: vraag de jeugdbeschermer die de regie heeft
        hint: vraag de leidinggevende van het team van dit gezin
        hint: waarom: de FG en de leidinggevende zien het met kluis toegang explain 812
        ref: 812

        """)
    #expect(refusal.exit == 77)
  }

  @Test func aRefusalForProgramsIsOneObjectWithCodes() {
    let error = refusal.json(in: .en)["error"]
    #expect(error?["code"] == "not-involved")
    #expect(error?["ref"] == 812)
    #expect(error?["exit"] == 77)
    #expect(error?["ways"] == ["ask-regie", "ask-leidinggevende", "a-way-of-later"])
    #expect(
      error?["message"] == "you are not involved with this dossier, or it does not exist")
    #expect(refusal.json(in: .en).objectValue?.count == 1)
  }

  @Test func anUnknownCodeIsStillARefusal() {
    let later = Failure(
      Refusal(code: "later", reference: 1, sections: ["kern"], ways: []))
    #expect(later.exit == 77)
    #expect(later.message == Text(RefusalWords.refused))
    #expect(later.json(in: .nl)["error"]?["sections"] == ["kern"])
    #expect(later.rendered(in: .nl, by: "kluis").contains("delen: kern\n"))
  }

  @Test func aMistakeOnTheCommandLineShowsItsUsage() throws {
    let mistake = try #require(throws: UsageMistake.self) {
      try Act.tree.parse(["dossier", "opne"])
    }
    let failure = Failure(mistake)
    #expect(failure.exit == 64)
    #expect(
      failure.rendered(in: .en, by: "kluis") == """
        kluis: 'opne' is not a command of 'kluis dossier'
        usage: kluis dossier [options] COMMAND
        hint: did you mean 'open'?

        """)
    #expect(failure.json(in: .nl)["error"]?["usage"] == "kluis dossier [opties] OPDRACHT")
  }

  @Test(arguments: [
    (SocketFault.notRunning, Int32(69)), (.ssh(status: 255), 69), (.badAddress, 64),
    (.timedOut, 69),
  ])
  func anUnreachableVaultHasItsOwnCode(_ fault: SocketFault, _ exit: Int32) {
    #expect(Failure(SocketError(fault)).exit == exit)
  }

  @Test func foreignTextInAFailureCannotDriveTheTerminal() {
    let failure = Failure.usage("x", Texts.noSuchMember("\u{1B}]0;hoi\u{07}\nkluis: vals"))
    let lines = failure.rendered(in: .nl, by: "kluis")
    #expect(!lines.contains("\u{1B}"))
    #expect(lines.split(separator: "\n").count == 1)
  }
}
