import AuditLog
import Foundation
import Policy
import Records
import Sharing
import Sodium
import StrictJSON
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultClient
@testable import VaultService

/// The third file of a policy set, and vaults from before there was one.
@Suite("What partners may get is a file of the policy as the others", .serialized)
struct SharePolicySetTests {
  private func shipped(_ name: String) throws -> [UInt8] {
    Array(
      try Data(contentsOf: Places.project.appendingPathComponent("Policies/\(name)")))
  }

  /// A vault that was founded when a set had two files.
  private func oldVault() throws -> AccessVault {
    let world = try AccessVault(prepare: { folder in
      try FileManager.default.removeItem(atPath: folder + "/overdracht.json")
    })
    try put(shipped("overdracht.json"), in: world)
    return world
  }

  private func put(_ bytes: [UInt8]?, in world: AccessVault) throws {
    let file = world.policies + "/overdracht.json"
    try? FileManager.default.removeItem(atPath: file)
    if let bytes { try Data(bytes).write(to: URL(fileURLWithPath: file)) }
  }

  private func refusedLeaf(_ world: AccessVault) throws -> String? {
    _ = #expect(throws: StartError.self) { try world.vault.server.reloadRules() }
    let leaf = try #require(world.session(.fg).wholeLog().last { $0.action == .policy })
    return leaf.outcome == .refuse ? leaf.reason : nil
  }

  @Test("a vault of two files goes on, and shares nothing until a set of three is approved")
  func twoFiles() throws {
    let world = try oldVault()
    let fg = try world.session(.fg)
    let two = try fg.policy()
    #expect(try two.files.overdracht == nil && two.sharing() == nil)
    #expect(
      two.hash
        == BLAKE2b.hash(
          [0, 0] + [UInt8(two.files.rollen.count >> 8), UInt8(two.files.rollen.count & 0xFF)],
          two.files.rollen, two.files.toegang))
    #expect(world.vault.server.writer.published.rules.policy.sharing == nil)
    // The new file beside it counts for nothing: nobody approved it.
    #expect(try refusedLeaf(world) == "policy-unsigned")
    let dossier = try world.session(.sanne).create(Families.gezin("dylan")).id
    #expect(
      try world.session(.sanne).open(dossier, purpose: .uitvoering).revisions.isEmpty == false)

    let files = PolicyFiles(
      rollen: two.files.rollen, toegang: two.files.toegang,
      overdracht: try shipped("overdracht.json"))
    let id = try world.propose(files)
    let open = try world.proposal(fg, id)
    guard case .policy(let change) = open.request.objects else {
      throw CocoaError(.coderInvalidValue)
    }
    let differences = try PolicyDifference.between(
      fg.policy(change.previous), fg.policy(change.hash))
    #expect(differences.allSatisfy { $0.file == "overdracht.json" && $0.before == nil })
    #expect(differences.contains { $0.place == "geldig_dagen" && $0.after == "30" })
    #expect(try world.session(.sanne).policy().sharing() == nil, "proposed is not in force")
    for person in [Person.fg, .leidinggevende] {
      let second = try world.session(person)
      try second.second(world.proposal(second, id), verdict: .akkoord)
    }
    let three = try world.session(.sanne).policy()
    #expect(three.hash == files.hash && three.files == files)
    #expect(try three.sharing()?[.school].sections == [.kern, .plannen])
    #expect(world.vault.server.writer.published.rules.policy.sharing != nil)
    try world.vault.server.reloadRules()
    #expect(try fg.policyHistory().map(\.set.hash) == [two.hash, three.hash])
    #expect(try world.findings() == [])

    world.vault.stop()
    let again = try RunningVault(
      world.vault.household, settings: { $0.policyFolder = world.policies },
      clock: world.clock.clock, enrol: false)
    defer { again.stop() }
    #expect(again.server.refusedRules == nil)
    #expect(again.server.writer.published.rules.hash == three.hash)
  }

  @Test(
    "R21: one changed byte of overdracht.json, or none of it, is noticed at start and read again")
  func changedFile() throws {
    let world = try AccessVault()
    let fg = try world.session(.fg)
    let approved = try fg.policy()
    let original = try #require(approved.files.overdracht)
    let text = String(decoding: original, as: UTF8.self)
    let rows: [(text: String?, code: String)] = [
      (text.replacing("\"geldig_dagen\": 30", with: "\"geldig_dagen\": 31"), "policy-unsigned"),
      (text + "\n", "policy-unsigned"), (nil, "policy-unsigned"),
      (text.replacing("\"geldig_dagen\": 30", with: "\"geldig_dagen\": 91"), "policy-below-floor"),
      (
        text.replacing("[\"kern\", \"plannen\"]", with: "[\"etiket\", \"kern\"]"),
        "policy-below-floor"
      ),
      (String(text.dropLast(9)), "policy-malformed"),
    ]
    for row in rows {
      #expect(row.text != text)
      try put(row.text.map { Array($0.utf8) }, in: world)
      #expect(try refusedLeaf(world) == row.code)
      #expect(try fg.policy() == approved)
    }
    try put(original, in: world)
    try world.vault.server.reloadRules()

    let database = try Database(world.vault.household.folder + "/vault.db")
    let old = Base64.encode(original)
    let changed = Base64.encode(
      Array(text.replacing("geldig_dagen\": 30", with: "geldig_dagen\": 60").utf8))
    world.vault.stop()
    try database.run(
      "UPDATE policy_set SET bytes = CAST(replace(CAST(bytes AS TEXT), '\(old)', '\(changed)') AS BLOB)"
    )
    database.close()
    let error = #expect(throws: StartError.self) {
      try RunningVault(
        world.vault.household, settings: { $0.policyFolder = world.policies },
        clock: world.clock.clock, enrol: false
      ).stop()
    }
    #expect(error?.exit == 65, "\(String(describing: error))")
  }

  @Test("R12, R21: an overdracht.json below the floor is refused as it is proposed, with the place")
  func floor() throws {
    let world = try AccessVault()
    let present = try world.session(.beheerder).policy().files
    let text = String(decoding: try #require(present.overdracht), as: UTF8.self)
    for (from, to, place, rule) in [
      ("\"geldig_dagen\": 30", "\"geldig_dagen\": 91", "geldig_dagen", "share-term"),
      (
        "[\"kern\", \"plannen\"]", "[\"etiket\", \"plannen\"]", "partners.wijkteam.secties",
        "label-stays"
      ),
      ("\"bsn\": false", "\"bsn\": true", "partners.school.bsn", "bsn-by-law"),
      ("\"gronden\": []", "\"gronden\": [\"zomaar\"]", "partners.overig.gronden[0]", "form"),
    ] {
      let files = PolicyFiles(
        rollen: present.rollen, toegang: present.toegang,
        overdracht: Array(text.replacing(from, with: to).utf8))
      let refused = try #require(refusal { try world.propose(files) }, "\(rule)")
      #expect(refused.policy?.file == "overdracht.json" && refused.policy?.place == place)
      #expect(refused.policy?.rule == rule)
    }
    #expect(try world.session(.fg).requests() == [])
  }

  @Test("R21: a service that shows another overdracht.json than the set has is found by its hash")
  func otherFile() throws {
    let world = try MaliceWorld()
    let text = String(decoding: try shipped("overdracht.json"), as: UTF8.self)
    let wider = Array(text.replacing("\"geldig_dagen\": 30", with: "\"geldig_dagen\": 60").utf8)
    for shown in [JSONValue.base64(wider), .base64([]), nil] {
      let liar = LyingVault(world)
      liar.answer = { $0["rollen"] == nil ? $0 : $0.with("overdracht", shown) }
      let state = try world.device(.sanne)
      let session = try world.signIn(.sanne, state, over: liar.channel())
      noticed(.policy, on: state, "another file") { _ = try session.policy() }
    }
  }

  @Test("R21: the FG finds a copy of the log whose overdracht.json is not the one of the set")
  func copy() throws {
    let world = try AccessVault()
    let folder = world.vault.household.scratch.path("copy")
    _ = try world.session(.fg).copyLog(into: folder)
    let verifier = LogCopyVerifier(anchor: world.vault.household.anchor)
    #expect(verifier.verify(folder: folder).findings == [])
    let file = folder + "/policies.jsonl"
    let lines = try String(contentsOfFile: file, encoding: .utf8)
    let original = try shipped("overdracht.json")
    #expect(lines.contains(Base64.encode(original)))
    var changed = original
    changed[changed.count / 2] ^= 1
    try lines.replacing(Base64.encode(original), with: Base64.encode(changed))
      .write(toFile: file, atomically: true, encoding: .utf8)
    #expect(verifier.verify(folder: folder).findings.map(\.fault) == [.policyMissing])
  }
}
