import AuditLog
import Foundation
import Records
import Sodium
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import Store
@testable import VaultClient
@testable import VaultService

@Suite("Bundles: what is taken back is gone, from the disk and from every backup", .serialized)
struct BundleRecallTests {
  /// Every file below a folder.
  private func files(_ folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).map { folder + "/" + $0 }.filter {
      var status = stat()
      return lstat($0, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
  }

  /// Whether any keystore in these files opens any part of the bundle in any vault.
  private func opens(_ bundle: Identifier, _ world: BundleWorld, in files: [String]) throws -> Bool
  {
    let wrapKey = world.household.folder + "/wrap.key"
    var secrets: [[UInt8]] = []
    for path in files where path.hasSuffix("keystore.db") {
      let place = world.household.scratch.path("look-\(UInt32.random(in: 0...(.max)))")
      try copy(path, to: place)
      let keystore = try Keystore.open(place, wrapKey: SecretFile.read(wrapKey), readers: 0)
      #expect(try keystore.tables.tokens.keys(of: .bundleToken).allSatisfy { $0.entry != bundle })
      for kind in TokenKind.allCases {
        for key in try keystore.tables.tokens.keys(of: kind) {
          if let value = try keystore.tables.tokens.get(key) { secrets.append(value.plain) }
        }
      }
    }
    var parts = 0
    for path in files where path.hasSuffix("vault.db") {
      let place = world.household.scratch.path("look-\(UInt32.random(in: 0...(.max)))")
      try copy(path, to: place)
      let vault = try Vault.open(place, readers: 0)
      for n in 0..<BundleSealing.partLimit {
        guard let sealed = try vault.tables.bundleParts.sealed(bundle, n) else { break }
        parts += 1
        let part = BundlePart(bundle: bundle, dossier: world.dossier, n: n, isLast: true)
        for secret in secrets where secret.count == 32 {
          let opened = try? AEAD.open(
            Array(sealed[AEAD.nonceCount...]), ad: part.additional,
            nonce: Array(sealed[..<AEAD.nonceCount]), key: SecretBytes(copying: secret))
          if opened != nil { return true }
        }
      }
    }
    #expect(parts > 0, "a backup of vault.db has its part, closed")
    return false
  }

  private func copy(_ path: String, to place: String) throws {
    for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path + suffix) {
      _ = FileManager.default.createFile(
        atPath: place + suffix, contents: FileManager.default.contents(atPath: path + suffix),
        attributes: [.posixPermissions: 0o600])
    }
  }

  /// The token's row as it lies in `keystore.db`, sealed.
  private func row(_ bundle: Identifier, _ world: BundleWorld) throws -> [UInt8] {
    try world.vault.server.opened.keystore.read { tables in
      var row = try tables.connection.query(
        "SELECT sealed FROM token WHERE key = ?",
        .blob(TokenKey.bundleToken(world.dossier, bundle: bundle).bytes))
      return try row.next() ? row.blob(0) : []
    }
  }

  @Test("A recalled bundle cannot be opened from any backup, nor from any file of the vault")
  func recalled() throws {
    let world = try BundleWorld()
    let file = Random.bytes(3_000)
    let bundle = try world.placed(file)
    let kept = try world.placed()
    let beheerder = try world.session(.beheerder)
    _ = try beheerder.createBackup()
    let sealed = try row(bundle, world)
    #expect(sealed.count > 32)
    #expect(try world.session(.sanne).recallBundle(bundle, of: world.dossier) == 0)
    try world.waitUntilTidy(bundle)
    _ = try world.session(.beheerder).createBackup()
    let all = try files(world.household.folder) + files(world.backups)
    #expect(all.count { $0.hasSuffix("keystore.db") } == 3)
    for path in all {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      #expect(bytes.range(of: Data(sealed)) == nil, "the token's row is still in \(path)")
      #expect(bytes.range(of: Data(file.prefix(64))) == nil, "\(path)")
    }
    #expect(try !opens(bundle, world, in: all))
    #expect(try world.hasToken(kept), "the other one waits on")
    #expect(try world.parts(bundle) == 0)
    #expect(try world.findings() == [])
  }

  @Test(
    "Killed after a recall was in the log and before the token was gone: the start removes it, from the WAL too",
    .enabled(if: Programs.areBuilt, "CrashingService is not built"),
    arguments: [WriteStep.vaultCommitted, .released, .endedTokensRemoved, .endedTokensCommitted])
  func killed(step: WriteStep) throws {
    let world = try BundleWorld()
    let bundle = try world.placed()
    let sealed = try row(bundle, world)
    world.stop()
    let socket = world.household.scratch.path("c")
    let isAfter = !WriteStep.ofEveryWrite.contains(step)
    let process = try ServiceProcess(
      Programs.crashing,
      [
        world.household.folder, Programs.policies, socket, "kill", step.rawValue,
        isAfter ? "1" : "4",
      ])
    #expect(process.listens(at: socket), "\(process.errors)")
    let channel = try world.channel(at: socket)
    _ = try? world.session(.sanne, over: channel).recallBundle(bundle, of: world.dossier)
    #expect(process.wait() == -SIGKILL)
    try world.restart()
    #expect(try world.stored(bundle).state == .recalled && !world.hasToken(bundle))
    for path in try files(world.household.folder) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      #expect(bytes.range(of: Data(sealed)) == nil, "\(path)")
    }
    #expect(try world.findings() == [])
  }

  @Test(
    "A keystore that came from a backup has no token: what waited expires before anybody is served, and is placed again"
  )
  func lostToken() throws {
    let world = try BundleWorld()
    let file = Random.bytes(700)
    let bundle = try world.placed(file)
    let name = try world.session(.beheerder).createBackup().name
    world.stop()
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(
        atPath: world.household.folder + "/keystore.db" + suffix)
    }
    try FileManager.default.copyItem(
      atPath: world.backups + "/keystore/\(name)/keystore.db",
      toPath: world.household.folder + "/keystore.db")
    try world.restart()
    #expect(try world.stored(bundle).state == .expired && world.parts(bundle) == 0)
    let leaf = try #require(try world.leaves([.bundleExpire]).first)
    #expect(leaf.detail["why"] == .code("token"))
    #expect(try world.session(.sanne).bundles().map(\.state) == [.expired])
    try world.place(bundle, file)
    #expect(try world.stored(bundle).state == .placed && world.hasToken(bundle))
    // A rotation carries it to the new file.
    _ = try world.vault.server.rotateKeystore()
    #expect(try world.hasToken(bundle))
    try world.restart()
    #expect(try world.stored(bundle).state == .placed)
    #expect(try world.findings() == [])
  }

  @Test(
    "A token without a bundle is put out of use by a start; one of a bundle that ended is removed")
  func sweep() throws {
    let world = try BundleWorld()
    let bundle = try world.placed()
    let sealed = try world.sealed()
    let closed = try world.sealed()
    try world.session(.sanne).bundleSent(closed, of: world.dossier)
    let strange = Identifier.random()
    do {
      let keystore = world.vault.server.opened.keystore
      try keystore.begin()
      for id in [strange, sealed, closed] {
        try keystore.tables.tokens.put(.bundleToken(world.dossier, bundle: id), .random(32))
      }
      try keystore.commit()
    }
    try world.restart()
    #expect(try world.hasToken(bundle) && world.hasToken(sealed))
    #expect(try !world.hasToken(strange) && !world.hasToken(closed))
    let aside = try world.vault.server.opened.keystore.tables.tokens.aside()
    #expect(aside.map(\.key.entry) == [strange])
  }
}
