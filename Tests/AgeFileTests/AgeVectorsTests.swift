import AgeFile
import Foundation
import Sodium
import Testing
import VaultTestKit

/// One of the published files, and what must come of it.
private struct Case: Decodable {
  let name: String
  let expect: String
  let payload: String?
  let identities: [String]
  let passphrases: [String]
  let armored: Bool

  enum CodingKeys: String, CodingKey {
    case name
    case expect
    case payload = "payload_sha256"
    case identities
    case passphrases
    case armored
  }

  private static let folder = Places.vectors.appendingPathComponent("age")

  static func all() throws -> [Case] {
    try JSONDecoder().decode(
      [Case].self, from: Data(contentsOf: folder.appendingPathComponent("manifest.json")))
  }

  func file() throws -> [UInt8] {
    try [UInt8](Data(contentsOf: Case.folder.appendingPathComponent("\(name).age")))
  }

  /// - Parameter step: bytes that the source gives at a time.
  func outcome(step: Int = .max) throws -> Outcome {
    let (file, keys) = (try file(), try identities.map(Files.identity))
    return Outcome.of(file, step: step) { source in
      guard let passphrase = passphrases.first, keys.isEmpty
      else { return try AgeReader(source, identities: keys) }
      return try AgeReader(source, passphrase: Files.secret(passphrase))
    }
  }
}

extension AgeOpenError {
  /// The word of the published set for this.
  fileprivate var word: String {
    switch self {
    case .notAge, .version, .header, .workFactor, .truncated(.header): "header failure"
    case .needsPassphrase, .needsIdentity, .wrongIdentity, .wrongPassphrase: "no match"
    case .headerChanged: "HMAC failure"
    case .truncated(.payload), .damaged, .damagedEnd, .trailing: "payload failure"
    case .armor, .truncated(.armor): "armor failure"
    case .workingMemory, .memory: "the machine"
    }
  }
}

@Suite("The published age files")
struct AgeVectorsTests {
  private static let words: Set = [
    "success", "no match", "HMAC failure", "header failure", "payload failure", "armor failure",
  ]

  @Test func `every published age file gives its payload, or the failure that it was made for`()
    throws
  {
    let cases = try Case.all()
    #expect(Self.words.isSuperset(of: cases.map(\.expect)))
    #expect(Set(cases.map(\.expect)) == Self.words)
    for one in cases {
      let outcome = try one.outcome()
      #expect((outcome.error == nil) == (one.expect == "success"), "\(one.name)")
      if let error = outcome.error {
        let known = try #require(error as? AgeOpenError, "\(one.name): \(error)")
        #expect(known.word == one.expect, "\(one.name): \(known)")
      }
      if let payload = one.payload {
        #expect(Hex.encode(SHA256.hash(outcome.bytes)) == payload, "\(one.name)")
      } else {
        #expect(outcome.bytes.isEmpty, "\(one.name)")
      }
    }
  }

  @Test func `published files come out the same, byte by byte or at once`() throws {
    for one in try Case.all() where try one.file().count < 1_000 {
      let (whole, single) = (try one.outcome(), try one.outcome(step: 1))
      #expect(whole.bytes == single.bytes, "\(one.name)")
      #expect(whole.openError == single.openError, "\(one.name)")
    }
  }

  @Test func `what can be seen without a key fits the file, or fails like opening it`() throws {
    for one in try Case.all() {
      let file = try one.file()
      do {
        let summary = try AgeSummary(of: Files.source(file))
        #expect(summary.isArmored == one.armored, "\(one.name)")
        #expect(!summary.openers.isEmpty, "\(one.name)")
        #expect(
          one.passphrases.isEmpty || one.name == "scrypt_uppercase"
            || summary.openers.contains { if case .passphrase = $0 { true } else { false } },
          "\(one.name)")
      } catch let error as AgeOpenError {
        #expect(["header failure", "armor failure"].contains(error.word), "\(one.name): \(error)")
        #expect(one.expect == error.word, "\(one.name)")
      }
    }
  }
}
