import FuzzTargets
import Testing
import VaultTestKit

@Suite("What comes from outside is refused by name or read one way, whatever is done to it")
struct FuzzTests {
  /// Damaged copies of each target; the slow readers get fewer.
  private static func rounds(_ target: FuzzTarget) -> Int {
    let short = target.longest > 8_192 ? 200 : 1_000
    return Torture.count(short, long: 100 * short)
  }

  @Test(
    "Seeds, kept findings and a thousand damaged copies of each: no trap, nothing read two ways",
    arguments: FuzzTarget.all.map(\.name))
  func replay(_ name: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    let corpus = try target.corpus()
    #expect(corpus.count > 1 && corpus.allSatisfy { !$0.isEmpty && $0.count <= target.longest })
    for bytes in corpus { try hold(target, bytes) }
    var mutation = Mutation(corpus, longest: target.longest, seed: 20_261_121)
    for _ in 0..<Self.rounds(target) { try hold(target, mutation.next()) }
  }

  private func hold(_ target: FuzzTarget, _ bytes: [UInt8]) throws {
    do throws(Broken) { try target.check(bytes) } catch {
      Issue.record(
        "\(target.name): \(error): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
    }
  }
}
