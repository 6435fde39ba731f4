import AuditLog
import Directory
import Foundation
import Minisign
import Records
import Sodium
import StrictJSON
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary
import Wire

@testable import Store
@testable import VaultClient
@testable import VaultService

@Suite("Bundles: what the institution signs, and what it does not", .serialized)
struct BundleSealTests {
  @Test(
    "The stock minisign verifies the signature of a sealed bundle, by the key in the directory",
    .enabled(if: Program.find("minisign") != nil, "minisign is not installed (Debian: minisign)"))
  func stockMinisign() throws {
    let world = try BundleWorld()
    let manifest = Array(#"{"schema":"dossierkluis/overdracht/1"}"#.utf8)
    let sealing = world.sealing(manifest)
    let signature = try world.session(.sanne).sealBundle(sealing)
    let folder = world.household.scratch.url.path
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
      try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      return "\(folder)/\(name)"
    }
    let file = try write("manifest.json", manifest)
    _ = try write("manifest.json.minisig", signature)
    let key = try #require(world.directory.bundleKey)
    let line = try MinisignKey(number: key.number, key: key.key).text
    let good = try Program.run("minisign", ["-Vm", file, "-P", line])
    #expect(good.status == 0, "\(good.errorText)")
    #expect(good.text.contains("Trusted comment: dossierkluis \(sealing.bundle.hex)"))
    _ = try write("manifest.json", manifest + [0x20])
    #expect(try Program.run("minisign", ["-Vm", file, "-P", line]).status != 0)
  }

  @Test("A signature that is not the institution's over this manifest is told from one that is")
  func otherSignature() throws {
    let world = try BundleWorld()
    let sealing = world.sealing()
    let signature = try world.session(.sanne).sealBundle(sealing)
    let mine = try MinisignPair.generate()
    let key = try #require(world.directory.bundleKey)
    let forged = MinisignPair(
      number: key.number, pair: try SigningKeyPair(seed: mine.pair.seed.copy()))
    let lies: [(String, [UInt8])] = [
      ("of another key", try mine.sign(hash: sealing.hash, comment: "x").encode()),
      (
        "of another key under the same number",
        try forged.sign(hash: sealing.hash, comment: BundleSealing.comment(sealing.bundle)).encode()
      ),
      ("of another bundle", signature), ("none", []), ("with more behind it", signature + [0x0A]),
    ]
    for (name, lie) in lies {
      let other = world.sealing()
      // Between member and service nobody can: the service itself lies.
      let found = BundleLie.isBelieved(lie, other, world.directory)
      #expect(!found, "\(name)")
    }
    #expect(BundleLie.isBelieved(signature, sealing, world.directory))
  }

  @Test("Nothing is signed but what the leaf names: a row that was changed gets no signature")
  func changedRow() throws {
    let world = try BundleWorld()
    let server = world.vault.server
    let hand = try HandMadeSession(world.vault, world.household.ring(.sanne))
    let sealing = world.sealing()
    let idem = Identifier.random()
    _ = try hand.call("bundle.seal", sealing.args, idem: idem)
    let bytes = try #require(
      try server.store.read { try $0.leaves.bytes(world.leaves([.bundleSeal])[0].index) })
    func isSigned() throws -> Bool {
      try hand.call("bundle.seal", sealing.args, idem: idem).fields?["minisig"] != nil
    }
    #expect(try isSigned())
    for change in [
      "hash = randomblob(64)", "manifest = randomblob(32)", "leaf = leaf - 1",
      "id = randomblob(16)",
    ] {
      let database = try Database(world.household.folder + "/vault.db")
      try database.run("PRAGMA foreign_keys = OFF")
      let before = try database.rows(
        "SELECT quote(id), quote(hash), quote(manifest), leaf FROM bundle")[0]
      try database.run("UPDATE bundle SET \(change)")
      #expect(
        try hand.call("bundle.seal", sealing.args, idem: idem).fault == .tampered, "\(change)")
      try database.run(
        "UPDATE bundle SET id = \(before[0]!), hash = \(before[1]!), manifest = \(before[2]!), leaf = \(before[3]!)"
      )
      database.close()
      #expect(try isSigned())
    }
    // A leaf that says something else, such as that it was refused, signs nothing either.
    var entry = try LogEntry(decoding: bytes)
    entry.outcome = .fail
    #expect(try Released.minisig(for: entry, server) == nil)
  }

  @Test(
    "A seal whose commit fails is not signed: no signature leaves, and no row stays",
    .enabled(if: Programs.areBuilt, "CrashingService is not built"),
    arguments: [1, 2])
  func failedCommit(_ before: Int) throws {
    let world = try BundleWorld()
    world.stop()
    let socket = world.household.scratch.path("c")
    // Start, policy, sign-in, and then what comes before the seal.
    let faulty = try ServiceProcess(
      Programs.crashing,
      [
        world.household.folder, Programs.policies, socket, "fail",
        WriteStep.vaultWritten.rawValue, "\(3 + before)",
      ])
    #expect(faulty.listens(at: socket), "\(faulty.output)")
    let frames = Frames()
    let channel = try world.channel(at: socket) { frames.add($0) }
    let sanne = try world.session(.sanne, over: channel)
    if before == 2 { _ = try sanne.list(purpose: .uitvoering) }
    frames.forget()
    #expect(throws: ClientError.logUnavailable) { try sanne.sealBundle(world.sealing()) }
    #expect(frames.errors == 1)
    #expect(try sanne.bundles(of: world.dossier).isEmpty)
    faulty.kill()
  }

  @Test("R11: new keys of a partner are told at once to the FG and to who leads")
  func partnerKeySignal() throws {
    let world = try BundleWorld()
    let spool = world.household.folder + "/spool"
    func signals() -> [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: spool)) ?? []).filter {
        $0.contains("partner-sleutel")
      }
    }
    #expect(signals().isEmpty, "a new partner is none")
    try world.add(.partnerKey(world.partners[0], world.newKeys().keys))
    let name = try #require(signals().first)
    let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: spool + "/" + name)))
    let signal = try JSONObject(CanonicalJSON.decode(bytes, limits: .record))
    #expect(try signal.requireString("kind") == "partner-sleutel")
    let told = try signal.requireStrings("members")
    #expect(
      Set(told)
        == Set(
          [Person.fg, .leidinggevende].map { Base64.encode(world.vault.member($0).bytes) }))
    let leaf = try world.leaves([.directory]).last
    #expect(try signal.requireInt("leaf") == Int64(try #require(leaf).index))
  }
}

/// What the client believes of a signature.
enum BundleLie {
  static func isBelieved(
    _ file: [UInt8], _ sealing: BundleSealing, _ directory: DirectoryView
  ) -> Bool {
    sealing.isSigned(file, by: directory.bundleKey)
  }
}

extension Released {
  /// What `Release` signs for a leaf that a test made up.
  fileprivate static func minisig(for entry: LogEntry, _ server: VaultServer) throws -> [UInt8]? {
    let leaf = try server.writer.perform(LeafAlone(entry: entry)).leaves[0]
    let release = Release(store: server.store, keystore: server.opened.keystore)
    let members = try release.release(leaf).members
    return members.first { $0.key == "minisig" }?.value.stringValue.flatMap { Base64.decode($0) }
  }
}

/// A leaf and nothing with it.
private struct LeafAlone: PlannedAct {
  let entry: LogEntry

  func plan(_ context: ActContext) -> Plan {
    var plan = Plan()
    plan.leaves = [entry]
    return plan
  }
}
