import Sodium
import Testing

@testable import AuditLog

private let dash = "\u{2014}"

@Suite struct NoteTests {
  private func signedNote() throws -> (note: Note, key: NoteKey) {
    var note = try #require(Note(text: Array("one\n\ntwo\n".utf8)))
    let pair = try SigningKeyPair.generate()
    let key = note.sign(as: "example.org/log", with: pair)
    return (note, try #require(key))
  }

  @Test func aNoteReadsBackAndVerifies() throws {
    let (note, key) = try signedNote()
    let read = try Note(parsing: note.encode())
    #expect(read == note)
    #expect(read.text == Array("one\n\ntwo\n".utf8))
    #expect(try read.verify(by: [key]) == [VerifiedSignature(key: key, time: nil)])
  }

  @Test func everyBitOfTheTextIsCovered() throws {
    let (note, key) = try signedNote()
    let bytes = note.encode()
    for bit in 0..<note.text.count * 8 {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: NoteError.self) { try Note(parsing: changed).verify(by: [key]) }
    }
  }

  @Test func unknownKeysAreIgnoredAlsoWithAKnownNameOrId() throws {
    let (note, key) = try signedNote()
    var more = note
    let other = try SigningKeyPair.generate()
    let signed = more.sign(as: "example.org/log", with: other)
    let stranger = try #require(signed)
    #expect(stranger.id != key.id)
    more.add(NoteSignature(name: "example.org/other", keyID: key.id, bytes: [1]))
    #expect(try more.verify(by: [key]).map(\.key) == [key])
    #expect(throws: NoteError.unsigned) { try note.verify(by: [stranger]) }
    #expect(throws: NoteError.unsigned) { try note.verify(by: []) }
  }

  /// One false line of a known key spoils the note, also beside a good one.
  @Test func aFalseSignatureOfAKnownKeyRefusesTheNote() throws {
    let (note, key) = try signedNote()
    var spoiled = note
    var bytes = note.signatures[0].bytes
    bytes[63] ^= 1
    spoiled.add(NoteSignature(name: key.name, keyID: key.id, bytes: bytes))
    #expect(throws: NoteError.badSignature(name: key.name)) { try spoiled.verify(by: [key]) }
    var short = try #require(Note(text: note.text))
    short.add(NoteSignature(name: key.name, keyID: key.id, bytes: [1]))
    #expect(throws: NoteError.badSignature(name: key.name)) { try short.verify(by: [key]) }
  }

  @Test(arguments: [
    "", "\n", "\n\n", "text\n", "text\n\n", "text\n\n\n", "\n\n\(dash) a AAAAAAA=",
    "text\n\n\(dash) a AAAAAAA=",  // no newline at the end
    "text\n\n\(dash) a AAAAAAA\n",  // no padding
    "text\n\n\(dash) a AAAAAAB=\n",  // bits that do not count
    "text\n\n\(dash) a AAAAAA==\n",  // a key id and nothing more
    "text\n\n\(dash) a  AAAAAAA=\n", "text\n\n\(dash)  a AAAAAAA=\n",
    "text\n\n\(dash) a AAAAAAA= \n", "text\n\n\(dash) a\n", "text\n\n\(dash) AAAAAAA=\n",
    "text\n\n- a AAAAAAA=\n", "text\n\n\(dash)a AAAAAAA=\n", "text\n\n\(dash) a+b AAAAAAA=\n",
    "text\n\n\(dash) a\u{A0}b AAAAAAA=\n", "text\n\n\(dash) a\u{2003} AAAAAAA=\n",
    "text\r\n\n\(dash) a AAAAAAA=\n", "te\u{0}xt\n\n\(dash) a AAAAAAA=\n",
    "te\txt\n\n\(dash) a AAAAAAA=\n", "text\n\n\(dash) a AAAAAAA=\nmore\n",
    "text\n\n\(dash) a AAAAAAA=\n\n",
  ])
  func hostileNotesAreRefused(text: String) {
    #expect(throws: NoteError.malformed) { try Note(parsing: Array(text.utf8)) }
  }

  @Test func bytesThatAreNotUTF8AreRefused() throws {
    let good = Array("text\n\n\(dash) a AAAAAAA=\n".utf8)
    _ = try Note(parsing: good)
    for byte: UInt8 in [0xFF, 0xC0, 0x80, 0xED] {
      #expect(throws: NoteError.malformed) { try Note(parsing: [byte] + good) }
    }
    #expect(Note(text: [0xFF, 0x0A]) == nil)
    #expect(Note(text: Array("no newline".utf8)) == nil)
  }

  @Test func limitsHoldBeforeAnythingIsRead() throws {
    let line = "\(dash) a AAAAAAA=\n"
    let full = "text\n\n" + String(repeating: line, count: Note.maximumSignatures)
    #expect(try Note(parsing: Array(full.utf8)).signatures.count == Note.maximumSignatures)
    #expect(throws: NoteError.tooManySignatures) { try Note(parsing: Array((full + line).utf8)) }
    let long = [UInt8](repeating: 0x61, count: Note.maximumBytes) + Array("\n\n\(line)".utf8)
    #expect(throws: NoteError.tooLong) { try Note(parsing: long) }
  }

  @Test func keyTextHasOneSpelling() throws {
    let text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    #expect(NoteKey(text: text)?.text == text)
    for wrong in [
      text.uppercased(), text + "=", text + " ", " " + text, String(text.dropLast(4)),
      text.replacing("530d903a", with: "530d903b"), text.replacing("530d903a", with: "530D903A"),
      text.replacing("foo", with: "bar"), text.replacing("foo", with: "f o"),
      text.replacing("AekyeR", with: "AukyeR"), "+530d903a+AekyeRrm", "", "++",
    ] {
      #expect(NoteKey(text: wrong) == nil, "\(wrong)")
    }
    #expect(NoteKey(name: "a+b", kind: .log, publicKey: Array(repeating: 0, count: 32)) == nil)
    #expect(NoteKey(name: "a", kind: .log, publicKey: Array(repeating: 0, count: 31)) == nil)
  }
}
