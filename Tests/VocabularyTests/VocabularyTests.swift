import Testing
import Vocabulary

@Suite("Every word has one spelling and one byte")
struct VocabularyTests {
  @Test("An identifier survives bytes and hex, and refuses other spellings")
  func identifierRoundTrip() throws {
    let bytes: [UInt8] = [0, 1, 2, 3, 250, 251, 252, 253, 8, 9, 10, 11, 12, 13, 14, 255]
    let identifier = try #require(Identifier(bytes))
    #expect(identifier.bytes == bytes)
    #expect(identifier.hex == "00010203fafbfcfd08090a0b0c0d0eff")
    #expect(Identifier(hex: identifier.hex) == identifier)
    #expect(Identifier(hex: identifier.hex.uppercased()) == nil)
    #expect(Identifier(hex: String(identifier.hex.dropLast())) == nil)
    #expect(Identifier(bytes.dropLast()) == nil)
    #expect(Identifier(bytes + [0]) == nil)
  }

  @Test("Section and role bytes are those of the entry header and the link")
  func bytesOnDisk() {
    #expect(
      Section.allCases.map(\.rawValue) == [1, 2, 3, 4, 5, 6]
        && Section.allCases.map(\.name)
          == ["etiket", "kern", "plannen", "journaal", "onderzoek", "juridisch"]
    )
    #expect(Role.allCases.map(\.rawValue) == [1, 2, 3, 4, 5, 6, 7])
    for role in Role.allCases { #expect(Role(name: role.name) == role) }
    for section in Section.allCases { #expect(Section(name: section.name) == section) }
    #expect(Role(name: "FG") == nil)
  }

  @Test(
    "Only jeugdbeschermer and leidinggevende hold standing wraps; FG, beheerder, custodian none")
  func standingWraps() {
    #expect(Role.allCases.filter(\.hasStandingWrap) == [.jeugdbeschermer, .leidinggevende])
    #expect(
      !Role.fg.hasDossierKey && !Role.beheerder.hasDossierKey && !Role.custodian.hasDossierKey)
  }
}

@Suite("A file is cut in one way")
struct AttachmentPartsTests {
  @Test("Every size has exactly the parts that it needs, and together they are the file")
  func parts() {
    let whole = AttachmentParts.plainCount
    for (size, count) in [
      (0, 1), (1, 1), (whole - 1, 1), (whole, 1), (whole + 1, 2), (2 * whole, 2), (1 << 30, 1024),
    ] {
      #expect(AttachmentParts.count(ofFile: size) == count)
      let sum = (0..<count).reduce(0) { $0 + AttachmentParts.plainCount(ofPart: $1, ofFile: size) }
      #expect(sum == size)
    }
    #expect(AttachmentParts.count(ofFile: -1) == nil)
    #expect(AttachmentParts.count(ofFile: 1 << 30 + 1) == nil)
    #expect(AttachmentParts.most == 1024 && AttachmentParts.sealedCount == 1_048_593)
  }
}
