import Calendar
import Overdracht
import Records
import Sodium
import Vocabulary

/// What a writer gave.
private final class Made {
  var bytes: [UInt8] = []
}

extension FuzzTarget {
  private static func archive(_ files: [(String, [UInt8])]) throws -> [UInt8] {
    let made = Made()
    var writer = ArchiveWriter(modified: 1_790_000_000) { made.bytes += $0 }
    for file in files { try writer.add(file.0, file.1) }
    try writer.finish()
    return made.bytes
  }

  /// Archives from outside: what comes out has allowed names, none twice, and is written back the same.
  static let archive = FuzzTarget(name: "archive", longest: 8_192) {
    [
      try archive([("manifest.json", Array("{}".utf8)), ("bijlagen/a", [1, 2, 3])]),
      try archive([("a", [])]), try archive([]),
    ]
  } check: { bytes throws(Broken) in
    var reader = ArchiveReader(limits: .init(entries: 8, bytes: 1 << 20))
    var files: [(String, [UInt8])] = []
    do {
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = rest.prefix(300)
        rest = rest.dropFirst(part.count)
        try reader.feed(part) { event in
          switch event {
          case .begin(let name, _): files.append((name, []))
          case .bytes(let bytes): files[files.count - 1].1 += bytes
          case .end: break
          }
        }
      }
      try reader.finish()
    } catch { return }
    try promise(files.allSatisfy { ArchiveName.isAllowed($0.0) }, "a name that leads out")
    try promise(
      Set(files.map { ArchiveName.folded($0.0) }).count == files.count, "two files of one name")
    // Times and filling at the end are the writer's own.
    guard let again = try? archive(files) else { throw Broken(description: "cannot be written") }
    try promise(again.count <= max(bytes.count + bytes.count / 16, 2_048) + 512, "it grew")
  }

  /// Manifests and receipts have one spelling.
  static let manifest = FuzzTarget(name: "manifest", longest: 4_096) {
    let manifest = Manifest(
      bundle: Seeds.id(1),
      sender: .init(
        institution: "Jeugdbescherming Voorbeeld", origin: "kluis.example/jeugd",
        contact: "Sanne", fg: "fg@example.nl", replyTo: "age1x"),
      recipients: [.key(partner: Seeds.id(2), name: "Wijkteam", age: "age1y")],
      purpose: "plan delen", ground: .without(ground: "veiligheid", told: "ja"),
      created: 1_790_000_000_000, validUntil: .earliest,
      entries: [.init(section: .plannen, entry: Seeds.id(3), revision: 1)],
      files: [
        .init(path: "overdracht.html", size: 3, sha256: Seeds.hash(1)),
        .init(path: "overdracht.json", size: 2, sha256: Seeds.hash(2)),
      ], checkpoint: "kluis.example/jeugd\n1\nAAAA\n",
      missing: [.init(part: "hulp", reason: "nog niet")])
    let receipt = Ontvangstbewijs(
      bundle: Seeds.id(1), manifest: Seeds.hash(1), receiver: "Wijkteam",
      date: "2026-11-28T12:00:00Z")
    return [manifest.encode()] + [receipt].compactMap { $0?.encode() }
  } check: { bytes throws(Broken) in
    if let manifest = try? Manifest(decoding: bytes) {
      try promise(manifest.encode() == bytes, "a manifest has two spellings")
      try promise(manifest.files.allSatisfy { ArchiveName.isAllowed($0.path) }, "a path leads out")
    }
    if let receipt = Ontvangstbewijs(decoding: bytes) {
      try promise(
        Ontvangstbewijs(decoding: receipt.encode()) == receipt, "a receipt has two readings")
    }
  }

  private static func page(_ text: String) -> [UInt8] {
    Array("<!DOCTYPE html>\n<p>x\n\(text)</body>\n</html>\n".utf8)
  }

  private static func payload(_ bytes: [UInt8]) -> String {
    "<script type=\"text/plain\" id=\"payload\" data-size=\"\(bytes.count)\">\n"
      + "\(Base64.encode(bytes))\n</script>\n"
  }

  /// Pages with a bundle in them: what comes out has the size that was told, and stands there once.
  static let page = FuzzTarget(name: "page", longest: 2_048) {
    let age = Array("age-encryption.org/v1\n-> scrypt c2FsdA 18\n".utf8)
    return [
      page(payload(age)), page(payload([1])), page(""), page(payload(age) + payload(age)),
    ]
  } check: { bytes throws(Broken) in
    guard let found = try? SelfOpeningPage.bundle(in: bytes) else { return }
    try promise(!found.isEmpty && found.count < bytes.count, "a bundle of no page")
    let marks = bytes[...].split(separator: Array("id=\"payload\"".utf8)).count
    try promise(marks == 2, "more than one bundle")
    let again = try? SelfOpeningPage.bundle(in: page(payload(found)))
    try promise(again == found, "it is not read the same again")
  }
}
