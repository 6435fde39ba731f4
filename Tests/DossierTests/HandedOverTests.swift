import Foundation
import StrictJSON
import Testing
import VaultTestKit
import Vocabulary

@testable import Dossier

/// A family that goes from one institution to another, with what stood in it before.
@Suite("A family that is handed over with its history")
struct HandedOverTests {
  private static func family() throws -> Gezin {
    try GezinFile.parse(
      Array(
        Data(contentsOf: Places.project.appendingPathComponent("Examples/dylan.json"))))
  }

  private static func id(_ number: UInt8) -> Identifier {
    Identifier([UInt8](repeating: 0, count: 15) + [number]) ?? .zero
  }

  private static func written(_ content: EntryContent, _ entry: Identifier, _ revision: UInt32)
    -> OpenedContent
  {
    OpenedContent(
      content,
      writing: Writing(
        author: "Sanne de Boer", milliseconds: 1_790_000_000_000 + Int64(revision),
        revision: revision, entry: entry))
  }

  /// The family's contents, and two earlier revisions of its first entry.
  private static func opened() throws -> (newest: [OpenedContent], earlier: [OpenedContent]) {
    let gezin = try family()
    var newest: [OpenedContent] = []
    var earlier: [OpenedContent] = []
    for (place, content) in gezin.contents().enumerated() {
      let entry = id(UInt8(place + 1))
      guard case .entry(var first) = content, earlier.isEmpty else {
        newest.append(written(content, entry, 0))
        continue
      }
      for revision in UInt32(0)...1 {
        first.tekst = "Zoals het er eerst stond, \(revision)."
        earlier.append(written(.entry(first), entry, revision))
      }
      newest.append(written(content, entry, 2))
    }
    return (newest, earlier)
  }

  @Test("R24: what was written is read with every revision in its order, and without the label")
  func roundTrip() throws {
    let (newest, earlier) = try Self.opened()
    let bytes = DossierFile.encode(DossierView(opened: newest), earlier: earlier)
    let read = try DossierFile.parse(bytes)
    let gezin = try Self.family()
    #expect(read.gezin(etiket: gezin.etiket) == gezin)
    #expect(read.chains.flatMap { $0 }.allSatisfy { $0.section != .etiket })
    let chain = try #require(read.chains.first { $0.count > 1 })
    #expect(chain.dropLast() == earlier.map(\.content)[...])
    #expect(read.chains.count { $0.count > 1 } == 1)
  }

  @Test(
    "R24: an earlier revision of nothing, of another section or of a label is refused by its place")
  func refusals() throws {
    let (newest, earlier) = try Self.opened()
    func problems(_ newest: [OpenedContent], _ earlier: [OpenedContent]) -> [String] {
      let bytes = DossierFile.encode(DossierView(opened: newest), earlier: earlier)
      do throws(GezinFileError) {
        _ = try DossierFile.parse(bytes)
        return []
      } catch { return error.problems.map(\.place) }
    }
    let stranger = Self.written(earlier[0].content, Self.id(250), 0)
    #expect(problems(newest, [stranger]) == ["eerder[0].inhoud.geschreven.stuk"])
    guard case .entry(var moved) = earlier[0].content else { return }
    moved.sectie = moved.sectie == .juridisch ? .journaal : .juridisch
    let elsewhere = OpenedContent(.entry(moved), writing: earlier[0].writing)
    #expect(problems(newest, [elsewhere]) == ["eerder[0].inhoud.geschreven.stuk"])
    let label = OpenedContent(.etiket("gezin Zomaar"), writing: earlier[0].writing)
    #expect(problems(newest, [label]) == ["eerder[0].type"])
    let without = OpenedContent(earlier[0].content, writing: nil)
    #expect(problems(newest, [without]) == ["eerder[0].inhoud.geschreven.stuk"])
    // Two entries that say they are one.
    let twins = newest.map { OpenedContent($0.content, writing: newest[1].writing) }
    #expect(!problems(twins, []).isEmpty)
    let partial = newest.filter { if case .gezin = $0.content { false } else { true } }
    #expect(problems(partial, []) == ["gezin"])
  }

  @Test("R24: a file of another form is refused with every problem")
  func strict() throws {
    for text in [
      "{}", "[]", #"{"schema":"dossierkluis/gezin/1"}"#,
      #"{"schema":"dossierkluis/dossier/1","zomaar":1}"#,
    ] {
      #expect(throws: GezinFileError.self) { _ = try DossierFile.parse(Array(text.utf8)) }
    }
  }
}
