import AgeFile
import Directory
import Foundation
import Minisign
import Records
import Sodium
import Store
import Testing
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultService

/// A vault with a partner, and the partner's own device: its keys, an empty home, a folder for what comes.
final class CollectDesk {
  let desktop: Desktop
  let partner = Identifier.random()
  let pair: MinisignPair
  let age: AgeIdentity
  let dossier: Identifier
  private let scratch: Scratch
  static let passphrase = "een wachtzin van de partner"

  init() throws {
    desktop = try Desktop()
    scratch = try Scratch()
    pair = try MinisignPair.generate()
    age = try AgeIdentity.generate()
    dossier = try desktop.vault.session(.sanne).create(Families.gezin("sjors")).id
    let key = try desktop.vault.server.opened.keystore.read { try $0.tokens.bundlePublicKey() }
    try add(.bundleKey(key ?? []))
    try add(
      .partner(
        NewPartner(
          partner: partner, name: "Wijkteam Noord", kind: .wijkteam,
          keys: PartnerKeys(
            age: age.publicKey, sign: pair.pair.publicKey, signNumber: pair.number))))
    try write("institution.pub", desktop.vault.household.anchor.encode())
    try write("age.txt", bytes(age.text()) + [0x0A])
    try write("wachtzin", Array((Self.passphrase + "\n").utf8))
    let light = try #require(ScryptByLimits.Limits(operations: 524_288, memory: 16_777_216))
    let file = try MinisignKeyFile.lock(
      pair, SecretBytes(copying: Array(Self.passphrase.utf8)), limits: light)
    try write("minisign.key", bytes(file))
    let other = try MinisignKeyFile.lock(
      MinisignPair.generate(), SecretBytes(copying: Array(Self.passphrase.utf8)), limits: light)
    try write("vreemd.key", bytes(other))
    try FileManager.default.createDirectory(
      atPath: path("in"), withIntermediateDirectories: false)
  }

  private func bytes(_ secret: borrowing SecretBytes) -> [UInt8] {
    secret.withSpan { span in span.indices.map { span[$0] } }
  }

  func path(_ name: String) -> String { scratch.path(name) }

  /// A file of mode 0600.
  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: path(name))
  }

  func read(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// What lies in the partner's folder.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path("in"))) ?? []).sorted()
  }

  func add(_ act: DirectoryAct) throws {
    let view = desktop.vault.server.writer.published.directory
    var draft = try DirectoryDraft(
      act, at: Int64(Date().timeIntervalSince1970 * 1000), on: view)
    for person in [Person.beheerder, .fg] {
      let ring = desktop.vault.household.ring(person)
      try draft.sign(as: ring.identity.member, with: ring.identity.signing, on: view)
    }
    try desktop.vault.session(.beheerder).appendToDirectory(draft.record(on: view))
  }

  /// Seals these bytes with the stock age for the partner and places the file: its bundle and its bytes.
  func place(_ plain: [UInt8]) throws -> (bundle: Identifier, file: [UInt8]) {
    try write("plain", plain)
    let made = try Program.run(
      "age", ["-r", try age.recipient().text, "-o", path("x.age"), path("plain")])
    #expect(made.status == 0, "\(made.errorText)")
    let file = try read("x.age")
    let session = try desktop.vault.session(.sanne, device: "sealing")
    let manifest = Random.bytes(500)
    let sealing = BundleSealing(
      bundle: .random(), dossier: dossier, hash: BLAKE2b.hash(manifest, count: 64),
      manifest: SHA256.hash(manifest), kind: .wijkteam, partners: [partner],
      sections: [.plannen], ground: "toestemming",
      validUntil: Int64(Date().timeIntervalSince1970 * 1000) + 5 * 86_400_000)
    _ = try session.sealBundle(sealing)
    try session.bundleReady(
      sealing.bundle, of: dossier, size: Int64(file.count), file: SHA256.hash(file))
    let descriptor = open(path("x.age"), O_RDONLY)
    defer { close(descriptor) }
    try session.placeBundle(sealing.bundle, of: dossier, from: descriptor)
    return (sealing.bundle, file)
  }

  /// `kluis overdracht collect` on the partner's device.
  func collect(
    _ more: [String] = [], key: String = "minisign.key", environment: [String: String]
  ) throws -> ProgramResult {
    let tool = Places.tools.appendingPathComponent("kluis").path
    let words = [
      tool, "overdracht", "collect", "--sleutel", path(key), "--instelling",
      path("institution.pub"), "--naar", path("in"), "--passphrase-fd", "3", "--taal", "nl",
    ]
    let home = [
      "HOME": path("home"), "XDG_CONFIG_HOME": "", "XDG_STATE_HOME": "",
    ]
    return try Program.run(
      "setsid", ["-w", "bash", "-c", "exec \"$@\" 3<\"$0\"", path("wachtzin")] + words + more,
      environment: home.merging(environment) { $1 })
  }
}
