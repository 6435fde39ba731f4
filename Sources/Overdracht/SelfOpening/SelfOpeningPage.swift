// The self-opening page: one HTML file that decrypts itself in any browser, without a network.
//
// What to call:
//   a bundle for who has a code      SelfOpeningPage.sealed(_:by:)
//   the same page without a bundle   SelfOpeningPage.opener(of:), which opens any age file with a passphrase
//
// The page is made from the files in `Page/`: HTML with both languages in it, a style, and at most 600 lines
// of JavaScript that use no library and no WebCrypto, which not every viewer offers. `.ci/embed` copies them
// into `PageSources`. The same input gives the same bytes.
//
// What holds it together is the policy in its head: nothing may be fetched, only the script and the style
// with these hashes count, and a worker may be made from them. A page that was altered on its way can
// carry another policy, though: see SECURITY.md. What the archive must hold is in Docs/protocol.md.
package import Calendar
internal import Sodium

/// The page that opens a sealed bundle, or the opener.
package enum SelfOpeningPage {
  /// Who sends, as people read it.
  ///
  /// Nothing here is checked: it is what the page says of itself.
  package struct Institution: Sendable {
    package var name: String
    /// Of the key that signs bundles, as it stands on paper.
    package var fingerprint: String
    /// How to reach the FG: lines of text.
    package var fg: String

    package init(name: String, fingerprint: String, fg: String) {
      self.name = name
      self.fingerprint = fingerprint
      self.fg = fg
    }
  }

  /// What goes into a page: an age file whose only recipient is a passphrase, and what stands in clear.
  package struct Bundle: Sendable {
    package var age: [UInt8]
    package var validUntil: CalendarDate
    /// Dutch, without any personal fact; an empty line begins a paragraph.
    package var cover: String

    package init(age: [UInt8], validUntil: CalendarDate, cover: String) {
      self.age = age
      self.validUntil = validUntil
      self.cover = cover
    }
  }

  /// 64 MiB: browsers of telephones give up not far above it.
  package static let mostBytes = 64 << 20

  /// One HTML file with the bundle in it.
  ///
  /// - Throws: `.notAnAgeFile`, `.tooLarge`
  package static func sealed(_ bundle: Bundle, by institution: Institution)
    throws(SelfOpeningPageError) -> [UInt8]
  {
    guard bundle.age.count <= mostBytes else { throw .tooLarge(bundle.age.count) }
    guard bundle.age.starts(with: "age-encryption.org/v1\n".utf8) else { throw .notAnAgeFile }
    var values = values(of: institution)
    values["title"] = HTMLText.escape("Een beveiligd pakket van \(institution.name)")
    values["english_title"] = HTMLText.escape("A secure package from \(institution.name)")
    values["cover"] = HTMLText.paragraphs(bundle.cover)
    values["valid_until"] = Array(bundle.validUntil.description.utf8)
    values["valid_until_text"] = HTMLText.escape(DutchDate.text(bundle.validUntil))
    values["size"] = Array(String(bundle.age.count).utf8)
    values["payload"] = payload(bundle.age)
    return PageTemplate.fill(PageSources.template, values, keeping: "sealed")
  }

  /// The page without a bundle: it asks for a file.
  package static func opener(of institution: Institution) -> [UInt8] {
    var values = values(of: institution)
    values["title"] = HTMLText.escape("Open een pakket van \(institution.name)")
    values["english_title"] = HTMLText.escape("Open a package from \(institution.name)")
    return PageTemplate.fill(PageSources.template, values, keeping: "opener")
  }

  /// SHA-256 of the opener, in hexadecimal: what is published beside it, and printed in letters.
  package static func openerHash(of institution: Institution) -> String {
    Hex.encode(SHA256.hash(opener(of: institution)))
  }

  /// The one script: the worker's part is a function, which the page turns into a worker.
  static let script = """
    "use strict"; const work = () => {
    \(PageSources.hashes)\(PageSources.cipher)\(PageSources.signature)\(PageSources.age)\(PageSources.bundle)};
    \(PageSources.page)
    """

  private static func values(of institution: Institution) -> [String: [UInt8]] {
    [
      "policy": HTMLText.escape(ContentPolicy.text(script: script, style: PageSources.style)),
      "script": Array(script.utf8),
      "style": Array(PageSources.style.utf8),
      "sender": HTMLText.escape(institution.name),
      "fingerprint": HTMLText.escape(institution.fingerprint),
      "fg": HTMLText.lines(institution.fg),
    ]
  }

  /// Bytes of the bundle in one line of base64: an editor can show it.
  static let perLine = 3 * 1024

  private static func payload(_ age: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(Base64.encodedCount(age.count) + age.count / perLine + 1)
    for start in stride(from: 0, to: age.count, by: perLine) {
      Base64.append(Array(age[start..<min(start + perLine, age.count)]), to: &text)
      text.append(UInt8(ascii: "\n"))
    }
    return text
  }
}
