import AgeFile
import Sodium
import Testing

@Suite("Codes on paper")
struct BundleCodeTests {
  private let alphabet = Set("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")

  private func read(_ typed: String) throws -> String {
    try BundleCode(typed: Files.secret(typed)).text.string
  }

  @Test func `a code has 80 random bits in 16 characters without 0, O, 1 and I, in four groups`()
    throws
  {
    #expect(alphabet.count == 32 && alphabet.isDisjoint(with: "0O1I"))
    var seen = [Set<Character>](repeating: [], count: 19)
    var codes: Set<String> = []
    for _ in 0..<600 {
      let code = try BundleCode.generate().text.string
      #expect(code.count == 19)
      for (place, character) in code.enumerated() {
        seen[place].insert(character)
        #expect(place % 5 == 4 ? character == "-" : alphabet.contains(character))
      }
      codes.insert(code)
    }
    #expect(codes.count == 600)
    // Every character occurs at every place: one of 512 misses with a chance of 3 in a million.
    for place in 0..<19 where place % 5 != 4 { #expect(seen[place] == alphabet) }
  }

  @Test func `a code has one spelling, whatever somebody types`() throws {
    for _ in 0..<50 {
      let code = try BundleCode.generate().text.string
      let plain = code.filter { $0 != "-" }
      let spellings = [
        code, code.lowercased(), plain, plain.lowercased(), "  \(code)\r\n",
        code.replacing("-", with: " "), code.replacing("-", with: " - "),
        code.replacing("-", with: "\u{2013}"), code.replacing("-", with: "\u{2011}"),
        code.replacing("-", with: "\u{2212}"), code.replacing("-", with: "\u{A0}"),
        plain.map(String.init).joined(separator: " "), code.replacing("-", with: "_\t"),
      ]
      for typed in spellings { #expect(try read(typed) == code, "\(typed)") }
    }
  }

  @Test func `what is no code is refused by place or length, and not repeated`() throws {
    typealias Failure = BundleCode.CodeError
    let code = "K7MQ-3XRT-9ABC-WYZ2"
    #expect(try read(code) == code)
    for (place, stranger) in zip([0, 2, 5, 18], ["0", "o", "1", "i"] as [Character]) {
      var typed = Array(code)
      typed[place] = stranger
      let position = place + 1 - place / 5
      #expect(throws: Failure.character(position: position)) { _ = try read(String(typed)) }
    }
    for stranger in ["é", "Ω", "€", "😀", "\u{301}", "@", "[", "`", "{", "\0"] {
      #expect(throws: Failure.character(position: 4)) {
        _ = try read("K7M\(stranger)-3XRT-9ABC-WYZ2")
      }
    }
    for count in 0..<16 {
      let part = String(code.filter { $0 != "-" }.prefix(count))
      #expect(throws: Failure.length(count)) { _ = try read(part) }
    }
    #expect(throws: Failure.length(17)) { _ = try read(code + "K") }
    #expect(throws: Failure.length(0)) { _ = try read(" - ") }
    #expect(throws: Failure.tooLong) { _ = try read(code + String(repeating: " ", count: 300)) }
    #expect(throws: Failure.length(240)) { _ = try read(String(repeating: "K", count: 240)) }
    for error in [Failure.character(position: 4), .length(3), .tooLong] {
      #expect(!error.description.isEmpty && !error.hint.isEmpty)
    }
    // Bytes that are no text at all.
    for bytes in [[0x80], [0xFF], [0xE2, 0x80], [0xC2]] as [[UInt8]] {
      let typed = try SecretBytes(copying: bytes + Array(code.utf8.dropFirst()))
      #expect(throws: (any Error).self) { _ = try BundleCode(typed: typed) }
    }
  }
}
