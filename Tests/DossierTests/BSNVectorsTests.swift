import Dossier
import Foundation
import StrictJSON
import Testing

@Suite("A BSN passes the elfproef")
struct BSNVectorsTests {
  @Test("Every vector gets its verdict")
  func vectors() throws {
    let file = Fixtures.vectors.appendingPathComponent("bsn/elfproef.json")
    let bytes = try Array(Data(contentsOf: file))
    let cases = try #require(OrdinaryJSON.decode(bytes).arrayValue)
    #expect(cases.count >= 7)
    for item in cases {
      let text = try #require(item["bsn"]?.stringValue)
      let valid = item["valid"] == .bool(true)
      #expect((BSN(text) != nil) == valid, "\(text)")
    }
  }

  @Test(
    "Zero, eight digits and other spellings are refused",
    arguments: ["000000000", "12345678", "1234567820", " 123456782", "12345678２", "", "-23456782"])
  func refused(_ text: String) {
    #expect(BSN(text) == nil)
  }

  @Test("One wrong digit and two swapped neighbours are always caught")
  func typingErrors() throws {
    let good = Array("123456782".utf8)
    for index in good.indices {
      for digit in UInt8(0x30)...0x39 where digit != good[index] {
        var bad = good
        bad[index] = digit
        #expect(BSN(String(decoding: bad, as: UTF8.self)) == nil)
      }
      guard index + 1 < good.count, good[index] != good[index + 1] else { continue }
      var bad = good
      bad.swapAt(index, index + 1)
      #expect(BSN(String(decoding: bad, as: UTF8.self)) == nil)
    }
  }

  @Test("A BSN does not print itself")
  func silent() throws {
    let bsn = try #require(BSN("999990007"))
    #expect(!"\(bsn)".contains("9999"))
    #expect(bsn.digits == "999990007")
  }
}
