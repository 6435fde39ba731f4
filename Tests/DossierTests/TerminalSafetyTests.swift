import StrictJSON
import Testing

@testable import Dossier

@Suite("Foreign text cannot drive a terminal or a reader's eye")
struct TerminalSafetyTests {
  /// A family with an attack in every text that a file can carry.
  private func hostile(_ attack: String) throws -> Gezin {
    let value = GezinFile.value(of: FullFamily.gezin)
    let gezin = try GezinFile.parse(OrdinaryJSON.encode(poison(value, attack)))
    #expect(gezin != FullFamily.gezin)
    return gezin
  }

  private func poison(_ value: JSONValue, _ attack: String, key: String = "") -> JSONValue {
    let fixed: Set = [
      "schema", "id", "rol", "bsn", "sectie", "aard", "stem", "over", "kind", "kinderen",
      "betrokkene",
      "veld", "van", "voor", "datum", "geboortedatum", "aangemeld", "vanaf", "tot", "vastgesteld",
      "gestart", "beeindigd", "termijn", "afgerond", "geldigTot", "vanWie",
    ]
    return switch value {
    case .object(let members):
      .object(members.map { JSONMember($0.key, poison($0.value, attack, key: $0.key)) })
    case .array(let items): .array(items.map { poison($0, attack, key: key) })
    case .string(let text)
    where !fixed.contains(key) && PlanSoort(rawValue: text) == nil
      && MaatregelSoort(rawValue: text) == nil:
      .string(text + attack)
    default: value
    }
  }

  @Test(
    "No escape, control or direction mark of a file reaches the page",
    arguments: [
      "\u{1B}]0;titel\u{07}", "\u{1B}[2J\u{1B}[H", "\u{9B}31m", "\u{08}\u{08}", "\u{202E}kaas",
      "\u{0}",
      "\u{200F}", "\u{2066}", "\u{FEFF}", "\u{E0041}", "\u{7F}", "regel\r\u{0B}\u{0C}",
    ])
  func neutral(_ attack: String) throws {
    let text = try DossierText.render(
      DossierView(contents: hostile(attack).contents()),
      context: ReadingContext(today: FullFamily.day, notices: ["noodtoegang" + attack]))
    let bad = text.unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar != "\n"
      case .format: scalar != "\u{200D}"
      default: false
      }
    }
    #expect(bad.isEmpty)
    #expect(text.contains("\\u{"))
  }

  @Test("With colour the only controls are the page's own, and they end on their line")
  func ownColoursOnly() throws {
    let view = try DossierView(contents: hostile("\u{1B}[7m").contents())
    let context = ReadingContext(today: FullFamily.day)
    let plain = DossierText.render(view, context: context)
    let coloured = DossierText.render(view, context: context, colour: true)
    #expect(coloured.contains("\u{1B}[1;31m"))
    var stripped = coloured
    for code in ["1", "1;31", "1;32", "1;33", "2", "0"] {
      stripped = stripped.replacing("\u{1B}[\(code)m", with: "")
    }
    #expect(stripped == plain)
    for line in coloured.split(separator: "\n") where line.contains("\u{1B}") {
      #expect(line.hasSuffix("\u{1B}[0m"))
    }
  }

  @Test("A false line in a text cannot pass for one of the page's own")
  func falseLines() throws {
    var gezin = try Fixtures.gezin("anne")
    gezin.entries[1].tekst = "waar\nMENING van niemand\r\nFEIT"
    gezin.entries[1].bron = "school\nFEIT"
    let text = try DossierText.render(
      DossierView(contents: gezin.contents()),
      context: ReadingContext(today: Fixtures.date("2025-06-15")))
    let lines = text.split(separator: "\n")
    #expect(lines.contains("  │ MENING van niemand") && lines.contains("  │ FEIT"))
    #expect(!lines.contains("  MENING van niemand"))
    #expect(lines.filter { $0 == "  FEIT" }.count == 2)
  }

  @Test("No line is wider than asked, counted as a reader counts", arguments: [1, 30, 47, 80, 200])
  func width(_ width: Int) throws {
    var views = try Fixtures.examples.map {
      try DossierView(contents: Fixtures.gezin($0).contents())
    }
    var full = FullFamily.gezin
    full.entries[0].tekst = String(repeating: "👩‍👧é", count: 300)
    full.betrokkenen[0].voornaam = String(repeating: "x", count: 300)
    views.append(DossierView(contents: full.contents()))
    for view in views {
      let text = DossierText.render(
        view, context: ReadingContext(today: FullFamily.day), width: width)
      for line in text.split(separator: "\n") {
        guard line.count > max(width, TextPage.narrowest) else { continue }
        Issue.record("\(line.count): \(line)")
        return
      }
    }
  }

  @Test("Wrapping loses no word")
  func wrapping() {
    let text = "een twee drie vier vijf zes zeven acht negen tien elf twaalf"
    for width in 1...70 {
      let lines = TextWrap.lines(text, width: width)
      #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
      #expect(lines.allSatisfy { $0.count <= width })
    }
    #expect(TextWrap.lines("a\n\nb", width: 5) == ["a", "", "b"])
    #expect(TextWrap.lines("abcdefgh ij", width: 3) == ["abc", "def", "gh", "ij"])
  }

  @Test(
    "One word of a hundred thousand characters is written in linear time", .timeLimit(.minutes(1)))
  func longWord() {
    let word = String(repeating: "é", count: Limits.text)
    #expect(TextWrap.lines(word, width: 80).count == Limits.text / 80)
  }
}
