import AuditLog
import Foundation
import Records
import Socket
import Sodium
import Store
import StrictJSON
import Synchronization
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary
import Wire

@testable import VaultClient
@testable import VaultService

@Suite("Bundles: a file that is placed, part by part, and when its time is over", .serialized)
struct BundlePlaceTests {
  /// Two whole parts and a short one.
  private static let long: [UInt8] = {
    var bytes = [UInt8](repeating: 0, count: 2 * BundleSealing.partBytes + 77)
    for index in stride(from: 0, to: bytes.count, by: 4_093) {
      bytes[index] = UInt8(truncatingIfNeeded: index)
    }
    return bytes
  }()

  /// The file as its token opens it, part by part.
  private func opened(_ bundle: Identifier, _ world: BundleWorld) throws -> [UInt8]? {
    let count = try world.parts(bundle)
    var file: [UInt8] = []
    for n in 0..<count {
      let part = BundlePart(
        bundle: bundle, dossier: world.dossier, n: n, isLast: n == count - 1)
      let sealed = try #require(
        try world.vault.server.store.read { try $0.bundleParts.sealed(bundle, n) })
      let keystore = world.vault.server.opened.keystore
      guard let bytes = try keystore.read({ try part.open(sealed, $0.tokens) }) else { return nil }
      file += bytes
    }
    return file
  }

  @Test("No part of what waits takes another's place, and no last one that of one before")
  func places() {
    let (bundle, other) = (Identifier.random(), Identifier.random())
    let parts = [bundle, other].flatMap { bundle in
      (0..<3).flatMap { n in
        [true, false].map {
          BundlePart(bundle: bundle, dossier: .random(), n: n, isLast: $0).additional
        }
      }
    }
    #expect(Set(parts).count == parts.count)
  }

  @Test(
    "A file of several parts is placed though the connection breaks at a part, before or after it was taken",
    arguments: [true, false])
  func brokenConnection(wasTaken: Bool) throws {
    let world = try BundleWorld()
    let bundle = try world.sealed(Self.long)
    let vault = world.vault
    let seen = Mutex(0)
    let channel = try vault.channel { message, send in
      let isPlace = try Request(message: message).method == "bundle.place"
      let number = seen.withLock { count in
        if isPlace { count += 1 }
        return count
      }
      guard isPlace, number == 2 else { return try send(message) }
      if wasTaken { _ = try send(message) }
      throw SocketError(.closed)
    }
    let sanne = try world.session(.sanne, over: channel)
    sanne.redial = { () throws(ClientError) in
      do { return try vault.channel() } catch { throw .unreachable }
    }
    try world.place(bundle, Self.long, sanne)
    #expect(try opened(bundle, world) == Self.long)
    #expect(try world.stored(bundle).state == .placed)
    #expect(try world.leaves([.bundlePlace]).count == 3)
    #expect(try world.findings() == [])
  }

  @Test(
    "Another file than the one made ready does not wait for anybody; placing begins anew at part 0")
  func anotherFile() throws {
    let world = try BundleWorld()
    let sanne = try world.session(.sanne)
    let bundle = try world.sealed(Self.long)
    var changed = Self.long
    changed[5] ^= 1
    #expect(throws: ClientError.bundle(.file)) { try world.place(bundle, changed, sanne) }
    #expect(throws: ClientError.bundle(.file)) {
      try world.place(bundle, Array(Self.long.dropLast()), sanne)
    }
    #expect(throws: ClientError.bundle(.file)) {
      try world.place(bundle, Array(Self.long.prefix(100)), sanne)
    }
    #expect(try world.stored(bundle).state == .sealed)
    // A service that was started again in between changes nothing.
    try world.restart()
    try world.place(bundle, Self.long)
    #expect(try opened(bundle, world) == Self.long)
    #expect(try world.findings() == [])
  }

  @Test("Parts out of order, too short, too long or after the last are refused")
  func wrongParts() throws {
    let world = try BundleWorld()
    let bundle = try world.sealed(Self.long)
    let hand = try HandMadeSession(world.vault, world.household.ring(.sanne))
    func call(
      _ part: Int64, last: Bool, _ rows: [UInt8]?
    ) throws -> HandMadeSession.Answer {
      try hand.call(
        "bundle.place",
        [
          "bundle": .id(bundle), "dossier": .id(world.dossier), "last": .bool(last),
          "part": .int(part),
        ], rows: rows)
    }
    let whole = Array(Self.long.prefix(BundleSealing.partBytes))
    #expect(try call(0, last: false, nil).fault == .invalidParams)
    #expect(try call(0, last: false, []).fault == .invalidParams)
    #expect(try call(0, last: false, Array(whole.dropLast())).fault == .invalidParams)
    #expect(try call(0, last: true, whole + [0]).fault == .invalidParams)
    #expect(try call(256, last: false, whole).fault == .invalidParams)
    #expect(try call(1, last: false, whole).fields?["code"] == "part")
    #expect(try call(0, last: false, whole).fields?["outcome"] == "permit")
    #expect(try call(2, last: true, [1]).fields?["code"] == "part")
    #expect(try call(0, last: false, whole).fields?["outcome"] == "permit", "anew")
    #expect(try world.parts(bundle) == 1)
    // A bundle that opens with a code waits for nobody.
    let code = try world.sealed([1], for: [])
    #expect(throws: ClientError.bundle(.state)) { try world.place(code, [1]) }
  }

  @Test("Two who place the same bundle at once: one file, whole, or both are told to begin anew")
  func atOnce() throws {
    let world = try BundleWorld()
    let file = Array(Self.long.prefix(BundleSealing.partBytes + 9))
    let bundle = try world.sealed(file)
    nonisolated(unsafe) let sessions = try (0..<4).map { _ in try world.session(.sanne) }
    nonisolated(unsafe) let shared = world
    let path = world.household.scratch.path("at-once")
    try Data(file).write(to: URL(fileURLWithPath: path))
    let done = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: sessions.count) { index in
      let descriptor = open(path, O_RDONLY)
      defer { close(descriptor) }
      do {
        try sessions[index].placeBundle(bundle, of: shared.dossier, from: descriptor)
        done.withLock { $0 += 1 }
      } catch let error as ClientError {
        #expect([.stale, .bundle(.state)].contains(error), "\(error)")
      } catch { Issue.record(error) }
    }
    if done.withLock({ $0 }) == 0 { try world.place(bundle, file) }
    #expect(try opened(bundle, world) == file)
    #expect(try world.findings() == [])
  }

  @Test("By the clock: what has not gone ends, on the tick or at the start, once and with a leaf")
  func expiry() throws {
    let world = try BundleWorld()
    let created = world.sealing(days: 1)
    _ = try world.session(.sanne).sealBundle(created)
    let sealed = try world.sealed(days: 1)
    let placed = try world.placed(days: 1)
    let sent = try world.sealed(days: 1)
    try world.session(.sanne).bundleSent(sent, of: world.dossier)
    let later = try world.placed(days: 3)
    try world.vault.server.tick()
    #expect(try world.leaves([.bundleExpire]).isEmpty)
    world.clock.pass(BundleWorld.day)
    try world.vault.server.tick()
    try world.vault.server.tick()
    let leaves = try world.leaves([.bundleExpire])
    #expect(leaves.count == 3 && leaves.allSatisfy { $0.actor == nil && $0.dossier != nil })
    #expect(leaves.allSatisfy { $0.detail["why"] == .code("term") })
    for bundle in [created.bundle, sealed, placed] {
      #expect(try world.stored(bundle).state == .expired)
      #expect(try world.parts(bundle) == 0)
    }
    #expect(try world.stored(sent).state == .sent, "what left is not here to end")
    #expect(try world.stored(later).state == .placed && world.hasToken(later))
    world.stop()
    world.clock.pass(2 * BundleWorld.day)
    try world.restart()
    #expect(try world.stored(later).state == .expired)
    try world.waitUntilTidy(later)
    #expect(try !world.hasToken(placed) && !world.hasToken(later))
    #expect(try world.findings() == [])
  }

  @Test("More bundles are over than one batch takes: all end, and members are served in between")
  func manyOver() throws {
    let world = try BundleWorld()
    let sanne = try world.session(.sanne)
    for _ in 0..<(ExpiredBundles.limit + 5) { _ = try sanne.sealBundle(world.sealing(days: 1)) }
    world.clock.pass(BundleWorld.day)
    try world.vault.server.tick()
    _ = try world.session(.sanne).bundles(of: world.dossier)
    let deadline = ContinuousClock.now + .seconds(20)
    while try world.leaves([.bundleExpire]).count < ExpiredBundles.limit + 5,
      ContinuousClock.now < deadline
    { usleep(10_000) }
    #expect(try world.leaves([.bundleExpire]).count == ExpiredBundles.limit + 5)
    #expect(try world.findings() == [])
  }

  @Test(
    "Killed at each step of placing: after the restart there is a whole part with its token, or none, and placing again ends well",
    .enabled(if: Programs.areBuilt, "CrashingService is not built"),
    arguments: WriteStep.ofEveryWrite)
  func killed(step: WriteStep) throws {
    let world = try BundleWorld()
    let file = Array("age-encryption.org".utf8)
    let bundle = try world.sealed(file)
    world.stop()
    let socket = world.household.scratch.path("c")
    // Start, policy and sign-in come before; only the placing writes a token.
    let isOfKeystore = [.keystoreWritten, .keystoreCommitted].contains(step)
    let process = try ServiceProcess(
      Programs.crashing,
      [
        world.household.folder, Programs.policies, socket, "kill", step.rawValue,
        isOfKeystore ? "1" : "4",
      ])
    #expect(process.listens(at: socket), "\(process.errors)")
    let channel = try world.channel(at: socket)
    #expect(throws: ClientError.connectionLost) {
      try world.place(bundle, file, try world.session(.sanne, over: channel))
    }
    #expect(process.wait() == -SIGKILL)
    try world.restart()
    let isDone = [.vaultCommitted, .checkpointSigned, .released].contains(step)
    #expect(try world.stored(bundle).state == (isDone ? .placed : .sealed))
    #expect(try world.parts(bundle) == (isDone ? 1 : 0))
    if !isDone { try world.place(bundle, file) }
    #expect(try opened(bundle, world) == file)
    #expect(try world.findings() == [])
  }
}
