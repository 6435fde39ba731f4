import Foundation
import Testing
import VaultTestKit

@testable import kluis

@Suite("A file that appears whole")
struct SavedFileTests {
  private func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test(
    "Where a file must have a name meanwhile, its first bytes are not in it until all of it is there",
    arguments: [0, 1, 100, SavedFile.headCount - 1, SavedFile.headCount, 70_000])
  func head(_ count: Int) throws {
    let scratch = try Scratch()
    let path = scratch.path("x.age")
    let all = (0..<count).map { UInt8(truncatingIfNeeded: $0 % 251 + 1) }
    do {
      let file = try SavedFile(path, replacing: false, nameless: false)
      for start in stride(from: 0, to: count, by: 999) {
        try file.append(Array(all[start..<min(start + 999, count)]))
      }
      // As a killed command leaves it.
      let names = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path)
      #expect(names.count == 1 && names[0].hasSuffix(".new"))
      let left = try bytes(scratch.path(names[0]))
      #expect(left.prefix(SavedFile.headCount).allSatisfy { $0 == 0 })
      #expect(left.dropFirst(SavedFile.headCount).elementsEqual(all.dropFirst(SavedFile.headCount)))
      try file.finish()
      #expect(try bytes(path) == all)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["x.age"])
    // One that fails is gone, and with a name or without the file is the same.
    do {
      let other = try SavedFile(scratch.path("y.age"), replacing: false, nameless: false)
      try other.append(all)
    }
    let nameless = try SavedFile(path, replacing: true)
    try nameless.append(all)
    try nameless.finish()
    #expect(try bytes(path) == all)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["x.age"])
  }
}
