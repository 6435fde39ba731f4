// FuzzTargets: every parser of bytes from outside, each with real bytes to begin with and a promise.
//
// A target is a name, its seeds and a check. The check gives the bytes to a parser and holds it to
// what it promises: no trap, a named refusal, and whatever it accepts it writes back the same. Two
// things call it: `kluis-fuzz` with libFuzzer (`make fuzz`), and `FuzzTests`, which replays seeds,
// kept findings and some thousand damaged copies in every `make test`.
//
// Seeds are made here from fixed keys or taken from Tests/Vectors and Examples, so that the corpus
// cannot fall behind the formats. Inputs that once broke something lie in Fuzz/Kept/NAME.

package import Foundation
import VaultTestKit

/// A parser with its promise.
package struct FuzzTarget: Sendable {
  package let name: String
  /// Longest input worth trying, bytes.
  package let longest: Int
  /// Real bytes to begin with.
  package let seeds: @Sendable () throws -> [[UInt8]]
  /// - Throws: `Broken` when a promise does not hold; a trap is a finding as well.
  package let check: @Sendable ([UInt8]) throws(Broken) -> Void

  package static let all: [FuzzTarget] = [
    .canonical, .ordinary, .frames, .envelopes, .signIn, .links, .rows, .secretItems, .records,
    .notes, .leaves, .proofs, .directory, .directoryFiles, .gezin, .contents, .encodings,
    .policies, .minisign, .partnerFile, .archive, .manifest, .page, .ageHeader, .ageArmor, .ageKeys,
    .bodeConfiguration, .bodeLedger, .bodeSignal, .spoolNames,
  ]

  /// Where inputs lie that once broke this target.
  package var kept: URL { Places.project.appendingPathComponent("Fuzz/Kept/\(name)") }

  /// Seeds and kept findings.
  package func corpus() throws -> [[UInt8]] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: kept.path)) ?? []
    return try seeds()
      + names.sorted().map { try [UInt8](Data(contentsOf: kept.appendingPathComponent($0))) }
  }
}

/// A promise that did not hold.
package struct Broken: Error, CustomStringConvertible {
  package let description: String
}

/// Holds a parser to something.
func promise(_ holds: Bool, _ what: @autoclosure () -> String) throws(Broken) {
  guard holds else { throw Broken(description: what()) }
}
