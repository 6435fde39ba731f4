import AgeFile
import Calendar
import Foundation
import Minisign
import Overdracht
import Sodium
import Testing
import VaultTestKit
import Vocabulary

/// An institution that seals, two partners that receive, and a folder with what is between them.
final class SealedBundles {
  let scratch: Scratch
  let sender: MinisignPair
  let key: MinisignKey
  let school: AgeIdentity
  let other: AgeIdentity
  static let created: Int64 = 1_790_000_000_000
  static let code = "K7QF-2MPA-XH4C-9TRD"

  init() throws {
    scratch = try Scratch()
    sender = try MinisignPair.generate()
    key = try sender.publicKey
    school = try AgeIdentity.generate()
    other = try AgeIdentity.generate()
    for (name, identity) in [("school.txt", school), ("other.txt", other)] {
      try write(name, try text(identity.text()) + Array("\n".utf8))
    }
    try write("bundle.pub", key.encode())
    try write("code", Array((Self.code + "\n").utf8))
  }

  private func text(_ secret: borrowing SecretBytes) -> [UInt8] {
    secret.withSpan { span in span.indices.map { span[$0] } }
  }

  /// A file of mode 0600.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let path = scratch.path(name)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    return path
  }

  func read(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: scratch.path(name))))
  }

  func names(_ folder: String = "") -> [String] {
    let path = scratch.path(folder)
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  static func id(_ byte: UInt8) -> Identifier {
    Identifier([UInt8](repeating: byte, count: 16)) ?? .zero
  }

  /// The files of a bundle: two texts, and an attachment of so many bytes.
  static func contents(_ attachment: Int = 3_000) -> [BundleContent] {
    [
      BundleContent(path: "overdracht.html", bytes: Array("<!DOCTYPE html><p>plan".utf8)),
      BundleContent(path: "overdracht.json", bytes: Array("{}".utf8)),
      BundleContent(path: "bijlagen/verslag van school.pdf", size: Int64(attachment)) {
        var given = 0
        return { out in
          let count = min(out.freeCapacity, attachment - given)
          for index in given..<given + count { out.append(UInt8(truncatingIfNeeded: index &* 7)) }
          given += count
        }
      },
    ]
  }

  func manifest(
    _ contents: [BundleContent], id: UInt8 = 1, to recipients: [Manifest.Recipient]? = nil,
    validUntil: String = "2099-12-31"
  ) throws -> Manifest {
    Manifest(
      bundle: Self.id(id),
      sender: .init(
        institution: "Jeugdbescherming Voorbeeld", origin: "kluis.voorbeeld.nl",
        contact: "Sanne de Boer, 070 000 0000", fg: "fg@voorbeeld.nl", replyTo: nil),
      recipients: try recipients ?? [toSchool], purpose: "plan delen",
      ground: .consent(entry: Self.id(9)), created: Self.created,
      validUntil: CalendarDate(validUntil) ?? .earliest,
      entries: [.init(section: .plannen, entry: Self.id(8), revision: 1)],
      files: try contents.map { try $0.described() }, checkpoint: "kluis.voorbeeld.nl\n3\nAAAA\n",
      missing: [.init(part: "hulp", reason: "nog niet gestart")])
  }

  var toSchool: Manifest.Recipient {
    get throws {
      .key(partner: Self.id(2), name: "De Brug", age: try school.recipient().text)
    }
  }

  func signature(of manifest: [UInt8], by pair: borrowing MinisignPair) throws -> [UInt8] {
    try pair.sign(hash: BLAKE2b.hash(manifest, count: 64), comment: "bundel").encode()
  }

  /// Seals an honest bundle into a file, with what makes bundles; what it says of the file.
  @discardableResult
  func seal(
    _ name: String, _ contents: [BundleContent] = SealedBundles.contents(), id: UInt8 = 1,
    code: Bool = false, validUntil: String = "2099-12-31"
  ) throws -> BundleWriter.Made {
    let manifest = try manifest(
      contents, id: id, to: code ? [.code(name: "moeder")] : nil, validUntil: validUntil
    ).encode()
    let signature = try signature(of: manifest, by: sender)
    let file = try write(name, [])
    let handle = try #require(FileHandle(forWritingAtPath: file))
    defer { try? handle.close() }
    let sink: ByteSink = { span in
      try handle.write(contentsOf: Data(span.indices.map { span[$0] }))
    }
    if code {
      let code = try BundleCode(typed: SecretBytes(copying: Array(Self.code.utf8)))
      return try BundleWriter.write(
        contents, manifest: manifest, signature: signature, code: code, sink: sink)
    }
    return try BundleWriter.write(
      contents, manifest: manifest, signature: signature, sink: sink)
  }

  /// The parts of an honest archive, to be changed.
  func parts(
    _ manifest: Manifest? = nil
  ) throws -> [(name: String, bytes: [UInt8])] {
    let contents = Self.contents()
    let bytes = try (manifest ?? self.manifest(contents)).encode()
    var parts = [
      (name: Manifest.name, bytes: bytes),
      (name: Manifest.signatureName, bytes: try signature(of: bytes, by: sender)),
    ]
    for content in contents {
      var all: [UInt8] = []
      try content.forEachPart { all += $0 }
      parts.append((content.path, all))
    }
    return parts
  }

  /// Seals any archive, as who has an age program can.
  func seal(
    _ name: String, parts: [(name: String, bytes: [UInt8])], to reader: AgeIdentity? = nil,
    form: AgeWriter.Form = .binary
  ) throws {
    var tar: [UInt8] = []
    var archive = ArchiveWriter(modified: Self.created / 1000) { tar += $0 }
    for part in parts { try archive.add(part.name, part.bytes) }
    try archive.finish()
    try seal(name, archive: tar, to: reader, form: form)
  }

  func seal(
    _ name: String, archive: [UInt8], to reader: AgeIdentity? = nil,
    form: AgeWriter.Form = .binary
  ) throws {
    final class Sealed { var bytes: [UInt8] = [] }
    let sealed = Sealed()
    var writer = try AgeWriter(to: [(reader ?? school).recipient()], form: form) { span in
      for index in span.indices { sealed.bytes.append(span[index]) }
    }
    try writer.write(archive)
    try writer.finish()
    try write(name, sealed.bytes)
  }

  /// Runs `kluis`, in English, without a terminal, a home or a vault; descriptor 3 has the code.
  func kluis(_ words: String..., code: String = "code") throws -> ProgramResult {
    try Program.run(
      "setsid",
      [
        "-w", "bash", "-c", "exec \"$@\" 3<\"$0\"", scratch.path(code),
        Places.tools.appendingPathComponent("kluis").path,
      ] + words,
      environment: [
        "HOME": scratch.path("nobody"), "KLUIS_HOST": "unix:\(scratch.path("no.sock"))",
        "LC_ALL": "C", "SWIFT_BACKTRACE": "enable=no", "XDG_CONFIG_HOME": "", "XDG_STATE_HOME": "",
      ], folder: scratch.url)
  }

  /// Opens with the school's key.
  func open(_ name: String, to folder: String = "uit") throws -> ProgramResult {
    try kluis(
      "overdracht", "open", name, "--sleutel", "school.txt", "--afzender", key.text, "--naar",
      folder, "--json")
  }
}
