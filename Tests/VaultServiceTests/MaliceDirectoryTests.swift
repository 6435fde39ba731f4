import Directory
import Dossier
import Foundation
import Records
import Session
import Sodium
import Store
import StrictJSON
import Testing
import VaultClient
import VaultFixture
import Vocabulary

@testable import VaultService

@Suite("The malicious service: who is who", .serialized)
struct MaliceDirectoryTests {
  /// The directory as the vault holds it, verified.
  private func view(_ world: MaliceWorld, _ records: [[UInt8]]? = nil) throws -> DirectoryView {
    try DirectoryView.verify(
      records: records ?? world.directoryRecords(), anchor: world.vault.household.anchor)
  }

  /// A record of the root's own making, with any signatures, past all checks of making one.
  private func record(
    _ act: DirectoryAct, on view: DirectoryView,
    by signers: [(Identifier?, (_ body: [UInt8]) -> [UInt8])]
  ) throws -> [UInt8] {
    let draft = try DirectoryDraft(act, at: MaliceWorld.now, on: view)
    let signed = signers.map { who, sign in (who ?? Identifier.zero, who, sign(draft.bytes)) }
      .sorted { $0.0 < $1.0 }
    return CanonicalJSON.encode([
      "body": .base64(draft.bytes),
      "sigs": .array(
        signed.map { _, who, signature in
          ["by": who.map { .id($0) } ?? "institution", "sig": .base64(signature)]
        }),
    ])
  }

  @Test("A false key of a role or member, and any record without its two signatures, is refused")
  func falseRecords() throws {
    let world = try MaliceWorld()
    let house = world.vault.household
    let records = try world.directoryRecords()
    let view = try view(world)
    let own = try BoxKeyPair.generate()
    let ownSigner = try SigningKeyPair.generate()
    let sanne = world.vault.member(.sanne)
    func signer(_ person: Person) -> (Identifier?, ([UInt8]) -> [UInt8]) {
      let ring = house.ring(person)
      return (
        ring.identity.member,
        { Signature.sign($0, as: .directory, with: ring.identity.signing) }
      )
    }
    func forger(_ person: Person) -> (Identifier?, ([UInt8]) -> [UInt8]) {
      let seed = Random.bytes(32)
      return (
        house.ring(person).identity.member,
        {
          guard let secret = try? SecretBytes(copying: seed),
            let pair = try? SigningKeyPair(seed: secret)
          else { return [] }
          return Signature.sign($0, as: .directory, with: pair)
        }
      )
    }
    let standing = try #require(view.roleEpoch(.jeugdbeschermer))
    let falseRole = DirectoryAct.roleEpoch(
      RoleEpoch(
        role: .jeugdbeschermer, epoch: standing.epoch + 1, box: own.publicKey,
        custody: standing.custody))
    let account = try #require(view.member(sanne))
    let falseMember = DirectoryAct.serviceKey(ownSigner.publicKey)
    let falseLog = DirectoryAct.logKey(ownSigner.publicKey)
    let suspended = DirectoryAct.suspension(account.id)
    for (name, act, signers) in [
      ("a false role key, unsigned", falseRole, []),
      ("a false role key, one signature", falseRole, [signer(.custodian)]),
      ("a false role key, twice the same", falseRole, [signer(.custodian), signer(.custodian)]),
      ("a false role key, forged", falseRole, [forger(.custodian), forger(.beheerder)]),
      ("a false role key, one forged", falseRole, [signer(.custodian), forger(.beheerder)]),
      ("a false role key, by members", falseRole, [signer(.sanne), signer(.youssef)]),
      ("a false role key, by the institution", falseRole, [(nil, forger(.fg).1)]),
      ("the root's service key, beheerder alone", falseMember, [signer(.beheerder)]),
      (
        "the root's service key, beheerder and custodian", falseMember,
        [signer(.beheerder), signer(.custodian)]
      ),
      ("the root's log key, beheerder alone", falseLog, [signer(.beheerder), forger(.fg)]),
      ("a suspension, beheerder alone", suspended, [signer(.beheerder)]),
    ] as [(String, DirectoryAct, [(Identifier?, ([UInt8]) -> [UInt8])])] {
      let forged = try record(act, on: view, by: signers)
      let liar = LyingVault(world)
      liar.directory = { $0 + [forged] }
      let state = try world.device(.sanne)
      noticed(.directory, on: state, evidence: false, "\(name), a new device") {
        _ = try world.signIn(.sanne, state, over: liar.channel())
      }
      let pinned = try world.device(.sanne)
      do { _ = try world.signIn(.sanne, pinned) }
      noticed(.directory, on: pinned, evidence: false, "\(name), a pinned device") {
        _ = try world.signIn(.sanne, pinned, over: liar.channel())
      }
      #expect(pinned.records == records, "\(name)")
    }
  }

  @Test(
    "A member's own key put in the place of another's is refused: the record names the bytes before"
  )
  func falseMemberKey() throws {
    let world = try MaliceWorld()
    let records = try world.directoryRecords()
    let own = try SigningKeyPair.generate()
    let sanne = world.vault.household.ring(.sanne).identity.enrolment
    for (index, record) in records.enumerated() {
      // Wherever Sanne's public key stands, the root's own instead.
      let json = try CanonicalJSON.decode(record, limits: .record)
      let body = String(decoding: try #require(json["body"]?.bytesValue), as: UTF8.self)
      let changed = body.replacingOccurrences(
        of: Base64.encode(sanne.keys.sign), with: Base64.encode(own.publicKey))
      guard changed != body else { continue }
      let liar = LyingVault(world)
      liar.directory = { records in
        var records = records
        records[index] = CanonicalJSON.encode(json.with("body", .base64(Array(changed.utf8))))
        return records
      }
      let state = try world.device(.youssef)
      noticed(.directory, on: state, evidence: false, "record \(index + 1)") {
        _ = try world.signIn(.youssef, state, over: liar.channel())
      }
      return
    }
    Issue.record("Sanne's key is in no record")
  }

  @Test(
    "A directory that was cut, rolled back, forked, reordered or founded by another is refused")
  func histories() throws {
    let world = try MaliceWorld()
    let elsewhere = try MaliceWorld()
    let records = try world.directoryRecords()
    let foreign = try elsewhere.directoryRecords()
    // The same people sign another last record: two histories, both genuine.
    let shorter = Array(records.dropLast())
    let base = try view(world, shorter)
    var draft = try DirectoryDraft(
      .suspension(world.vault.member(.toezichthouder)), at: MaliceWorld.now, on: base)
    for person in [Person.beheerder, .custodian] {
      let identity = world.vault.household.ring(person)
      try draft.sign(as: identity.identity.member, with: identity.identity.signing, on: base)
    }
    let fork = shorter + [try draft.record(on: base)]

    func attack(
      _ name: String, _ finding: Tampering, pinned: Bool, evidence: Bool = false,
      _ served: [[UInt8]]
    ) throws {
      let state = try world.device(.sanne)
      if pinned { _ = try world.signIn(.sanne, state) }
      let liar = LyingVault(world)
      liar.directory = { _ in served }
      if let view = try? view(world, served) {
        // The stolen service key signs the position that goes with it.
        liar.view = view
      }
      noticed(finding, on: state, evidence: evidence, "\(name)") {
        _ = try world.signIn(.sanne, state, over: liar.channel())
      }
    }
    try attack("empty", .directory, pinned: false, [])
    try attack("without its founding", .directory, pinned: false, Array(records.dropFirst()))
    try attack(
      "two records swapped", .directory, pinned: false,
      {
        var swapped = records
        swapped.swapAt(3, 4)
        return swapped
      }())
    try attack(
      "a record left out", .directory, pinned: false,
      {
        var cut = records
        cut.remove(at: 5)
        return cut
      }())
    try attack("a record twice", .directory, pinned: false, records + [records[records.count - 1]])
    try attack(
      "one bit of a signature", .directory, pinned: false,
      {
        var changed = records
        changed[2] = changed[2].flipped(at: -6)
        return changed
      }())
    try attack("another institution's", .directory, pinned: false, foreign)
    try attack(
      "the founding under another key", .directory, pinned: false,
      [foreign[0]] + records.dropFirst())
    // With a pin: what is served from there on must go on from there.
    try attack(
      "a fork that goes on", .directory, pinned: true,
      fork + [records[records.count - 1]])
  }

  @Test(
    "A shorter or other directory than this device has is found out from the signed position")
  func rolledBackUnderPin() throws {
    let world = try MaliceWorld()
    let records = try world.directoryRecords()
    let state = try world.device(.sanne)
    do { _ = try world.signIn(.sanne, state) }
    let shorter = try view(world, Array(records.dropLast(2)))
    let liar = LyingVault(world)
    liar.directory = { Array($0.dropLast(2)) }
    liar.view = shorter
    // The client has the rest itself; what it has stays, and the service is held to it.
    noticed(.directoryShorter, on: state) {
      _ = try world.signIn(.sanne, state, over: liar.channel())
    }
    #expect(state.records == records)
    // A new device takes a genuine, older directory for the whole; the first link that was written
    // under a newer one finds it out.
    let fresh = try world.device(.sanne)
    let session = try world.signIn(.sanne, fresh, over: liar.channel())
    #expect(session.directory.position == shorter.position)
    noticed(.author, on: fresh) { _ = try session.open(world.dossier, purpose: .uitvoering) }
  }

  @Test("A service key that is not in the directory proves nothing, whoever holds the host")
  func serviceKey() throws {
    let world = try MaliceWorld()
    let own = try SigningKeyPair.generate()
    let liar = LyingVault(world)
    liar.helloSigner = { Signature.sign($0, as: .hello, with: own) }
    let state = try world.device(.sanne)
    do { _ = try world.signIn(.sanne, state) }
    noticed(.helloSignature, on: state) {
      _ = try world.signIn(.sanne, state, over: liar.channel())
    }
  }
}
