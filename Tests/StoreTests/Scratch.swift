import Foundation
import Sodium
import Vocabulary

@testable import Store

/// A directory of its own that goes when the test does.
final class Scratch {
  let directory: String

  init() throws {
    directory = NSTemporaryDirectory() + "store-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  var vault: String { directory + "/vault.db" }
  var keystore: String { directory + "/keystore.db" }

  /// Everything that lies in the directory, file after file.
  func bytesAtRest() throws -> Data {
    try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
      .filter { !$0.hasSuffix("-shm") }
      .reduce(into: Data()) {
        $0 += try Data(contentsOf: URL(fileURLWithPath: directory + "/" + $1))
      }
  }

  func write(_ bytes: Data, to path: String, mode: Int = 0o600) throws {
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
    _ = FileManager.default.createFile(
      atPath: path, contents: bytes, attributes: [.posixPermissions: mode])
  }
}

/// Numbers that look random and are the same in every run.
struct Repeatable: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}

func bytes(_ count: Int, _ fill: Int) -> [UInt8] {
  [UInt8](repeating: UInt8(truncatingIfNeeded: fill), count: count)
}

func id(_ number: Int) -> Identifier {
  Identifier(bytes(12, 0xa0) + (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) })!
}

/// A signed link whose header names these; its other fields are zero.
func signedLink(
  n: UInt32, _ section: Section, _ entry: Identifier, revision: UInt32 = 1, kind: UInt8 = 1
) -> [UInt8] {
  func number(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32($0))) }
  }
  let header =
    bytes(16, 1) + [section.rawValue] + entry.bytes + number(revision) + [kind] + bytes(29, 0)
  return header + number(n) + bytes(37, 7) + bytes(64, 9)
}

/// nonce ‖ ck ‖ length ‖ ciphertext of `count` bytes.
func sealedRow(_ count: Int, _ fill: Int) -> [UInt8] {
  bytes(56, 5) + (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) }
    + bytes(count, fill)
}

extension SecretBytes {
  /// The bytes, for comparing in a test.
  borrowing func revealed() -> [UInt8] {
    withSpan { span in (0..<span.count).map { span[$0] } }
  }
}

func secret(_ bytes: [UInt8]) throws -> SecretBytes { try SecretBytes(copying: bytes) }
