import AgeFile
import Foundation
import Minisign
import Overdracht
import Sodium
import Testing
import VaultTestKit

@Suite("A partner's file") struct PartnerFileTests {
  private static func pair(_ byte: UInt8) throws -> MinisignPair {
    MinisignPair(
      number: [UInt8](repeating: byte, count: 8),
      pair: try SigningKeyPair(seed: SecretBytes(copying: [UInt8](repeating: byte, count: 32))))
  }

  private static func recipient() throws -> AgeRecipient {
    try AgeRecipient(
      publicKey: BoxKeyPair(secret: SecretBytes(copying: [UInt8](repeating: 9, count: 32)))
        .publicKey)
  }

  private static func file(_ name: String = "Wijkteam Noord") throws -> PartnerFile {
    PartnerFile(name: name, age: try recipient(), minisign: try pair(7).publicKey)
  }

  private static func sign(_ bytes: [UInt8], _ byte: UInt8 = 7) throws -> [UInt8] {
    try pair(byte).sign(hash: BLAKE2b.hash(bytes, count: 64), comment: "partner").encode()
  }

  @Test("A file that its own signing key signed is read as written, with or without line feed")
  func reads() throws {
    let file = try Self.file()
    for bytes in [file.encode(), file.encode().dropLast().map { $0 }] {
      #expect(try PartnerFile(decoding: bytes, signature: Self.sign(bytes)) == file)
    }
  }

  @Test("Who has not the signing key passes no file off as that key's: every byte is signed")
  func proof() throws {
    let bytes = try Self.file().encode()
    let good = try Self.sign(bytes)
    #expect(throws: PartnerFile.Fault.signature(.otherKey)) {
      try PartnerFile(decoding: bytes, signature: Self.sign(bytes, 8))
    }
    // The right number with another key's signature.
    let forged = MinisignPair(
      number: [UInt8](repeating: 7, count: 8), pair: try SigningKeyPair.generate())
    #expect(throws: PartnerFile.Fault.signature(.notOfFile)) {
      try PartnerFile(
        decoding: bytes,
        signature: forged.sign(hash: BLAKE2b.hash(bytes, count: 64), comment: "partner").encode())
    }
    let renamed = try Self.file("Wijkteam Zuid").encode()
    #expect(throws: PartnerFile.Fault.signature(.notOfFile)) {
      try PartnerFile(decoding: renamed, signature: good)
    }
    #expect(throws: PartnerFile.Fault.signature(.malformed)) {
      try PartnerFile(decoding: bytes, signature: [])
    }
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      #expect(throws: PartnerFile.Fault.self) {
        try PartnerFile(decoding: changed, signature: good)
      }
    }
  }

  @Test("Another form, a key that is none, a secret in the place of a key: refused with its reason")
  func refusals() throws {
    let (age, key) = (try Self.recipient().text, try Self.pair(7).publicKey.text)
    func text(
      age: String = age, minisign: String = key, name: String = "W",
      schema: String = PartnerFile.schema
    ) -> String {
      #"{"age":"\#(age)","minisign":"\#(minisign)","name":"\#(name)","schema":"\#(schema)"}"#
    }
    func fault(_ text: String) throws -> PartnerFile.Fault? {
      let bytes = Array(text.utf8)
      let signature = try Self.sign(bytes)
      do throws(PartnerFile.Fault) {
        _ = try PartnerFile(decoding: bytes, signature: signature)
        return nil
      } catch { return error }
    }
    #expect(try fault(text()) == nil)
    for wrong in [
      "", "{}", " " + text(), text() + "\n\n", text(schema: "dossierkluis/partner/2"),
      text(name: String(repeating: "w", count: 201)),
      text().replacing("{", with: #"{"a":1,"#), text().replacing(#""name":"W","#, with: ""),
    ] {
      guard case .malformed = try fault(wrong) else {
        Issue.record("not refused as malformed: \(wrong)")
        continue
      }
    }
    #expect(try fault(text(age: age.uppercased())) == .age(.letterCase))
    let secret =
      "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0"
    for wrong in [secret, String(age.dropLast()), "age1" + age, ""] {
      guard case .age = try fault(text(age: wrong)) else {
        Issue.record("not refused as an age key: \(wrong)")
        continue
      }
    }
    for wrong in [String(key.dropLast(1)), "", String(key.reversed()), "RW" + key] {
      #expect(try fault(text(minisign: wrong)) == .minisign(.malformed), "\(wrong)")
    }
  }

  private static let minisign = Program.find("minisign")

  @Test(
    "The stock minisign signs such a file",
    .enabled(if: minisign != nil, "minisign is not installed"))
  func stockTool() throws {
    let tool = try #require(Self.minisign)
    let scratch = try Scratch()
    let made = try Program.run(
      tool, ["-G", "-W", "-p", "a.pub", "-s", "a.key"], folder: scratch.url)
    try #require(made.status == 0, "\(made.errorText)")
    func bytes(_ name: String) throws -> [UInt8] {
      [UInt8](try Data(contentsOf: scratch.url.appendingPathComponent(name)))
    }
    let file = PartnerFile(
      name: "Wijkteam Noord", age: try Self.recipient(),
      minisign: try MinisignKey(decoding: bytes("a.pub")))
    try Data(file.encode()).write(to: scratch.url.appendingPathComponent("partner.json"))
    let signed = try Program.run(
      tool, ["-S", "-s", "a.key", "-m", "partner.json"], folder: scratch.url)
    try #require(signed.status == 0, "\(signed.errorText)")
    #expect(
      try PartnerFile(decoding: file.encode(), signature: bytes("partner.json.minisig")) == file)
  }
}
