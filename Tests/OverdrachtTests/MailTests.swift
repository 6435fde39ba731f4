import AgeFile
import Calendar
import Foundation
import Overdracht
import Sodium
import StrictJSON
import Testing
import VaultTestKit
import Vocabulary

struct BundleMailTests {
  private static let python = Program.find("python3")

  private static let program = """
    import email, email.policy, hashlib, json, sys
    raw = sys.stdin.buffer.read()
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    files = list(mail.iter_attachments())
    print(json.dumps({
        "head": {name: str(value) for name, value in mail.items()},
        "defects": [str(d) for part in mail.walk() for d in part.defects],
        "type": mail.get_content_type(), "date": mail["Date"].datetime.isoformat(),
        "to": [a.addr_spec for a in mail["To"].addresses], "from": [a.addr_spec for a in mail["From"].addresses],
        "text": mail.get_body().get_content().replace("\\r\\n", "\\n"),
        "names": [f.get_filename() for f in files], "kinds": [f.get_content_type() for f in files],
        "sha256": [hashlib.sha256(f.get_content()).hexdigest() for f in files],
        "longest": max(len(line) for line in raw.split(b"\\r\\n")), "bare": raw.replace(b"\\r\\n", b"").count(b"\\n"),
    }))
    """

  private static func letter(_ lock: Begeleidbrief.Lock, file: String) throws -> Begeleidbrief {
    Begeleidbrief(
      lock: lock, institution: "Jeugdbescherming Voorbeeld", contact: "070 000 0000",
      fg: "fg@voorbeeld.nl", file: file,
      key: "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3",
      opener: "https://voorbeeld.nl/opener", openerHash: String(repeating: "ab", count: 32),
      validUntil: try #require(CalendarDate("2026-12-31")))
  }

  @Test(
    "R21: Python's mail parser gets the bundle byte for byte, at every size around a line",
    .enabled(if: python != nil, "python3 is not installed: no other program read the mail"),
    arguments: [0, 1, 56, 57, 58, 57 * 1024, 57 * 1024 + 1, 3_000_000])
  func parsed(_ size: Int) throws {
    let bytes = Random.bytes(size)
    let name = BundleMail.attachmentName()
    let text = try Self.letter(.key, file: name).text
    let mail = BundleMail(
      from: try #require(MailAddress("overdracht@voorbeeld.nl")),
      to: try #require(MailAddress("info@debrug.example")), text: text, attachment: name,
      now: 1_795_909_800_000)
    var written: [UInt8] = []
    var (given, largest) = (0, 0)
    try mail.write(
      { out in
        // A source may give less than is asked.
        let count = min(out.freeCapacity, bytes.count - given, 10_007)
        for index in given..<given + count { out.append(bytes[index]) }
        given += count
      },
      to: { part in
        largest = max(largest, part.count)
        for index in part.indices { written.append(part[index]) }
      })
    #expect(largest < 100_000, "it is written in parts")
    let result = try Program.run("python3", ["-c", Self.program], input: written)
    let seen = try OrdinaryJSON.decode(result.output, limits: .record)
    #expect(seen["defects"] == [] && seen["type"] == "multipart/mixed")
    #expect(seen["from"] == ["overdracht@voorbeeld.nl"] && seen["to"] == ["info@debrug.example"])
    #expect(seen["head"]?["Subject"] == "Beveiligde overdracht")
    #expect(seen["date"] == "2026-11-28T23:50:00+00:00")
    #expect(seen["text"]?.stringValue == text)
    #expect(seen["names"] == [.string(name)] && seen["kinds"] == ["application/octet-stream"])
    #expect(seen["sha256"] == [.string(Hex.encode(SHA256.hash(bytes)))])
    #expect(seen["bare"] == 0 && (seen["longest"]?.intValue ?? 999) <= 78)
  }

  @Test(
    "An address is one address: nothing that ends a line, adds one, quotes or looks like an option")
  func addresses() {
    for good in ["a@b.nl", "info@sub.de-brug.example", "x.y+z_1-2@3m.example", "A@B.NL"] {
      #expect(MailAddress(good)?.text == good, "\(good)")
    }
    let long = String(repeating: "a", count: 65)
    for bad in [
      "", "a", "@b.nl", "a@", "a@@b.nl", "a@b.nl,c@d.nl", "a b@c.nl",
      "a@b.nl\r\nBcc: x@y.nl",
      "a@b.nl\n", "\"a\"@b.nl", "<a@b.nl>", "A <a@b.nl>", "-oQ/tmp@b.nl", ".a@b.nl", "a.@b.nl",
      "a..b@c.nl", "a@-b.nl", "a@b-.nl", "a@b..nl", "a@.nl", "a@b.nl.", "a@[::1]",
      "é@b.nl", "a@é.nl", "a@b.nl;c", "a\u{0}@b.nl", "(a)b@c.nl",
      "\(long)@b.nl", "a@\(long).nl", "a@" + String(repeating: "bb.", count: 90) + "nl",
    ] {
      #expect(MailAddress(bad) == nil, "\(bad)")
    }
  }

  @Test("The names of attachments are drawn, and no two mails have the same marks")
  func drawn() throws {
    let names = Set((0..<100).map { _ in BundleMail.attachmentName() })
    #expect(names.count == 100)
    for name in names { #expect(name.count == 19 && name.hasSuffix(".age")) }
  }

  @Test("R13: the cover letter is B1, and each way to open stands in it", arguments: [false, true])
  func letter(_ hasKey: Bool) throws {
    let letter = try Self.letter(hasKey ? .key : .code, file: "bundle-0a1b2c3d.age")
    let text = letter.text
    for words in [
      "bundle-0a1b2c3d.age", "| tar xf -", "minisign -Vm manifest.json -P RW",
      "kluis overdracht open bundle-0a1b2c3d.age", "sha256sum opener.html", "certutil -hashfile",
      letter.openerHash, "070 000 0000", "fg@voorbeeld.nl", "31 december 2026",
      "https://voorbeeld.nl/opener", hasKey ? "age -d -i sleutel.txt" : "Typ de code",
      hasKey ? "overdracht receipt" : "Bel ons als u het bestand hebt geopend.",
    ] {
      #expect(text.contains(words), "\(words)")
    }
    let page = String(decoding: letter.html, as: UTF8.self)
    #expect(page.contains("<h1>Een beveiligde overdracht</h1>") && !page.contains("<script"))
    // What is typed and what is filled in are no sentences of ours.
    let sentences = text.split(separator: "\n").filter { !$0.hasPrefix("    ") }
      .flatMap { $0.replacing(letter.opener, with: "hier").split { ".?!:".contains($0) } }
      .map { $0.split(separator: " ").count }.filter { $0 > 1 }
    #expect(sentences.count > 25)
    #expect((sentences.max() ?? 0) <= 20)
    #expect(Double(sentences.reduce(0, +)) / Double(sentences.count) <= 10)
  }

  @Test("What is filled into the letter stays text, and what hides is shown")
  func hostile() throws {
    var letter = try Self.letter(.key, file: "x.age")
    letter.institution = "<script>alert(1)</script>\u{202E}"
    letter.contact = "<b>\u{200B}"
    let page = String(decoding: letter.html, as: UTF8.self)
    #expect(!page.contains("<script") && !page.contains("<b>") && !page.contains("\u{202E}"))
    #expect(letter.text.contains("\\u{202E}") && letter.text.contains("\\u{200B}"))
  }
}
