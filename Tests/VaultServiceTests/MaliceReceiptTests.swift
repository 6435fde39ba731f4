import AuditLog
import Directory
import Dossier
import Records
import Session
import Sodium
import Store
import StrictJSON
import Testing
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultService

@Suite("The malicious service: no log, no key; receipts and refusals", .serialized)
struct MaliceReceiptTests {
  private typealias Lie = (LyingVault) throws -> Void

  /// Opens three sections; each lie starts from a device that has pins of log and dossier.
  private func play(
    _ world: MaliceWorld, _ cases: [(String, Tampering, Lie)],
    call: ((VaultSession) throws -> Void)? = nil
  ) throws {
    for (name, finding, lie) in cases {
      let state = try world.device(.sanne)
      do {
        _ = try world.signIn(.sanne, state).open(world.dossier, purpose: .uitvoering)
      }
      let liar = LyingVault(world)
      liar.keepsLoot = true
      try lie(liar)
      noticed(finding, on: state, "\(name)") {
        let session = try world.signIn(.sanne, state, over: liar.channel())
        if let call { return try call(session) }
        _ = try session.open(
          world.dossier, sections: [.etiket, .kern, .plannen], purpose: .uitvoering)
      }
    }
  }

  @Test("Whatever the leaf says that was not asked is found out, though it is truly in the log")
  func leaf() throws {
    let world = try MaliceWorld()
    let other = world.vault.member(.youssef)
    let elsewhere = Identifier.random()
    let junk = Random.bytes(32)
    func leaf(_ change: @escaping @Sendable (inout LogEntry) -> Void) -> Lie {
      { $0.plan = { change(&$0.leaves[0]) } }
    }
    try play(
      world,
      [
        ("a colleague as actor", .leafActor, leaf { $0.actor = other }),
        ("nobody as actor", .leafActor, leaf { $0.actor = nil }),
        ("another act", .leafAction, leaf { $0.action = .list }),
        ("another dossier", .leafDossier, leaf { $0.dossier = elsewhere }),
        ("no dossier", .leafDossier, leaf { $0.dossier = nil }),
        ("fewer sections", .leafSections, leaf { $0.sections = [.etiket] }),
        ("more sections", .leafSections, leaf { $0.sections.insert(.juridisch) }),
        ("another purpose", .leafPurpose, leaf { $0.purpose = .toezicht }),
        ("no purpose", .leafPurpose, leaf { $0.purpose = nil }),
        ("refused in the log, given all the same", .leafOutcome, leaf { $0.outcome = .refuse }),
        ("another request", .leafRequest, leaf { $0.request = junk }),
        ("another signature", .leafSignature, leaf { $0.sig = junk + junk }),
        ("no signature", .leafSignature, leaf { $0.sig = nil }),
        ("another session", .leafSession, leaf { $0.session = junk }),
        ("another head", .leafHead, leaf { $0.head?.n += 1 }),
        ("no head", .leafHead, leaf { $0.head = nil }),
        ("another role", .leafActor, leaf { $0.role = .fg }),
        ("no basis", .leafBasis, leaf { $0.basis = nil }),
        ("the basis none", .leafBasis, leaf { $0.basis = LogEntry.Basis(.none) }),
        (
          "an involvement that there is not", .leafBasis,
          leaf { $0.basis = LogEntry.Basis(.involvement, id: elsewhere) }
        ),
        (
          "noodtoegang instead of involvement", .leafBasis,
          leaf { $0.basis = LogEntry.Basis(.noodtoegang, id: elsewhere) }
        ),
        (
          "a grant that there is not", .leafBasis,
          leaf { $0.basis = LogEntry.Basis(.grant, id: elsewhere) }
        ),
      ])
  }

  @Test("A receipt that is missing, of another request or of another log is found out")
  func receipts() throws {
    let world = try MaliceWorld()
    // An older receipt of this very log, genuine in every part.
    var older: JSONValue?
    let spy = LyingVault(world)
    spy.receipt = { receipt, _ in
      older = receipt
      return receipt
    }
    do {
      _ = try world.signIn(.sanne, world.device(.sanne), over: spy.channel())
        .open(world.dossier, purpose: .uitvoering)
    }
    let genuine = try #require(older)
    func receipt(_ change: @escaping (JSONValue) throws -> JSONValue?) -> Lie {
      { $0.receipt = { receipt, _ in try change(receipt) } }
    }
    /// A receipt from another log under the log's key: `leaves` are what that log holds.
    func log(
      origin: String = Household.origin,
      _ leaves: @escaping ([[UInt8]], _ pin: Int) -> (leaves: [[UInt8]], index: Int, proven: Bool)
    ) -> Lie {
      { liar in
        liar.receipt = { _, pins in
          let made = leaves(try world.leaves(), Int(pins.logSize))
          return try liar.receipt(
            over: made.leaves, for: made.index, from: made.proven ? pins.logSize : 0,
            origin: origin)
        }
      }
    }
    try play(
      world,
      [
        ("no receipt", .receipt, receipt { _ in nil }),
        ("an empty receipt", .receipt, receipt { _ in .object([JSONMember]()) }),
        ("a receipt with more in it", .receipt, receipt { $0.with("note", "x") }),
        ("an earlier receipt", .logShorter, receipt { _ in genuine }),
        (
          "an earlier leaf under the present log", .inclusion,
          receipt { $0.with("leaf", genuine["leaf"]) }
        ),
        (
          "an earlier leaf with its own place", .inclusion,
          receipt { $0.with("leaf", genuine["leaf"]).with("index", genuine["index"]) }
        ),
        (
          "an inclusion proof, one bit", .inclusion,
          receipt { receipt in
            var proof = try #require(receipt["proof"]?.arrayValue)
            proof[0] = .base64(try #require(proof[0].bytesValue).flipped())
            return receipt.with("proof", .array(proof))
          }
        ),
        ("no inclusion proof", .inclusion, receipt { $0.with("proof", []) }),
        ("another place", .inclusion, receipt { $0.with("index", 3) }),
        (
          "the leaf, one bit", .inclusion,
          receipt {
            $0.with("leaf", .base64(try #require($0["leaf"]?.bytesValue).flipped(at: 30)))
          }
        ),
        ("no consistency proof", .logForked, receipt { $0.with("consistency", []) }),
        (
          "a consistency proof, one bit", .logForked,
          receipt { receipt in
            var proof = try #require(receipt["consistency"]?.arrayValue)
            proof[0] = .base64(try #require(proof[0].bytesValue).flipped())
            return receipt.with("consistency", .array(proof))
          }
        ),
        (
          "the checkpoint's signature, one bit", .checkpointSignature,
          receipt { receipt in
            var note = Array(try #require(receipt["checkpoint"]?.stringValue).utf8)
            note[note.count - 9] = note[note.count - 9] == 0x41 ? 0x42 : 0x41
            return receipt.with("checkpoint", .string(String(decoding: note, as: UTF8.self)))
          }
        ),
        ("no checkpoint", .checkpoint, receipt { $0.with("checkpoint", "") }),
        // Under the log's own key, by root.
        (
          "another log's name", .checkpointSignature,
          log(origin: "elders.example") { leaves, _ in (leaves, leaves.count - 1, true) }
        ),
        (
          "a log that was rolled back under the pin", .logShorter,
          log { leaves, pin in
            ([leaves[0], leaves[leaves.count - 1]], 1, true)
          }
        ),
        (
          "a log that forgot one entry from before the pin", .logForked,
          log { leaves, pin in
            var shorter = leaves
            shorter.remove(at: 4)
            return (shorter, shorter.count - 1, true)
          }
        ),
        (
          "a log in which an old entry was changed", .logForked,
          log { leaves, _ in
            var changed = leaves
            changed[5] = changed[6]
            return (changed, changed.count - 1, true)
          }
        ),
        (
          "the same size as the pin, another root", .logForked,
          log { leaves, pin in
            let fork = Array(leaves.prefix(pin - 1)) + [leaves[leaves.count - 1]]
            return (fork, pin - 1, true)
          }
        ),
        (
          "the leaf of another place", .leaf,
          log { leaves, _ in
            let last = leaves[leaves.count - 1]
            return (leaves + [last], leaves.count, true)
          }
        ),
        (
          "the leaf of another request", .leafRequest,
          log { leaves, _ in (leaves, leaves.count - 3, true) }
        ),
      ])
  }

  @Test("An access kept out of the log on a private fork is found out at the next request")
  func privateFork() throws {
    let world = try MaliceWorld()
    let state = try world.device(.sanne)
    do { _ = try world.signIn(.sanne, state) }
    let liar = LyingVault(world)
    let session = try world.signIn(.sanne, state, over: liar.channel())
    // The answer's leaf stands in a log of its own that goes on from the pin; the real one has
    // something else there.
    liar.receipt = { honest, pins in
      let leaves = try world.leaves().prefix(Int(pins.logSize))
      var own = try LogEntry(decoding: #require(honest["leaf"]?.bytesValue))
      own.index = leaves.count
      return try liar.receipt(
        over: leaves + [own.encode()], for: leaves.count, from: pins.logSize)
    }
    _ = try session.open(world.dossier, purpose: .uitvoering)
    let pin = try #require(state.pins.log)
    // Back on the real log, however long it has become: its past is not the one that was shown.
    liar.receipt = nil
    noticed(.logForked, on: state, "the same session") {
      _ = try session.open(world.dossier, purpose: .uitvoering)
    }
    noticed(.logForked, on: state, "a later session, the honest service") {
      _ = try world.signIn(.sanne, state).open(world.dossier, purpose: .uitvoering)
    }
    // The FG's copy of the real log lacks the access; the pin of the device shows it.
    let folder = world.vault.household.scratch.path("fork")
    _ = try world.signIn(.fg, world.device(.fg)).copyLog(into: folder)
    let anchor = world.vault.household.anchor
    #expect(LogCopyVerifier(anchor: anchor).verify(folder: folder).isClean)
    let report = LogCopyVerifier(anchor: anchor, pins: [pin]).verify(folder: folder)
    #expect(report.findings.map(\.fault).contains(.treeDiffers))
  }

  @Test("A refusal without its leaf, or with another, is found out; a true one is 77")
  func refusals() throws {
    let world = try MaliceWorld()
    func refuse(_ change: @escaping (JSONValue) throws -> JSONValue) -> Lie {
      { $0.answer = change }
    }
    for (name, finding, lie) in [
      ("without receipt", Tampering.receipt, refuse { $0.with("receipt", nil) }),
      ("another reference", .leaf, refuse { $0.with("ref", 3) }),
      ("another code than the log's", .leafOutcome, refuse { $0.with("code", "grant-ended") }),
      ("no code", .answer, refuse { $0.with("code", nil) }),
      ("called a permit", .leafOutcome, refuse { $0.with("outcome", "permit") }),
      ("called a failure", .leafOutcome, refuse { $0.with("outcome", "fail") }),
      (
        "logged as permitted", .leafOutcome,
        { $0.plan = { $0.leaves[0].outcome = .permit } }
      ),
      (
        "logged under another code", .leafOutcome,
        { $0.plan = { $0.leaves[0].reason = "grant-ended" } }
      ),
    ] as [(String, Tampering, Lie)] {
      let state = try world.device(.youssef)
      do { _ = try world.signIn(.youssef, state) }
      let liar = LyingVault(world)
      liar.keepsLoot = true
      try lie(liar)
      let session = try world.signIn(.youssef, state, over: liar.channel())
      noticed(finding, on: state, "\(name)") {
        _ = try session.open(world.dossier, purpose: .uitvoering)
      }
    }
    let state = try world.device(.youssef)
    do {
      _ = try world.signIn(.youssef, state, over: LyingVault(world).channel())
        .open(world.dossier, purpose: .uitvoering)
      Issue.record("opened")
    } catch let error as ClientError {
      #expect(error.exitCode == 77 && error.code == "not-involved")
    }
  }

  @Test(
    "A permit where the log says no: a refusal made up for who may is in the log in her name")
  func refusalOfWhoMay() throws {
    let world = try MaliceWorld()
    let state = try world.device(.sanne)
    let liar = LyingVault(world)
    liar.plan = { plan in
      plan.leaves[0].outcome = .refuse
      plan.leaves[0].reason = "not-involved"
      plan.leaves[0].head = nil
      plan.reply = .refuse(code: "not-involved", sections: [], ways: [])
    }
    let before = try world.leaves().count
    do {
      _ = try world.signIn(.sanne, state, over: liar.channel())
        .open(world.dossier, purpose: .uitvoering)
      Issue.record("opened")
    } catch let error as ClientError { #expect(error.exitCode == 77) }
    // Withholding cannot be prevented; it is visible, with her signed request, for good.
    let entries = try world.entries(from: before)
    #expect(entries.last?.outcome == .refuse && entries.last?.actor == world.vault.member(.sanne))
  }

  @Test("a write leaf with another link, a missing leaf or another record is found out")
  func writes() throws {
    let world = try MaliceWorld()
    let junk = Random.bytes(32)
    let entry = try #require(
      Families.gezin("sjors").contents().first { $0.section == .journaal })
    func append(_ change: @escaping @Sendable (inout VaultService.Plan) -> Void) -> Lie {
      { liar in
        liar.keepsLoot = false
        liar.plan = { if $0.leaves[0].action == .append { change(&$0) } }
      }
    }
    func answer(_ change: @escaping (JSONValue) -> JSONValue) -> Lie {
      { liar in
        liar.keepsLoot = false
        liar.answer = { $0["more"] == nil ? $0 : change($0) }
      }
    }
    for (name, finding, lie) in [
      ("another h", Tampering.leafLink, append { $0.leaves[1].link?.h = junk }),
      ("another predecessor", .leafLink, append { $0.leaves[0].link?.prev = junk }),
      ("another link", .leafLink, append { $0.leaves[0].link?.hash = junk }),
      ("another number", .leafLink, append { $0.leaves[0].link?.n += 1 }),
      ("another signature", .leafLink, append { $0.leaves[1].link?.sig = junk + junk }),
      ("no link", .leafLink, append { $0.leaves[1].link = nil }),
      ("another section", .leafSections, append { $0.leaves[0].sections = [.kern] }),
      ("another act", .leafAction, append { $0.leaves[0].action = .involvement }),
      ("a leaf left out", .leafMissing, answer { $0.with("more", []) }),
      (
        "a leaf twice", .leafMissing,
        answer {
          $0.with("more", .array(($0["more"]?.arrayValue ?? []) + ($0["more"]?.arrayValue ?? [])))
        }
      ),
      ("another head", .head, answer { $0.with("head", Head(n: 9, h: junk).json) }),
    ] as [(String, Tampering, Lie)] {
      let state = try world.device(.sanne)
      do { _ = try world.signIn(.sanne, state) }
      let liar = LyingVault(world)
      try lie(liar)
      let session = try world.signIn(.sanne, state, over: liar.channel())
      let target = try session.openForWriting(
        world.dossier, sections: [.journaal], purpose: .uitvoering)
      noticed(finding, on: state, "\(name)") {
        _ = try session.append([NewRevision(entry), NewRevision(entry)], to: target)
      }
    }
  }
}
