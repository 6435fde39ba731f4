import Foundation
import Testing
import VaultTestKit

/// What went wrong and what to do next are clauses: they follow the tool's name or the word hint.
///
/// An answer, a note or a finding is a sentence and is not looked at here.
@Suite("Error texts have one style: no capital, no full stop, one clause")
struct ErrorTextTests {
  private static let folders = ["Sources/VaultClient", "Sources/Desk", "Sources/kluis", "KeyTools"]

  /// A text with the place where it stands.
  private struct Found: Hashable {
    let text: String
    let place: String
  }

  /// The Swift files of the tools by their path, without lines that are comments.
  private static func sources() throws -> [String: SwiftText] {
    var sources: [String: SwiftText] = [:]
    for folder in folders {
      let root = Places.project.appendingPathComponent(folder)
      for case let file as URL in try #require(
        FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
      where file.pathExtension == "swift" {
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let code = lines.filter { !$0.drop { $0 == " " }.hasPrefix("//") }
        sources[folder + file.path.dropFirst(root.path.count)] = SwiftText(
          code.joined(separator: "\n"))
      }
    }
    return sources
  }

  /// Every text of a failure: where it is made, and in the tables that are named there.
  private static func errorTexts() throws -> Set<Found> {
    var found: Set<Found> = []
    var named: Set<String> = []
    let sources = try sources()
    func take(_ texts: [String], _ place: String) {
      for text in texts { found.insert(Found(text: text, place: place)) }
    }
    for (place, source) in sources {
      for call in source.calls(of: [
        "Failure", "Failure.usage", "Failure.Problem", "desk.usage", "self.init",
      ]) {
        take(call.literals, place)
        named.formUnion(call.code.matches(of: /Texts\.(\w+)/).map { String($0.1) })
      }
      if place.contains("/Errors/") || place.hasSuffix("/RefreshFault.swift") {
        for call in source.calls(of: ["Phrase"]) { take(call.literals, place) }
      }
    }
    for (place, source) in sources where place.contains("/Texts/") {
      for part in source.code.split(separator: "static ") {
        guard let name = part.firstMatch(of: /^(?:let|func|var) (\w+)/)?.1,
          named.remove(String(name)) != nil
        else { continue }
        take(SwiftText(String(part)).literals, "\(place), \(name)")
      }
    }
    #expect(named.isEmpty, "tables without these texts: \(named.sorted())")
    return found
  }

  /// What is not as it should be; nil when nothing is.
  static func fault(of text: String) -> String? {
    if text.contains(/^[A-Z]\p{Ll}*(?:[ ,;:]|$)/) { return "begins with a capital" }
    if text.hasSuffix(".") || text.hasSuffix("!") { return "ends with a point" }
    if text.contains(/[.!?] \p{Lu}\p{Ll}/) { return "is more than one sentence" }
    return nil
  }

  @Test("Every text of a failure, in Dutch and English, of kluis and kluis-keys")
  func all() throws {
    let texts = try Self.errorTexts()
    #expect(texts.count > 500)
    for known in [
      "de kluis is verzegeld", "there is no identity in …", "wacht tot die klaar is (slot: …)",
    ] { #expect(texts.contains { $0.text == known }, "not found: \(known)") }
    let wrong = texts.compactMap { found in
      Self.fault(of: found.text).map { "\(found.place): \($0): \(found.text)" }
    }
    #expect(wrong.isEmpty, "\(wrong.sorted().joined(separator: "\n"))")
  }

  @Test(
    "What the style is not",
    arguments: [
      "De kluis is verzegeld", "U mag dit niet", "Opnieuw", "de kluis is verzegeld.",
      "pas op!", "er is niets veranderd. Meld het aan de FG",
    ])
  func refused(_ text: String) { #expect(Self.fault(of: text) != nil) }

  @Test(
    "Names keep their capitals",
    arguments: [
      "KLUIS_HOST is geen adres van een kluis", "FG en beheerder", "Policies/README.md zegt wat",
      "… bestaat al", "de FG (kluis fg log)",
    ])
  func allowed(_ text: String) { #expect(Self.fault(of: text) == nil) }
}

/// Swift source, as far as it takes to find string literals in it.
struct SwiftText {
  let code: String
  private let characters: [Character]

  init(_ code: String) {
    self.code = code
    characters = Array(code)
  }

  /// The calls of these names, each from its parenthesis to the one that closes it.
  func calls(of names: [String]) -> [SwiftText] {
    var calls: [SwiftText] = []
    for name in names {
      let opening = Array(name + "(")
      guard characters.count > opening.count else { continue }
      for start in 0..<characters.count - opening.count
      where characters[start] == opening[0]
        && characters[start..<start + opening.count].elementsEqual(opening)
        && (start == 0 || !Self.isWord(characters[start - 1]))
      {
        let first = start + opening.count - 1
        calls.append(SwiftText(String(characters[first..<end(after: first)])))
      }
    }
    return calls
  }

  /// The string literals; what is put into one when it is shown stands there as `…`.
  var literals: [String] {
    var literals: [String] = []
    var place = 0
    while place < characters.count {
      if characters[place] == "\"" {
        let literal = literal(at: place)
        literals.append(literal.text)
        place = literal.end
      } else {
        place += 1
      }
    }
    return literals
  }

  /// The literal whose first quote is at a place, and the place after its last.
  private func literal(at start: Int) -> (text: String, end: Int) {
    var text = ""
    var place = start + 1
    while place < characters.count, characters[place] != "\"" {
      if characters[place] == "\\", place + 1 < characters.count {
        if characters[place + 1] == "(" {
          text.append("…")
          place = end(after: place + 1)
        } else {
          place += 2
        }
      } else {
        text.append(characters[place])
        place += 1
      }
    }
    return (text, min(place + 1, characters.count))
  }

  /// The place after the parenthesis that closes the one at a place.
  private func end(after opening: Int) -> Int {
    var depth = 0
    var place = opening
    while place < characters.count {
      switch characters[place] {
      case "\"":
        place = literal(at: place).end
        continue
      case "(": depth += 1
      case ")": depth -= 1
      default: break
      }
      place += 1
      if depth == 0 { return place }
    }
    return characters.count
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "."
  }
}
