import AuditLog
import Foundation
import Records
import Sodium
import Store
import StrictJSON
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary
import Wire

@testable import VaultClient
@testable import VaultService

@Suite("Bundles: a mail is in the spool once, after its leaf", .serialized)
struct BundleMailTests {
  private static let mail = Array(
    "To: wijkteam@example.nl\r\nSubject: Overdracht\r\n\r\n.\r\n".utf8)

  private func folder(_ world: BundleWorld) -> String { world.household.folder + "/spool/mail" }

  private func names(_ world: BundleWorld) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder(world))) ?? []
  }

  private func args(_ bundle: Identifier, _ world: BundleWorld) -> JSONValue {
    [
      "bundle": .id(bundle), "dossier": .id(world.dossier),
      "mail": .base64(SHA256.hash(Self.mail)), "way": "mail",
    ]
  }

  @Test("The mail lies there byte for byte under the bundle's id, for the spool's group, once")
  func once() throws {
    let world = try BundleWorld()
    let spool = world.household.folder + "/spool"
    mkdir(spool, 0o700)
    chmod(spool, 0o2770)
    let bundle = try world.sealed()
    let hand = try HandMadeSession(world.vault, world.household.ring(.sanne))
    let idem = Identifier.random()
    func send() throws -> JSONObject? {
      try hand.call("bundle.send", args(bundle, world), idem: idem, rows: Self.mail).fields
    }
    #expect(try send()?["outcome"] == "permit")
    let path = folder(world) + "/\(bundle.hex).eml"
    #expect(names(world) == ["\(bundle.hex).eml"])
    #expect(FileManager.default.contents(atPath: path).map { [UInt8]($0) } == Self.mail)
    var status = stat()
    #expect(lstat(path, &status) == 0 && status.st_mode & 0o777 == 0o640)
    #expect(lstat(folder(world), &status) == 0 && status.st_mode & 0o7777 == 0o2770)
    // Asked again after it was delivered: it is not sent twice.
    #expect(try send()?["repeated"] == true)
    try FileManager.default.removeItem(atPath: path)
    #expect(try send()?["repeated"] == true)
    #expect(names(world).isEmpty)
    try world.restart()
    #expect(names(world).isEmpty)
    #expect(try world.stored(bundle).state == .sent)
    #expect(try world.leaves([.bundleSend]).count == 1)
    #expect(try world.session(.sanne).bundles().map(\.way) == [.mail])
    #expect(try world.findings() == [])
  }

  @Test("A mail that could not be written is written by who asks again, with the same key or anew")
  func notWritten() throws {
    let world = try BundleWorld()
    let spool = world.household.folder + "/spool"
    mkdir(spool, 0o700)
    // What stands in its place is no folder.
    _ = FileManager.default.createFile(atPath: folder(world), contents: Data())
    let (first, second) = (try world.sealed(), try world.sealed())
    let hand = try HandMadeSession(world.vault, world.household.ring(.sanne))
    let idem = Identifier.random()
    for bundle in [first, second] {
      let answer = try hand.call(
        "bundle.send", args(bundle, world), idem: bundle == first ? idem : .random(),
        rows: Self.mail)
      #expect(answer.fault == .unavailable, "it is in the log, and nobody is told that it left")
      #expect(try world.stored(bundle).state == .sent)
    }
    try FileManager.default.removeItem(atPath: folder(world))
    let again = try hand.call("bundle.send", args(first, world), idem: idem, rows: Self.mail)
    #expect(again.fields?["repeated"] == true)
    try world.session(.sanne).mailBundle(second, of: world.dossier, Self.mail)
    #expect(Set(names(world)) == ["\(first.hex).eml", "\(second.hex).eml"])
    // And now it is gone: nobody sends it once more.
    #expect(throws: ClientError.bundle(.state)) {
      try world.session(.sanne).mailBundle(second, of: world.dossier, Self.mail)
    }
    #expect(try world.findings() == [])
  }

  @Test("What is not the mail that was signed, and a mail that goes by hand, are refused")
  func wrongMails() throws {
    let world = try BundleWorld()
    let bundle = try world.sealed()
    let hand = try HandMadeSession(world.vault, world.household.ring(.sanne))
    func call(_ args: JSONValue, _ rows: [UInt8]?) throws -> WireFault? {
      try hand.call("bundle.send", args, rows: rows).fault
    }
    let good = args(bundle, world)
    #expect(try call(good, Self.mail + [0]) == .invalidParams)
    #expect(try call(good, nil) == .invalidParams)
    #expect(try call(good.with("mail", nil), Self.mail) == .invalidParams)
    #expect(try call(good.with("way", "hand"), nil) == .invalidParams)
    #expect(try call(good.with("way", "hand").with("mail", nil), Self.mail) == .invalidParams)
    #expect(try call(good.with("way", "post"), Self.mail) == .invalidParams)
    #expect(try world.leaves([.bundleSend]).isEmpty && names(world).isEmpty)
    #expect(throws: ClientError.inputRefused(.tooLarge)) {
      try world.session(.sanne).mailBundle(
        bundle, of: world.dossier, Array(repeating: 0x41, count: BundleSealing.mailLimit + 1))
    }
  }
}
