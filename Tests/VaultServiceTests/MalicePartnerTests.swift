import AuditLog
import Directory
import Records
import Sodium
import StrictJSON
import Testing
import VaultClient
import VaultFixture
import Vocabulary

@testable import VaultService

@Suite("The malicious member: a partner of one's own", .serialized)
struct MalicePartnerTests {
  @Test("the directory takes no partner, its key or a bundle key but from a beheerder and an FG")
  func partners() throws {
    let world = try MaliceWorld()
    let house = world.vault.household
    let bram = try MaliceClient(world, .beheerder)
    var view: DirectoryView { world.server.writer.published.directory }
    func record(_ body: [UInt8], _ signers: [KeyRing]) -> [UInt8] {
      let signatures = signers.map { ring in
        (
          ring.identity.member,
          Signature.sign(body, as: .directory, with: ring.identity.signing)
        )
      }.sorted { $0.0 < $1.0 }
      return CanonicalJSON.encode([
        "body": .base64(body),
        "sigs": .array(signatures.map { ["by": .id($0), "sig": .base64($1)] }),
      ])
    }
    func append(_ body: [UInt8], _ signers: [KeyRing]) throws -> MaliceClient.Reply {
      try bram.call("directory.append", .object([("record", .base64(record(body, signers)))]))
    }
    func body(_ act: DirectoryAct) throws -> [UInt8] {
      try DirectoryDraft(act, at: MaliceWorld.now, on: view).bytes
    }
    let two = [house.ring(.beheerder), house.ring(.fg)]
    let wrong: [(String, [KeyRing])] = [
      ("one", [house.ring(.beheerder)]), ("the FG alone", [house.ring(.fg)]),
      ("one person twice", [house.ring(.beheerder), house.ring(.beheerder)]),
      ("a custodian", [house.ring(.beheerder), house.ring(.custodian)]),
      ("a custodian for the beheerder", [house.ring(.custodian), house.ring(.fg)]),
      ("three", two + [house.ring(.custodian)]),
    ]
    let id = Identifier.random()
    func keys() throws -> PartnerKeys {
      PartnerKeys(
        age: try BoxKeyPair.generate().publicKey, sign: try SigningKeyPair.generate().publicKey,
        signNumber: Random.bytes(8))
    }
    let first = try keys()
    let partner = NewPartner(partner: id, name: "Wijkteam Noord", kind: .wijkteam, keys: first)
    for act in [
      DirectoryAct.partner(partner), .partnerKey(id, try keys()),
      .bundleKey(try SigningKeyPair.generate().publicKey), .partnerEnd(id),
    ] {
      let body = try body(act)
      let json = try CanonicalJSON.decode(body, limits: .record)
      for (name, signers) in wrong {
        try world.refused("\(act.kind) by \(name)", .answer(.fail, "directory"), as: .directory) {
          try append(body, signers)
        }
      }
      for (name, changed) in [
        ("a field more", json.with("x", 1)), ("another kind", json.with("kind", "partners")),
        ("a field less", json.with("partner", nil).with("key", nil)),
        ("a short key", json.with("key", "AAAA").with("age", "AAAA")),
      ] {
        try world.refused("\(act.kind) with \(name)", .answer(.fail, "directory"), as: .directory) {
          try append(CanonicalJSON.encode(changed), two)
        }
      }
      #expect(try append(body, two) == .answer(.permit, nil), "\(act.kind)")
    }
    #expect(view.partner(id)?.isActive == false && view.bundleKey != nil)
    // What ended stays ended: neither its id, its keys nor new ones come back under it.
    let ended = NewPartner(partner: id, name: "Wijkteam Zuid", kind: .wijkteam, keys: try keys())
    let again = NewPartner(
      partner: .random(), name: "Wijkteam Zuid", kind: .wijkteam, keys: first)
    for act in [
      DirectoryAct.partner(ended), .partner(again), .partnerKey(id, try keys()), .partnerEnd(id),
    ] {
      let body = DirectoryBody(
        at: MaliceWorld.now, n: view.position + 1, prev: try previous(view), act: act)
      try world.refused("\(act.kind) after the end", .answer(.fail, "directory"), as: .directory) {
        try append(body.encode(), two)
      }
    }
  }

  /// What the next record names as the one before it, from a draft that would be let in.
  private func previous(_ view: DirectoryView) throws -> [UInt8] {
    let draft = try DirectoryDraft(
      .bundleKey(SigningKeyPair.generate().publicKey), at: MaliceWorld.now, on: view)
    return try DirectoryBody.decode(draft.bytes).prev
  }
}
