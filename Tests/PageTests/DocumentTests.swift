import Dossier
import Foundation
import Sodium
import Testing
import VaultTestKit
import Vocabulary

@testable import Overdracht

struct DocumentTests {
  private static func text(_ name: String) throws -> String {
    let document = try #require(try Documents.all.get()[name])
    return String(decoding: document.render(), as: UTF8.self)
  }

  @Test(
    "R2, R4, R8, R19: what is missing stands on top; each entry says date, source, fact or opinion, whose"
  )
  func content() throws {
    let page = try Self.text("dylan")
    func place(_ words: String) throws -> String.Index {
      try #require(page.range(of: words), "\(words)").lowerBound
    }
    let order = [
      "<h1>Overdracht over een gezin</h1>", "<h2>Dit ontbreekt</h2>",
      "<strong>welke hulp er was of is</strong>: de hulp begint in juni", "<h2>Wie u kunt bellen",
      "Sanne de Boer, 070 000 0000", "fg@voorbeeld.nl", "<h2>Over deze overdracht",
      "Er is toestemming van Loes de Wit, Hans Kramer, 15 mei 2025", "31 december 2025",
      "<h2>Veiligheid", "crisisinterventieteam", "sportcoach Achmed", "geen wapens in huis",
      "<h2>Het gezin", "<h2>Personen", "<h2>Termijnen", "<h2>Hoe veilig is het?", "<h2>Plannen",
      "<h2>Wat er is opgeschreven", "<h2>Bijlagen",
    ]
    let places = try order.map(place)
    #expect(places == places.sorted(), "what can hurt stands above what explains")
    #expect(
      page.contains(
        """
        <article class="opinion">
        <h4>14 mei 2025: gesprek</h4>
        <p><strong class="tag">Mening</strong> van Dylan Kramer. <strong>Eigen woorden van het kind.</strong></p>
        <blockquote><p>Dylan zegt dat iedereen hem wegstuurt en dat praten dan geen zin heeft.</p>
        </blockquote>
        """))
    #expect(page.contains("<dt>Bron</dt><dd>coördinator behandelgroep</dd>"))
    #expect(page.contains("<dt>verzoek</dt><dd>uiterlijk 16 mei 2025: te laat, nog niet gedaan"))
    #expect(!page.contains("binnen een week"), "the sender's own terms are not the receiver's")
    #expect(page.contains("<dt>Getoetst</dt><dd>20 november 2024 door gedragswetenschapper"))
    #expect(page.contains("<dt>Opgeschreven</dt><dd>23 mei 2025, door Sanne de Boer"))
    #expect(page.contains("<strong class=\"tag\">Feit</strong>"))
    #expect(!page.contains("gezin Kramer, Leiden"), "the caseworkers' label never goes")
    #expect(!page.contains("99999"), "no BSN for who need not have it")
  }

  @Test("R13: a secret address is named as secret, and stands nowhere")
  func secretAddress() throws {
    let page = try Self.text("geheim-adres")
    #expect(page.contains("<h3>Geheim adres</h3>") && page.contains("Zoek het niet op."))
    let hostile = try Self.text("hostile")
    #expect(hostile.contains("<dt>Adres</dt><dd>Geheim adres</dd>"))
  }

  @Test("What was not shared is said, and nothing is made up for it")
  func parts() throws {
    let part = try Self.text("part")
    #expect(part.contains("Deze overdracht is compleet."))
    #expect(part.contains("Deze delen van het dossier zijn gedeeld: plannen."))
    #expect(part.contains("Gegevens van het gezin zijn niet gedeeld."))
    #expect(!part.contains("Wat er is opgeschreven") && !part.contains("Termijnen"))
    let nothing = try Self.text("nothing")
    #expect(nothing.contains("De plannen zijn niet gedeeld."))
    #expect(nothing.contains("Dat staat niet in deze overdracht."))
  }

  @Test("R6: the scores of a child stand in a table, and as a line above it")
  func scores() throws {
    let page = try Self.text("sjors")
    #expect(page.contains("<caption>Cijfers van Sjors"))
    #expect(page.contains("<polyline fill=\"none\""))
    #expect(page.components(separatedBy: "<circle").count > 2)
    #expect(page.contains("<tr><td>12-6-2025</td><td>7</td><td>jeugdbeschermer</td></tr>"))
    #expect(try !Self.text("dylan").contains("<svg"), "one score is no course")
  }

  @Test("No text of a dossier becomes a tag, an attribute or a style; what hides is shown")
  func hostile() throws {
    let page = try Self.text("hostile")
    for word in [
      "<script", "<img", "onerror=\"", "</style><", "<h1>Tweede", "\u{202E}", "\u{200B}",
    ] {
      #expect(!page.contains(word), "\(word)")
    }
    for tag in ["</main>", "</style>", "</title>", "<h1>", "<!--", "-->"] {
      #expect(page.components(separatedBy: tag).count <= 2, "\(tag)")
    }
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(page.contains("\\u{202E}om\\u{0}keer\\u{200B}"))
    let style = try #require(page.components(separatedBy: "<style>").dropFirst().first)
      .components(separatedBy: "</style>")[0]
    let hash = Base64.encode(SHA256.hash(Array(style.utf8)))
    #expect(page.contains("content=\"default-src 'none'; style-src 'sha256-\(hash)'; form-action"))
  }

  @Test("The same document gives the same bytes")
  func same() throws {
    for (name, document) in try Documents.all.get() {
      #expect(document.render() == document.render(), "\(name)")
    }
  }

  @Test("R13: the document's fixed Dutch is B1: Flesch-Douma 80, ten words a sentence, at most 20")
  func words() throws {
    let measured = Dutch.measure(DocumentWords.sentences.joined(separator: " "))
    #expect(measured.longest <= 20 && measured.mean <= 10, "\(measured)")
    #expect(measured.fleschDouma >= 80, "\(measured)")
  }

  @Test(
    "R13: the Nu HTML checker finds nothing in the documents of all families, nor in a hostile one",
    .enabled(
      if: PageTextTests.checker != nil,
      "java or the Nu HTML checker (.ci/peers installs it) is not there: HTML not checked"))
  func checked() throws {
    let scratch = try Scratch()
    var paths: [String] = []
    for (name, page) in try Documents.pages() {
      paths.append(scratch.path("\(name).html"))
      try Data(page).write(to: URL(fileURLWithPath: scratch.path("\(name).html")))
    }
    let result = try Program.run(
      "java", ["-jar", try #require(PageTextTests.checker), "--stdout"] + paths.sorted())
    #expect(result.text == "", "\(result.text)")
    #expect(result.status == 0)
  }

  @Test(
    "R13: axe-core finds nothing in any document, alone or in the page's frame, and 320 px suffice",
    arguments: Browser.usable)
  func seen(_ browser: Browser) throws {
    let scratch = try Scratch()
    let pages = try Documents.pages()
    for (name, page) in pages {
      try Data(page).write(to: URL(fileURLWithPath: scratch.path("\(name).document.html")))
    }
    try Data(SelfOpeningPage.opener(of: BrowserRun.institution)).write(
      to: URL(fileURLWithPath: scratch.path("opener.html")))
    let driven = try Program.run(
      BrowserRun.peers,
      [
        BrowserRun.scripts.appendingPathComponent("documents.py").path, browser.rawValue,
        scratch.url.path, #require(BrowserRun.axe),
      ], environment: ["PYTHONDONTWRITEBYTECODE": "1"])
    try #require(driven.status == 0, "\(driven.errorText)")
    struct Look: Decodable {
      let words: String
      let overflow: [String: Int]
      let asked: [String]
      let logged: [String]
      let axe: [String]
    }
    let seen = try BrowserRun.decoder.decode(
      [String: [String: Look]].self, from: Data(driven.output))
    #expect(Set(seen.keys) == Set(pages.keys))
    for (name, looks) in seen {
      for (way, look) in looks {
        #expect(look.axe == [], "\(name), \(way)")
        #expect(look.overflow.values.allSatisfy { $0 <= 0 }, "\(name), \(way): \(look.overflow)")
        #expect(look.asked == [] && look.logged == [], "\(name), \(way): \(look.logged)")
        #expect(!look.words.isEmpty)
      }
      #expect(looks["alone"]?.words == looks["framed"]?.words, "\(name): the frame shows all of it")
    }
  }
}

/// How hard a Dutch text is to read.
struct Dutch {
  let mean: Double
  let longest: Int
  /// 206.84 − 0.93 × words a sentence − 77 × syllables a word; 80 is easy.
  ///
  /// - Source: Douma, De leesbaarheid van landbouwbladen, 1960
  let fleschDouma: Double

  static func measure(_ text: String) -> Dutch {
    let sentences = text.split(whereSeparator: { ".?!:".contains($0) })
      .map { $0.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) }.filter { !$0.isEmpty }
    let words = sentences.flatMap { $0 }
    let mean = Double(words.count) / Double(max(1, sentences.count))
    let syllables = words.reduce(0) { $0 + Self.syllables($1) }
    return Dutch(
      mean: mean, longest: sentences.map(\.count).max() ?? 0,
      fleschDouma: 206.84 - 0.93 * mean - 77 * Double(syllables) / Double(max(1, words.count)))
  }

  /// Groups of vowels; Dutch writes a long one with two.
  private static func syllables(_ word: Substring) -> Int {
    var (count, wasVowel) = (0, false)
    for letter in word.lowercased() {
      let isVowel = "aeiouyéëèïöü".contains(letter)
      if isVowel, !wasVowel { count += 1 }
      wasVowel = isVowel
    }
    return max(1, count)
  }
}
