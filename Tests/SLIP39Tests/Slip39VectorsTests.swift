import Foundation
import Sodium
import Testing
import VaultTestKit

@testable import SLIP39

/// One of the published cases: mnemonics, and the secret that they give, or none.
private struct Case {
  let name: String
  let mnemonics: [String]
  let secret: String

  static func all() throws -> [Case] {
    let file = Places.vectors.appendingPathComponent("slip39/vectors.json")
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    return try #require(json as? [[Any]]).map { row in
      Case(
        name: try #require(row[0] as? String), mnemonics: try #require(row[1] as? [String]),
        secret: try #require(row[2] as? String))
    }
  }

  /// What the name says must go wrong; nil for a name that we do not know.
  var expected: Reason? {
    let reasons: [(String, Reason)] = [
      ("invalid checksum", .checksum), ("invalid padding", .malformed),
      ("Basic sharing", .tooFew), ("different identifiers", .foreign),
      ("different iteration exponents", .foreign),
      ("mismatching group thresholds", .threshold), ("mismatching group counts", .foreign),
      ("greater group threshold than group counts", .malformed),
      ("duplicate member indices", .sameMember), ("mismatching member thresholds", .threshold),
      ("invalid digest", .digest), ("Insufficient number of groups", .tooFew),
      ("insufficient number of members", .tooFew), ("insufficient length", .wordCount),
      ("invalid master secret length", .wordCount),
    ]
    return reasons.first { name.contains($0.0) }?.1
  }
}

private enum Reason: Equatable {
  case checksum, malformed, wordCount, foreign, threshold, sameMember, tooFew, digest

  init?(_ error: any Error) {
    switch error {
    case MnemonicError.checksum: self = .checksum
    case MnemonicError.malformed: self = .malformed
    case MnemonicError.wordCount: self = .wordCount
    case Recovery.AddError.foreign: self = .foreign
    case Recovery.AddError.differentThreshold: self = .threshold
    case Recovery.AddError.duplicate, Recovery.AddError.contradiction: self = .sameMember
    case RecoveryError.tooFew: self = .tooFew
    case RecoveryError.digest: self = .digest
    default: return nil
    }
  }
}

struct Slip39VectorsTests {
  @Test func `the published SLIP-0039 vectors give their secret, or the error of their name`()
    throws
  {
    let cases = try Case.all()
    #expect(cases.contains { !$0.secret.isEmpty } && cases.contains { $0.secret.isEmpty })
    for one in cases {
      do {
        let secret = try Sheets.recover(one.mnemonics, passphrase: "TREZOR")
        #expect(Hex.encode(secret) == one.secret, "\(one.name)")
      } catch {
        #expect(one.secret.isEmpty, "\(one.name): \(error)")
        let expected = try #require(one.expected, "an expectation that we do not know: \(one.name)")
        #expect(Reason(error) == expected, "\(one.name): \(error)")
      }
    }
  }

  @Test func `each published mnemonic that can be read is written back as it was`() throws {
    var read = 0
    for one in try Case.all() where !one.secret.isEmpty {
      for sheet in one.mnemonics {
        #expect(String(decoding: try Sheets.parse(sheet).text().bytes, as: UTF8.self) == sheet)
        read += 1
      }
    }
    #expect(read > 10)
  }

  /// Without the extendable flag the checksum begins otherwise and the identifier is in the salt.
  @Test func `every single-word error is caught in a published mnemonic of the older kind`() throws
  {
    let older = try Case.all().filter { !$0.secret.isEmpty }.flatMap(\.mnemonics).filter {
      try !Sheets.parse($0).info.isExtendable
    }
    var words = try Sheets.parse(#require(older.first)).words()
    for place in 0..<words.count {
      let own = words.number(at: place)
      var caught = 0
      for other in UInt16(0)..<1024 where other != own {
        words.set(other, at: place)
        do { _ = try Mnemonic(words) } catch .checksum { caught += 1 }
      }
      words.set(own, at: place)
      #expect(caught == 1023, "word \(place + 1)")
    }
  }

  @Test func `the word list is the published one, and four letters tell its words apart`() throws {
    let file = Places.vectors.appendingPathComponent("slip39/wordlist.txt")
    let published = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    #expect(published.count == WordList.count)
    #expect(Sheets.words == published.map(String.init))
    #expect(Set(published.map { $0.prefix(4) }).count == WordList.count)
    #expect(published.allSatisfy { (4...WordList.longest).contains($0.count) })
  }
}
