import Overdracht

/// What a writer gave.
private final class Made {
  var bytes: [UInt8] = []
}

/// Archives in memory.
enum Archives {
  static func make(_ files: [(name: String, bytes: [UInt8])]) throws -> [UInt8] {
    let made = Made()
    var writer = ArchiveWriter(modified: 1_790_000_000) { made.bytes += $0 }
    for file in files { try writer.add(file.name, file.bytes) }
    try writer.finish()
    return made.bytes
  }

  /// Reads an archive in parts of these sizes, over and over.
  static func read(
    _ archive: [UInt8], parts: [Int] = [1 << 20], limits: ArchiveReader.Limits = .bundle
  ) throws -> [(name: String, bytes: [UInt8])] {
    var files: [(name: String, bytes: [UInt8])] = []
    var reader = ArchiveReader(limits: limits)
    var rest = archive[...]
    var turn = 0
    while !rest.isEmpty {
      let part = rest.prefix(parts[turn % parts.count])
      rest = rest.dropFirst(part.count)
      turn += 1
      try reader.feed(part) { event in
        switch event {
        case .begin(let name, _): files.append((name, []))
        case .bytes(let bytes): files[files.count - 1].bytes += bytes
        case .end: break
        }
      }
    }
    try reader.finish()
    return files
  }

  static func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 17 &+ $0 >> 7) }
  }

  /// A block with a field replaced and its sum made right again: what an attacker would write.
  static func altered(_ archive: [UInt8], at place: Int, _ bytes: [UInt8]) -> [UInt8] {
    var changed = archive
    changed.replaceSubrange(place..<place + bytes.count, with: bytes)
    changed.replaceSubrange(148..<156, with: Array("        ".utf8))
    let sum = changed[..<512].reduce(0) { $0 + Int($1) }
    let digits = String(sum, radix: 8)
    let text = String(repeating: "0", count: 6 - digits.count) + digits + "\0 "
    changed.replaceSubrange(148..<156, with: Array(text.utf8))
    return changed
  }
}
