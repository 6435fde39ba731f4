import AuditLog
import Directory
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

@Suite(
  "Bundles: what may be done in which state, by whom, and what the log says of it", .serialized)
struct BundleStateTests {
  private enum Deed: String, CaseIterable {
    case ready, place, hand, mail, recall, confirm
  }

  private static let file = Array("age".utf8)

  /// The codes of every deed in every state, in the order of `Deed`; "-" is done.
  private static let table: [BundleState: [String]] = [
    .created: ["-", "bundle-state", "bundle-state", "bundle-state", "-", "bundle-state"],
    .sealed: ["bundle-state", "-", "-", "-", "-", "bundle-state"],
    .placed: [
      "bundle-state", "bundle-state", "bundle-state", "bundle-state", "-", "bundle-state",
    ],
    .sent: ["bundle-state", "left", "bundle-state", "bundle-state", "left", "-"],
    .collected: ["bundle-state", "collected", "bundle-state", "bundle-state", "collected", "-"],
    .received: ["bundle-state", "collected", "bundle-state", "bundle-state", "collected", "-"],
    .closed: [
      "bundle-state", "collected", "bundle-state", "bundle-state", "collected", "bundle-state",
    ],
    .recalled: Array(repeating: "bundle-state", count: 6),
    .expired: Array(repeating: "bundle-state", count: 6),
  ]

  private func bundle(in state: BundleState, _ world: BundleWorld) throws -> Identifier {
    let sanne = try world.session(.sanne)
    switch state {
    case .created:
      let sealing = world.sealing()
      _ = try sanne.sealBundle(sealing)
      return sealing.bundle
    case .sealed: return try world.sealed(Self.file)
    case .placed: return try world.placed(Self.file)
    case .sent:
      let bundle = try world.sealed(Self.file)
      try sanne.bundleSent(bundle, of: world.dossier)
      return bundle
    case .collected:
      let bundle = try world.placed(Self.file)
      try world.collect(bundle)
      return bundle
    case .received:
      let bundle = try bundle(in: .collected, world)
      try world.receive(bundle)
      return bundle
    case .closed:
      let bundle = try bundle(in: .received, world)
      try sanne.confirmBundle(bundle, of: world.dossier, by: .partner)
      return bundle
    case .recalled:
      let bundle = try world.placed(Self.file)
      #expect(try sanne.recallBundle(bundle, of: world.dossier) == 0)
      return bundle
    case .expired: return try world.placed(Self.file, days: 1)
    }
  }

  private func attempt(
    _ deed: Deed, _ bundle: Identifier, _ world: BundleWorld, _ session: VaultSession,
    of dossier: Identifier? = nil
  ) throws -> String? {
    let dossier = dossier ?? world.dossier
    return try world.code {
      switch deed {
      case .ready:
        try session.bundleReady(bundle, of: dossier, size: 3, file: SHA256.hash(Self.file))
      case .place:
        let path = world.household.scratch.path("place")
        try Data(Self.file).write(to: URL(fileURLWithPath: path))
        let descriptor = open(path, O_RDONLY)
        defer { close(descriptor) }
        try session.placeBundle(bundle, of: dossier, from: descriptor)
      case .hand: try session.bundleSent(bundle, of: dossier)
      case .mail: try session.mailBundle(bundle, of: dossier, Array("Subject: x\r\n".utf8))
      case .recall: _ = try session.recallBundle(bundle, of: dossier)
      case .confirm: try session.confirmBundle(bundle, of: dossier, by: .sender)
      }
    }
  }

  @Test("Every act in every state: done, or failed with the state's own code, and nothing moved")
  func everyActInEveryState() throws {
    let world = try BundleWorld()
    // The last one needs time to pass, and then sessions of their own.
    for state in BundleState.allCases {
      for (deed, expected) in zip(Deed.allCases, try #require(Self.table[state])) {
        let bundle = try bundle(in: state, world)
        if state == .expired {
          world.clock.pass(2 * BundleWorld.day)
          try world.vault.server.tick()
        }
        #expect(try world.stored(bundle).state == state)
        let found = try attempt(deed, bundle, world, try world.session(.sanne)) ?? "-"
        #expect(found == expected, "\(deed) of a bundle that is \(state)")
        let moved = try world.stored(bundle).state != state
        #expect(moved == (expected == "-"), "\(deed) of a bundle that is \(state)")
      }
    }
    #expect(try world.findings() == [])
  }

  @Test(
    "Who is not involved is refused in one text, whether there is a bundle or not; a bundle of another dossier is not there"
  )
  func notInvolved() throws {
    let world = try BundleWorld()
    let bundle = try world.sealed(Self.file)
    for person in [Person.youssef, .jurist, .toezichthouder, .fg, .beheerder, .custodian] {
      let session = try world.session(person)
      for deed in Deed.allCases {
        let real = try attempt(deed, bundle, world, session)
        let none = try attempt(deed, .random(), world, session)
        let nowhere = try attempt(deed, bundle, world, session, of: .random())
        #expect(real != nil && real == none && real == nowhere, "\(person) \(deed)")
      }
      #expect(try world.code { _ = try session.bundles(of: world.dossier) } != nil)
      #expect(try session.bundles().isEmpty)
      let asked = try world.code { _ = try session.sealBundle(world.sealing()) }
      #expect(asked != nil && asked != "no-bundle-key", "\(person)")
    }
    let sanne = try world.session(.sanne)
    for deed in Deed.allCases {
      #expect(try attempt(deed, bundle, world, sanne, of: world.other) == "not-found")
      #expect(try attempt(deed, .random(), world, sanne) == "not-found")
    }
    // The leidinggevende of the team follows and recalls, and seals nothing.
    let lotte = try world.session(.leidinggevende)
    #expect(try lotte.bundles(of: world.dossier).map(\.bundle) == [bundle])
    #expect(try world.code { _ = try lotte.sealBundle(world.sealing()) } == "role-shares-not")
    #expect(try lotte.recallBundle(bundle, of: world.dossier) == 0)
    #expect(try world.findings() == [])
  }

  @Test("What the policy does not let go is not signed, and neither is what names a wrong partner")
  func sealingIsRefused() throws {
    let world = try BundleWorld()
    let sanne = try world.session(.sanne)
    func code(_ sealing: BundleSealing) throws -> String? {
      try world.code { _ = try sanne.sealBundle(sealing) }
    }
    #expect(try code(world.sealing(sections: [.journaal])) == "partner-gets-not")
    #expect(try code(world.sealing(days: 91)) == "term-not-allowed")
    #expect(try code(world.sealing(days: -1)) == "term-not-allowed")
    #expect(try code(world.sealing(for: [world.school])) == "not-found")
    #expect(try code(world.sealing(for: [.random()])) == "not-found")
    let sealing = world.sealing()
    #expect(try code(sealing) == nil)
    let again = BundleSealing(
      bundle: sealing.bundle, dossier: world.other, hash: sealing.hash, manifest: sealing.manifest,
      kind: .wijkteam, partners: [], sections: [.kern], ground: "toestemming",
      validUntil: sealing.validUntil)
    #expect(try code(again) == "not-involved", "an id that is in use")
    try world.add(.partnerEnd(world.partners[0]))
    #expect(try code(world.sealing()) == "not-found", "a partner that ended")
    // Another key than the one here is named: what we sign, nobody would believe.
    try world.add(.bundleKey(try SigningKeyPair.generate().publicKey))
    #expect(try code(world.sealing(for: [world.partners[1]])) == "no-bundle-key")
    #expect(try world.leaves([.bundleSeal]).filter { $0.outcome == .permit }.count == 1)
    #expect(try world.findings() == [])
  }

  @Test(
    "The list shows how far each bundle came, for whom, with receipts that their partner signed")
  func list() throws {
    let world = try BundleWorld()
    let sanne = try world.session(.sanne)
    let waiting = try world.placed(Self.file)
    try world.fetch(waiting, world.partners[0])
    let received = try bundle(in: .received, world)
    let closed = try bundle(in: .closed, world)
    let listed = try sanne.bundles(of: world.dossier)
    #expect(listed.map(\.bundle) == [waiting, received, closed])
    #expect(listed.map(\.state) == [.placed, .received, .closed])
    #expect(listed[0].recipients.map(\.partner) == world.partners)
    #expect(listed[0].recipients.map(\.fetched) == [1, 0])
    #expect(listed[0].receipts.isEmpty && listed[1].receipts.count == 2)
    #expect(listed[1].recipients.allSatisfy { $0.collected != nil && $0.received != nil })
    #expect(listed.allSatisfy { $0.sealer == world.vault.member(.sanne) && $0.way == nil })
    // Without a dossier: what somebody still has to do something about.
    #expect(try Set(sanne.bundles().map(\.bundle)) == [waiting, received])
    #expect(try Set(sanne.everyBundle().map(\.bundle)) == [waiting, received, closed])
    #expect(try world.session(.youssef).everyBundle().isEmpty)
    let hand = try HandMadeSession(world.vault, world.household.ring(.sanne))
    #expect(
      try hand.call("bundle.list", ["dossier": .id(world.dossier), "ended": true]).fault
        == .invalidParams)
    #expect(try world.session(.leidinggevende).bundles().count == 2)
    #expect(try sanne.recallBundle(waiting, of: world.dossier) == 1, "a partner has one part")
    // One whose receipt another signed is told from the service's own word.
    let forged = try bundle(in: .collected, world)
    try world.receive(forged, signedBy: world.school)
    #expect(try world.code { _ = try sanne.bundles(of: world.dossier) } == "tampered-record")
    #expect(try world.findings() == [])
  }

  @Test("A repeated act is done once, and a repeated seal gives the same signature once more")
  func repeated() throws {
    let world = try BundleWorld()
    let hand = try HandMadeSession(world.vault, world.household.ring(.sanne))
    let sealing = world.sealing()
    let idem = Identifier.random()
    let first = try #require(hand.call("bundle.seal", sealing.args, idem: idem).fields)
    let second = try #require(hand.call("bundle.seal", sealing.args, idem: idem).fields)
    #expect(first["minisig"] != nil && first["minisig"] == second["minisig"])
    #expect(second["repeated"] == true)
    #expect(
      try hand.call("bundle.seal", world.sealing().args, idem: idem).fault == .invalidParams)
    let args: JSONValue = ["bundle": .id(sealing.bundle), "dossier": .id(world.dossier)]
    for _ in 0..<2 {
      let answer = try hand.call("bundle.recall", args, idem: sealing.bundle)
      #expect(answer.fields?["outcome"] == "permit")
    }
    #expect(try world.leaves([.bundleSeal, .bundleRecall]).count == 2)
    #expect(try world.findings() == [])
  }
}
