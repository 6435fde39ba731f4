import CommandTree
import Desk
import Foundation
import StrictJSON
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultClient
@testable import kluis

@Suite("Noodtoegang on the command line", .serialized)
struct NoodCommandTests {
  private static let reason = "Vader staat dronken voor de deur.\n"

  /// A family of Sanne's, in which Youssef may not look.
  private func imported(_ desktop: Desktop) throws -> String {
    let file = Places.project.appendingPathComponent("Examples/anne.json").path
    return try #require(
      desktop.answer(.sanne, "gezin", "import", file)["dossier"]?.stringValue)
  }

  private func isBanner(_ line: Substring?) -> Bool {
    line.map { $0.hasPrefix("!!! NOODTOEGANG") && $0.hasSuffix("!!!") } ?? false
  }

  @Test(
    "R11: taken with a reason, the banner is first and last on every screen, and --json says it")
  func taken() throws {
    let desktop = try Desktop()
    let id = try imported(desktop)
    let refused = try desktop.kluis(.youssef, "dossier", "open", id)
    #expect(refused.status == 77 && refused.errorText.contains("kluis toegang nood DOSSIER"))
    let silent = try desktop.kluis(.youssef, "toegang", "nood", id)
    #expect(silent.status == 64, "no reason, and no terminal to ask it")
    let short = try desktop.kluis(
      .youssef, "toegang", "nood", String(id.prefix(8)), "--woorden-uit", "-", input: Self.reason)
    #expect(short.status == 64)
    let nood = try desktop.kluis(
      .youssef, "toegang", "nood", id, "--uren", "8", "--woorden-uit", "-", input: Self.reason)
    #expect(nood.status == 0, "\(nood.errorText)")
    let screens = [
      nood, try desktop.kluis(.youssef, "dossier", "open", id),
      try desktop.kluis(.youssef, "gezin", "show", String(id.prefix(8))),
      try desktop.kluis(
        .youssef, "dossier", "add", id, "--sectie", "journaal", "--soort", "contact", "--datum",
        "2026-11-20", "--bron", "politie", "--aard", "feit", "--over", "anne",
        input: "Kind is veilig bij de buren.\n"),
    ]
    for screen in screens {
      #expect(screen.status == 0, "\(screen.errorText)")
      let lines = screen.text.split(separator: "\n")
      #expect(isBanner(lines.first) && isBanner(lines.last), "\(screen.text)")
      #expect(!screen.text.contains("\u{1B}"), "no colours where nobody looks")
    }
    let list = try desktop.kluis(.youssef, "gezin", "list")
    #expect(list.text.contains("!! NOODTOEGANG "))
    let listed = try desktop.answer(.youssef, "gezin", "list")
    #expect(listed["dossiers"]?[0]?["noodtoegang"] == true)
    let open = try desktop.answer(.youssef, "dossier", "open", id)
    #expect(open["ground"] == "noodtoegang" && open["noodtoegang"]?["proven"] == true)
    #expect(try desktop.answer(.sanne, "dossier", "open", id)["noodtoegang"] == nil)
    #expect(
      try !desktop.kluis(.sanne, "dossier", "open", id).text.contains("NOODTOEGANG"))

    // Who reviews sees why, and by which day.
    let waiting = try desktop.kluis(.leidinggevende, "toegang", "requests")
    #expect(waiting.text.contains("noodtoegang beoordelen") && waiting.text.contains("uiterlijk "))
    #expect(waiting.text.contains("Vader staat dronken voor de deur."))
    let due = try desktop.answer(.fg, "toegang", "requests")["requests"]?[0]
    #expect(due?["act"] == "noodtoegang" && due?["late"] == false)
    let name = try #require(due?["request"]?.stringValue)
    let first = try desktop.kluis(.leidinggevende, "toegang", "second", name, "--akkoord")
    #expect(first.status == 0 && first.text.hasPrefix("genoteerd; een ander"))
    let last = try desktop.kluis(.fg, "toegang", "second", name, "--tegen")
    #expect(last.status == 0 && last.text.contains("eindigt nu"), "\(last.errorText)")
    #expect(try desktop.kluis(.youssef, "dossier", "open", id).status == 77)
    let verified = try desktop.answer(.fg, "fg", "verify")
    #expect(verified["sound"] == true && verified["late_reviews"] == .array([]))
  }

  @Test("R10, R11: it stands in the list of who has access, with its review; it is not ended there")
  func listed() throws {
    let desktop = try Desktop()
    let id = try imported(desktop)
    let nood = try desktop.answer(
      .youssef, "toegang", "nood", id, "--woorden-uit", "-", input: Self.reason)
    let request = try #require(nood["request"]?.stringValue)
    let list = try desktop.kluis(.sanne, "toegang", "list", id)
    let line = try #require(list.text.split(separator: "\n").last)
    #expect(list.text.contains("BEOORDELING") && line.contains("Youssef"), "\(list.errorText)")
    #expect(line.contains("  noodtoegang  ") && line.contains("  uiterlijk "))
    func shown(_ answer: JSONValue) throws -> [JSONValue] {
      try #require(answer["access"]?.arrayValue).filter { $0["how"] == "noodtoegang" }
    }
    let open = try #require(shown(desktop.answer(.sanne, "toegang", "list", id)).first)
    #expect(open["id"] == .string(request) && open["holds"] == true && open["review"] == "open")
    #expect(open["until"] == nood["until"] && open["by"] == open["member"])
    #expect((open["due"]?.intValue ?? 0) > (open["since"]?.intValue ?? 0))
    // Its id is no grant's: who tries is told what does end it.
    let end = try desktop.kluis(.sanne, "toegang", "end", id, String(request.prefix(8)))
    #expect(end.status == 64 && end.errorText.contains("toegang second \(request) --tegen"))
    let against = try desktop.kluis(.fg, "toegang", "second", request, "--tegen")
    #expect(against.status == 0, "\(against.errorText)")
    #expect(try shown(desktop.answer(.sanne, "toegang", "list", id)).isEmpty)
    let over = try #require(
      shown(desktop.answer(.sanne, "toegang", "list", id, "--alles")).first)
    #expect(over["holds"] == false && over["review"] == "tegen")
  }

  @Test("R11: a function without it is told so, and nothing is asked of anybody")
  func withoutIt() throws {
    let desktop = try Desktop()
    let id = try imported(desktop)
    for person in [Person.jurist, .toezichthouder, .fg, .beheerder] {
      let nood = try desktop.kluis(
        person, "toegang", "nood", id, "--woorden-uit", "-", input: Self.reason)
      #expect(nood.status == 77, "\(person): \(nood.errorText)")
    }
    #expect(try desktop.answer(.fg, "toegang", "requests")["requests"] == .array([]))
  }

  @Test("R11: the banner is red on white where there are colours, and says what was not proven")
  func banner() throws {
    let unproven = Unproven(
      reason: .inclusion, evidence: Evidence(path: "/x/evidence-1.json", officers: ["Fatima Gül"]),
      told: false)
    let access = EmergencyAccess(
      request: Identifier.random(), until: 1_900_000_000_000, unproven: unproven)
    for language in [Language.nl, .en] {
      let plain = EmergencyBanner(access).text(language, Terminal(isTerminal: true, colour: false))
      let red = EmergencyBanner(access).text(language, Terminal(isTerminal: true, colour: true))
      let lines = plain.split(separator: "\n")
      #expect(lines.count == 5 && lines.allSatisfy { $0.hasPrefix("!!! ") })
      #expect(plain.contains("inclusion") && plain.contains("/x/evidence-1.json"))
      #expect(plain.contains("Fatima Gül"))
      #expect(
        plain.hasPrefix(
          language == .nl
            ? "!!! NOODTOEGANG tot " : "!!! NOODTOEGANG (emergency access) until "))
      #expect(red.split(separator: "\n").allSatisfy { $0.hasPrefix("\u{1B}[1;97;41m!!! ") })
    }
    let json = EmergencyBanner(access).json
    #expect(json["proven"] == false && json["reason"] == "inclusion" && json["reported"] == false)
    let around = EmergencyBanner.around(
      "dossier", access, .nl, Terminal(isTerminal: true, colour: false))
    let parts = around.split(separator: "\n")
    #expect(parts.count == 11 && parts[5] == "dossier")
    #expect(
      EmergencyBanner.around("x\n", nil, .nl, Terminal(isTerminal: true, colour: true)) == "x\n")
  }
}
