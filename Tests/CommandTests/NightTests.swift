import Foundation
import StrictJSON
import Testing
import VaultFixture
import VaultTestKit

/// A caseworker at three in the night: what is on the screen, and how soon.
@Suite("At three in the night", .serialized)
struct NightTests {
  private let desktop: Desktop
  private let id: String

  init() throws {
    desktop = try Desktop()
    let file = Places.project.appendingPathComponent("Examples/geheim-adres.json").path
    let answer = try desktop.answer(.sanne, "gezin", "import", file)
    id = try #require(answer["dossier"]?.stringValue)
  }

  /// The lines of the opened dossier in a language, on eighty columns.
  private func lines(_ language: String) throws -> [String] {
    let result = try desktop.kluis(.sanne, ["dossier", "open", id], language: language)
    #expect(result.status == 0, "\(result.errorText)")
    return result.text.components(separatedBy: "\n")
  }

  @Test(
    "R5: what can hurt someone stands on the first screen: secret address, who must not know, agreements",
    arguments: [
      (
        "nl",
        [
          "LET OP", "!! GEHEIM ADRES: Noa van Leeuwen, Tim van Leeuwen, Marieke Smit",
          "Noem dit adres tegen niemand", "!! Deel niet alles met: Robert van Leeuwen",
          "Zicht op veiligheid: jeugdbeschermer", "Bodemeisen", "geen getuige van geweld",
          "Afgesproken:", "gaat vader naar zijn broer", "Bij overtreding:",
        ]
      ),
      (
        "en",
        [
          "TAKE CARE", "!! SECRET ADDRESS: Noa van Leeuwen, Tim van Leeuwen, Marieke Smit",
          "Do not tell this address to anyone", "!! Do not share everything with: Robert",
          "Watches over safety: jeugdbeschermer", "Must not happen", "geen getuige van geweld",
          "Agreed:", "gaat vader naar zijn broer", "If it is broken:",
        ]
      ),
    ])
  func firstScreen(_ language: String, _ expected: [String]) throws {
    // A terminal has twenty-four lines, and one is for what was typed.
    var rest = try lines(language).prefix(23)
    for text in expected {
      let place = try #require(rest.firstIndex { $0.contains(text) }, "\(text) comes too late")
      rest = rest[place...]
    }
    // The address itself is not among them: it stands with the person, once.
    #expect(!rest.contains { $0.contains("Veerplein") })
  }

  @Test("No line is wider than eighty columns", arguments: ["nl", "en"])
  func eightyColumns(_ language: String) throws {
    for line in try lines(language) { #expect(line.count <= 80, "\(line)") }
  }

  @Test("A Dutch screen has no English words, an English one no Dutch ones but those of the trade")
  func oneLanguage() throws {
    let dutch = try lines("nl").joined(separator: "\n")
    for word in ["opened", "purpose", "SECRET", "FACT", "OPINION", "written", "Not ", "child"] {
      #expect(!dutch.contains(word), "\(word)")
    }
    let english = try lines("en").joined(separator: "\n")
    for word in ["geopend", "GEHEIM", "FEIT", "MENING", "geschreven", "Niet ingevuld", "dagen"] {
      #expect(!english.contains(word), "\(word)")
    }
  }

  @Test("A name and its number to call stand on the first screen when the dossier has one")
  func telephone() throws {
    let file = desktop.path("met-telefoon.json")
    let text = String(decoding: try Families.bytes("geheim-adres"), as: UTF8.self)
      .replacingOccurrences(
        of: #""voornaam": "Marieke","#, with: #""voornaam": "Marieke", "telefoon": "06-00000012","#)
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    let answer = try desktop.answer(.sanne, "gezin", "import", file)
    let made = try #require(answer["dossier"]?.stringValue)
    let opened = try desktop.kluis(.sanne, "dossier", "open", made)
    let first = opened.text.components(separatedBy: "\n").prefix(24)
    #expect(first.contains("Telefoon Marieke Smit: 06-00000012"))
  }

  /// Printed, not judged: how fast depends on the machine.
  ///
  /// The passphrase is stretched less here than in use, where that takes most of a second.
  @Test("The time from typing to the readable dossier is told")
  func howSoon() throws {
    var times: [Duration] = []
    for _ in 0..<3 {
      let start = ContinuousClock.now
      let result = try desktop.kluis(.sanne, "dossier", "open", id)
      times.append(ContinuousClock.now - start)
      #expect(result.text.contains("GEHEIM ADRES"))
    }
    let best = try #require(times.min())
    print("kluis dossier open, unoptimised, without stretching: \(best)")
  }
}
