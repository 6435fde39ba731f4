import Foundation
import Records
import Sodium
import Store
import StrictJSON
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultClient
@testable import VaultService

@Suite("Bundles: how much may wait for partners", .serialized)
struct BundleQuotaTests {
  /// The code of one more bundle of this many bytes; nil when it found a place.
  private func place(_ count: Int, _ world: BundleWorld) throws -> String? {
    let file = Random.bytes(count)
    let bundle = try world.sealed(file)
    return try world.code { try world.place(bundle, file) }
  }

  @Test(
    "Who sealed more than may wait is told so (75), and what was recalled or collected makes room")
  func ofMember() throws {
    let world = try BundleWorld { $0.waiting.ofMember = 10_000 }
    let first = try world.placed()
    let second = try world.placed()
    #expect(try place(1, world) == "place-limit")
    #expect(ClientError.bundle(.placeLimit).exitCode == 75)
    _ = try world.session(.sanne).recallBundle(first, of: world.dossier)
    #expect(try place(5_001, world) == "place-limit")
    #expect(try place(5_000, world) == nil)
    try world.collect(second)
    #expect(try place(5_000, world) == nil)
    // One that waits is no reason against itself, and a full place none against opening.
    #expect(try place(1, world) == "place-limit")
    _ = try world.session(.sanne).open(world.dossier, purpose: .uitvoering)
    try world.restart()
    #expect(try place(1, world) == "place-limit")
    #expect(try world.findings() == [])
  }

  @Test("All of them together have a limit too; nothing else stops there")
  func together() throws {
    let world = try BundleWorld {
      $0.waiting.total = 7_000
      $0.waiting.ofMember = 100_000
    }
    _ = try world.placed()
    #expect(try place(2_001, world) == "place-full")
    #expect(try place(2_000, world) == nil)
    #expect(ClientError.bundle(.placeFull).exitCode == 75)
    _ = try world.session(.sanne).open(world.dossier, purpose: .uitvoering)
    let sealed = try world.sealed()
    try world.session(.sanne).bundleSent(sealed, of: world.dossier)
    #expect(try world.findings() == [])
  }

  @Test("A bundle counts whole from its first part, and no part lies beyond what was made ready")
  func whole() throws {
    let world = try BundleWorld { $0.waiting.ofMember = 6 << 20 }
    let file = Random.bytes(5 << 20)
    let part = Array(file[..<BundleSealing.partBytes])
    let large = try world.sealed(file)
    let hand = try HandMadeSession(world.vault, world.household.ring(.sanne))
    func args(_ bundle: Identifier, last: Bool = false) -> JSONValue {
      [
        "bundle": .id(bundle), "dossier": .id(world.dossier), "last": .bool(last), "part": 0,
      ]
    }
    #expect(
      try hand.call("bundle.place", args(large), rows: part).fields?["outcome"] == "permit")
    #expect(try place(2 << 20, world) == "place-limit")
    // Made ready as three bytes.
    let small = try world.sealed([1, 2, 3])
    let answer = try hand.call("bundle.place", args(small), rows: part)
    #expect(answer.fields?["code"] == "file")
    #expect(try world.parts(small) == 0 && world.parts(large) == 1)
    #expect(try world.findings() == [])
  }
}
