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
import VaultTestKit
import Vocabulary

@testable import VaultService

@Suite("The malicious service: root lies about a dossier", .serialized)
struct MaliceDossierTests {
  private func open(
    _ world: MaliceWorld, _ liar: LyingVault, _ state: ClientState, as person: Person = .sanne
  ) throws {
    _ = try world.signIn(person, state, over: liar.channel())
      .open(world.dossier, purpose: .uitvoering)
  }

  @Test("the liar of these tests, telling the truth, is believed")
  func truth() throws {
    let world = try MaliceWorld()
    let session = try world.signIn(.sanne, world.device(.sanne), over: LyingVault(world).channel())
    let opened = try session.open(world.dossier, purpose: .uitvoering)
    #expect(opened.sections == Section.allCases && !opened.revisions.isEmpty)
    #expect(try session.list(purpose: .uitvoering).map(\.etiket) == [world.gezin])
  }

  /// Shows the dossier as it was at an earlier head, in leaf, answer, links, rows and secrets.
  private func rollBack(_ liar: LyingVault, to head: Head) {
    let old = LogEntry.Head(n: head.n, h: head.h)
    liar.plan = { plan in
      guard plan.leaves[0].action == .open, case .permit(let fields) = plan.reply else { return }
      plan.leaves[0].head = old
      plan.reply = .permit(
        fields.map { $0.key == "head" ? JSONMember("head", old.json) : $0 })
    }
  }

  @Test("A hidden newest entry is noticed by who saw it; else by the FG from a copy of the log")
  func hiddenNewest() throws {
    let world = try MaliceWorld()
    let before = try world.head()
    let pinned = try world.device(.sanne)
    do { try open(world, LyingVault(world), pinned) }
    let after = try world.writeMore("Bosman, verhuisd")
    #expect(after.n == before.n + 1)
    let witness = try world.device(.sanne)
    do { try open(world, LyingVault(world), witness) }
    let liar = LyingVault(world)
    rollBack(liar, to: before)
    // Who saw the entry: the chain ends too early, though leaf, receipt and checkpoint agree with it.
    noticed(.chainShorter, on: witness, "with the pin") { try open(world, liar, witness) }
    #expect(witness.pins.heads[world.dossier] == after)
    // Who did not: everything fits, and an older dossier opens. This is the limit of one device.
    do {
      let opened = try world.signIn(.sanne, pinned, over: liar.channel())
        .open(world.dossier, purpose: .uitvoering)
      #expect(opened.head == before)
    }
    // The false head is in the log for good, under the log's own key: the FG's copy shows it.
    let fg = try world.signIn(.fg, world.device(.fg))
    let folder = world.vault.household.scratch.path("copy")
    _ = try fg.copyLog(into: folder)
    let report = LogCopyVerifier(anchor: world.vault.household.anchor).verify(folder: folder)
    let written = try writeLeaf(world, after.n)
    let lies = try world.entries().filter {
      $0.action == .open && $0.head?.n == before.n && $0.index > written
    }
    #expect(lies.count == 2)
    #expect(report.findings == lies.map { LogFinding(.headOld, at: $0.index) })
  }

  private func writeLeaf(_ world: MaliceWorld, _ n: UInt32) throws -> Int {
    try #require(try world.entries().first { $0.link?.n == n && $0.dossier == world.dossier }).index
  }

  @Test("a dossier that was rolled back or forked under a pin is noticed, also with a true leaf")
  func rolledBack() throws {
    let world = try MaliceWorld()
    let old = try world.head()
    try world.writeMore()
    let state = try world.device(.sanne)
    do { try open(world, LyingVault(world), state) }
    let newest = try world.head()
    let liar = LyingVault(world)
    // Older links under the true head and leaf.
    liar.loot = { $0.links.removeLast(SignedLink.byteCount) }
    noticed(.chainShorter, on: state, "links cut") { try open(world, liar, state) }
    // Older links and head in the answer, the true head in the leaf.
    liar.answer = { $0.with("head", old.json) }
    noticed(.leafHead, on: state, "links and head cut") { try open(world, liar, state) }
    // Another head, at the pin's place and beyond.
    liar.loot = nil
    for head in [
      Head(n: newest.n, h: newest.h.flipped()), Head(n: newest.n + 1, h: newest.h),
    ] {
      liar.answer = { $0.with("head", head.json) }
      noticed(.leafHead, on: state, "another head") { try open(world, liar, state) }
      rollBack(liar, to: head)
      noticed(.head, on: state, "another head, in the leaf too") { try open(world, liar, state) }
      liar.plan = nil
    }
    // The write after the pin replaced by another one: the chain misses the pin.
    let ring = world.vault.household.ring(.youssef)
    var links = try world.links().dropLast()[...]
    var chain = Chain(dossier: world.dossier, head: old)
    for _ in 0..<2 {
      links.append(
        try chain.sign(
          header(world, author: ring.identity.member), role: .jeugdbeschermer,
          directory: world.server.writer.published.directory.position,
          content: Random.bytes(32), with: ring.identity.signing))
    }
    let forked = SignedLink.encode(links)
    rollBack(liar, to: chain.head)
    liar.answer = nil
    liar.loot = { $0.links = forked }
    liar.keepsLoot = true
    noticed(.chainForked, on: state, "forked") { try open(world, liar, state) }
  }

  private func header(_ world: MaliceWorld, author: Identifier) -> EntryHeader {
    EntryHeader(
      dossier: world.dossier, section: .journaal, entry: .random(), revision: 1, kind: .entry,
      author: author, writtenAt: MaliceWorld.now)
  }

  @Test(
    "A colleague's entry cannot be made up: author, key, function and time are the directory's")
  func forgedEntry() throws {
    let world = try MaliceWorld()
    let people = world.vault
    let (sanne, youssef) = (people.member(.sanne), people.member(.youssef))
    let newest = world.server.writer.published.directory.position
    let stranger = try SigningKeyPair.generate()

    func forge(
      _ name: String, _ finding: Tampering, author: Identifier, role: Role = .jeugdbeschermer,
      at position: UInt32? = nil, with pair: borrowing SigningKeyPair
    ) throws {
      var chain = Chain(dossier: world.dossier, head: try world.head())
      let link = try chain.sign(
        header(world, author: author), role: role, directory: position ?? newest,
        content: Random.bytes(32), with: pair)
      let liar = LyingVault(world)
      rollBack(liar, to: chain.head)
      liar.keepsLoot = true
      liar.loot = { $0.links += link.bytes }
      let fresh = try world.device(.sanne)
      do { _ = try world.signIn(.sanne, fresh) }
      noticed(finding, on: fresh, "\(name)") { try open(world, liar, fresh) }
    }
    let ring = people.household.ring(.youssef)
    try forge("a stranger's key", .authorSignature, author: sanne, with: stranger)
    try forge("a colleague's key", .authorSignature, author: sanne, with: ring.identity.signing)
    try forge("nobody in the directory", .author, author: .random(), with: stranger)
    try forge(
      "before the author was a member", .author, author: youssef, at: 1, with: ring.identity.signing
    )
    try forge(
      "at a position that does not exist", .author, author: youssef, at: newest + 7,
      with: ring.identity.signing)
    try forge(
      "in another function", .author, author: youssef, role: .jurist, with: ring.identity.signing)
    // By an accomplice in his own name it is his entry: the chain holds, and what he did not send
    // to the log is the FG's finding; without a row it does not open either.
    try forge("by an accomplice, no row", .secrets, author: youssef, with: ring.identity.signing)
  }

  @Test(
    "keys: another S, E, generation, box or section record is found out before anything is read")
  func keys() throws {
    let world = try MaliceWorld()
    let other = try world.signIn(.sanne, world.device(.sanne)).create(Families.gezin("sjors")).id
    let item = SecretItems.itemCount

    /// Changes the value of one secret; 0…5 are the S of the six sections.
    func secret(_ index: Int, _ change: @escaping ([UInt8]) -> [UInt8])
      -> (inout LyingVault.Loot) throws -> Void
    {
      { loot in
        var secrets = try #require(loot.secrets)
        let place = index * item..<(index + 1) * item
        secrets.replaceSubrange(place, with: change(Array(secrets[place])))
        loot.secrets = secrets
      }
    }
    func sections(_ change: @escaping (JSONValue) throws -> JSONValue)
      -> (inout LyingVault.Loot) throws -> Void
    {
      { loot in
        loot.members = try loot.members.map { member in
          guard member.key == "sections" else { return member }
          var blocks = try #require(member.value.arrayValue)
          blocks[1] = try change(blocks[1])
          return JSONMember("sections", .array(blocks))
        }
      }
    }
    // The other dossier's block of the same section, for mixing.
    var foreign: JSONValue?
    let spy = LyingVault(world)
    spy.answer = {
      foreign = $0["sections"]?.arrayValue?[1]
      return $0
    }
    do {
      _ = try world.signIn(.sanne, world.device(.sanne), over: spy.channel())
        .open(other, purpose: .uitvoering)
    }
    let block = try #require(foreign)
    let cases: [(String, Tampering, (inout LyingVault.Loot) throws -> Void)] = [
      ("another S", .sectionCheck, secret(1) { $0.flipped(at: -1) }),
      ("another E", .commitment, secret(6) { $0.flipped(at: -1) }),
      ("S withheld", .secrets, { $0.secrets?.removeFirst(item) }),
      ("E withheld", .secrets, { $0.secrets?.removeLast(item) }),
      ("all secrets withheld", .secrets, { $0.secrets = nil }),
      ("E twice", .secrets, { $0.secrets! += $0.secrets!.suffix(item) }),
      (
        "E of a revision that was not asked for", .secrets,
        { $0.secrets! += [2, 1, 0, 0, 0xEA, 0x60] + Random.bytes(32) }
      ),
      ("half an item", .secrets, { $0.secrets!.removeLast(5) }),
      ("a secret of an unknown kind", .secrets, secret(6) { [9] + $0.dropFirst() }),
      (
        "S of another generation", .secrets,
        secret(0) { Array($0[..<5]) + [2] + $0[6...] }
      ),
      (
        "two E's swapped", .commitment,
        { loot in
          var secrets = try #require(loot.secrets)
          for byte in 6..<item { secrets.swapAt(6 * item + byte, 7 * item + byte) }
          loot.secrets = secrets
        }
      ),
      (
        "two S's swapped", .sectionCheck,
        { loot in
          var secrets = try #require(loot.secrets)
          for byte in 6..<item { secrets.swapAt(byte, item + byte) }
          loot.secrets = secrets
        }
      ),
      ("generation 2 without a refresh", .secrets, sections { $0.with("generation", 2) }),
      ("generation 0", .answer, sections { $0.with("generation", 0) }),
      ("no box", .box, sections { $0.with("boxes", []) }),
      (
        "a box of another section", .box,
        { loot in
          loot.members = try loot.members.map { member in
            guard member.key == "sections" else { return member }
            var blocks = try #require(member.value.arrayValue)
            blocks[1] = blocks[1].with("boxes", blocks[2]["boxes"])
            return JSONMember("sections", .array(blocks))
          }
        }
      ),
      ("a box of another dossier", .box, sections { $0.with("boxes", block["boxes"]) }),
      (
        "another dossier's section record", .sectionRecord,
        sections { $0.with("record", block["record"]).with("sig", block["sig"]) }
      ),
      ("another dossier's whole block", .sectionRecord, sections { _ in block }),
      (
        "a section record under no signature", .sectionRecord,
        sections { $0.with("sig", .base64([UInt8](repeating: 7, count: 64))) }
      ),
      (
        "a section left out", .leafSections,
        { loot in
          loot.members = try loot.members.map { member in
            guard member.key == "sections" else { return member }
            return JSONMember("sections", .array(try #require(member.value.arrayValue).dropLast()))
          }
        }
      ),
      (
        "an involvement that nobody signed", .record,
        { loot in
          loot.members = try loot.members.map { member in
            guard member.key == "involvement" else { return member }
            let first = try #require(member.value.arrayValue?.first)
            return JSONMember(
              "involvement",
              .array([first.with("sig", .base64([UInt8](repeating: 7, count: 64)))]))
          }
        }
      ),
    ]
    for (name, finding, lie) in cases {
      let liar = LyingVault(world)
      liar.loot = lie
      let state = try world.device(.sanne)
      do { _ = try world.signIn(.sanne, state) }
      noticed(finding, on: state, "\(name)") { try open(world, liar, state) }
    }
  }

  @Test(
    "a section record that a member forged with a K of her own is found out: the chain vouches for one"
  )
  func forgedSection() throws {
    let world = try MaliceWorld()
    let youssef = world.vault.household.ring(.youssef)
    let forged = SectionRecord(
      at: MaliceWorld.now, by: youssef.identity.member, check: Random.bytes(32),
      dossier: world.dossier, generation: 1, section: .kern
    ).sign(with: youssef.identity.signing)
    let liar = LyingVault(world)
    liar.loot = { loot in
      loot.members = try loot.members.map { member in
        guard member.key == "sections" else { return member }
        var blocks = try #require(member.value.arrayValue)
        blocks[1] = blocks[1].with("record", .base64(forged.bytes))
          .with("sig", .base64(forged.signature))
        return JSONMember("sections", .array(blocks))
      }
    }
    let state = try world.device(.sanne)
    do { _ = try world.signIn(.sanne, state) }
    noticed(.sectionRecord, on: state) { try open(world, liar, state) }
  }
}
