import Records
import Testing
import Vocabulary

@Suite("Receipts of bundles") struct OntvangstbewijsTests {
  @Test func `R20: a receipt is read as it was written, on any system, and nothing else is one`()
    throws
  {
    let id = try #require(Identifier([UInt8](repeating: 1, count: 16)))
    let receipt = try #require(
      Ontvangstbewijs(
        bundle: id, manifest: [UInt8](repeating: 9, count: 32),
        receiver: "Wijkteam Oost", date: "2026-11-28T23:30:00Z"))
    let bytes = receipt.encode()
    #expect(Ontvangstbewijs(decoding: bytes) == receipt)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(Ontvangstbewijs(decoding: Array(text.replacing("\n", with: "\r\n").utf8)) == receipt)
    for bad in [
      text + "x", text + "\n", String(text.dropLast()), text.replacing("/1", with: "/2"),
      text.replacing("bundel: ", with: "bundel:"), text.replacing("Z", with: ""),
      text.replacing("Oost", with: "Oost\u{202E}"), text.replacing("09", with: "0g"), "",
    ] { #expect(Ontvangstbewijs(decoding: Array(bad.utf8)) == nil, "\(bad)") }
  }
}
