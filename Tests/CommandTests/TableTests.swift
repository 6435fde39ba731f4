import AuditLog
import CommandTree
import Desk
import StrictJSON
import Testing
import Vocabulary

@testable import kluis

private let pipe = Terminal(isTerminal: false, colour: false)
private let colours = Terminal(isTerminal: true, colour: true)

@Suite struct TableTests {
  @Test func columnsAlignAndLinesEndWithoutSpace() {
    var table = Table("A", "WIE")
    table.add("1", "Zoë")
    table.add("12345", "")
    #expect(table.text(in: pipe) == "A      WIE\n1      Zoë\n12345\n")
  }

  @Test func onlyATerminalWithColourSeesColour() {
    let table = Table("A")
    #expect(table.text(in: pipe) == "A\n")
    #expect(table.text(in: colours) == "\u{1B}[1mA\u{1B}[0m\n")
  }

  @Test func aNameCannotForgeALineOrDriveTheTerminal() {
    var table = Table("A")
    table.add("Jan\n99 vals\u{1B}[2J\u{202E}")
    #expect(table.text(in: pipe).split(separator: "\n").count == 2)
    #expect(!table.text(in: pipe).contains("\u{1B}"))
    #expect(!table.text(in: pipe).contains("\u{202E}"))
  }
}

@Suite struct LogTableTests {
  private let member = Identifier.example(1)
  private let dossier = Identifier.example(2)

  private var refused: LogEntry {
    var entry = LogEntry(
      index: 41, time: 1_767_225_661_000, action: .open, object: .dossier, outcome: .refuse)
    entry.actor = member
    entry.role = .jeugdbeschermer
    entry.dossier = dossier
    entry.sections = [.plannen, .kern]
    entry.purpose = .uitvoering
    entry.basis = LogEntry.Basis(.none)
    entry.reason = "not-involved"
    return entry
  }

  @Test func r9AGrantThatEndedByItsTimeSaysSo() {
    var entry = LogEntry(
      index: 42, time: 1_767_225_661_000, action: .grantEnd, object: .grant, outcome: .permit)
    entry.dossier = dossier
    entry.sections = [.plannen]
    entry.basis = LogEntry.Basis(.grant, id: member)
    let byTime = LogTable(entries: [entry], name: { _ in "Anna" }).text(.nl, pipe)
    #expect(byTime.contains("de kluis zelf  toegang afgelopen  02020202  plannen  gedaan"))
    entry.actor = member
    let early = LogTable(entries: [entry], name: { _ in "Anna" }).text(.nl, pipe)
    #expect(early.contains("Anna  toegang beëindigd  02020202"))
  }

  @Test func r10EveryEntrySaysWhoWhatWhenWhyAndOnWhichGround() {
    let table = LogTable(entries: [refused], name: { _ in "Anna" })
    let line = table.text(.nl, pipe).split(separator: "\n").last.map(String.init)
    let expected = """
      41  2026-01-01 01:01:01  Anna (jeugdbeschermer)  geopend  02020202  kern,plannen  \
      GEWEIGERD: niet betrokken  functie  uitvoering
      """
    #expect(line == expected)
  }

  @Test func r10ProgramsGetTheSameWithWholeIds() {
    let entry = LogTable(entries: [refused], name: { _ in "Anna" })
      .json(size: 42, from: 41)["entries"]?[0]
    #expect(entry?["dossier"] == .string(dossier.hex))
    #expect(entry?["actor"] == .string(member.hex))
    #expect(entry?["utc"] == "2026-01-01T00:01:01Z")
    #expect(entry?["sections"] == ["kern", "plannen"])
    #expect(entry?["basis"] == ["kind": "none"])
    #expect(entry?["reason"] == "not-involved")
    #expect(entry?["ref"] == nil)
  }

  @Test func theVaultsOwnEntriesNameNobody() {
    let entry = LogEntry(index: 0, time: 0, action: .start, object: .service, outcome: .permit)
    let text = LogTable(entries: [entry], name: { $0.hex }).text(.en, pipe)
    #expect(text.contains("the vault itself"))
  }

  @Test func aListCountsForEveryDossierThatItShowed() throws {
    var list = LogEntry(index: 3, time: 0, action: .list, object: .dossier, outcome: .permit)
    list.actor = member
    let head = LogEntry.Head(n: 1, h: [UInt8](repeating: 0, count: 32))
    list.dossiers = [LogEntry.DossierHead(dossier: dossier, head: head)]
    #expect(try LogFilter(dossier: dossier.short, member: nil).takes(list))
    #expect(try LogFilter(dossier: dossier.hex, member: member).takes(list))
    #expect(try !LogFilter(dossier: dossier.hex, member: dossier).takes(list))
    #expect(try !LogFilter(dossier: member.short, member: nil).takes(list))
  }

  @Test func aBeginningThatFitsTwoDossiersShowsNeither() throws {
    var first = refused
    first.dossier = Identifier(hex: "abcdef" + String(repeating: "0", count: 26))
    var second = refused
    second.dossier = Identifier(hex: "abcdef" + String(repeating: "1", count: 26))
    let filter = try LogFilter(dossier: "abcdef", member: nil)
    try filter.demandOneDossier([first, first])
    #expect(throws: Failure.self) { try filter.demandOneDossier([first, second]) }
  }
}

extension Identifier {
  /// Sixteen times the same byte.
  static func example(_ byte: UInt8) -> Identifier {
    Identifier([UInt8](repeating: byte, count: 16)) ?? .zero
  }
}
