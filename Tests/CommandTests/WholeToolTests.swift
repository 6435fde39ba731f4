import Foundation
import StrictJSON
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import kluis

@Suite("The tool with a running vault, command by command", .serialized)
struct WholeToolTests {
  private let desktop: Desktop

  init() throws {
    desktop = try Desktop()
  }

  /// Imports an example family as Sanne; the dossier's id.
  private func imported(_ name: String = "anne") throws -> String {
    let file = Places.project.appendingPathComponent("Examples/\(name).json").path
    let answer = try desktop.answer(.sanne, "gezin", "import", file)
    return try #require(answer["dossier"]?.stringValue)
  }

  @Test(
    "R1, R10: import, list, show and open; above the dossier stands who looks and where the log says so"
  )
  func readsWhatWasImported() throws {
    let id = try imported()
    let list = try desktop.kluis(.sanne, "gezin", "list")
    #expect(list.status == 0)
    #expect(list.text.contains(id))
    let show = try desktop.kluis(.sanne, "gezin", "show", String(id.prefix(8)))
    #expect(show.status == 0, "\(show.errorText)")
    let open = try desktop.kluis(.sanne, "dossier", "open", String(id.prefix(6)))
    #expect(open.status == 0, "\(open.errorText)")
    #expect(
      open.text.hasPrefix(
        "geopend door Sanne de Boer (jeugdbeschermer)\nop grond van regie, doel: uitvoering\n"
          + "dit inzien staat in het log: nr "))
    let json = try desktop.answer(.sanne, "dossier", "open", id, "--secties", "kern,etiket")
    #expect(json["sections"] == ["etiket", "kern"])
    #expect(json["ground"] == "regie")
  }

  @Test("R2, R4: an entry is written from stdin and read back with its author")
  func writesAnEntry() throws {
    let id = try imported()
    let open = try desktop.answer(.sanne, "dossier", "open", id)
    let persons = open["revisions"]?.arrayValue?.compactMap { $0["content"] } ?? []
    let child = try #require(
      persons.first { $0["rol"] == "kind" }?["id"]?.stringValue)
    let added = try desktop.answer(
      .sanne, "dossier", "add", id, "--sectie", "journaal", "--soort", "contact", "--datum",
      "2026-11-20", "--bron", "gesprek", "--aard", "mening", "--van-wie", child, "--stem", "kind",
      "--over", child, "--schaal", "\(child)=6", input: "Het gaat beter.\n")
    let after = try desktop.answer(.sanne, "dossier", "open", id, "--secties", "journaal")
    let entry = after["revisions"]?.arrayValue?.first { $0["entry"] == added["entry"] }
    #expect(entry?["content"]?["tekst"] == "Het gaat beter.")
    #expect(entry?["author_name"] == "Sanne de Boer")
  }

  @Test(
    "R9, R10: who is not involved is refused with a reference, and the FG can have it explained")
  func refuses() throws {
    let id = try imported()
    let refused = try desktop.kluis(.youssef, "dossier", "open", id)
    #expect(refused.status == 77)
    #expect(refused.text.isEmpty)
    #expect(
      refused.errorText.hasPrefix(
        "kluis: u bent niet betrokken bij dit dossier, of het bestaat niet\nhint: "))
    let reference = try #require(
      refused.errorText.split(separator: "\n").last?.split(separator: " ").last)
    let explained = try desktop.kluis(.fg, "toegang", "explain", String(reference))
    #expect(explained.status == 0, "\(explained.errorText)")
    #expect(explained.text.hasPrefix("GEWEIGERD: u bent niet betrokken"))
    let log = try desktop.kluis(.fg, "fg", "log")
    #expect(log.status == 0, "\(log.errorText)")
    #expect(log.text.contains("GEWEIGERD: niet betrokken"))
    let filtered = try desktop.answer(
      .fg, "fg", "log", "--lid", "Youssef Amrani", "--dossier", String(id.prefix(8)))
    #expect(filtered["entries"]?.arrayValue?.map { $0["outcome"] } == ["refuse"])
  }

  @Test("R1: a colleague is involved, then gets regie, and reads")
  func involvesAndHandsOver() throws {
    let id = try imported()
    let involve = try desktop.kluis(
      .sanne, "toegang", "involve", id, "--lid", "Youssef Amrani", "--tot", "2099-01-01")
    #expect(involve.status == 0, "\(involve.errorText)")
    let open = try desktop.kluis(.youssef, "dossier", "open", id)
    #expect(open.status == 0, "\(open.errorText)")
    #expect(open.text.contains("op grond van betrokkenheid tot 2099-01-02 00:00:00"))
    let regie = try desktop.kluis(.sanne, "toegang", "regie", id, "--lid", "Youssef Amrani")
    #expect(regie.status == 0, "\(regie.errorText)")
    #expect(try desktop.answer(.youssef, "dossier", "open", id)["ground"] == "regie")
  }

  @Test("R9: a jurist reads what a consult names, and is told what is not theirs")
  func consults() throws {
    let id = try imported()
    let consult = try desktop.kluis(
      .sanne, "toegang", "consult", id, "--lid", "Jan Jurist", "--secties", "etiket,kern",
      "--dagen", "7")
    #expect(consult.status == 0, "\(consult.errorText)")
    let open = try desktop.kluis(.jurist, "dossier", "open", id, "--secties", "etiket,kern")
    #expect(open.status == 0, "\(open.errorText)")
    let more = try desktop.kluis(.jurist, "dossier", "open", id, "--secties", "journaal")
    #expect(more.status == 77)
  }

  @Test("R12: a toezichthouder reads after two others agreed, and not before")
  func fourEyes() throws {
    let id = try imported()
    let request = try desktop.answer(
      .toezichthouder, "toegang", "request", id, "--secties", "kern,plannen", "--dagen", "5")
    let name = try #require(request["request"]?.stringValue)
    #expect(try desktop.kluis(.toezichthouder, "dossier", "open", id).status == 77)
    let open = try desktop.answer(.leidinggevende, "toegang", "requests")
    #expect(open["requests"]?[0]?["request"] == .string(name))
    let first = try desktop.answer(
      .leidinggevende, "toegang", "second", String(name.prefix(8)), "--akkoord")
    #expect(first["done"] == false)
    let second = try desktop.answer(.sanne, "toegang", "second", name, "--akkoord")
    #expect(second["done"] == true)
    let read = try desktop.kluis(
      .toezichthouder, "dossier", "open", id, "--secties", "kern,plannen")
    #expect(read.status == 0, "\(read.errorText)")
    #expect(read.text.contains("op grond van verleende toegang, doel: toezicht"))
  }

  @Test("R9, R12: a policy is proposed, shown as a difference, agreed to by two, and in force")
  func policy() throws {
    let show = try desktop.answer(
      .sanne, "beheer", "policy", "show", "--naar", desktop.path("beleid"))
    let before = try #require(show["policy"]?.stringValue)
    let file = desktop.path("beleid") + "/toegang.json"
    let why = "De nacht duurt geen etmaal.\n"
    func propose() throws -> ProgramResult {
      try desktop.kluis(
        .beheerder, "beheer", "policy", "propose", desktop.path("beleid"), "--woorden-uit", "-",
        input: why)
    }
    let same = try propose()
    #expect(same.status == 64, "\(same.errorText)")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try text.replacingOccurrences(of: #""aantal": 2"#, with: #""aantal": 1"#)
      .write(toFile: file, atomically: true, encoding: .utf8)
    let weaker = try propose()
    #expect(weaker.status == 65, "\(weaker.errorText)")
    try text.replacingOccurrences(of: #""dagen": 30"#, with: #""dagen": 367"#)
      .write(toFile: file, atomically: true, encoding: .utf8)
    let longer = try propose()
    #expect(longer.status == 77)
    #expect(
      longer.errorText.contains("toegang.json: toestemming.jurist.dagen: grant-ends"),
      "\(longer.errorText)")
    try text.replacingOccurrences(of: #""uren": 24"#, with: #""uren": 12"#)
      .write(toFile: file, atomically: true, encoding: .utf8)
    let silent = try desktop.kluis(
      .beheerder, "beheer", "policy", "propose", desktop.path("beleid"))
    #expect(silent.status == 64 && silent.errorText.contains("--woorden-uit"), "no terminal")
    let proposed = try desktop.answer(
      .beheerder, "beheer", "policy", "propose", desktop.path("beleid"), "--woorden-uit", "-",
      input: why)
    let id = try #require(proposed["request"]?.stringValue)
    let seen = try desktop.kluis(.fg, "beheer", "policy", "show", id)
    #expect(
      seen.text.hasPrefix("toegang.json: noodtoegang.uren: 24 -> 12\n\nnr "), "\(seen.errorText)")
    #expect(seen.text.hasSuffix(":\n    De nacht duurt geen etmaal.\n"))
    #expect(try desktop.answer(.fg, "beheer", "policy", "show", id)["words"] == nil)
    let read = try desktop.answer(.fg, "beheer", "policy", "show", id, "--woorden")["words"]?[0]
    #expect(read?["words"]?["text"] == "De nacht duurt geen etmaal.")
    #expect(try desktop.answer(.fg, "toegang", "second", id, "--akkoord")["done"] == false)
    let last = try desktop.kluis(.leidinggevende, "toegang", "second", id, "--akkoord")
    #expect(last.status == 0 && last.text.contains("het nieuwe beleid geldt"), "\(last.errorText)")
    #expect(last.errorText.contains("noodtoegang.uren: 24 -> 12"))
    let after = try desktop.answer(.sanne, "beheer", "policy", "show")["policy"]
    #expect(after == proposed["policy"] && after?.stringValue != before)
    let history = try desktop.kluis(.sanne, "beheer", "policy", "history")
    #expect(history.text.contains("Fatima Gül (fg)"), "\(history.text)\(history.errorText)")
    let verify = try desktop.kluis(.fg, "fg", "verify")
    #expect(verify.status == 0, "\(verify.text)\(verify.errorText)")
  }

  @Test("R10: the FG copies the log and verifies it; a copy that was touched is not sound")
  func verifies() throws {
    _ = try imported()
    let verify = try desktop.kluis(.fg, "fg", "verify")
    #expect(verify.status == 0, "\(verify.text)\(verify.errorText)")
    #expect(verify.text.contains("Het log is in orde"))
    let folder = desktop.path("kopie")
    let copy = try desktop.kluis(.fg, "fg", "copy", folder)
    #expect(copy.status == 0, "\(copy.errorText)")
    let sound = try desktop.answer(.fg, "fg", "verify", "--copy", folder, "--since-pin")
    #expect(sound["sound"] == true)
    let entries = URL(fileURLWithPath: folder + "/entries.jsonl")
    var bytes = [UInt8](try Data(contentsOf: entries))
    bytes[bytes.count / 2] ^= 1
    try Data(bytes).write(to: entries)
    let broken = try desktop.kluis(.fg, "fg", "verify", "--copy", folder)
    #expect(broken.status == 65)
    #expect(broken.text.contains("- "))
    #expect(broken.errorText.contains("kluis: het log is niet in orde: "))
    #expect(try desktop.kluis(.fg, "fg", "copy", folder).status == 1)
  }

  @Test("R12: a new member is drafted by the beheerder and submitted by the custodian")
  func enrols() throws {
    let request = desktop.path("nieuw.pub")
    try desktop.newcomer("Nadia Nieuw", to: request)
    let draft = desktop.path("concept")
    let added = try desktop.answer(
      .beheerder, "beheer", "lid", "add", request, "--functie", "jeugdbeschermer", "--team",
      "Haaglanden", "--draft", draft)
    #expect(added["records"] == 1)
    let own = try desktop.kluis(.beheerder, "beheer", "sign", draft)
    #expect(own.status == 77, "\(own.errorText)")
    let signed = try desktop.kluis(.custodian, "beheer", "sign", draft)
    #expect(signed.status == 0, "\(signed.errorText)")
    #expect(signed.errorText.contains("1. nieuw lid Nadia Nieuw, jeugdbeschermer, Haaglanden"))
    let stale = try desktop.kluis(.custodian, "beheer", "sign", draft)
    #expect(stale.status == 75)
    #expect(stale.errorText.contains("maak het opnieuw"))
    #expect(try desktop.kluis(.sanne, "beheer", "lid", "list").text.contains("Nadia Nieuw"))

    let suspension = desktop.path("stil")
    let drafted = try desktop.kluis(
      .beheerder, "beheer", "lid", "suspend", "Nadia Nieuw", "--draft", suspension)
    #expect(drafted.status == 0, "\(drafted.errorText)")
    let ended = try desktop.kluis(.custodian, "beheer", "sign", suspension)
    #expect(ended.status == 0, "\(ended.errorText)")
    let members = try desktop.answer(.fg, "beheer", "lid", "list")["members"]?.arrayValue
    #expect(members?.first { $0["name"] == "Nadia Nieuw" }?["active"] == false)
  }
}
