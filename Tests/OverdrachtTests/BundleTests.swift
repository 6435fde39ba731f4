import Calendar
import Minisign
import Overdracht
import Sodium
import StrictJSON
import Testing
import Vocabulary

struct BundleTests {
  @Test func `an honest bundle opens to its files`() throws {
    let bundles = try Bundles()
    let (manifest, written) = try Bundles.open(bundles.parts(), key: bundles.key)
    #expect(manifest == Bundles.manifest())
    #expect(written == Dictionary(uniqueKeysWithValues: Bundles.files.map { ($0.name, $0.bytes) }))
  }

  @Test
  func `R21: passed on by a partner it opens for nobody else: the manifest does not name them`()
    throws
  {
    let bundles = try Bundles()
    #expect(throws: BundleError.notForReader) {
      _ = try Bundles.open(bundles.parts(), key: bundles.key, reader: .key(age: "age1other"))
    }
    #expect(throws: BundleError.notForReader) {
      _ = try Bundles.open(bundles.parts(), key: bundles.key, reader: .code)
    }
    let coded = Bundles.manifest(recipients: [.code(name: "moeder")])
    _ = try Bundles.open(bundles.parts(coded), key: bundles.key, reader: .code)
    #expect(throws: BundleError.notForReader) {
      _ = try Bundles.open(bundles.parts(coded), key: bundles.key)
    }
  }

  @Test
  func `R21: a swapped, stripped, foreign or older signature is named, and no file comes out`()
    throws
  {
    let (bundles, others) = (try Bundles(), try Bundles())
    var parts = try bundles.parts()
    parts[1].bytes = try others.signature(of: parts[0].bytes)
    #expect(throws: BundleError.signature(.otherKey)) {
      _ = try Bundles.open(parts, key: bundles.key)
    }
    // Another key under the right number.
    let posing = MinisignPair(number: bundles.pair.number, pair: try SigningKeyPair.generate())
    parts[1].bytes = try posing.sign(
      hash: BLAKE2b.hash(parts[0].bytes, count: 64), comment: "x"
    ).encode()
    #expect(throws: BundleError.signature(.notOfFile)) {
      _ = try Bundles.open(parts, key: bundles.key)
    }
    // The signature of another bundle of the same sender.
    let older = Bundles.manifest(validUntil: "2026-12-30").encode()
    parts[1].bytes = try bundles.signature(of: older)
    #expect(throws: BundleError.signature(.notOfFile)) {
      _ = try Bundles.open(parts, key: bundles.key)
    }
    parts[1].bytes = []
    #expect(throws: BundleError.signature(.malformed)) {
      _ = try Bundles.open(parts, key: bundles.key)
    }
    parts.remove(at: 1)
    #expect(throws: BundleError.notABundle) { _ = try Bundles.open(parts, key: bundles.key) }
  }

  @Test func `files that are changed, added, left out or moved before the manifest are refused`()
    throws
  {
    let bundles = try Bundles()
    let honest = try bundles.parts()
    var changed = honest
    changed[2].bytes[5] ^= 1
    #expect(throws: BundleError.changed) { _ = try Bundles.open(changed, key: bundles.key) }
    changed[2].bytes = Array(honest[2].bytes.dropLast())
    #expect(throws: BundleError.changed) { _ = try Bundles.open(changed, key: bundles.key) }
    #expect(throws: BundleError.unlisted) {
      _ = try Bundles.open(honest + [("bijlagen/x.exe", [1])], key: bundles.key)
    }
    #expect(throws: BundleError.incomplete) {
      _ = try Bundles.open(Array(honest.dropLast()), key: bundles.key)
    }
    #expect(throws: BundleError.notABundle) {
      _ = try Bundles.open([honest[2], honest[0], honest[1]], key: bundles.key)
    }
    #expect(throws: BundleError.notABundle) {
      _ = try Bundles.open([honest[1], honest[0]] + honest[2...], key: bundles.key)
    }
  }

  @Test func `after its date a bundle still opens, and its reader can be told`() throws {
    let bundles = try Bundles()
    let (manifest, _) = try Bundles.open(bundles.parts(), key: bundles.key)
    #expect(try !manifest.isExpired(on: #require(CalendarDate("2026-12-31"))))
    #expect(try manifest.isExpired(on: #require(CalendarDate("2027-01-01"))))
  }

  @Test func `without the sender's key it opens and says that nobody was checked`() throws {
    let bundles = try Bundles()
    _ = try Bundles.open(bundles.parts(), key: nil)
    #expect(!BundleCheck(key: nil, reader: .code).isSigned)
  }

  @Test func `a manifest has one spelling, and each broken rule is refused`() throws {
    let good = Bundles.manifest()
    let bytes = good.encode()
    #expect(try Manifest(decoding: bytes) == good)
    let text = String(decoding: bytes, as: UTF8.self)
    let changes: [(String, String)] = [
      ("\"schema\":\"dossierkluis/overdracht/1\"", "\"schema\":\"dossierkluis/overdracht/2\""),
      ("bijlagen/brief.pdf", "../brief.pdf"), ("bijlagen/brief.pdf", "brief.pdf"),
      ("bijlagen/brief.pdf", "bijlagen/CON"), ("bijlagen/brief.pdf", "manifest.json"),
      ("overdracht.html", "overdracht.htm"), ("\"kind\":\"key\"", "\"kind\":\"code\""),
      ("toestemming", "zomaar"), ("\"size\":3000", "\"size\":-1"),
      ("\"revision\":2", "\"revision\":0"), ("Wijkteam Oost", "Wijk\\u001b[31mteam"),
      ("Wijkteam Oost", " "), ("\"section\":\"plannen\"", "\"section\":\"alles\""),
      ("{\"bundle\"", "{ \"bundle\""), ("2026-12-31", "2026-02-30"), ("2026-12-31", "31-12-2026"),
      ("\"created\":1790000000000", "\"created\":1790000000000.0"),
    ]
    for (old, new) in changes {
      #expect(text.contains(old), "\(old)")
      #expect(throws: JSONError.self, "\(new)") {
        _ = try Manifest(decoding: Array(text.replacing(old, with: new).utf8))
      }
    }
    let two = Bundles.manifest(recipients: [.code(name: "moeder"), .code(name: "vader")])
    #expect(throws: JSONError.self) { _ = try Manifest(decoding: two.encode()) }
    let none = Bundles.manifest(recipients: [])
    #expect(throws: JSONError.self) { _ = try Manifest(decoding: none.encode()) }
  }
}
