import AgeFile
import Calendar
import Minisign
import Overdracht
import Sodium
import Testing
import Vocabulary

/// A bundle, and the mail that it goes out with.
enum MailedBundle {
  static let page = "<!DOCTYPE html><p>plan"

  /// - Parameter key: the receiver's, `age1…`.
  static func seal(to key: String) throws -> [UInt8] {
    let contents = [
      BundleContent(path: Manifest.pageName, bytes: Array(page.utf8)),
      BundleContent(path: Manifest.dataName, bytes: Array("{}".utf8)),
      BundleContent(path: "bijlagen/foto.jpg", bytes: Random.bytes(300_000)),
    ]
    func id(_ byte: UInt8) -> Identifier {
      Identifier([UInt8](repeating: byte, count: 16)) ?? .zero
    }
    let manifest = Manifest(
      bundle: id(1),
      sender: .init(
        institution: "Jeugdbescherming Voorbeeld", origin: "kluis.voorbeeld.nl",
        contact: "070 000 0000", fg: "fg@voorbeeld.nl"),
      recipients: [.key(partner: id(2), name: "De Brug", age: key)], purpose: "plan delen",
      ground: .consent(entry: id(3)), created: 1_790_000_000_000,
      validUntil: try #require(CalendarDate("2099-12-31")), entries: [],
      files: try contents.map { try $0.described() }, checkpoint: "kluis.voorbeeld.nl\n3\nAAAA\n"
    ).encode()
    let pair = try MinisignPair.generate()
    let signature = try pair.sign(hash: BLAKE2b.hash(manifest, count: 64), comment: "bundel")
    final class Sealed { var bytes: [UInt8] = [] }
    let sealed = Sealed()
    _ = try BundleWriter.write(contents, manifest: manifest, signature: signature.encode()) {
      part in
      for index in part.indices { sealed.bytes.append(part[index]) }
    }
    return sealed.bytes
  }

  static func mail(_ sealed: [UInt8], to address: String) throws -> [UInt8] {
    let name = BundleMail.attachmentName()
    let letter = Begeleidbrief(
      lock: .key, institution: "Jeugdbescherming Voorbeeld", contact: "070 000 0000",
      fg: "fg@voorbeeld.nl", file: name, key: "RW…", opener: "https://voorbeeld.nl/opener",
      openerHash: "ab", validUntil: try #require(CalendarDate("2099-12-31")))
    let mail = BundleMail(
      from: try #require(MailAddress("overdracht@voorbeeld.nl")),
      to: try #require(MailAddress(address)), text: letter.text, attachment: name,
      now: 1_790_000_000_000)
    var written: [UInt8] = []
    var given = 0
    try mail.write(
      { out in
        let count = min(out.freeCapacity, sealed.count - given)
        for index in given..<given + count { out.append(sealed[index]) }
        given += count
      }, to: { part in for index in part.indices { written.append(part[index]) } })
    return written
  }
}
