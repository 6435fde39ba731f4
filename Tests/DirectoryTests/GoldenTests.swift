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

  /// An account and its suspension; a role's key, which a second custodian is given into keeping; a
  /// partner with its keys, their change and its end; the bundle key.
  ///
  /// From fixed seeds, but for the two boxes: no box is made twice the same.
  private func make(_ boxes: [[UInt8]]) throws -> JSONValue {
    var house = try Household()
    let worker = Keyed(3, .jeugdbeschermer)
    try house.add(worker)
    try house.take(
      house.record(.suspension(worker.member), house.beheerder, house.custodian))
    let pair = try Self.role()
    let key = KeptKey.role(.jurist, epoch: 1)
    let epoch = RoleEpoch(
      role: .jurist, epoch: 1, box: pair.publicKey,
      custody: [CustodyBox(member: house.custodian.member, box: boxes[0])])
    try house.take(house.record(.roleEpoch(epoch), house.custodian, house.beheerder))
    let second = Keyed(5, .custodian)
    try house.add(second)
    let custody = Custody(key: key, member: second.member, box: boxes[1])
    try house.take(house.record(.custody(custody), house.custodian, house.beheerder))
    try key.check(boxes[0], with: house.custodian.box, in: house.view)
    try key.check(boxes[1], with: second.box, in: house.view)
    let fg = Keyed(7, .fg)
    try house.add(fg)
    for act in try Self.partnerActs() {
      try house.take(house.record(act, house.beheerder, fg))
    }
    let partner = try #require(house.view.partner(Household.id(60)))
    let bundle = try #require(house.view.bundleKey)
    let records = house.records.map { JSONValue.string(String(decoding: $0, as: UTF8.self)) }
    return .object([
      ("about", "Made from fixed seeds; keys and hashes in hexadecimal. See check.py."),
      ("origin", .string(Household.origin)),
      ("institution_key", .string(Hex.encode(Household.anchor.institution))),
      ("fingerprint", .string(Household.anchor.fingerprint.description)),
      ("partner_fingerprint", .string(partner.keys.fingerprint.description)),
      ("bundle_fingerprint", .string(bundle.fingerprint.description)),
      ("bundle_number", .string(Hex.encode(bundle.number))),
      ("records", .array(records)), ("hash", .string(Hex.encode(house.view.hash))),
      ("role_secret", .string(Hex.encode([UInt8](repeating: 200, count: 32)))),
      ("keeper_secret", .string(Hex.encode([UInt8](repeating: 133, count: 32)))),
    ])
  }

  private static func partnerActs() throws -> [DirectoryAct] {
    func keys(_ byte: UInt8) throws -> PartnerKeys {
      PartnerKeys(
        age: try BoxKeyPair(secret: Household.secret(byte)).publicKey,
        sign: try SigningKeyPair(seed: Household.secret(byte + 1)).publicKey,
        signNumber: [UInt8](repeating: byte, count: 8))
    }
    let partner = Household.id(60)
    return [
      .partner(
        NewPartner(
          partner: partner, name: "Veilig Thuis Noord", kind: .veiligThuis, keys: try keys(60))),
      .bundleKey(try SigningKeyPair(seed: Household.secret(70)).publicKey),
      .partnerKey(partner, try keys(62)), .partnerEnd(partner),
    ]
  }

  private static func role() throws -> BoxKeyPair {
    try BoxKeyPair(secret: Household.secret(200))
  }

  private static func newBoxes() throws -> [[UInt8]] {
    let pair = try role()
    return try [Keyed(2, .custodian).box.publicKey, Keyed(5, .custodian).box.publicKey].map {
      try RoleSecret.seal(pair, role: .jurist, epoch: 1, to: $0)
    }
  }

  /// The boxes in the file's records.
  private static func keptBoxes(_ file: JSONValue) throws -> [[UInt8]] {
    var boxes: [[UInt8]] = []
    for text in file["records"]?.arrayValue ?? [] {
      let record = try DirectoryRecord.decode(Array((text.stringValue ?? "").utf8))
      switch try DirectoryBody.decode(record.body).act {
      case .roleEpoch(let epoch): boxes += epoch.custody.map(\.box)
      case .custody(let custody): boxes.append(custody.box)
      default: break
      }
    }
    return boxes
  }

  @Test func theDirectoryIsWhatItWasWhenTheExamplesWereWritten() throws {
    // Only for a change of format that is meant.
    if ProcessInfo.processInfo.environment["KLUIS_WRITE_GOLDEN"] == "directory" {
      let anew = try make(Self.newBoxes())
      try Data(OrdinaryJSON.encode(anew, pretty: true)).write(to: Self.file)
    }
    let kept = try OrdinaryJSON.decode([UInt8](Data(contentsOf: Self.file)), limits: .record)
    let boxes = try Self.keptBoxes(kept)
    try #require(boxes.count == 2)
    #expect(try kept == make(boxes))
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
    #expect(result.text.contains("66 checks hold"))
  }

  @Test(.enabled(if: python != nil, "python3 with cryptography is not installed"))
  func theIndependentReaderRefusesAnotherSecretInCustody() throws {
    let scratch = try Scratch()
    let text = try String(contentsOf: Self.file, encoding: .utf8)
    for key in ["role_secret", "keeper_secret"] {
      let place = try #require(text.range(of: "\"\(key)\": \"")).upperBound
      let changed = text.replacingCharacters(
        in: place...text.index(after: place), with: "40")
      try Data(changed.utf8).write(to: scratch.url.appendingPathComponent("directory.json"))
      let result = try Program.run(
        #require(Self.python),
        [Self.folder.appendingPathComponent("check.py").path, scratch.path("directory.json")])
      #expect(result.status != 0, "\(key)")
    }
  }
}
