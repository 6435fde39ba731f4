import AgeFile
import Sodium
import Testing

/// Bech32 as BIP 173 tells it, bit by bit, for comparison.
private enum NaiveBech32 {
  static let letters = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l")

  static func checksum(_ prefix: String, _ values: [Int]) -> [Int] {
    func polymod(_ values: [Int]) -> Int {
      values.reduce(1) { state, value in
        let top = state >> 25
        let shifted = (state & 0x1ff_ffff) << 5 ^ value
        return zip(0..., [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3])
          .reduce(shifted) { top >> $1.0 & 1 == 1 ? $0 ^ $1.1 : $0 }
      }
    }
    let code = prefix.utf8.map(Int.init)
    let sum =
      polymod(
        code.map { $0 >> 5 } + [0] + code.map { $0 & 31 } + values + [Int](repeating: 0, count: 6))
      ^ 1
    return (0..<6).map { sum >> (5 * (5 - $0)) & 31 }
  }

  static func encode(_ prefix: String, _ values: [Int]) -> String {
    prefix + "1" + String((values + checksum(prefix, values)).map { letters[$0] })
  }

  static func values(_ bytes: [UInt8]) -> [Int] {
    let bits = bytes.flatMap { byte in (0..<8).map { Int(byte >> (7 - $0) & 1) } }
    let padded = bits + [Int](repeating: 0, count: (5 - bits.count % 5) % 5)
    return stride(from: 0, to: padded.count, by: 5).map { start in
      padded[start..<start + 5].reduce(0) { $0 * 2 + $1 }
    }
  }
}

@Suite("Keys as text")
struct KeyTextTests {
  private let publicText = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
  private let secretText =
    "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"

  private func error(_ text: String) -> AgeKeyError? {
    do {
      _ = try text.first == "a" ? AgeRecipient(text).text : Files.identity(text).text().string
      return nil
    } catch { return error as? AgeKeyError }
  }

  @Test func `the example of the standard is read and written`() throws {
    let identity = try Files.identity(secretText)
    #expect(try identity.text().string == secretText)
    #expect(try identity.recipient().text == publicText)
    #expect(try AgeRecipient(publicText).publicKey == identity.publicKey)
  }

  @Test func `random keys are written as BIP 173 says, and come back`() throws {
    for _ in 0..<100 {
      let identity = try AgeIdentity.generate()
      let recipient = try identity.recipient()
      #expect(
        recipient.text == NaiveBech32.encode("age", NaiveBech32.values(recipient.publicKey)))
      #expect(try AgeRecipient(recipient.text) == recipient)
      let again = try AgeIdentity(text: identity.text())
      #expect(again.publicKey == identity.publicKey)
    }
  }

  @Test func `each change of one character of a key is refused, and its place is named`() throws {
    for text in [publicText, secretText] {
      let letters = Array(text.first == "a" ? "qpzry9x8gf2tvdw0s3jn54khce6mua7l" : "QPZRY9X8GF2TV")
      let prefix = text.first == "a" ? 4 : 16
      for place in prefix..<text.count {
        var changed = Array(text)
        for letter in letters where letter != Array(text)[place] {
          changed[place] = letter
          #expect(error(String(changed)) == .checksum)
        }
        for stranger in ["1", "b", "o", "I", "é"] as [Character] where text.first == "a" {
          changed[place] = stranger
          let expected = stranger == "é" ? AgeKeyError.length(63) : .character(position: place + 1)
          #expect(error(String(changed)) == expected)
        }
      }
    }
  }

  @Test func `another case, prefix or length is refused`() {
    #expect(throws: AgeKeyError.letterCase) { _ = try AgeRecipient(publicText.uppercased()) }
    #expect(throws: AgeKeyError.letterCase) {
      _ = try Files.identity(secretText.lowercased())
    }
    #expect(error("a" + publicText.dropFirst().uppercased()) == .letterCase)
    #expect(error(secretText.lowercased()) == .kind)
    #expect(error("A" + secretText.dropFirst().lowercased()) == .letterCase)
    var mixed = Array(secretText)
    mixed[20] = "y"
    #expect(error(String(mixed)) == .character(position: 21))
    for count in 4..<62 { #expect(error(String(publicText.prefix(count))) == .length(count)) }
    for count in 0..<15 { #expect(error(String(secretText.prefix(count))) == .kind) }
    #expect(error(publicText + "q") == .length(63))
    #expect(error(secretText + "\n") == .length(75))
    #expect(error(" " + secretText) == .kind)
    #expect(error("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq") == .kind)
    // A key with another algorithm: right checksum, another prefix.
    #expect(error("age1pq1" + publicText.dropFirst(4)) == .length(65))
  }

  @Test func `bits that are left over and keys that protect nothing are refused`() throws {
    var values = NaiveBech32.values(try AgeRecipient(publicText).publicKey)
    for extra in 1..<16 {
      values[51] = values[51] & 16 | extra
      #expect(error(NaiveBech32.encode("age", values)) == .malformed)
    }
    // Zero, one, p − 1 and the points of order eight agree with everybody; p and more have a twin below p.
    var worthless = [[UInt8](repeating: 0, count: 32)]
    worthless += [[1] + [UInt8](repeating: 0, count: 31)]
    for first in UInt8(0xEC)...0xFF {
      worthless += [[first] + [UInt8](repeating: 0xFF, count: 30) + [0x7F]]
    }
    worthless += [
      try #require(Hex.decode("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")),
      try #require(Hex.decode("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")),
      [9] + [UInt8](repeating: 0, count: 30) + [0x80],
    ]
    for key in worthless {
      #expect(error(NaiveBech32.encode("age", NaiveBech32.values(key))) == .worthless)
      #expect(throws: AgeKeyError.worthless) { _ = try AgeRecipient(publicKey: key) }
    }
    #expect(throws: AgeKeyError.length(31)) {
      _ = try AgeRecipient(publicKey: [UInt8](repeating: 9, count: 31))
    }
  }

  @Test func `a file of identities as age-keygen writes it, and what is none`() throws {
    func read(_ text: String) throws -> [[UInt8]] {
      try AgeIdentity.readFile(Files.secret(text)).map(\.publicKey)
    }
    let other = try AgeIdentity.generate()
    let key = try Files.identity(secretText).publicKey
    let text = "# created: 2026-11-21\n# public key: \(publicText)\n\(secretText)\n"
    #expect(try read(text) == [key])
    #expect(try read(secretText) == [key])
    #expect(
      try read("\r\n\(secretText)\r\n\n\(other.text().string)\r\n") == [key, other.publicKey])
    for wrong in ["", "\n\n", "# nothing"] {
      #expect(throws: AgeKeyError.count(0)) { _ = try read(wrong) }
    }
    #expect(throws: AgeKeyError.kind) { _ = try read("\(secretText)\n\(publicText)\n") }
    #expect(throws: AgeKeyError.length(75)) { _ = try read("\(secretText) \n") }
    let many = [String](repeating: secretText, count: 65).joined(separator: "\n")
    #expect(throws: AgeKeyError.count(65)) { _ = try read(many) }
  }

  @Test func `no error of a key repeats what was typed`() {
    let typed = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwQ"
    guard let error = error(typed) else { return #expect(Bool(false), "not refused") }
    #expect(error == .character(position: 62))
    #expect(!"\(error) \(error.hint)".contains("Q") && !"\(error) \(error.hint)".contains("zvk"))
  }
}
