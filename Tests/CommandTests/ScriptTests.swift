import Foundation
import StrictJSON
import Testing
import VaultFixture
import VaultTestKit

/// The tools as processes, by the scripts in `Scripts/`: one paragraph per promise, one per fix.
///
/// `Script` says what a script may say.
@Suite("The tools by script")
struct ScriptTests {
  static let folder = Places.project.appendingPathComponent("Tests/CommandTests/Scripts")
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".txt") }.sorted()

  @Test("There are scripts, and each begins by saying what it is about")
  func areThere() throws {
    #expect(Self.names.count >= 5)
    for name in Self.names {
      let text = try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
      #expect(text.hasPrefix("# "), "\(name)")
    }
  }

  @Test("Script", arguments: names)
  func runs(_ name: String) throws {
    let text = try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
    let run = try ScriptRun()
    for step in try Script(text).steps {
      for finding in try run.findings(step) { Issue.record("\(name):\(step.line): \(finding)") }
    }
  }
}
