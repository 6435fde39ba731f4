import AuditLog
import Directory
import Foundation
import Minisign
import Records
import Session
import Socket
import Sodium
import StrictJSON
import Synchronization
import Testing
import VaultFixture
import Vocabulary
import Wire

@testable import Store
@testable import VaultClient
@testable import VaultService

@Suite("The partners' door: collecting a bundle", .serialized)
struct CollectTests {
  /// Three parts, the last one short.
  private static let file = Random.bytes(2 * BundleSealing.partBytes + 12_345)

  @Test("R20: two partners collect the same bytes; token and parts go when both have them")
  func wholeWay() throws {
    let world = try BundleWorld()
    let bundle = try world.placed(Self.file)
    let (first, second) = (world.partners[0], world.partners[1])
    #expect(try Self.keystoreHas(bundle, world))
    try collectAndReceive(world, bundle, first, second)
    #expect(try world.allFindings() == [])
    // What was removed is gone from the file and from its WAL, and stays so.
    try world.restart()
    #expect(try !world.hasToken(bundle) && !Self.keystoreHas(bundle, world))
    #expect(try world.stored(bundle).state == .received)
    #expect(try world.collect(as: first).waiting().isEmpty)
  }

  /// Whether a row for this bundle is in any file of the keystore: its key stands there in clear.
  private static func keystoreHas(_ bundle: Identifier, _ world: BundleWorld) throws -> Bool {
    let folder = world.household.folder
    return try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasPrefix("keystore.db") }.contains { name in
        try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
          .range(of: Data(bundle.bytes)) != nil
      }
  }

  /// Both collect and both sign; their devices are put away at the end.
  private func collectAndReceive(
    _ world: BundleWorld, _ bundle: Identifier, _ first: Identifier, _ second: Identifier
  ) throws {
    let north = try world.collect(as: first)
    let waiting = try north.waiting()
    #expect(waiting.map(\.bundle) == [bundle])
    #expect(waiting.map(\.parts) == [3] && waiting.map(\.size) == [Int64(Self.file.count)])
    #expect(try world.fetchAll(north) == [Self.file])
    // One of two: the other's copy stays, and its own is not given twice.
    #expect(try world.stored(bundle).state == .placed)
    #expect(try world.hasToken(bundle) && world.parts(bundle) == 3)
    #expect(try north.waiting().isEmpty)
    #expect(throws: ClientError.collecting(.collected)) {
      try north.collect(waiting[0]) { (_) throws(Never) in }
    }
    // Said once more, as after an answer that got lost, it is as it was.
    try north.collected(waiting[0])
    // Nothing is received before it is collected.
    let early = try world.receipt(of: bundle, by: second)
    let south = try world.collect(as: second)
    #expect(throws: ClientError.collecting(.state)) {
      try south.receipt(of: bundle, text: early.text, signature: early.signature)
    }
    #expect(try world.fetchAll(south) == [Self.file])
    #expect(try world.stored(bundle).state == .collected)
    #expect(try world.parts(bundle) == 0)
    for (partner, session) in [(first, north), (second, south)] {
      let receipt = try world.receipt(of: bundle, by: partner)
      try session.receipt(of: bundle, text: receipt.text, signature: receipt.signature)
      let state = try world.stored(bundle).state
      #expect(state == (partner == first ? .collected : .received))
      // The same once more is the same; another one is not taken.
      try session.receipt(of: bundle, text: receipt.text, signature: receipt.signature)
      let other = try world.ring(partner).sign(
        hash: BLAKE2b.hash(receipt.text, count: 64), comment: "anders")
      #expect(throws: ClientError.collecting(.repeated)) {
        try session.receipt(of: bundle, text: receipt.text, signature: other.encode())
      }
    }
  }

  @Test(
    "a broken line gives no part twice away and loses none: it is collected again from the start")
  func brokenLine() throws {
    let world = try BundleWorld()
    let bundle = try world.placed(Self.file)
    let left = Mutex(3)
    let line = try Transport.connect(to: .unix(path: world.vault.collectSocket))
    let breaking = Channel { message throws(SocketError) in
      try line.writeFrame(message)
      guard let answer = try line.readFrame(idle: .seconds(30)) else { throw SocketError(.closed) }
      // Directory, hello, directory, sign-in, waiting, and the first page.
      let text = String(decoding: message.prefix(400), as: UTF8.self)
      if text.contains("bundle.collect"),
        left.withLock({
          $0 -= 2
          return $0 < 0
        })
      {
        throw SocketError(.closed)
      }
      return answer
    }
    let broken = try world.collect(as: world.partners[0], over: breaking)
    var got = 0
    #expect(throws: ClientError.connectionLost) {
      let waiting = try broken.waiting()
      try broken.collect(waiting[0]) { (part) throws(Never) in got += part.count }
    }
    #expect(got == 2 * BundleSealing.partBytes)
    #expect(try world.fetchAll(world.collect(as: world.partners[0])) == [Self.file])
    #expect(try world.stored(bundle).state == .placed)
    #expect(try world.allFindings() == [])
  }

  @Test("recalled or expired in the middle: no further part, and what was fetched is counted")
  func endsInTheMiddle() throws {
    let world = try BundleWorld()
    let recalled = try world.placed(Self.file)
    let north = try world.collect(as: world.partners[0])
    let waiting = try north.waiting()
    var got = 0
    #expect(throws: ClientError.collecting(.state)) {
      try north.collect(waiting[0]) { (part) throws(ClientError) in
        got += part.count
        if got == BundleSealing.partBytes {
          let parts = try? world.session(.sanne).recallBundle(recalled, of: world.dossier)
          #expect(parts == 2)
        }
      }
    }
    #expect(got == 2 * BundleSealing.partBytes)
    #expect(throws: ClientError.collecting(.state)) { try north.collected(waiting[0]) }
    let expiring = try world.placed(Self.file, days: 1)
    world.clock.pass(BundleWorld.day - BundleWorld.hour)
    let later = try world.collect(as: world.partners[0])
    let next = try later.waiting()
    #expect(next.map(\.bundle) == [expiring])
    got = 0
    #expect(throws: ClientError.collecting(.state)) {
      try later.collect(next[0]) { (part) throws(Never) in
        got += part.count
        if got == BundleSealing.partBytes { world.clock.pass(2 * BundleWorld.hour) }
      }
    }
    #expect(got == 2 * BundleSealing.partBytes)
    #expect(try later.waiting().isEmpty)
    #expect(try world.allFindings() == [])
  }

  @Test("No log, no key: a commit that fails gives no part and ends nothing")
  func commitFails() throws {
    let server = Mutex<VaultServer?>(nil)
    let world = try BundleWorld(settings: { settings in
      settings.atStep = { step in
        guard step == .vaultWritten else { return }
        server.withLock { try? $0?.store.tables.connection.execute("ROLLBACK") }
      }
    })
    let bundle = try world.placed()
    let north = try world.collect(as: world.partners[0])
    let waiting = try north.waiting()
    let size = world.vault.server.writer.published.log.tree.size
    server.withLock { $0 = world.vault.server }
    #expect(throws: ClientError.logUnavailable) {
      try north.collect(waiting[0]) { (_) throws(Never) in Issue.record("a part went out") }
    }
    server.withLock { $0 = nil }
    #expect(world.vault.server.writer.published.log.tree.size == size)
    // After it the same works, and the last step is as safe: nothing ends without its leaf.
    try north.collect(waiting[0]) { (_) throws(Never) in }
    server.withLock { $0 = world.vault.server }
    #expect(throws: ClientError.logUnavailable) { try north.collected(waiting[0]) }
    server.withLock { $0 = nil }
    #expect(try world.hasToken(bundle) && world.parts(bundle) == 1)
    try north.collected(waiting[0])
    #expect(try world.allFindings() == [])
  }

  @Test("a receipt counts only for its bundle and manifest, by this partner's own key of now")
  func receipts() throws {
    let world = try BundleWorld()
    let (bundle, other) = (try world.placed(), try world.placed())
    let (first, second) = (world.partners[0], world.partners[1])
    let north = try world.collect(as: first)
    _ = try world.fetchAll(north)
    let good = try world.receipt(of: bundle, by: first)
    let legacy = Array(
      String(decoding: good.signature, as: UTF8.self)
        .replacingOccurrences(of: "\nRU", with: "\nRW").utf8)
    let wrong: [(String, [UInt8], [UInt8])] = try [
      ("another bundle", world.receipt(of: other, by: first)),
      ("another bundle's name", world.receipt(of: bundle, named: .random(), by: first)),
      ("another manifest", world.receipt(of: bundle, manifest: Random.bytes(32), by: first)),
      ("another partner's signature", world.receipt(of: bundle, by: second)),
      ("a text that was changed", (good.text.dropLast() + Array(" \n".utf8), good.signature)),
      ("no text", (Array("\n".utf8), good.signature)),
      ("no signature", (good.text, Array("x".utf8))),
      ("a signature of the older kind", (good.text, legacy)),
    ].map { ($0.0, $0.1.text, $0.1.signature) }
    for (name, text, signature) in wrong {
      #expect(throws: ClientError.collecting(.receipt), "\(name)") {
        try north.receipt(of: bundle, text: text, signature: signature)
      }
    }
    #expect(try world.leaves([.bundleReceipt]).allSatisfy { $0.outcome == .fail })
    try north.receipt(of: bundle, text: good.text, signature: good.signature)
    #expect(try world.allFindings() == [])
  }

  @Test("what is another partner's is not there: the same words as for what never was")
  func others() throws {
    let world = try BundleWorld()
    let bundle = try world.placed()
    let waiting = try #require(try world.collect(as: world.partners[0]).waiting().first)
    let school = try world.collect(as: world.school)
    #expect(try school.waiting().isEmpty)
    let receipt = try world.receipt(of: bundle, by: world.school)
    var codes: [String?] = []
    for id in [bundle, .random()] {
      let asked = WaitingBundle(
        bundle: id, size: waiting.size, file: waiting.file, created: waiting.created,
        validUntil: waiting.validUntil, parts: waiting.parts)
      codes += [
        try world.code { try school.collect(asked) { (_) throws(Never) in } },
        try world.code { try school.collected(asked) },
        try world.code {
          try school.receipt(of: id, text: receipt.text, signature: receipt.signature)
        },
      ]
    }
    #expect(codes == Array(repeating: "not-found", count: 6))
    let leaves = try world.leaves([.bundleCollect, .bundleCollected, .bundleReceipt])
    #expect(leaves.count == 6)
    #expect(leaves.allSatisfy { $0.outcome == .refuse && $0.partner == world.school })
    #expect(try world.allFindings() == [])
  }
}
