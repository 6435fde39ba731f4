import Foundation
import Sodium
import Testing

struct EncodingTests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `base64 as in RFC 4648, section 10`(plain: String, text: String) throws {
    #expect(Base64.encode(Array(plain.utf8)) == text)
    #expect(Base64.decode(text) == Array(plain.utf8))
    #expect(Base64.decode(Array(text.utf8)) == Array(plain.utf8))
    var message = Array("x".utf8)
    Base64.append(Array(plain.utf8), to: &message)
    #expect(message == Array(("x" + text).utf8))
    let secret = try SecretBytes(copying: Array(plain.utf8))
    let encoded = try Base64.encodeSecret(secret)
    #expect(encoded.bytes == Array(text.utf8))
    #expect(try decodedSecret(text) == Array(plain.utf8))
  }

  @Test func `base64 agrees with another implementation at every length and byte`() throws {
    for count in [255, 256, 257, 1000, 4096, 100_000] {
      let bytes = Random.bytes(count)
      let text = Data(bytes).base64EncodedString()
      #expect(Base64.encode(bytes) == text)
      #expect(Base64.decode(text) == bytes)
      #expect(try decodedSecret(text) == bytes)
    }
  }

  @Test(arguments: [
    "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm8", "=", "==", "====", "A===", "Z===", "Zg==\n",
    " Zg==", "Zg==Zg==", "Zm9v====", "Zm9vZg==Zm9v", "Z-_v", "Zm9vZm9\u{e9}", "Zg=A", "A=A=",
    "Zm\n9v",
    "Zm9v\u{0}", "AAA\u{0}",
  ])
  func `base64 that encode would not write is refused`(text: String) throws {
    #expect(Base64.decode(text) == nil)
    #expect(try decodedSecret(text) == nil)
  }

  @Test func `base64 has one spelling: every other last character is refused`() throws {
    var accepted = 0
    for character in UInt8.min...UInt8.max {
      for text in [[65, character, 61, 61], [65, 65, character, 61], [65, 65, 65, character]] {
        guard let bytes = Base64.decode(text) else {
          let secret = try Base64.decodeSecret(text.span)
          let refused = secret == nil
          #expect(refused)
          continue
        }
        accepted += 1
        #expect(Array(Base64.encode(bytes).utf8) == text)
      }
    }
    // 4 with two paddings; 16 with one, and "AA==" that the loops meet twice; 64 without.
    #expect(accepted == 4 + 16 + 1 + 64 + 1)
  }

  @Test func `hex is lower case, whole bytes, nothing else`() {
    let bytes = Array(UInt8.min...UInt8.max)
    #expect(Hex.encode(bytes) == bytes.map { String(format: "%02x", $0) }.joined())
    #expect(Hex.decode(Hex.encode(bytes)) == bytes)
    #expect(Hex.encode([]) == "" && Hex.decode("") == [])
    for text in ["0", "000", "0A", "0g", " 00", "00 ", "0x00", "é0", "٣٣"] {
      #expect(Hex.decode(text) == nil)
    }
  }

  private func decodedSecret(_ text: String) throws -> [UInt8]? {
    let secret = try Base64.decodeSecret(Array(text.utf8).span)
    switch consume secret {
    case .some(let secret): return secret.bytes
    case .none: return nil
    }
  }
}
