import StrictJSON
import Testing
import Vocabulary

@testable import Dossier

@Suite("What a dossier says of a file is read strictly")
struct BijlageTests {
  static let bijlage = Bijlage(
    id: "b-1", sectie: .journaal, naam: "Verslag van 3-1 (dér de).pdf", media: "application/pdf",
    grootte: 3 << 20 + 1, sha256: Array(0..<32), verzegeld: Array(32..<64), kop: Array(0..<24),
    stuk: "e1")

  private static func problems(_ key: String, _ value: JSONValue?) throws -> [String] {
    let good = try OrdinaryJSON.decode(EntryContent.bijlage(bijlage).encode())
    do throws(GezinFileError) {
      _ = try EntryContent.decode(OrdinaryJSON.encode(good.setting(key, to: value)))
      return []
    } catch { return error.problems.map { $0.text(.dutch) } }
  }

  @Test("It comes back as it was, with or without an entry, and of its own section")
  func roundTrip() throws {
    var alone = Self.bijlage
    alone.stuk = nil
    alone.grootte = 0
    for bijlage in [Self.bijlage, alone] {
      let content = EntryContent.bijlage(bijlage)
      #expect(try EntryContent.decode(content.encode()) == content)
      #expect(content.section == .journaal)
    }
    #expect(Self.bijlage.delen == 4 && alone.delen == 1)
  }

  @Test("Parts that its size does not need, a name with a folder, a hash that is none: refused")
  func refused() throws {
    for (key, values) in [
      ("delen", [3, 5, 0, 1025, "4", nil]),
      ("grootte", [-1, 1_073_741_825, "1", nil, 1_048_576]),
      ("sectie", ["etiket", "alles", nil]), ("id", ["a b", "", nil]), ("stuk", ["a b", .null]),
      ("sha256", [.string(String(repeating: "A", count: 64)), "00", nil]),
      ("verzegeld", [.string(String(repeating: "0", count: 66)), nil]), ("kop", ["00", nil]),
      ("media", ["pdf", "Application/pdf", "a/b/c", "a/", "a/b; charset=x", nil]),
      (
        "naam",
        [
          "", " ", "..", ".", "a/b", "/a", "..\\a", "C:a", ".bashrc", "-rf", " a", "a ", "a.",
          "a\nb",
          "a\u{0}", "a\u{202E}fdp", "a\u{200B}b", "a\u{2028}", "a\u{E000}",
          .string(String(repeating: "é", count: 101)), nil,
        ]
      ), ("meer", [1]),
    ] as [(String, [JSONValue?])] {
      for value in values {
        let found = try Self.problems(key, value)
        // Which of the two is wrong nobody knows: the number of parts is named.
        let place = key == "grootte" && value?.intValue == 1 << 20 ? "delen" : key
        #expect(found.contains { $0.hasPrefix(place) }, "\(key) \(String(describing: value))")
      }
    }
  }

  @Test("Sizes as people read them")
  func sizes() {
    for (bytes, text) in [
      (0, "0 B"), (999, "999 B"), (1000, "1,0 kB"), (123_456, "123,4 kB"), (999_999, "999,9 kB"),
      (1_048_576, "1,0 MB"), (1 << 30, "1,0 GB"),
    ] { #expect(FileSize.text(bytes, .dutch) == text) }
    #expect(FileSize.text(1_250_000, .english) == "1.2 MB")
  }

  @Test("The text shows each file with its entry, and one without an entry in its section")
  func text() throws {
    let gezin = FullFamily.gezin
    var loose = Self.bijlage
    loose.id = "b-2"
    loose.naam = "foto\u{0301}.jpg"
    loose.stuk = "weg"
    var plans = Self.bijlage
    plans.sectie = .plannen
    plans.id = "b-3"
    plans.stuk = nil
    let view = DossierView(
      contents: gezin.contents() + [.bijlage(Self.bijlage), .bijlage(loose), .bijlage(plans)])
    let text = DossierText.render(view, context: ReadingContext(today: FullFamily.day), width: 100)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.contains("  bijlage: Verslag van 3-1 (dér de).pdf (3,1 MB) [b-1]"))
    #expect(lines.contains("bijlage: foto\u{0301}.jpg (3,1 MB) [b-2], bij stuk weg"))
    #expect(lines.contains("bijlage: Verslag van 3-1 (dér de).pdf (3,1 MB) [b-3]"))
    #expect(lines.contains { $0.hasPrefix("PLANNEN (") })
    let file = DossierFile.value(of: view)
    #expect(file["bijlagen"]?.arrayValue?.count == 3)
    #expect(file["bijlagen"]?.arrayValue?.first?["kop"] == nil)
    #expect(file["bijlagen"]?.arrayValue?.first?["stuk"] == "e1")
  }
}
