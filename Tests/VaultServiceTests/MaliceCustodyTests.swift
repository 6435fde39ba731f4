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

@Suite("The malicious member: keys into somebody's keeping", .serialized)
struct MaliceCustodyTests {
  @Test("the directory takes no custody but to a keeper who lacks it, from one who has it")
  func custody() throws {
    let world = try MaliceWorld()
    let house = world.vault.household
    let bram = try MaliceClient(world, .beheerder)
    let coen = KeyRing(try Identity.create(name: "Coen Custos", anchor: house.anchor))
    let late = KeyRing(try Identity.create(name: "Late Custos", anchor: house.anchor))
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
    let two = [house.ring(.beheerder), house.ring(.custodian)]
    for ring in [coen, late] {
      let account = Account(ring.identity.enrolment, function: .custodian, person: .random())
      let draft = try DirectoryDraft(.account(account), at: MaliceWorld.now, on: view)
      #expect(try append(draft.bytes, two) == .answer(.permit, nil))
    }
    let key = KeptKey.role(.jurist, epoch: 1)
    let member = try #require(view.member(coen.identity.member))
    let own = try #require(view.member(world.vault.member(.custodian))?.boxes[key])
    let box = try key.reseal(
      own.bytes, with: house.ring(.custodian).identity.box, to: member, in: view)
    let body = try DirectoryDraft(
      .custody(Custody(key: key, member: member.id, box: box)), at: MaliceWorld.now, on: view
    ).bytes
    let json = try CanonicalJSON.decode(body, limits: .record)
    func changed(_ field: String, _ value: JSONValue?) -> [UInt8] {
      CanonicalJSON.encode(json.with(field, value))
    }
    for (name, body, signers) in [
      ("no such epoch", changed("epoch", 2), two),
      ("epoch 0", changed("epoch", 0), two),
      ("another role's, not there", changed("role", "custodian"), two),
      ("the FG's", changed("role", "fg"), two),
      ("the lookup key in a role's box", changed("role", nil), two),
      ("to a jurist", changed("member", .id(world.vault.member(.jurist))), two),
      ("to who has it", changed("member", .id(world.vault.member(.custodian))), two),
      ("to a stranger", changed("member", .id(.random())), two),
      ("a short box", changed("box", .base64(Array(box.dropLast()))), two),
      ("signed by who gets it", body, [house.ring(.beheerder), coen]),
      ("signed by nobody who has it", body, [house.ring(.beheerder), late]),
      ("signed by the FG", body, [house.ring(.beheerder), house.ring(.fg)]),
      ("signed by one", body, [house.ring(.custodian)]),
    ] as [(String, [UInt8], [KeyRing])] {
      try world.refused(name, .answer(.fail, "directory"), as: .directory) {
        try append(body, signers)
      }
    }
    #expect(try append(body, two) == .answer(.permit, nil))
    #expect(view.keepers(of: key).map(\.id).contains(coen.identity.member))
    // The same key once more, now that he has it.
    let again = CanonicalJSON.encode(
      json.with("n", .int(Int64(view.position) + 1))
        .with("prev", .base64(BLAKE2b.hash(body))))
    try world.refused("a second time", .answer(.fail, "directory"), as: .directory) {
      try append(again, two)
    }
  }
}
