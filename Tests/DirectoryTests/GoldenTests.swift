import Foundation
import Sodium
import StrictJSON
import Testing
import VaultTestKit
import Vocabulary

@testable import Directory

@Suite struct DirectoryGoldenTests {
  private static let folder = Places.project.appendingPathComponent("Tests/Vectors/dossierkluis")
  private static let file = folder.appendingPathComponent("directory.json")

  /// A founding record, an account and its suspension, from fixed seeds.
  private func make() throws -> JSONValue {
    var house = try Household()
    let worker = Keyed(3, .jeugdbeschermer)
    try house.add(worker)
    try house.take(
      house.record(.suspension(worker.member), house.beheerder, house.custodian))
    let records = house.records.map { JSONValue.string(String(decoding: $0, as: UTF8.self)) }
    return .object([
      ("about", "Made from fixed seeds; keys and hashes in hexadecimal. See check.py."),
      ("origin", .string(Household.origin)),
      ("institution_key", .string(Hex.encode(Household.anchor.institution))),
      ("fingerprint", .string(Household.anchor.fingerprint.description)),
      ("records", .array(records)), ("hash", .string(Hex.encode(house.view.hash))),
    ])
  }

  @Test func theDirectoryIsWhatItWasWhenTheExamplesWereWritten() throws {
    let made = try make()
    // Only for a change of format that is meant.
    if ProcessInfo.processInfo.environment["KLUIS_WRITE_GOLDEN"] == "directory" {
      try Data(OrdinaryJSON.encode(made, pretty: true)).write(to: Self.file)
    }
    let kept = try OrdinaryJSON.decode([UInt8](Data(contentsOf: Self.file)), limits: .record)
    #expect(kept == made)
  }

  private static let python: String? = {
    guard let path = Program.find("python3"),
      let result = try? Program.run(path, ["-c", "import cryptography"]), result.status == 0
    else { return nil }
    return path
  }()

  @Test(.enabled(if: python != nil, "python3 with cryptography is not installed"))
  func anIndependentReaderVerifiesTheSameDirectory() throws {
    let python = try #require(Self.python)
    let result = try Program.run(
      python, [Self.folder.appendingPathComponent("check.py").path, Self.file.path])
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.text.contains("16 checks hold"))
  }
}
