import StrictJSON
import Testing

@testable import Dossier

@Suite("A file is a whole family or a list of every problem")
struct GezinFileTests {
  @Test("R1: every example is read whole and written back as it was", arguments: Fixtures.examples)
  func roundTrip(_ example: String) throws {
    let gezin = try Fixtures.gezin(example)
    #expect(try GezinFile.parse(GezinFile.encode(gezin)) == gezin)
    let written = CanonicalLines.of(GezinFile.value(of: gezin))
    #expect(try written == CanonicalLines.of(Fixtures.value(example)))
  }

  @Test("Every problem is told at once, each with its place")
  func allAtOnce() throws {
    let bad = try Fixtures.value("sjors")
      .setting("entries/3/datum", to: "2023-02-30")
      .setting("gezin/fase", to: 4)
      .setting("gezin/regio", to: nil)
      .setting("betrokkenen/0/bsn", to: "999990008")
      .setting("betrokkenen/1/rol", to: "tante")
      .setting("entries/0/kleur", to: "rood")
      .setting("entries/1/over/0", to: "opa")
      .setting("entries/4/schaal/0/cijfer", to: 11)
      .setting("entries/5/vanWie", to: nil)
      .setting("plannen/1/hulp/0/voor", to: "buurman")
    #expect(
      Fixtures.problems(bad) == [
        "gezin.regio: ontbreekt",
        "gezin.fase: moet van 1 tot en met 3 zijn",
        "betrokkenen[0].bsn: is geen geldig BSN",
        "betrokkenen[1].rol: tante is geen van: kind, ouder, verzorger, netwerk",
        "entries[0].kleur: onbekende sleutel",
        "entries[3].datum: 2023-02-30 is geen datum",
        "entries[4].schaal[0].cijfer: moet van 1 tot en met 10 zijn",
        "entries[5].vanWie: een mening moet zeggen van wie",
        "entries[1].over[0]: opa is geen betrokkene",
        "plannen[1].hulp[0].voor: buurman is geen betrokkene",
      ])
    #expect(Fixtures.problems(bad, .english).contains("entries[3].datum: 2023-02-30 is not a date"))
  }

  @Test("Attachments are paths of files beside the import, each with its entry and section")
  func attachments() throws {
    let value = try Fixtures.value("anne").setting(
      "entries/0/bijlagen", to: ["rapport.pdf", "foto's/deur 1.jpg"])
    let gezin = try GezinFile.parse(OrdinaryJSON.encode(value))
    let entry = try #require(gezin.entries.first)
    #expect(gezin.bijlagen.map(\.pad) == ["rapport.pdf", "foto's/deur 1.jpg"])
    #expect(gezin.bijlagen.allSatisfy { $0.stuk == entry.id && $0.sectie == entry.sectie })
    #expect(gezin.bijlagen.last?.naam == "deur 1.jpg")
    #expect(try GezinFile.parse(GezinFile.encode(gezin)) == gezin)
    // What is sealed knows no paths.
    #expect(try gezin.contents() == Fixtures.gezin("anne").contents())
    let bad = try Fixtures.value("anne").setting("entries/0/bijlagen", to: ["../a"])
    #expect(
      Fixtures.problems(bad) == [
        "entries[0].bijlagen[0]: ../a is geen pad van een bestand in of onder de map van dit bestand"
      ])
    let plaintext = Array(#"{"type":"entry","bijlagen":["a"]}"#.utf8)
    #expect(throws: GezinFileError.self) { try EntryContent.decode(plaintext) }
  }

  @Test("References: ids are unique, a score is a child's, a voice fits its person")
  func references() throws {
    let bad = try Fixtures.value("sjors")
      .setting("betrokkenen/2/id", to: "moeder")
      .setting("entries/1/id", to: "s01")
      .setting("entries/3/schaal/0/kind", to: "moeder")
      .setting("entries/4/vanWie", to: "moeder")
      .setting("entries/5/vanWie", to: "sjors")
      .setting("plannen/1/soort", to: "veiligheidsplan")
      .setting("plannen/1/versie", to: 2)
      .setting("gezin/maatregelen", to: [["soort": "ots", "kinderen": ["moeder"]]])
    let problems = Fixtures.problems(bad)
    for expected in [
      "betrokkenen[2].id: moeder komt al eerder voor", "entries[1].id: s01 komt al eerder voor",
      "entries[3].schaal[0].kind: moeder is geen kind", "entries[4].vanWie: moeder is geen kind",
      "entries[5].vanWie: sjors is geen ouder of verzorger",
      "plannen[1].versie: veiligheidsplan 2 komt al eerder voor",
      "gezin.maatregelen[0].kinderen[0]: moeder is geen kind",
      "entries[6].over[0]: vader is geen betrokkene",
    ] {
      #expect(problems.contains(expected), "\(expected)")
    }
  }

  @Test("A person whose own data are wrong still counts as there")
  func personWithProblems() throws {
    let bad = try Fixtures.value("anne").setting("betrokkenen/0/geboortedatum", to: "2010-02-31")
    #expect(
      Fixtures.problems(bad) == ["betrokkenen[0].geboortedatum: 2010-02-31 is geen datum"])
  }

  @Test("Too large, too deep, too many: refused before it costs")
  func limits() throws {
    let large = [UInt8](repeating: 0x20, count: Limits.fileBytes + 1)
    #expect(throws: GezinFileError.one("bestand", .tooLarge(limit: Limits.fileBytes))) {
      try GezinFile.parse(large)
    }
    let deep = [UInt8](repeating: 0x5B, count: 100_000)
    #expect(throws: GezinFileError.self) { try GezinFile.parse(deep) }
    let long = String(repeating: "a", count: Limits.line + 1)
    let many = JSONValue.array(Array(repeating: "anne", count: Limits.persons + 1))
    let bad = try Fixtures.value("anne")
      .setting("etiket", to: .string(long)).setting("entries/0/over", to: many)
    #expect(
      Fixtures.problems(bad) == ["etiket: langer dan 500 tekens", "entries[0].over: meer dan 100"])
  }

  @Test("A report of problems is bounded, and says that there are more")
  func boundedReport() throws {
    let bad = try Fixtures.value("anne")
      .setting("entries", to: .array(Array(repeating: .object([JSONMember]()), count: 3000)))
    let problems = Fixtures.problems(bad)
    #expect(problems.count == Limits.problems + 1)
    #expect(problems.last == "bestand: en nog meer")
  }

  @Test("No message repeats a BSN, a text or a control character of the file")
  func discreet() throws {
    let bad = try Fixtures.value("anne")
      .setting("betrokkenen/0/bsn", to: "999990069")
      .setting("entries/0/datum", to: "\u{1B}[31m\u{202E}rood")
      .setting("entries/0/\u{1B}]0;x", to: "geheim")
      .setting("entries/1/tekst", to: " ")
    let text = Fixtures.problems(bad).joined(separator: "\n")
    #expect(!text.contains("999990069") && !text.contains("geheim"))
    #expect(!text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
    #expect(text.contains("entries[0].datum: \\u{1B}[31m\\u{202E}rood is geen datum"))
    #expect(text.contains("entries[1].tekst: is leeg"))
  }

  @Test("Bytes that are no JSON object of this schema are refused with a reason")
  func notThisFormat() throws {
    #expect(throws: GezinFileError.self) { try GezinFile.parse([]) }
    #expect(throws: GezinFileError.one("bestand", .wrongType(.object))) {
      try GezinFile.parse(Array("[]".utf8))
    }
    let other = try Fixtures.value("anne").setting("schema", to: "dossierkluis/gezin/2")
    #expect(Fixtures.problems(other) == ["schema: moet \"dossierkluis/gezin/1\" zijn"])
    let twice = Array(#"{"schema":"dossierkluis/gezin/1","schema":"x"}"#.utf8)
    do throws(GezinFileError) {
      _ = try GezinFile.parse(twice)
      Issue.record("a key that stands twice was read")
    } catch {
      let line = "schema: geen geldige JSON (dezelfde sleutel staat er twee keer, regel 1)"
      #expect(error.description == line)
      #expect(error.description(.english).hasSuffix("(the same key twice, line 1)"))
    }
  }

  @Test("No cut or flipped byte makes the reader trap")
  func hostileBytes() throws {
    let bytes = try Fixtures.bytes("geheim-adres")
    var refused = 0
    for index in stride(from: 0, to: bytes.count, by: 7) {
      var flipped = bytes
      flipped[index] ^= UInt8(1 << (index % 8))
      for input in [Array(bytes[..<index]), flipped] {
        do throws(GezinFileError) { _ = try GezinFile.parse(input) } catch {
          #expect(!error.problems.isEmpty)
          refused += 1
        }
      }
    }
    #expect(refused > bytes.count / 7)
  }
}

/// A value as lines with sorted keys, so that a difference can be read.
enum CanonicalLines {
  static func of(_ value: JSONValue, at path: String = "") -> [String] {
    switch value {
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { of($0.value, at: "\(path)/\($0.key)") }
    case .array(let items):
      items.enumerated().flatMap { of($0.element, at: "\(path)/\($0.offset)") }
    default: ["\(path) \(value)"]
    }
  }
}
