import Foundation
import Testing
import VaultTestKit

@testable import Overdracht

struct ArchiveTests {
  static let sizes = [0, 1, 511, 512, 513, 65_535, 65_536, 65_537]

  @Test func `what is written is read back, however the bytes arrive`() throws {
    let files = Self.sizes.enumerated().map { ("bijlagen/f\($0)", Archives.bytes($1)) }
    let archive = try Archives.make(files)
    for parts in [[1 << 20], [512], [511], [1, 700, 3], [513, 2]] {
      let read = try Archives.read(archive, parts: parts)
      #expect(read.map(\.name) == files.map(\.0))
      #expect(read.map(\.bytes) == files.map(\.1))
    }
  }

  @Test func `the length says little: at most a sixteenth more, and many archives are alike`()
    throws
  {
    let sizes = (0..<40).map { 100_000 + $0 * 100 }
    let lengths = try sizes.map { try Archives.make([("a", Archives.bytes($0))]).count }
    #expect(Set(lengths).count <= 3)
    for (size, length) in zip(sizes, lengths) {
      let plain = 512 + (size + 511) / 512 * 512 + 1_024
      #expect(length % 512 == 0 && length >= plain && length <= plain + max(plain / 16, 512))
    }
  }

  @Test(
    .enabled(if: Program.find("tar") != nil, "tar is not installed"), arguments: [0, 1, 65_537])
  func `R21: the stock tar unpacks our archive to the same files`(_ size: Int) throws {
    let scratch = try Scratch()
    let files = [
      ("manifest.json", Archives.bytes(20)), ("bijlagen/brief 1.pdf", Archives.bytes(size)),
    ]
    let archive = try Archives.make(files)
    let listed = try Program.run("tar", ["-tvf", "-"], input: archive, folder: scratch.url)
    #expect(listed.status == 0 && listed.errors.isEmpty, "\(listed.errorText)")
    let unpacked = try Program.run("tar", ["-xf", "-"], input: archive, folder: scratch.url)
    #expect(unpacked.status == 0 && unpacked.errors.isEmpty, "\(unpacked.errorText)")
    for (name, bytes) in files {
      let file = scratch.url.appendingPathComponent(name)
      #expect([UInt8](try Data(contentsOf: file)) == bytes)
      let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
      #expect((mode as? Int).map { $0 & 0o077 } == 0)
    }
  }

  @Test(
    .enabled(if: Program.find("tar") != nil, "tar is not installed"),
    arguments: ["link", "symlink", "folder", "device", "absolute", "parent", "gnu", "pax"])
  func `what tar makes and a bundle never has is refused, and nothing of it comes out`(
    _ kind: String
  )
    throws
  {
    let scratch = try Scratch()
    let script =
      switch kind {
      case "link": "echo x >a; ln a b; tar --format=ustar -cf out a b"
      case "symlink": "ln -s /etc/passwd a; tar --format=ustar -cf out a"
      case "folder": "mkdir d; tar --format=ustar -cf out d"
      case "device": "mkfifo p; tar --format=ustar -cf out p"
      case "absolute": "echo x >a; tar --format=ustar -P --transform 's,^,/tmp/,' -cf out a"
      case "parent": "echo x >a; tar --format=ustar -P --transform 's,^,../,' -cf out a"
      case "gnu": "echo x >a; tar --format=gnu -cf out a"
      default: "echo x >a; tar --format=pax -cf out a"
      }
    let made = try Program.run("sh", ["-c", script], folder: scratch.url)
    #expect(made.status == 0, "\(made.errorText)")
    let archive = [UInt8](try Data(contentsOf: scratch.url.appendingPathComponent("out")))
    #expect(throws: ArchiveError.header(entry: 1)) { _ = try Archives.read(archive) }
  }

  @Test func `names that lead out, or that some system changes, are refused on both sides`() throws
  {
    let bad = [
      "", "/a", "a/", "../a", "a/../b", "./a", "a//b", "a/b/c", "a\\b", "a:b", ".hidden", "a.",
      "a ",
      "con", "CON.txt", "bijlagen/aux.pdf", "lpt1", "a\0b", "é", "a\u{202E}b", "-rf", "~a",
      String(repeating: "x", count: 101), String(repeating: "x", count: 81),
    ]
    let good = try Archives.make([("aa", [1])])
    for name in bad {
      #expect(!ArchiveName.isAllowed(name), "\(name.debugDescription)")
      #expect(throws: ArchiveError.self) { _ = try Archives.make([(name, [1])]) }
      guard !name.isEmpty, name.utf8.count <= 100, !name.contains("\0") else { continue }
      let field = Array(name.utf8) + [UInt8](repeating: 0, count: 100 - name.utf8.count)
      #expect(throws: ArchiveError.name(entry: 1), "\(name.debugDescription)") {
        _ = try Archives.read(Archives.altered(good, at: 0, field))
      }
    }
    for name in ["manifest.json", "bijlagen/Brief van 3-1.pdf", "a_b.c-d", "console", "0"] {
      #expect(ArchiveName.isAllowed(name))
      _ = try Archives.read(Archives.make([(name, [1])]))
    }
  }

  @Test func `twins, also in another case, are refused on both sides`() throws {
    for (one, two) in [("a", "a"), ("Plan.pdf", "plan.PDF")] {
      #expect(throws: ArchiveError.twin(entry: 2)) {
        _ = try Archives.make([(one, [1]), (two, [2])])
      }
      // Two archives, the first without its end.
      let joined = try Archives.make([(one, [1])]).prefix(1_024) + Archives.make([(two, [2])])
      #expect(throws: ArchiveError.twin(entry: 2)) { _ = try Archives.read(Array(joined)) }
    }
  }

  @Test func `links, devices, other owners, modes and kinds in a right block are refused`() throws {
    let good = try Archives.make([("a", [1])])
    let fields: [(Int, [UInt8])] = [
      (156, Array("1".utf8)), (156, Array("2".utf8)), (156, Array("3".utf8)),
      (156, Array("5".utf8)),
      (156, Array("L".utf8)), (156, Array("x".utf8)), (156, [0]), (157, Array("b".utf8)),
      (100, Array("0004755".utf8)), (108, Array("0000001".utf8)), (265, Array("root".utf8)),
      (345, Array("..".utf8)), (257, Array("ustar ".utf8)), (124, [0x80]), (500, [1]),
      (135, [0x20]), (124, Array("99999999999".utf8)),
    ]
    for (place, bytes) in fields {
      #expect(throws: ArchiveError.header(entry: 1), "\(place)") {
        _ = try Archives.read(Archives.altered(good, at: place, bytes))
      }
    }
  }

  @Test func `every single changed byte outside a file's content is refused`() throws {
    let good = try Archives.make([("a", [1, 2, 3])])
    for place in good.indices where !(512..<515).contains(place) {
      var changed = good
      changed[place] ^= 0x01
      #expect(throws: (any Error).self, "\(place)") { _ = try Archives.read(changed) }
    }
  }

  @Test func `cut off anywhere it is truncated`() throws {
    let good = try Archives.make([("a", [1, 2, 3]), ("b", [])])
    for end in stride(from: 0, to: 2_560, by: 37) {
      #expect(throws: ArchiveError.truncated) { _ = try Archives.read(Array(good.prefix(end))) }
    }
  }

  @Test func `limits hold before anything is taken: count, sizes announced, sizes sent`() throws {
    let many = try Archives.make((0..<20).map { ("f\($0)", [1]) })
    #expect(throws: ArchiveError.tooManyEntries) {
      _ = try Archives.read(many, limits: .init(entries: 19, bytes: 1 << 20))
    }
    let announced = Archives.altered(
      try Archives.make([("a", [1])]), at: 124, Array("00010000000".utf8))
    #expect(throws: ArchiveError.tooLarge) {
      _ = try Archives.read(announced, limits: .init(entries: 5, bytes: 1 << 20))
    }
    #expect(throws: ArchiveError.tooLarge) {
      _ = try Archives.read(
        try Archives.make([("a", Archives.bytes(5_000))]), limits: .init(entries: 5, bytes: 4_096))
    }
  }

  @Test func `a file that is longer or shorter than announced is not written as if it were right`()
    throws
  {
    for (announced, given) in [(Int64(3), 4), (Int64(3), 2)] {
      #expect(throws: ArchiveError.size) {
        var writer = ArchiveWriter(modified: 0) { _ in }
        try writer.begin("a", size: announced)
        try writer.write([UInt8](repeating: 0, count: given)[...])
        try writer.finish()
      }
    }
  }

  @Test func `a name that a person gave becomes one that every system keeps`() {
    let names = [
      ("Beschikking 3 maart.pdf", "Beschikking 3 maart.pdf"),
      ("Zoë's brief.docx", "Zoe-s brief.docx"),
      ("../../etc/passwd", "etc-passwd"), ("con", "bijlage-1"), ("…", "bijlage-1"),
      ("", "bijlage-1"),
      ("a\u{202E}fdp.exe", "afdp.exe"),
    ]
    for (given, made) in names {
      let part = ArchiveName.part(for: given, fallback: "bijlage-1")
      #expect(ArchiveName.isAllowed("bijlagen/\(part)"))
      if given != "../../etc/passwd" { #expect(part == made) }
    }
    let long = ArchiveName.part(for: String(repeating: "lang", count: 60) + ".pdf", fallback: "x")
    #expect(long.hasSuffix(".pdf") && ArchiveName.isAllowed("bijlagen/\(long)"))
  }
}
