import Foundation
import Records
import Sodium
import StrictJSON
import Testing
import VaultTestKit

@Suite struct GoldenTests {
  private static let folder = Places.project.appendingPathComponent("Tests/Vectors/dossierkluis")
  private static let file = folder.appendingPathComponent("records.json")

  /// Writes the examples anew; only for a change of format that is meant.
  private static func writeAnew() throws {
    let half = Examples.secret(7)
    let box = try GoldenExamples.share.seal(half, toRole: Examples.box(8).publicKey)
    let members = try GoldenExamples.make() + [JSONMember("share_box", GoldenExamples.hex(box))]
    try Data(OrdinaryJSON.encode(.object(members), pretty: true)).write(to: file)
  }

  private func load() throws -> JSONObject {
    if ProcessInfo.processInfo.environment["KLUIS_WRITE_GOLDEN"] == "records" {
      try Self.writeAnew()
    }
    return try JSONObject(
      OrdinaryJSON.decode([UInt8](Data(contentsOf: Self.file)), limits: .record))
  }

  @Test func theFormatIsWhatItWasWhenTheExamplesWereWritten() throws {
    let file = try load()
    for member in try GoldenExamples.make() {
      #expect(file[member.key] == member.value, "\(member.key)")
    }
    #expect(file.members.count == (try GoldenExamples.make().count) + 1)
  }

  @Test func theShareBoxOfTheExamplesOpens() throws {
    let box = try #require(Hex.decode(load().requireString("share_box")))
    let role = Examples.box(8)
    let half = Examples.secret(7)
    let same = try GoldenExamples.share.open(box, role: role).equals(half)
    #expect(same)
  }

  @Test func theAttachmentOfTheExamplesOpens() throws {
    let key = try GoldenExamples.attachmentKeys().attachmentKey()
    var reader = try SecretStream.Reader(key: key, header: GoldenExamples.attachmentHeader)
    for (part, plain) in zip(GoldenExamples.sealedParts, GoldenExamples.attachmentParts) {
      #expect(try reader.pull(#require(Hex.decode(part))[...]) == Array(plain.utf8))
    }
    try reader.demandEnd()
  }

  private static let python: String? = {
    guard let path = Program.find("python3"),
      let result = try? Program.run(path, ["-c", "import cryptography"]), result.status == 0
    else { return nil }
    return path
  }()

  @Test(.enabled(if: python != nil, "python3 with cryptography is not installed"))
  func anIndependentReaderFindsTheSameBytes() throws {
    _ = try load()
    let result = try Program.run(
      #require(Self.python),
      [Self.folder.appendingPathComponent("check.py").path, Self.file.path])
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.text.contains("35 checks hold"))
  }

  @Test(.enabled(if: python != nil, "python3 with cryptography is not installed"))
  func theIndependentReaderRefusesAChangedExample() throws {
    let scratch = try Scratch()
    let text = try String(contentsOf: Self.file, encoding: .utf8)
    for key in ["ck", "content", "d", "share_box", "key", "verzegeld"] {
      let place = try #require(text.range(of: "\"\(key)\": \"")).upperBound
      let digit = text[place] == "0" ? "1" : "0"
      let changed = text.replacingCharacters(in: place...place, with: digit)
      try Data(changed.utf8).write(to: scratch.url.appendingPathComponent("records.json"))
      let result = try Program.run(
        #require(Self.python),
        [Self.folder.appendingPathComponent("check.py").path, scratch.path("records.json")])
      #expect(result.status != 0, "\(key)")
    }
  }
}
