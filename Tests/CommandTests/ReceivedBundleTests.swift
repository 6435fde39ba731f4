import AgeFile
import Calendar
import Foundation
import Minisign
import Overdracht
import Records
import Sodium
import StrictJSON
import Testing
import VaultTestKit
import Vocabulary

/// `kluis overdracht open`, `receipt` and `opener` as processes, beside age, tar and minisign as Debian has them.
@Suite("What a receiver does with a bundle")
struct ReceivedBundleTests {
  private static let hasPeers = ["age", "tar", "minisign"].allSatisfy { Program.find($0) != nil }

  /// Every file below a folder, by its path.
  private static func files(_ bundles: SealedBundles, _ folder: String) throws -> [String: [UInt8]]
  {
    var found: [String: [UInt8]] = [:]
    for name in bundles.names(folder) where name != "bijlagen" {
      found[name] = try bundles.read("\(folder)/\(name)")
    }
    for name in bundles.names("\(folder)/bijlagen") {
      found["bijlagen/\(name)"] = try bundles.read("\(folder)/bijlagen/\(name)")
    }
    return found
  }

  @Test(
    "R21: kluis, and stock age with tar and minisign, get the same files from a bundle",
    .enabled(if: hasPeers, "age, tar or minisign is not installed: only kluis opened bundles"),
    arguments: [0, 1, 65_535, 65_536, 65_537, (16 << 20) + 1])
  func sameFiles(_ size: Int) throws {
    let bundles = try SealedBundles()
    let made = try bundles.seal("x.age", SealedBundles.contents(size))
    let sealed = try bundles.read("x.age")
    #expect(made.size == Int64(sealed.count) && made.sha256 == SHA256.hash(sealed))
    let opened = try bundles.open("x.age")
    #expect(opened.status == 0, "\(opened.errorText)")
    try FileManager.default.createDirectory(
      atPath: bundles.scratch.path("stock"), withIntermediateDirectories: false)
    // tar goes at the end mark; of much padding age then hears that nobody reads on, which is no failure.
    let stock = try Program.run(
      "bash",
      [
        "-c",
        "set -e; age -d -i ../school.txt ../x.age | tar xf -; minisign -Vm manifest.json -P '\(bundles.key.text)'",
      ], folder: bundles.scratch.url.appendingPathComponent("stock"))
    #expect(stock.status == 0, "\(stock.errorText)")
    let (ours, theirs) = (try Self.files(bundles, "uit"), try Self.files(bundles, "stock"))
    #expect(ours == theirs)
    #expect(
      Set(ours.keys) == [
        "manifest.json", "manifest.json.minisig", "overdracht.html", "overdracht.json",
        "bijlagen/verslag van school.pdf",
      ])
    #expect(ours["bijlagen/verslag van school.pdf"]?.count == size)
    // Nobody else on the machine reads them.
    for path in ["uit", "uit/bijlagen", "uit/overdracht.html", "uit/manifest.json"] {
      let mode =
        try FileManager.default.attributesOfItem(atPath: bundles.scratch.path(path))[
          .posixPermissions] as? Int
      #expect(mode == (path.contains(".") ? 0o600 : 0o700), "\(path)")
    }
  }

  @Test(
    "R21: with the code, in any spelling; the sender checked, and what stands in the manifest shown"
  )
  func code() throws {
    let bundles = try SealedBundles()
    try bundles.seal("x.age", code: true)
    try bundles.write("typed", Array(" k7qf 2mpa–xh4c9trd \n".utf8))
    let opened = try bundles.kluis(
      "overdracht", "open", "x.age", "--afzender", "bundle.pub", "--naar", "uit",
      "--passphrase-fd", "3", "--json", code: "typed")
    #expect(opened.status == 0, "\(opened.errorText)")
    let answer = try OrdinaryJSON.decode(opened.output)
    #expect(answer["checked"] == true && answer["expired"] == false)
    #expect(answer["bundle"] == .string(SealedBundles.id(1).hex))
    #expect(answer["missing"] == [["part": "hulp", "reason": "nog niet gestart"]])
    #expect(
      answer["manifest_sha256"]
        == .string(Hex.encode(SHA256.hash(try bundles.read("uit/manifest.json")))))
    let plain = try bundles.kluis(
      "overdracht", "open", "x.age", "--afzender", bundles.key.text, "--naar", "uit2",
      "--passphrase-fd", "3")
    #expect(plain.text.contains("from: Jeugdbescherming Voorbeeld"))
    #expect(plain.text.contains("missing: hulp: nog niet gestart"))
    #expect(plain.text.contains("sender checked"))
    #expect(!plain.text.contains(SealedBundles.code))
  }

  @Test("A sender must be given or be waived; waived, it says so loudly")
  func sender() throws {
    let bundles = try SealedBundles()
    try bundles.seal("x.age")
    let without = try bundles.kluis(
      "overdracht", "open", "x.age", "--sleutel", "school.txt", "--naar", "uit", "--json")
    #expect(without.status == 64 && without.errorText.contains("sender-missing"))
    #expect(bundles.names("uit") == [])
    let both = try bundles.kluis(
      "overdracht", "open", "x.age", "--sleutel", "school.txt", "--naar", "uit",
      "--afzender-onbekend", "--afzender", "bundle.pub")
    #expect(both.status == 64)
    let waived = try bundles.kluis(
      "overdracht", "open", "x.age", "--sleutel", "school.txt", "--naar", "uit",
      "--afzender-onbekend", "--taal", "nl")
    #expect(waived.status == 0, "\(waived.errorText)")
    #expect(waived.errorText.contains("AFZENDER NIET GECONTROLEERD"))
    #expect(waived.text.contains("AFZENDER NIET GECONTROLEERD"))
    #expect(!waived.text.contains("afzender gecontroleerd"))
  }

  @Test("An expired bundle opens and says so; an armored one opens; a folder is never overwritten")
  func others() throws {
    let bundles = try SealedBundles()
    try bundles.seal("old.age", validUntil: "2020-01-31")
    let old = try bundles.kluis(
      "overdracht", "open", "old.age", "--sleutel", "school.txt", "--afzender", "bundle.pub",
      "--naar", "oud")
    #expect(old.status == 0 && old.errorText.contains("EXPIRED (valid until 2020-01-31)"))
    try bundles.seal("armor.age", parts: bundles.parts(), form: .armored)
    #expect(try bundles.open("armor.age", to: "tekst").status == 0)
    let again = try bundles.open("armor.age", to: "oud")
    #expect(again.status == 1 && again.errorText.contains("file-there"))
    symlink("/nergens", bundles.scratch.path("wijst"))
    #expect(try bundles.open("armor.age", to: "wijst").status == 1)
  }

  /// A file that must not open: its name, the exit code and the word for scripts.
  private typealias Attack = (name: String, status: Int32, code: String)

  @Test("R21: every attack on a bundle is refused by its name, and leaves nothing behind")
  func attacks() throws {
    let bundles = try SealedBundles()
    var attacks: [Attack] = []
    func attack(
      _ name: String, _ status: Int32, _ code: String, _ make: (String) throws -> Void
    ) throws {
      try make("\(name).age")
      attacks.append(("\(name).age", status, code))
    }
    let honest = try bundles.parts()
    let manifest = honest[0].bytes
    let thief = try MinisignPair.generate()
    func changed(_ index: Int, _ bytes: [UInt8]) -> [(name: String, bytes: [UInt8])] {
      var parts = honest
      parts[index].bytes = bytes
      return parts
    }
    // The other partner passes on what was sealed to it, as it is.
    let toOther = try bundles.manifest(
      SealedBundles.contents(),
      to: [.key(partner: SealedBundles.id(3), name: "GGZ", age: bundles.other.recipient().text)])
    try attack("forwarded", 77, "not-for-reader") {
      try bundles.seal($0, parts: bundles.parts(toOther))
    }
    try attack("resealed", 65, "bundle-signature") {
      try bundles.seal(
        $0, parts: changed(1, try bundles.signature(of: manifest, by: thief)))
    }
    try attack("posing", 65, "bundle-signature") {
      let posing = MinisignPair(number: bundles.sender.number, pair: try SigningKeyPair.generate())
      try bundles.seal($0, parts: changed(1, try bundles.signature(of: manifest, by: posing)))
    }
    try attack("swapped", 65, "bundle-signature") {
      let another = try bundles.manifest(SealedBundles.contents(), id: 7).encode()
      try bundles.seal(
        $0, parts: changed(1, try bundles.signature(of: another, by: bundles.sender)))
    }
    try attack("emptied", 65, "bundle-signature") { try bundles.seal($0, parts: changed(1, [])) }
    try attack("stripped", 65, "not-a-bundle") {
      try bundles.seal($0, parts: [honest[0]] + honest[2...])
    }
    try attack("bare", 65, "not-a-bundle") { try bundles.seal($0, parts: Array(honest[2...])) }
    try attack("altered", 65, "bundle-signature") {
      let text = String(decoding: manifest, as: UTF8.self)
      try bundles.seal($0, parts: changed(0, Array(text.replacing("2099", with: "2098").utf8)))
    }
    try attack("changed", 65, "bundle-files") {
      try bundles.seal($0, parts: changed(2, Array("<!DOCTYPE html><p>PLAN".utf8)))
    }
    try attack("longer", 65, "bundle-files") {
      try bundles.seal($0, parts: changed(2, honest[2].bytes + [1]))
    }
    try attack("unlisted", 65, "bundle-files") {
      try bundles.seal($0, parts: honest + [("bijlagen/meer.txt", [1])])
    }
    try attack("missing", 65, "bundle-files") {
      try bundles.seal($0, parts: Array(honest.dropLast()))
    }
    try attack("twice", 65, "archive") {
      try bundles.seal($0, archive: twice(honest))
    }
    for kind in ["climbing", "link", "device", "absolute"] {
      try attack(kind, 65, "archive") { try bundles.seal($0, archive: try tar(kind, bundles)) }
    }
    try attack("nothing", 65, "not-a-bundle") {
      try bundles.seal($0, archive: [UInt8](repeating: 0, count: 1024))
    }
    try attack("text", 65, "archive") { try bundles.seal($0, archive: Array("hallo".utf8)) }
    try bundles.seal("good.age")
    let good = try bundles.read("good.age")
    for (name, count) in [("cut", good.count - 40), ("half", good.count / 2), ("head", 60)] {
      try attack(name, 65, name == "cut" || name == "half" ? "damaged" : "truncated") {
        try bundles.write($0, Array(good.prefix(count)))
      }
    }
    try attack("flipped", 65, "damaged") {
      var bytes = good
      bytes[bytes.count - 500] ^= 1
      try bundles.write($0, bytes)
    }
    try attack("trailing", 65, "damaged") { try bundles.write($0, good + [0]) }
    try attack("no-age", 65, "not-age") { try bundles.write($0, Array("PK".utf8)) }
    try attack("wrong-key", 77, "age-identity") {
      try bundles.seal($0, parts: honest, to: bundles.other)
    }
    try attack("with-code", 64, "needs-code") { try bundles.seal($0, code: true) }
    try attack("absent", 1, "file-not-readable") {
      try FileManager.default.removeItem(atPath: bundles.write($0, []))
    }
    let before = bundles.names()
    for (name, status, code) in attacks {
      let result = try bundles.open(name)
      #expect(result.status == status, "\(name): \(result.errorText)")
      #expect(result.errorText.contains("\"code\":\"\(code)\""), "\(name): \(result.errorText)")
      #expect(result.output.isEmpty, "\(name)")
      #expect(bundles.names() == before, "\(name) left something")
    }
  }

  @Test("R21: a wrong code, or a key where a code is needed, opens nothing")
  func wrongCode() throws {
    let bundles = try SealedBundles()
    try bundles.seal("x.age", code: true)
    try bundles.seal("key.age")
    try bundles.write("wrong", Array("K7QF-2MPA-XH4C-9TRE\n".utf8))
    let words = ["--afzender", "bundle.pub", "--naar", "uit", "--passphrase-fd", "3", "--json"]
    let before = bundles.names()
    for (file, code, status, word) in [
      ("x.age", "wrong", 77, "\"code\""), ("key.age", "code", 64, "needs-key"),
    ] as [(String, String, Int32, String)] {
      let result = try bundles.kluis(
        "overdracht", "open", file, words[0], words[1], words[2], words[3], words[4], words[5],
        words[6], code: code)
      #expect(result.status == status && result.errorText.contains(word), "\(result.errorText)")
      #expect(bundles.names() == before)
    }
  }

  @Test("R21: a page opens as the file in it, is checked as that, and is believed in nothing")
  func page() throws {
    let bundles = try SealedBundles()
    try bundles.seal("x.age", code: true)
    let institution = SelfOpeningPage.Institution(
      name: "Voorbeeld", fingerprint: "AAAA", fg: "fg@voorbeeld.nl")
    let page = try SelfOpeningPage.sealed(
      .init(age: bundles.read("x.age"), validUntil: .earliest, cover: "x"), by: institution)
    try bundles.write("x.html", page)
    func open(_ file: String, _ folder: String) throws -> ProgramResult {
      try bundles.kluis(
        "overdracht", "open", file, "--afzender", "bundle.pub", "--naar", folder,
        "--passphrase-fd", "3", "--json", code: "code")
    }
    let opened = try open("x.html", "uit")
    #expect(opened.status == 0, "\(opened.errorText)")
    let answer = try OrdinaryJSON.decode(opened.output)
    // The page says another day and another sender than the manifest.
    #expect(answer["checked"] == true && answer["valid_until"] == "2099-12-31")
    #expect(answer["institution"] == "Jeugdbescherming Voorbeeld")
    try bundles.write("opener.html", SelfOpeningPage.opener(of: institution))
    try bundles.write("half.html", Array(page.prefix(page.count - 500)))
    try bundles.write("twice.html", page + page)
    var other = page
    let end = try #require(other.lastIndex(of: UInt8(ascii: "=")) ?? other.indices.last) - 2_000
    other[end] = other[end] == 0x41 ? 0x42 : 0x41
    try bundles.write("altered.html", other)
    let before = bundles.names()
    for (file, status, code) in [
      ("opener.html", 65, "page"), ("half.html", 65, "page"), ("twice.html", 65, "page"),
      ("altered.html", 65, "damaged"),
    ] as [(String, Int32, String)] {
      let result = try open(file, "nieuw")
      #expect(result.status == status, "\(file): \(result.errorText)")
      #expect(result.errorText.contains("\"code\":\"\(code)\""), "\(file): \(result.errorText)")
      #expect(bundles.names() == before, "\(file) left something")
    }
  }

  @Test("A secret key that others can read is not used, and a folder that cannot be made is told")
  func surroundings() throws {
    let bundles = try SealedBundles()
    try bundles.seal("x.age")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: bundles.scratch.path("school.txt"))
    let open = try bundles.open("x.age")
    #expect(open.status == 1 && open.errorText.contains("file-mode"))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: bundles.scratch.path("school.txt"))
    #expect(try bundles.open("x.age", to: "nergens/uit").status == 1)
    try bundles.write("geen.txt", Array("AGE-SECRET-KEY-1QQQ\n".utf8))
    let none = try bundles.kluis(
      "overdracht", "open", "x.age", "--sleutel", "geen.txt", "--afzender", "bundle.pub",
      "--naar", "uit", "--json")
    #expect(none.status == 65 && none.errorText.contains("age-identity-file"))
  }

  @Test(
    "R20: a receipt names the bundle that came, and minisign checks it; an older one under a new name shows",
    .enabled(if: hasPeers, "minisign is not installed: no other program checked a receipt"))
  func receipt() throws {
    let bundles = try SealedBundles()
    let made = try Program.run(
      "minisign", ["-G", "-W", "-p", "r.pub", "-s", "r.key"], folder: bundles.scratch.url)
    #expect(made.status == 0)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: bundles.scratch.path("r.key"))
    // Somebody sends the bundle of last year once more, as if it were the new one.
    try bundles.seal("oud.age", id: 5)
    try FileManager.default.moveItem(
      atPath: bundles.scratch.path("oud.age"), toPath: bundles.scratch.path("nieuw.age"))
    #expect(try bundles.open("nieuw.age").status == 0)
    let receipt = try bundles.kluis(
      "overdracht", "receipt", "uit", "--sleutel", "r.key", "--naam", "De Brug", "--uit", "b.txt",
      "--json")
    #expect(receipt.status == 0, "\(receipt.errorText)")
    let answer = try OrdinaryJSON.decode(receipt.output)
    #expect(answer["bundle"] == .string(SealedBundles.id(5).hex), "not the bundle that was meant")
    let read = try #require(Ontvangstbewijs(decoding: try bundles.read("b.txt")))
    #expect(read.bundle == SealedBundles.id(5) && read.receiver == "De Brug")
    #expect(read.manifest == SHA256.hash(try bundles.read("uit/manifest.json")))
    let checked = try Program.run(
      "minisign", ["-V", "-p", "r.pub", "-m", "b.txt"], folder: bundles.scratch.url)
    #expect(checked.status == 0, "\(checked.errorText)")
    let receiver = try MinisignKey(decoding: try bundles.read("r.pub"))
    try receiver.check(
      MinisignSignature(decoding: try bundles.read("b.txt.minisig")),
      hash: BLAKE2b.hash(try bundles.read("b.txt"), count: 64))
    for (folder, name, out, status, code) in [
      ("uit", "De Brug", "b.txt", 1, "file-there"), ("nergens", "X", "c.txt", 65, "no-manifest"),
      ("uit", "twee\nregels", "c.txt", 64, "receiver-name"),
    ] as [(String, String, String, Int32, String)] {
      let result = try bundles.kluis(
        "overdracht", "receipt", folder, "--sleutel", "r.key", "--naam", name, "--uit", out,
        "--json")
      #expect(result.status == status && result.errorText.contains(code), "\(result.errorText)")
    }
    #expect(!bundles.names().contains { $0.hasPrefix("c.txt") })
  }

  @Test("The opener is the same page for the same values, and its SHA-256 is told")
  func opener() throws {
    let bundles = try SealedBundles()
    let words = ["--instelling", "Jeugdbescherming Voorbeeld", "--fg", "fg@voorbeeld.nl"]
    var answers: [JSONValue] = []
    for name in ["a.html", "b.html"] {
      let result = try bundles.kluis(
        "overdracht", "opener", words[0], words[1], words[2], words[3], "--afzender", "bundle.pub",
        "--uit", name, "--json")
      #expect(result.status == 0, "\(result.errorText)")
      answers.append(try OrdinaryJSON.decode(result.output))
    }
    let page = try bundles.read("a.html")
    #expect(try page == bundles.read("b.html"))
    #expect(answers[0]["sha256"] == .string(Hex.encode(SHA256.hash(page))))
    #expect(String(decoding: page, as: UTF8.self).contains("Jeugdbescherming Voorbeeld"))
    let hidden = try bundles.kluis(
      "overdracht", "opener", "--instelling", "X\u{202E}", "--fg", "Y", "--afzender", "bundle.pub",
      "--uit", "c.html")
    #expect(hidden.status == 64 && !bundles.names().contains("c.html"))
    // Without a key it asks the vault, which is not there.
    let asked = try bundles.kluis(
      "overdracht", "opener", "--instelling", "X", "--fg", "Y", "--uit", "c.html")
    #expect(asked.status != 0 && !bundles.names().contains("c.html"))
  }

  /// An honest archive whose first file stands in it twice; its writer would refuse.
  private func twice(_ parts: [(name: String, bytes: [UInt8])]) throws -> [UInt8] {
    var tar: [UInt8] = []
    var archive = ArchiveWriter(modified: SealedBundles.created / 1000) { tar += $0 }
    for part in parts { try archive.add(part.name, part.bytes) }
    let file = tar.count
    var one = ArchiveWriter(modified: SealedBundles.created / 1000) { tar += $0 }
    try one.add(parts[2].name, parts[2].bytes)
    #expect(tar.count > file)
    return tar + [UInt8](repeating: 0, count: 1024)
  }

  /// An honest beginning, and an entry that only another program writes.
  private func tar(_ kind: String, _ bundles: SealedBundles) throws -> [UInt8] {
    var tar: [UInt8] = []
    var archive = ArchiveWriter(modified: SealedBundles.created / 1000) { tar += $0 }
    for part in try bundles.parts().prefix(3) { try archive.add(part.name, part.bytes) }
    let script = """
      import io, sys, tarfile
      kind = sys.argv[1]
      out = io.BytesIO()
      with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
          info = tarfile.TarInfo({"climbing": "../../evil", "absolute": "/tmp/evil"}.get(kind, "bijlagen/x"))
          info.mode, info.mtime = 0o600, \(SealedBundles.created / 1000)
          data = b"x"
          if kind == "link":
              info.type, info.linkname, data = tarfile.SYMTYPE, "/etc/passwd", b""
          if kind == "device":
              info.type, data = tarfile.CHRTYPE, b""
          info.size = len(data)
          tar.addfile(info, io.BytesIO(data))
      sys.stdout.buffer.write(out.getvalue())
      """
    return tar + (try Program.run("python3", ["-c", script, kind]).output)
  }
}
