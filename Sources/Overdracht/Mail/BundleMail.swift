package import AgeFile
internal import Calendar
internal import Sodium
package import Vocabulary

/// A mail with one bundle in it: a whole `.eml`, ready for any sendmail.
///
/// It has two parts, the cover letter and the age file, both in base64 in lines of 76. Its subject is always the
/// same and its sender is an address of the institution, not of a person: who sees the mail pass learns that two
/// organisations share something about somebody. Nothing in it comes from a dossier.
/// - Source: RFC 5322; RFC 2045 to 2047; RFC 2183
package struct BundleMail: Sendable {
  package static let subject = "Beveiligde overdracht"
  /// Bytes in a line of base64 before it is encoded: 57 give 76 characters.
  private static let perLine = 57

  package let from: MailAddress
  package let to: MailAddress
  /// The cover letter.
  package let text: String
  /// `bundle-` and eight random hexadecimal digits: not the bundle's id, which is in receipts and logs.
  package let attachment: String
  private let date: String
  private let messageID: String
  private let boundary: String

  /// - Parameters:
  ///   - attachment: see `attachmentName()`; it is named in the letter too.
  ///   - now: milliseconds UTC.
  package init(
    from: MailAddress, to: MailAddress, text: String, attachment: String, now: Int64
  ) {
    self.from = from
    self.to = to
    self.text = text
    self.attachment = attachment
    date = Self.date(now)
    messageID = "<\(Hex.encode(Random.bytes(16)))@\(from.domain)>"
    boundary = "=_\(Hex.encode(Random.bytes(16)))"
  }

  package static func attachmentName() -> String { "bundle-\(Hex.encode(Random.bytes(4))).age" }

  /// Writes the mail, lines ended by CR LF; memory is the same whatever the bundle's size.
  ///
  /// - Parameter bundle: the age file, binary.
  /// - Throws: what the source or the sink throws.
  package func write(_ bundle: ByteSource, to sink: ByteSink) throws {
    try put(
      """
      From: \(from.text)
      To: \(to.text)
      Subject: \(Self.subject)
      Date: \(date)
      Message-ID: \(messageID)
      MIME-Version: 1.0
      Content-Language: nl
      Content-Type: multipart/mixed; boundary="\(boundary)"

      Dit bericht heeft twee delen: een brief en een bestand op slot.

      --\(boundary)
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: base64
      Content-Disposition: inline


      """, sink)
    // In a mail a line ends with CR LF, inside base64 too.
    let letter = Array(Self.crlf(text).utf8)
    var given = 0
    try encode(
      { out in
        let count = min(out.freeCapacity, letter.count - given)
        for index in given..<given + count { out.append(letter[index]) }
        given += count
      }, sink)
    try put(
      """

      --\(boundary)
      Content-Type: application/octet-stream; name="\(attachment)"
      Content-Transfer-Encoding: base64
      Content-Disposition: attachment; filename="\(attachment)"


      """, sink)
    try encode(bundle, sink)
    try put("\n--\(boundary)--\n", sink)
  }

  private func put(_ lines: String, _ sink: ByteSink) throws {
    try sink(Array(Self.crlf(lines).utf8).span)
  }

  private func encode(_ source: ByteSource, _ sink: ByteSink) throws {
    var rest: [UInt8] = []
    var isAtEnd = false
    while !isAtEnd {
      let before = rest.count
      try rest.append(addingCapacity: Self.perLine * 1024, initializingWith: source)
      isAtEnd = rest.count == before
      let whole = isAtEnd ? rest.count : rest.count / Self.perLine * Self.perLine
      var lines: [UInt8] = []
      for start in stride(from: 0, to: whole, by: Self.perLine) {
        Base64.append(Array(rest[start..<min(start + Self.perLine, whole)]), to: &lines)
        lines += [0x0D, 0x0A]
      }
      rest.removeFirst(whole)
      if !lines.isEmpty { try sink(lines.span) }
    }
  }

  private static func crlf(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
  }

  /// `28 Nov 2026 23:30:00 +0000`; without the day of the week, which the standard does not ask.
  private static func date(_ milliseconds: Int64) -> String {
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let seconds = max(0, milliseconds / 1000)
    let day = CalendarDate(dayNumber: Int(seconds / 86_400)) ?? .earliest
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let time = [seconds % 86_400 / 3600, seconds % 3600 / 60, seconds % 60].map(two)
    return
      "\(day.day) \(months[day.month - 1]) \(day.year) \(time.joined(separator: ":")) +0000"
  }
}
