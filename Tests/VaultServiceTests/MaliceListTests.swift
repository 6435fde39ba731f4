import AuditLog
import Directory
import Dossier
import Records
import Sodium
import Store
import StrictJSON
import Testing
import VaultClient
import VaultFixture
import Vocabulary

@testable import VaultService

@Suite("The malicious service: lists", .serialized)
struct MaliceListTests {
  /// Changes one of the two dossiers of a list's answer.
  private func item(
    _ index: Int, _ change: @escaping (JSONValue) throws -> JSONValue
  ) -> (LyingVault) -> Void {
    { liar in
      liar.loot = { loot in
        loot.members = try loot.members.map { member in
          guard member.key == "dossiers" else { return member }
          var items = try #require(member.value.arrayValue)
          items[index] = try change(items[index])
          return JSONMember("dossiers", .array(items))
        }
      }
    }
  }

  private func loot(_ change: @escaping (inout LyingVault.Loot) throws -> Void) -> (LyingVault) ->
    Void
  {
    { $0.loot = change }
  }

  private func twoFamilies() throws -> (MaliceWorld, Identifier) {
    let world = try MaliceWorld()
    let second = try world.signIn(.sanne, world.device(.sanne)).create(Families.gezin("sjors")).id
    return (world, second)
  }

  @Test("a list whose labels, links, keys or dossiers are not what was signed is found out")
  func lists() throws {
    let (world, _) = try twoFamilies()
    let first = try world.links()
    let etiket = try #require(first.first { $0.link.header.kind == .entry })
    let youssef = world.vault.household.ring(.youssef)
    let wrong = Random.bytes(32)
    // The label's link with another time, under the accomplice's key in Sanne's name.
    var header = etiket.link.header
    header.writtenAt += 1
    var chain = Chain(dossier: world.dossier)
    for signed in first.prefix(Int(etiket.link.n) - 1) { try chain.append(signed.link) }
    let before = chain.head
    let forged = try chain.sign(
      header, role: .jeugdbeschermer, directory: etiket.link.directory,
      content: etiket.link.content, with: youssef.identity.signing)
    #expect(before.n == etiket.link.n - 1)

    let cases: [(String, Tampering, (LyingVault) -> Void)] = [
      (
        "labels of two dossiers swapped", .rows,
        loot { loot in
          let rows = try Rows.decodeListed(loot.rows)
          loot.rows = Rows.encodeListed([
            (rows[1].dossier, rows[1].row), (rows[0].dossier, rows[0].row),
          ])
        }
      ),
      (
        "another dossier's label under this one's name", .rowContent,
        loot { loot in
          let rows = try Rows.decodeListed(loot.rows)
          loot.rows = Rows.encodeListed([
            (rows[0].dossier, rows[1].row), (rows[1].dossier, rows[0].row),
          ])
        }
      ),
      (
        "a label left out", .rows,
        loot { loot in
          let rows = try Rows.decodeListed(loot.rows)
          loot.rows = Rows.encodeListed([(rows[0].dossier, rows[0].row)])
        }
      ),
      ("rows cut", .rows, loot { $0.rows.removeLast() }),
      (
        "secrets swapped", .secrets,
        loot { loot in
          let item = SecretItems.itemCount
          var secrets = try #require(loot.secrets)
          for byte in 0..<item { secrets.swapAt(byte, item + byte) }
          loot.secrets = secrets
        }
      ),
      (
        "another dossier's S", .sectionCheck,
        loot { loot in
          let item = SecretItems.itemCount
          var secrets = try #require(loot.secrets)
          for byte in 0..<item { secrets.swapAt(byte, 2 * item + byte) }
          loot.secrets = secrets
        }
      ),
      (
        "another dossier's E", .commitment,
        loot { loot in
          let item = SecretItems.itemCount
          var secrets = try #require(loot.secrets)
          for byte in 0..<item { secrets.swapAt(item + byte, 3 * item + byte) }
          loot.secrets = secrets
        }
      ),
      ("secrets left out", .secrets, loot { $0.secrets = nil }),
      (
        "the author's signature, one bit", .authorSignature,
        item(0) { $0.with("link", .base64(try #require($0["link"]?.bytesValue).flipped(at: -1))) }
      ),
      (
        "a label's link forged in Sanne's name", .authorSignature,
        item(0) { $0.with("link", .base64(forged.bytes)) }
      ),
      (
        "another past before the label", .authorSignature,
        item(0) { $0.with("before", .base64(wrong)) }
      ),
      (
        "another dossier's link", .answer,
        item(0) {
          $0.with(
            "link", .base64(try #require(try world.links(of: self.other(world)).first?.bytes)))
        }
      ),
      ("a link of another section", .answer, item(0) { $0.with("link", .base64(first[1].bytes)) }),
      (
        "half a link", .answer, item(0) { $0.with("link", .base64(Array(etiket.bytes.dropLast()))) }
      ),
      (
        "another head than the log's", .leafHead,
        item(0) { $0.with("head", Head(n: 99, h: wrong).json) }
      ),
      (
        "another dossier's id", .answer,
        item(0) { $0.with("dossier", .id(.random())) }
      ),
      (
        "a section record that nobody signed", .sectionRecord,
        item(0) {
          let block = try #require($0["etiket"])
          return $0.with("etiket", block.with("sig", .base64([UInt8](repeating: 1, count: 64))))
        }
      ),
      (
        "a dossier left out of the answer, not of the log", .leafHead,
        loot { loot in
          loot.members = loot.members.map { member in
            guard member.key == "dossiers" else { return member }
            return JSONMember("dossiers", .array((member.value.arrayValue ?? []).dropLast()))
          }
        }
      ),
      (
        "a dossier in the answer, not in the log", .leafHead,
        { liar in
          liar.keepsLoot = true
          liar.plan = { $0.leaves[0].dossiers?.removeLast() }
        }
      ),
      (
        "sections of the list left out of the log", .leafSections,
        { liar in
          liar.plan = { $0.leaves[0].sections = [] }
        }
      ),
      (
        "a list not in the log as one", .leafHead,
        { liar in
          liar.keepsLoot = true
          liar.plan = { $0.leaves[0].dossiers = nil }
        }
      ),
    ]
    for (name, finding, lie) in cases {
      let state = try world.device(.sanne)
      do { _ = try world.signIn(.sanne, state) }
      let liar = LyingVault(world)
      lie(liar)
      let session = try world.signIn(.sanne, state, over: liar.channel())
      noticed(finding, on: state, "\(name)") { _ = try session.list(purpose: .uitvoering) }
    }
  }

  private func other(_ world: MaliceWorld) throws -> Identifier {
    try world.server.store.read { tables in
      try #require(try tables.dossiers.all().map(\.id).first { $0 != world.dossier })
    }
  }

  @Test("a list that is older than what this device saw of a dossier is found out")
  func pinned() throws {
    let world = try MaliceWorld()
    let old = try world.head()
    try world.writeMore()
    let state = try world.device(.sanne)
    do { _ = try world.signIn(.sanne, state).open(world.dossier, purpose: .uitvoering) }
    let newest = try world.head()
    for (name, finding, head) in [
      ("shorter", Tampering.chainShorter, old),
      ("forked", .head, Head(n: newest.n, h: newest.h.flipped())),
    ] {
      let liar = LyingVault(world)
      let named = LogEntry.Head(n: head.n, h: head.h)
      liar.plan = { $0.leaves[0].dossiers?[0].head = named }
      let session = try world.signIn(.sanne, state, over: liar.channel())
      noticed(finding, on: state, "\(name)") { _ = try session.list(purpose: .uitvoering) }
    }
  }

  @Test(
    "LIMIT: a dossier left out of answer and log alike is not noticed by a list; opening it works")
  func leftOut() throws {
    let (world, second) = try twoFamilies()
    let state = try world.device(.sanne)
    let liar = LyingVault(world)
    liar.plan = { plan in
      if plan.leaves[0].action == .list { plan.leaves[0].dossiers?.removeLast() }
    }
    let session = try world.signIn(.sanne, state, over: liar.channel())
    let listed = try session.list(purpose: .uitvoering)
    #expect(listed.count == 1)
    // The log says for good which were shown; the member who knows the dossier's number opens it.
    #expect(try world.entries().last { $0.action == .list }?.dossiers?.count == 1)
    let hidden = listed.map(\.id) == [world.dossier] ? second : world.dossier
    #expect(try session.open(hidden, purpose: .uitvoering).id == hidden)
  }

  @Test(
    "LIMIT: an old label under the true head is not noticed by a list; opening shows the new one")
  func oldLabel() throws {
    let world = try MaliceWorld()
    let links = try world.links()
    let old = try #require(links.first { $0.link.header.kind == .entry })
    #expect(old.link.header.section == .etiket)
    // Root kept the old row and its E from before the change.
    var kept: LyingVault.Loot?
    let spy = LyingVault(world)
    spy.loot = { kept = $0 }
    do {
      _ = try world.signIn(.sanne, world.device(.sanne), over: spy.channel())
        .list(purpose: .uitvoering)
    }
    try world.writeMore("gezin Bosman, Delft")
    let before = try #require(kept)
    let past = try #require(
      before.members.first { $0.key == "dossiers" }?.value.arrayValue?.first)
    let liar = LyingVault(world)
    liar.loot = { loot in
      loot.rows = before.rows
      loot.secrets = before.secrets
      loot.members = loot.members.map { member in
        guard member.key == "dossiers", let item = member.value.arrayValue?.first else {
          return member
        }
        return JSONMember(
          "dossiers",
          .array([item.with("link", past["link"]).with("before", past["before"])]))
      }
    }
    let session = try world.signIn(.sanne, world.device(.sanne), over: liar.channel())
    #expect(try session.list(purpose: .uitvoering).map(\.etiket) == [world.gezin])
    liar.loot = nil
    let opened = try session.open(world.dossier, sections: [.etiket], purpose: .uitvoering)
    #expect(opened.revisions.map(\.content) == [.etiket("gezin Bosman, Delft")])
  }
}
