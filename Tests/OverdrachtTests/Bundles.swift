import Calendar
import Minisign
import Overdracht
import Sodium
import Vocabulary

/// A bundle's archive in memory, and what one can do to it.
final class Bundles {
  let pair: MinisignPair
  let key: MinisignKey
  static let created: Int64 = 1_790_000_000_000
  static let age = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"

  init() throws {
    pair = try MinisignPair.generate()
    key = try pair.publicKey
  }

  static func id(_ byte: UInt8) -> Identifier {
    Identifier([UInt8](repeating: byte, count: 16)) ?? .zero
  }

  static let files: [(name: String, bytes: [UInt8])] = [
    ("bijlagen/brief.pdf", Archives.bytes(3_000)), ("overdracht.html", Array("<p>plan".utf8)),
    ("overdracht.json", Array("{}".utf8)),
  ]

  static func manifest(
    recipients: [Manifest.Recipient]? = nil, validUntil: String = "2026-12-31"
  ) -> Manifest {
    Manifest(
      bundle: id(1),
      sender: Manifest.Sender(
        institution: "Jeugdbescherming Voorbeeld", origin: "kluis.voorbeeld.nl",
        contact: "Sanne de Boer, 070 000 0000", fg: "fg@voorbeeld.nl", replyTo: age),
      recipients: recipients ?? [.key(partner: id(2), name: "Wijkteam Oost", age: age)],
      purpose: "plan delen", ground: .consent(entry: id(3)), created: created,
      validUntil: CalendarDate(validUntil) ?? .earliest,
      entries: [.init(section: .plannen, entry: id(4), revision: 2)],
      files: files.map {
        .init(path: $0.name, size: Int64($0.bytes.count), sha256: SHA256.hash($0.bytes))
      }, checkpoint: "kluis.voorbeeld.nl\n3\nAAAA\n",
      missing: [.init(part: "hulp", reason: "nog niet gestart")])
  }

  func signature(of manifest: [UInt8]) throws -> [UInt8] {
    try pair.sign(hash: BLAKE2b.hash(manifest, count: 64), comment: "bundel").encode()
  }

  /// The files of an honest bundle, in their order.
  func parts(_ manifest: Manifest = Bundles.manifest()) throws -> [(name: String, bytes: [UInt8])] {
    let bytes = manifest.encode()
    return [(Manifest.name, bytes), (Manifest.signatureName, try signature(of: bytes))]
      + Bundles.files
  }

  /// Opens an archive; what would have been written, by path.
  static func open(
    _ parts: [(name: String, bytes: [UInt8])], key: MinisignKey?,
    reader: BundleCheck.Reader = .key(age: age)
  ) throws -> (Manifest, [String: [UInt8]]) {
    var check = BundleCheck(key: key, reader: reader)
    var written: [String: [UInt8]] = [:]
    var path = ""
    let archive = try Archives.make(parts)
    for start in stride(from: 0, to: archive.count, by: 700) {
      try check.feed(archive[start..<min(start + 700, archive.count)]) { step in
        switch step {
        case .create(let name):
          path = name
          written[name] = []
        case .write(let bytes): written[path]? += bytes
        case .close, .taken: break
        }
      }
    }
    return (try check.finish(), written)
  }
}
