import Foundation
import Testing
import VaultTestKit

/// The model in `Tests/Models/release.pml`, checked over every reachable state by spin.
@Suite("No log, no key: the model of decide, log, release")
struct ReleaseModelTests {
  static let spin = Program.find("spin")
  static let compiler = Program.find("gcc")
  static let canRun = spin != nil && compiler != nil

  /// Explores all states and returns how many errors spin found and how many states it stored.
  static func explore(mutant: String?) throws -> (errors: Int, states: Int) {
    let scratch = try Scratch()
    let model = Places.project.appendingPathComponent("Tests/Models/release.pml")
    try FileManager.default.copyItem(
      at: model, to: scratch.url.appendingPathComponent("release.pml"))
    let define = mutant.map { ["-DMUTANT_\($0)"] } ?? []
    let spun = try Program.run(
      spin ?? "spin", ["-a"] + define + ["release.pml"], folder: scratch.url)
    try #require(spun.status == 0, "\(spun.text)\(spun.errorText)")
    let built = try Program.run(
      compiler ?? "gcc", ["-O1", "-o", "pan", "pan.c"], folder: scratch.url)
    try #require(built.status == 0, "\(built.errorText)")
    let run = try Program.run(scratch.path("pan"), ["-m100000"], folder: scratch.url)
    let errors = try #require(run.text.firstMatch(of: /errors: (\d+)/)).1
    let states = try #require(run.text.firstMatch(of: /(\d+) states, stored/)).1
    return (try #require(Int(errors)), try #require(Int(states)))
  }

  @Test(
    "No log, no key: no order of crashes and disk errors releases before the log is durable",
    .enabled(if: canRun, "needs spin and gcc"))
  func everyState() throws {
    let result = try Self.explore(mutant: nil)
    #expect(result.errors == 0)
    #expect(result.states > 10_000, "the model explores too little to mean anything")
  }

  @Test(
    "No log, no key: each broken order is found by the model",
    .enabled(if: canRun, "needs spin and gcc"),
    arguments: ["RELEASE_FIRST", "VAULT_FIRST", "IGNORE_FAILURE", "NO_IDEMPOTENCY", "SWEEP_ALL"])
  func everyMutantFails(mutant: String) throws {
    #expect(try Self.explore(mutant: mutant).errors > 0)
  }
}
