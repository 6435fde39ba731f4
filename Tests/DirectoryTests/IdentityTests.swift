import Records
import Sodium
import StrictJSON
import Testing
import Vocabulary

@testable import Directory

@Suite struct IdentityTests {
  /// The least that the algorithm takes: these tests are not about how slow it is.
  private let quick: PasswordHash.Limits

  init() throws { quick = try PasswordHash.Limits(operations: 1, memory: 8192) }

  private func passphrase(_ text: String) throws -> SecretBytes {
    try SecretBytes(copying: Array(text.utf8))
  }

  private func file() throws -> [UInt8] {
    let identity = try Identity.create(name: "Anna de Wit", anchor: Household.anchor)
    return try identity.encode(passphrase: passphrase("een twee drie"), limits: quick)
  }

  @Test func anIdentityComesBackAndItsPassphraseCanBeChanged() throws {
    let first = try Identity.create(name: "Anna de Wit", anchor: Household.anchor)
    let file = try first.encode(passphrase: passphrase("oud"), limits: quick)
    let identity = try Identity.decode(file, passphrase: passphrase("oud"))
    #expect(identity.keys == first.keys)
    #expect(identity.anchor == Household.anchor)
    let renewed = try identity.encode(passphrase: passphrase("nieuw"), limits: quick)
    #expect(try Identity.decode(renewed, passphrase: passphrase("nieuw")).keys == first.keys)
    #expect(throws: IdentityError.passphrase) {
      _ = try Identity.decode(renewed, passphrase: passphrase("oud"))
    }
    #expect(try IdentityFile.decode(renewed).request == first.enrolment)
    #expect(throws: IdentityError.input) {
      _ = try first.encode(passphrase: SecretBytes(count: 0), limits: quick)
    }
  }

  @Test func everyFlippedByteOfAnIdentityFileIsRefused() throws {
    let file = try file()
    let good = try passphrase("een twee drie")
    for index in file.indices {
      var changed = file
      changed[index] ^= 1
      // More work than asked for is not what this test is about.
      #expect(throws: IdentityError.self, "byte \(index)") {
        _ = try Identity.decode(changed, passphrase: good)
      }
    }
    _ = try Identity.decode(file, passphrase: good)
  }

  private func swapped(
    _ file: [UInt8], _ change: (inout [JSONMember]) -> Void
  ) throws -> [UInt8] {
    let object = try PublicFile.decode(file, schema: Identity.schema)
    let plain = try object.requireBytes("public")
    var members = try JSONObject(CanonicalJSON.decode(plain)).members
    change(&members)
    let value = JSONValue.base64(CanonicalJSON.encode(.object(members)))
    return PublicFile.encode(
      .object(object.members.map { $0.key == "public" ? JSONMember("public", value) : $0 }))
  }

  @Test func aSwappedAnchorIsRefused() throws {
    let file = try swapped(file()) { members in
      members = members.map {
        $0.key == "anchor_key"
          ? JSONMember("anchor_key", .base64([UInt8](repeating: 3, count: 32))) : $0
      }
    }
    #expect(try IdentityFile.decode(file).anchor != Household.anchor)
    #expect(throws: IdentityError.passphrase) {
      _ = try Identity.decode(file, passphrase: passphrase("een twee drie"))
    }
    let renamed = try swapped(self.file()) { members in
      members = members.map { $0.key == "name" ? JSONMember("name", "Bob") : $0 }
    }
    #expect(throws: IdentityError.proof) { _ = try IdentityFile.decode(renamed) }
  }

  @Test func theInstitutionKeyComesBackUnderItsPassphraseOnly() throws {
    let key = try InstitutionKey.create(origin: Household.origin)
    let file = try key.encode(passphrase: passphrase("kluis"), limits: quick)
    #expect(try InstitutionKey.decode(file, passphrase: passphrase("kluis")).anchor == key.anchor)
    #expect(throws: IdentityError.passphrase) {
      _ = try InstitutionKey.decode(file, passphrase: passphrase("kluizen"))
    }
    #expect(throws: IdentityError.input) { _ = try InstitutionKey.create(origin: "../x") }
  }

  @Test func anEnrolmentRequestProvesItsKeys() throws {
    let identity = try Identity.create(name: "Anna de Wit", anchor: Household.anchor)
    let file = identity.enrolment.encode()
    #expect(try EnrolmentRequest.decode(file) == identity.enrolment)
    #expect(try EnrolmentRequest.decode(file.dropLast()) == identity.enrolment)
    for index in file.indices {
      var changed = file
      changed[index] ^= 1
      #expect(throws: DirectoryError.self, "byte \(index)") {
        try EnrolmentRequest.decode(changed)
      }
    }
  }

  @Test func namesCannotMoveTheCursorOrTurnWordsRound() {
    for name in ["", " Anna", "Anna\n", "An\u{1B}[2Jna", "An\u{202E}na", "An\u{200B}na"] {
      #expect(throws: IdentityError.input) {
        _ = try Identity.create(name: name, anchor: Household.anchor)
      }
    }
    #expect(JSONObject.isPlainText("Zoë van ’t Hoff-Çelik"))
  }

  @Test func fingerprintsAreSixGroupsOfFourThatPeopleCanType() throws {
    let anchor = Household.anchor
    let text = anchor.fingerprint.description
    #expect(text.split(separator: " ").map(\.count) == [4, 4, 4, 4, 4, 4])
    #expect(!text.contains { "01OI".contains($0) })
    #expect(anchor.fingerprint.matches(text.lowercased()))
    #expect(anchor.fingerprint.matches(text.replacing(" ", with: "-")))
    #expect(!anchor.fingerprint.matches(String(text.dropLast())))
    let other = Anchor(origin: "kluis.example/ander", institution: anchor.institution)
    #expect(other.fingerprint != anchor.fingerprint)
    #expect(try Anchor.decode(anchor.encode()) == anchor)
  }

  @Test func anOriginIsAlsoASafeFolderName() {
    for origin in ["kluis.example", "kluis.example/jeugd-2_a"] { #expect(Anchor.isOrigin(origin)) }
    for origin in ["", "/", "a/", "/a", "a//b", "../a", "a/../b", ".a", "A", "a b", "a+b", "a\n"] {
      #expect(!Anchor.isOrigin(origin), "\(origin)")
    }
  }
}
