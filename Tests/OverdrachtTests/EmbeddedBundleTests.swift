import Calendar
import Sodium
import Testing

@testable import Overdracht

@Suite("The bundle in a page")
struct EmbeddedBundleTests {
  private static let institution = SelfOpeningPage.Institution(
    name: "id=\"payload\" <script>", fingerprint: "AAAA", fg: "fg@voorbeeld.nl")

  private static func age(_ count: Int) -> [UInt8] {
    Array("age-encryption.org/v1\n".utf8)
      + (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
  }

  private static func page(_ age: [UInt8]) throws -> [UInt8] {
    try SelfOpeningPage.sealed(
      .init(age: age, validUntil: .earliest, cover: "</script><p id=\"payload\">"),
      by: institution)
  }

  private static func changed(_ page: [UInt8], _ from: String, _ to: String) -> [UInt8] {
    Array(String(decoding: page, as: UTF8.self).replacing(from, with: to).utf8)
  }

  private func fault(_ page: [UInt8]) -> EmbeddedBundleError? {
    do throws(EmbeddedBundleError) {
      _ = try SelfOpeningPage.bundle(in: page)
      return nil
    } catch { return error }
  }

  @Test("What was put in comes out, byte for byte", arguments: [0, 1, 2, 3, 3_050, 9_999])
  func whole(_ count: Int) throws {
    let age = Self.age(count)
    let page = try Self.page(age)
    #expect(try SelfOpeningPage.bundle(in: page) == age)
    // A mail program may write other line ends.
    #expect(try SelfOpeningPage.bundle(in: Self.changed(page, "\n", "\r\n")) == age)
  }

  @Test("A page without a bundle, with two, cut off, damaged or too large is told apart")
  func refused() throws {
    let page = try Self.page(Self.age(5_000))
    #expect(fault(SelfOpeningPage.opener(of: Self.institution)) == .noBundle)
    #expect(fault(Array("<!DOCTYPE html><p>x".utf8)) == .noBundle)
    #expect(fault([]) == .noBundle && fault([0x20] + page) == .noBundle)
    #expect(fault(page + page.dropFirst(15)) == .twoBundles)
    let other = "<div id=\"payload\"></div>"
    #expect(fault(page + Array(other.utf8)) == .twoBundles)
    #expect(fault(Self.changed(page, "<body>", "<body>" + other)) == .twoBundles)
    #expect(fault(Self.changed(page, "text/plain", "text/html")) == .damaged)
    #expect(fault(Array(page.prefix(page.count - 1_000))) == .cutOff)
    #expect(fault(Array(page.prefix(page.count - 20))) == .cutOff)
    let size = "data-size=\"5022\""
    for (told, expected) in [
      ("5021", EmbeddedBundleError.damaged), ("5023", .damaged), ("05022", .damaged),
      ("", .damaged), ("-1", .damaged), ("5022 ", .damaged), ("0", .damaged),
      ("4000", .damaged), ("9000000", .cutOff), ("67108865", .tooLarge),
      ("99999999999999999999999", .tooLarge),
    ] {
      #expect(fault(Self.changed(page, size, "data-size=\"\(told)\"")) == expected, "\(told)")
    }
    let text = Base64.encode(Self.age(5_000))
    let middle = String(text.prefix(1_000).suffix(8))
    for other in ["AAA AAAA", "AAA=AAAA", "AAA-AAAA", "AAA\u{0}AAAA", "AAA<AAAA"] {
      #expect(fault(Self.changed(page, middle, other)) == .damaged, "\(other)")
    }
    #expect(fault(page + [UInt8](repeating: 0x20, count: 1 << 20)) == .tooLarge)
    // What stands so far on that nothing of ours comes before it is not looked for.
    let far = Array("<!DOCTYPE html>".utf8) + [UInt8](repeating: 0x20, count: 1 << 20)
    #expect(fault(far + page.dropFirst(15)) == .noBundle)
    #expect(
      fault(page + [UInt8](repeating: 0x20, count: SelfOpeningPage.mostPageBytes)) == .tooLarge)
  }
}
