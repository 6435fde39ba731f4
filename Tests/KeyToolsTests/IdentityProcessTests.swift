import Directory
import Foundation
import Sodium
import Testing
import VaultTestKit
import Vocabulary

@Suite("kluis-keys identity, as a process")
struct IdentityProcessTests {
  private let tool: KeyTool
  private let anchor: Anchor

  init() throws {
    tool = try KeyTool()
    anchor = try tool.makeInstitution()
  }

  private func new(
    _ name: String = "anna", fingerprint: String?, passphrase: String = KeyTool.passphrase
  ) throws -> ProgramResult {
    try tool.run(
      ["identity", "new", "--name", "Anna", "--institution", "institution.pub", "--out", name]
        + (fingerprint.map { ["--fingerprint", $0] } ?? []) + ["--passphrase-fd", "0"],
      lines: [passphrase])
  }

  @Test("An identity is made, shown, put under another passphrase, and opens with that one only")
  func roundTrip() throws {
    let made = try new(fingerprint: anchor.fingerprint.description.lowercased())
    #expect(made.status == 0, "\(made.errorText)")
    #expect(try tool.mode("anna") == 0o600)
    let request = try EnrolmentRequest.decode(tool.bytes("anna.pub"))
    #expect(made.text.contains(request.fingerprint.description))
    #expect(made.text.contains(anchor.fingerprint.description))

    let shown = try tool.run(["identity", "show", "anna"])
    #expect(shown.status == 0)
    #expect(shown.text.contains(request.member.hex))

    let new = "another long passphrase"
    let changed = try tool.run(
      ["identity", "passwd", "anna", "--passphrase-fd", "0", "--new-passphrase-fd", "0"],
      lines: [KeyTool.passphrase, new])
    #expect(changed.status == 0, "\(changed.errorText)")
    #expect(try tool.mode("anna") == 0o600)
    let identity = try Identity.decode(tool.bytes("anna"), passphrase: KeyTool.secret(new))
    #expect(identity.member == request.member && identity.keys == request.keys)
    #expect(identity.anchor == anchor)
    let old = try KeyTool.secret(KeyTool.passphrase)
    let file = try tool.bytes("anna")
    #expect(throws: IdentityError.passphrase) { _ = try Identity.decode(file, passphrase: old) }
    #expect(try tool.files() == ["anna", "anna.pub", "institution.key", "institution.pub"])
  }

  @Test("A wrong passphrase is refused (77) in clear words and changes nothing")
  func wrongPassphrase() throws {
    _ = try tool.makeIdentity("anna", anchor)
    let before = try tool.bytes("anna")
    let result = try tool.run(
      ["identity", "passwd", "anna", "--passphrase-fd", "0", "--new-passphrase-fd", "0"],
      lines: ["not the passphrase", "another long passphrase"])
    #expect(result.status == 77)
    #expect(result.errorText.contains("the passphrase is wrong"))
    #expect(result.errorText.contains("hint: "))
    #expect(try tool.bytes("anna") == before)
  }

  @Test("A flipped bit in what an identity file says in clear is found without the passphrase (65)")
  func tamperedPublicPart() throws {
    _ = try tool.makeIdentity("anna", anchor)
    let good = try tool.bytes("anna")
    // Every 40th byte of the file, whatever it belongs to, and the shape around it.
    let text = String(decoding: good, as: UTF8.self)
    let start = try #require(text.range(of: "\"public\":\"")).upperBound
    let first = text.utf8.distance(from: text.startIndex, to: start)
    let length = text.utf8[start...].prefix { $0 != 0x22 }.count
    for place in stride(from: first + 3, to: first + length - 4, by: 40) {
      var bad = good
      bad[place] = bad[place] == 0x41 ? 0x42 : 0x41
      try tool.write("anna", bad)
      #expect(try tool.run(["identity", "show", "anna"]).status == 65, "byte \(place)")
    }
    try tool.write("anna", good.dropLast(20) + [0x0A])
    #expect(try tool.run(["identity", "show", "anna"]).status == 65)
    try tool.write("anna", good)
    #expect(try tool.run(["identity", "show", "anna"]).status == 0)
  }

  @Test("A flipped bit in the sealed part never opens, and the words say that it may be the file")
  func tamperedSealedPart() throws {
    _ = try tool.makeIdentity("anna", anchor)
    var bad = try tool.bytes("anna")
    let place = bad.count - 20
    bad[place] = bad[place] == 0x41 ? 0x42 : 0x41
    try tool.write("anna", bad)
    let result = try tool.run(
      ["identity", "passwd", "anna", "--passphrase-fd", "0", "--new-passphrase-fd", "0"],
      lines: [KeyTool.passphrase, "another long passphrase"])
    #expect(result.status == 77 || result.status == 65)
    #expect(result.errorText.contains("was changed"))
    #expect(try tool.bytes("anna") == bad)
  }

  @Test("An identity file that others can read is not used", arguments: [0o644, 0o640, 0o700])
  func openToOthers(mode: Int) throws {
    _ = try tool.makeIdentity("anna", anchor)
    try FileManager.default.setAttributes(
      [.posixPermissions: mode], ofItemAtPath: tool.path("anna"))
    let result = try tool.run(["identity", "show", "anna"])
    #expect(result.status == 1)
    #expect(result.errorText.contains("chmod 600"))
  }

  @Test("Nothing is overwritten, and a refusal writes nothing", arguments: ["anna", "anna.pub"])
  func overwrite(existing: String) throws {
    try tool.write(existing, Array("mine".utf8))
    let result = try new(fingerprint: anchor.fingerprint.description)
    #expect(result.status == 1)
    #expect(result.errorText.contains("\(existing) exists already"))
    #expect(try tool.bytes(existing) == Array("mine".utf8))
    #expect(try tool.files() == [existing, "institution.key", "institution.pub"])
  }

  @Test("The wrong fingerprint of the institution: 65 and nothing written")
  func wrongFingerprint() throws {
    let other = try InstitutionKey.create(origin: "kluis.test").anchor
    let result = try new(fingerprint: other.fingerprint.description)
    #expect(result.status == 65)
    #expect(result.errorText.contains("nothing was written"))
    #expect(try tool.files() == ["institution.key", "institution.pub"])
  }

  @Test("Off a terminal the missing fingerprint or passphrase is named, not asked")
  func offTerminal() throws {
    let blind = try new(fingerprint: nil)
    #expect(blind.status == 64)
    #expect(blind.errorText.contains("--fingerprint"))
    let mute = try tool.run([
      "identity", "new", "--name", "Anna", "--institution", "institution.pub", "--out", "anna",
      "--fingerprint", anchor.fingerprint.description,
    ])
    #expect(mute.status == 1)
    #expect(mute.errorText.contains("--passphrase-fd"))
    #expect(try tool.files() == ["institution.key", "institution.pub"])
  }

  @Test("A passphrase under 12 characters is refused; characters count, not bytes")
  func shortPassphrase() throws {
    // Eleven characters in twenty-two bytes.
    let result = try new(
      fingerprint: anchor.fingerprint.description, passphrase: String(repeating: "é", count: 11))
    #expect(result.status == 64)
    #expect(result.errorText.contains("12 characters"))
    #expect(try tool.files() == ["institution.key", "institution.pub"])
  }

  @Test("institution new writes a sealed key and the anchor, and shows the fingerprint to print")
  func institution() throws {
    let result = try tool.run(
      [
        "institution", "new", "--origin", "kluis.nieuw", "--out", "nieuw.key", "--passphrase-fd",
        "0", "--json",
      ], lines: [KeyTool.passphrase])
    #expect(result.status == 0, "\(result.errorText)")
    #expect(try tool.mode("nieuw.key") == 0o600)
    let key = try InstitutionKey.decode(
      tool.bytes("nieuw.key"), passphrase: KeyTool.secret(KeyTool.passphrase))
    #expect(try Anchor.decode(tool.bytes("nieuw.pub")) == key.anchor)
    #expect(key.origin == "kluis.nieuw")
    #expect(result.text.contains(key.anchor.fingerprint.description))
    let again = try tool.run(
      [
        "institution", "new", "--origin", "kluis.nieuw", "--out", "nieuw.key", "--passphrase-fd",
        "0",
      ],
      lines: [KeyTool.passphrase])
    #expect(again.status == 1)
    #expect(try Anchor.decode(tool.bytes("nieuw.pub")) == key.anchor)
  }
}
