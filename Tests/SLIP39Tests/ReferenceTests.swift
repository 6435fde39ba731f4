import Foundation
import Sodium
import Testing
import VaultTestKit

@testable import SLIP39

/// The reference implementation, `shamir-mnemonic` of PyPI, in the environment that `.ci/peers` makes.
private enum Reference {
  static let python = Places.project.appendingPathComponent(".build/peers/bin/python3").path

  static let isInstalled: Bool =
    (try? Program.run(python, ["-c", "import shamir_mnemonic"]))?.status == 0

  /// Runs a program over JSON lines and gives what it printed, as JSON.
  static func run<T: Decodable>(_ program: String, _ input: some Encodable, as type: T.Type) throws
    -> T
  {
    let result = try Program.run(
      python, ["-c", program], input: Array(JSONEncoder().encode(input)))
    #expect(result.status == 0, "\(result.errorText)")
    return try JSONDecoder().decode(type, from: Data(result.output))
  }
}

private struct Division: Codable {
  var secret: String
  var passphrase: String
  var threshold: Int
  var mnemonics: [String]
}

private struct Request: Codable {
  var secret: String
  var passphrase: String
  var extendable: Bool
  var exponent: Int
  var groupThreshold: Int
  var groups: [[Int]]
}

@Suite(
  .enabled(
    if: Reference.isInstalled, "shamir-mnemonic is not there (.ci/peers installs it): not compared")
)
struct ReferenceTests {
  @Test func `what we divide, shamir-mnemonic recovers, from every subset of m`() throws {
    var divisions: [Division] = []
    for (threshold, count) in [(1, 1), (2, 3), (3, 5), (5, 7), (16, 16)] {
      for (size, passphrase) in [(32, ""), (16, "TREZOR"), (64, "wacht zin")] {
        let secret = Random.bytes(size)
        divisions.append(
          Division(
            secret: Hex.encode(secret), passphrase: passphrase, threshold: threshold,
            mnemonics: try Sheets.make(
              threshold, of: count, secret: secret, passphrase: passphrase)))
      }
    }
    let program = """
      import itertools, json, sys
      from shamir_mnemonic import combine_mnemonics
      out = []
      for d in json.load(sys.stdin):
        found = {combine_mnemonics(s, d["passphrase"].encode()).hex()
                 for s in itertools.combinations(d["mnemonics"], d["threshold"])}
        out.append(sorted(found))
      json.dump(out, sys.stdout)
      """
    let found = try Reference.run(program, divisions, as: [[String]].self)
    #expect(found == divisions.map { [$0.secret] })
  }

  @Test func `what shamir-mnemonic divides, one group or several, we recover`() throws {
    var requests: [Request] = []
    let divisions: [(Int, [[Int]])] = [
      (1, [[1, 1]]), (1, [[2, 3]]), (1, [[3, 5]]), (1, [[16, 16]]),
      (2, [[2, 3], [1, 1], [3, 5]]), (3, [[2, 2], [3, 3], [2, 4]]),
    ]
    for (index, division) in divisions.enumerated() {
      for (size, extendable, exponent) in [(32, true, 1), (32, false, 0), (16, true, 2)] {
        requests.append(
          Request(
            secret: Hex.encode(Random.bytes(size)),
            passphrase: index % 2 == 0 ? "" : "TREZOR ~", extendable: extendable,
            exponent: exponent, groupThreshold: division.0, groups: division.1))
      }
    }
    let program = """
      import json, sys
      from shamir_mnemonic import generate_mnemonics
      json.dump([generate_mnemonics(r["groupThreshold"], r["groups"], bytes.fromhex(r["secret"]),
        r["passphrase"].encode(), r["extendable"], r["exponent"]) for r in json.load(sys.stdin)],
        sys.stdout)
      """
    let made = try Reference.run(program, requests, as: [[[String]]].self)
    #expect(made.count == requests.count)
    for (request, groups) in zip(requests, made) {
      for chosen in Sheets.subsets(Array(groups.indices), request.groupThreshold) {
        let sheets = chosen.flatMap { groups[$0].shuffled().prefix(request.groups[$0][0]) }
        let secret = try Sheets.recover(sheets.shuffled(), passphrase: request.passphrase)
        #expect(Hex.encode(secret) == request.secret)
        let fewer = try Sheets.recovery(Array(sheets.dropLast()))
        #expect((fewer.missing ?? 1) > 0)
        #expect(throws: RecoveryError.self) { try fewer.verify() }
      }
      // All shares of all groups: every one beyond those needed is checked, and fits.
      #expect(
        try Sheets.recover(groups.flatMap { $0 }, passphrase: request.passphrase).count
          == request.secret.count / 2)
    }
  }
}
