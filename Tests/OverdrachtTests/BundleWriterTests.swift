import AgeFile
import Minisign
import Overdracht
import Sodium
import Testing

struct BundleWriterTests {
  private let bundles: Bundles
  private let identity: AgeIdentity
  private let contents = Bundles.files.map { BundleContent(path: $0.name, bytes: $0.bytes) }

  init() throws {
    bundles = try Bundles()
    identity = try AgeIdentity.generate()
  }

  private func manifest() throws -> Manifest {
    Bundles.manifest(recipients: [
      .key(partner: Bundles.id(2), name: "Wijkteam Oost", age: try identity.recipient().text)
    ])
  }

  private func seal(
    _ contents: [BundleContent], _ manifest: Manifest, code: Bool = false
  ) throws -> (made: BundleWriter.Made, sealed: [UInt8], longest: Int) {
    let bytes = manifest.encode()
    let signature = try bundles.signature(of: bytes)
    final class Kept {
      var bytes: [UInt8] = []
      var longest = 0
    }
    let kept = Kept()
    let sink: ByteSink = { part in
      kept.longest = max(kept.longest, part.count)
      for index in part.indices { kept.bytes.append(part[index]) }
    }
    let made =
      try code
      ? BundleWriter.write(
        contents, manifest: bytes, signature: signature, code: BundleCode.generate(), sink: sink)
      : BundleWriter.write(contents, manifest: bytes, signature: signature, sink: sink)
    return (made, kept.bytes, kept.longest)
  }

  @Test(
    "R21: what is sealed for a key opens for it, checked, and the size and hash of the file are told"
  )
  func opens() throws {
    let manifest = try manifest()
    let (made, sealed, _) = try seal(contents, manifest)
    #expect(made.size == Int64(sealed.count) && made.sha256 == SHA256.hash(sealed))
    var given = 0
    var reader = try AgeReader(
      { out in
        let count = min(out.freeCapacity, sealed.count - given)
        for index in given..<given + count { out.append(sealed[index]) }
        given += count
      }, identities: [identity])
    var check = BundleCheck(
      key: bundles.key, reader: .key(age: try identity.recipient().text))
    var paths: [String] = []
    try reader.writeAll { part in
      try check.feed(part.indices.map { part[$0] }[...]) { step in
        if case .create(let path) = step { paths.append(path) }
      }
    }
    #expect(try check.finish() == manifest)
    #expect(paths == Bundles.files.map(\.name))
    #expect(check.signed == manifest.encode())
    #expect(check.signature == (try bundles.signature(of: manifest.encode())))
  }

  @Test(
    "A file that changed since it was described ends the sealing; so does one that is not listed")
  func changed() throws {
    let manifest = try manifest()
    var other = self.contents
    other[0] = BundleContent(path: other[0].path, bytes: [UInt8](repeating: 1, count: 3_000))
    #expect(throws: BundleError.changed) { _ = try seal(other, manifest) }
    // As long as before when it was looked at, and longer or shorter when it is read.
    for count in [2_999, 3_001] {
      other[0] = BundleContent(path: other[0].path, size: 3_000) { take in
        try take([UInt8](repeating: 1, count: count))
      }
      #expect(throws: (any Error).self) { _ = try seal(other, manifest) }
      #expect(throws: ArchiveError.size) { _ = try other[0].described() }
    }
    #expect(throws: BundleError.changed) {
      _ = try seal(
        contents + [BundleContent(path: "bijlagen/meer.txt", bytes: [])], manifest)
    }
    #expect(throws: BundleError.changed) {
      _ = try seal(contents + [contents[0]], manifest)
    }
    #expect(throws: BundleError.incomplete) {
      _ = try seal(Array(contents.dropLast()), manifest)
    }
  }

  @Test("A bundle for keys takes no code, and one for a code no keys: the manifest decides")
  func locks() throws {
    let coded = Bundles.manifest(recipients: [.code(name: "moeder")])
    #expect(throws: BundleError.notForReader) { _ = try seal(contents, coded) }
    #expect(throws: BundleError.notForReader) {
      _ = try seal(contents, try manifest(), code: true)
    }
    let sealed = try seal(contents, coded, code: true).sealed
    #expect(String(decoding: sealed.prefix(60), as: UTF8.self).contains("-> scrypt "))
  }

  @Test("A large attachment goes through in parts, whatever its size")
  func flat() throws {
    let size = 20 << 20
    var asked = 0
    let large = BundleContent(
      path: "bijlagen/groot.bin", size: Int64(size),
      open: {
        var given = 0
        return { out in
          asked = max(asked, out.freeCapacity)
          let count = min(out.freeCapacity, size - given)
          for _ in 0..<count { out.append(7) }
          given += count
        }
      })
    let contents = [large] + self.contents.dropFirst()
    let plain = try manifest()
    let files = try contents.map { try $0.described() }
    let manifest = Manifest(
      bundle: plain.bundle, sender: plain.sender, recipients: plain.recipients,
      purpose: plain.purpose, ground: plain.ground, created: plain.created,
      validUntil: plain.validUntil, entries: plain.entries, files: files,
      checkpoint: plain.checkpoint)
    let (made, _, longest) = try seal(contents, manifest)
    #expect(made.size > Int64(size))
    #expect(asked <= 1 << 16 && longest < 1 << 19)
  }
}
