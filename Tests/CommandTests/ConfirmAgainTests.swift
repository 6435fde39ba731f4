import Foundation
import StrictJSON
import Testing
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultService

/// What was confirmed half, and is confirmed again.
@Suite("An overdracht is confirmed once, however often the command breaks off", .serialized)
struct ConfirmAgainTests {
  private static let word = ["--door", "mw. De Wit", "--hoe", "belde terug"]

  @Test(
    "R20: confirming cut off between dossier and vault: once more writes no second ontvangst, and closes",
    arguments: CuttingSocket.End.allCases)
  func cut(_ end: CuttingSocket.End) throws {
    let desk = try SendingDesk()
    try desk.prepareForKey()
    for place in CuttingSocket.Place.allCases {
      let bundle = try desk.seal(to: "x.age")
      #expect(try desk.kluis("send", bundle.hex, desk.path("x.age"), "--zelf").status == 0)
      #expect(try desk.open("x.age", to: "binnen").status == 0)
      try desk.receipt("binnen", to: "bewijs.txt")
      desk.line.choose(
        CuttingSocket.Cut(which: .method("bundle.confirm"), place: place, end: end))
      let words = ["confirm", bundle.hex, "--bewijs", desk.path("bewijs.txt")]
      let broken = try desk.kluis(words)
      #expect(desk.line.wasCut)
      // A line that breaks once is taken up again.
      #expect((broken.status == 0) == (end == .broken), "\(broken.errorText)")
      #expect(try desk.ontvangsten(of: bundle).count == 1)
      desk.line.choose(nil)
      let again = try desk.answer(words)
      #expect(again["state"] == "closed" && again["how"] == "partner")
      #expect(try desk.ontvangsten(of: bundle).count == 1, "\(place) \(end)")
      #expect(try desk.state(of: bundle) == .closed)
      desk.remove("x.age", "binnen", "bewijs.txt", "bewijs.txt.minisig")
    }
  }

  @Test("The same for who had a code: any word of before counts, and is the one that is told")
  func code() throws {
    let desk = try SendingDesk()
    try desk.prepareForCode()
    let bundle = try desk.seal(to: "x.age", ["--code-naar", desk.path("code.txt")])
    let other = try desk.seal(to: "y.age", ["--code-naar", desk.path("code2.txt")])
    for (id, file) in [(bundle, "x.age"), (other, "y.age")] {
      #expect(try desk.kluis("send", id.hex, desk.path(file), "--zelf").status == 0)
    }
    desk.line.choose(
      CuttingSocket.Cut(which: .method("bundle.confirm"), place: .request, end: .killed))
    #expect(try desk.kluis(["confirm", bundle.hex] + Self.word).status != 0)
    desk.line.choose(nil)
    let again = try desk.answer(["confirm", bundle.hex, "--door", "iemand", "--hoe", "mail"])
    #expect(again["receivers"]?.arrayValue?.map(\.stringValue) == ["mw. De Wit"])
    #expect(try desk.ontvangsten(of: bundle).count == 1)
    // What was said of another bundle is not said of this one.
    _ = try desk.answer(["confirm", other.hex] + Self.word)
    #expect(try desk.ontvangsten(of: other).count == 1)
    #expect(try desk.ontvangsten(of: bundle).count == 1)
  }

  @Test("A bundle that is closed already is said to be; one that was taken back is not confirmed")
  func closed() throws {
    let desk = try SendingDesk()
    try desk.prepareForCode()
    let bundle = try desk.seal(to: "x.age", ["--code-naar", desk.path("code.txt")])
    let recalled = try desk.seal(to: "y.age", ["--code-naar", desk.path("code2.txt")])
    #expect(try desk.kluis("send", bundle.hex, desk.path("x.age"), "--zelf").status == 0)
    #expect(try desk.kluis("recall", recalled.hex).status == 0)
    _ = try desk.answer(["confirm", bundle.hex] + Self.word)
    let again = try desk.kluis(["confirm", bundle.hex] + Self.word)
    #expect(again.status == 0 && again.text.contains("was al klaar"), "\(again.errorText)")
    #expect(try desk.ontvangsten(of: bundle).count == 1)
    let short = try desk.answer(["confirm", String(bundle.hex.prefix(8))])
    #expect(short["state"] == "closed" && short["receivers"] == nil)
    let gone = try desk.kluis(["confirm", recalled.hex] + Self.word)
    #expect(gone.status == 1 && gone.errorText.contains("niet aan toe"), "\(gone.errorText)")
    #expect(try desk.ontvangsten(of: recalled).isEmpty)
    let strange = try desk.kluis(["confirm", Identifier.random().hex] + Self.word)
    #expect(strange.status == 64, "\(strange.errorText)")
  }
}
