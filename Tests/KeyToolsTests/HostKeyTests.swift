import Foundation
import PrivateFile
import Sodium
import Testing
import VaultService
import VaultTestKit

@Suite("Keys of the host, and files for one user")
struct HostKeyTests {
  @Test("W is BLAKE2b-256 under the root key over the label and the ceremony's number")
  func wrap() throws {
    let root = try SecretBytes(copying: Array(0..<32))
    // Python: hashlib.blake2b(b'keystore-wrap' + b'\0\0\0\1', key=bytes(range(32)), digest_size=32)
    let expected = Hex.decode("e792cf934d4b989f52806083275f0fef6f2f7f0fa74929e9fe0bbddd36ccc5e0")
    let first = try HostKey.wrap(root: root)
    let second = try HostKey.wrap(root: root, ceremony: 2)
    let matches = (first.equals(try #require(expected)), first.equals(second))
    #expect(matches == (true, false))
  }

  @Test("A key's file reads back, for every byte")
  func text() throws {
    let scratch = try Scratch()
    for start in stride(from: 0, to: 256, by: 32) {
      let key = try SecretBytes(copying: (start..<start + 32).map { UInt8($0) })
      let path = scratch.path("k\(start)")
      try PrivateFile.create(path, HostKey.text(of: key))
      let read = try SecretFile.read(path)
      let isSame = read.equals(key)
      #expect(isSame)
      let hex = Hex.encode((start..<start + 32).map { UInt8($0) }) + "\n"
      #expect(try String(contentsOfFile: path, encoding: .utf8) == hex)
    }
  }

  @Test("Of many who make the same file one succeeds, and its contents are whole")
  func race() async throws {
    let scratch = try Scratch()
    let path = scratch.path("one")
    let winners = await withTaskGroup(of: Int?.self) { group in
      for number in 0..<8 {
        group.addTask {
          let bytes = [UInt8](repeating: UInt8(number), count: 10_000)
          return (try? PrivateFile.create(path, bytes)).map { number }
        }
      }
      return await group.reduce(into: [Int]()) { if let number = $1 { $0.append(number) } }
    }
    #expect(winners.count == 1)
    let contents = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(contents == [UInt8](repeating: UInt8(try #require(winners.first)), count: 10_000))
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["one"])
  }

  @Test("A dangling link is something that exists: nothing is written through it")
  func danglingLink() throws {
    let scratch = try Scratch()
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("link"), withDestinationPath: scratch.path("target"))
    let path = scratch.path("link")
    #expect(throws: PrivateFile.Fault.exists(path)) { try PrivateFile.create(path, [1]) }
    #expect(!FileManager.default.fileExists(atPath: scratch.path("target")))
  }

  @Test("Replacing keeps mode 0600 and leaves nothing beside the file")
  func replace() throws {
    let scratch = try Scratch()
    let path = scratch.path("file")
    try PrivateFile.create(path, [1])
    try PrivateFile.replace(path, [2, 3])
    #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) == [2, 3])
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect((mode as? NSNumber)?.intValue == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["file"])
  }
}
