import AuditLog
import Directory
import Records
import Sodium
import Store
import StrictJSON
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultClient
@testable import VaultService

@Suite("Words of an opening: sealed in the log, for the FG", .serialized)
struct WordsTests {
  static let sentence = "Oma Truus belde gisteravond laat, daarom kijk ik nu."

  /// A family, opened by Sanne with words; the number of that entry.
  private func opened(
    _ world: MaliceWorld, _ words: Words? = nil
  ) throws -> (words: Words, index: Int) {
    let words = try words ?? Words(Self.sentence)
    let sanne = try world.signIn(.sanne, world.device(.sanne))
    return (
      words, try sanne.open(world.dossier, purpose: .uitvoering, words: words).reference
    )
  }

  private func fg(_ world: MaliceWorld, over channel: Channel? = nil) throws -> VaultSession {
    try world.signIn(.fg, world.device(.fg), over: channel)
  }

  @Test("The FG reads the words to the letter; reading them is an entry that names which")
  func read() throws {
    let world = try MaliceWorld()
    let (words, index) = try opened(world, Words("Eerste regel: é, ü, 漢.\n\nDerde regel."))
    let fg = try fg(world)
    let found = try fg.words(at: index)
    #expect(found.content == .text(words))
    #expect(found.entry.action == .open && found.entry.sealed?.words == words.hash)
    #expect(found.entry.actor == world.vault.member(.sanne))
    let read = try #require(world.entries().last { $0.action == .words })
    #expect(read.outcome == .permit && read.actor == world.vault.member(.fg))
    #expect(read.detail == ["index": .int(Int64(index))] && read.dossier == world.dossier)
    // Opening to write may say why as well.
    let sanne = try world.signIn(.sanne, world.device(.sanne))
    _ = try sanne.openForWriting(
      world.dossier, sections: [.journaal], purpose: .uitvoering, words: Words("Bijwerken."))
    let writing = try #require(world.entries().last { $0.action == .openForWriting })
    #expect(try fg.words(at: writing.index).text == "Bijwerken.")
  }

  @Test("The leaf tells who has it neither the text nor its length, and its proofs hold as any")
  func leaf() throws {
    let world = try MaliceWorld()
    let sizes = try ["x", Self.sentence, String(repeating: "x", count: 470)].map { text in
      let (_, index) = try opened(world, Words(text))
      return try world.leaves()[index].count
    }
    #expect(Set(sizes).count == 1)
    let folder = world.vault.household.scratch.path("copy")
    let fg = try fg(world)
    _ = try fg.words(at: #require(world.entries().last { $0.sealed != nil }).index)
    _ = try fg.copyLog(into: folder)
    let report = LogCopyVerifier(anchor: world.vault.household.anchor).verify(folder: folder)
    #expect(report.isClean, "\(report.findings)")
  }

  @Test(
    "Nobody else: not involved, not the regie, no reader of dossiers; own leidinggevende: closed")
  func nobodyElse() throws {
    let world = try MaliceWorld()
    let (_, index) = try opened(world)
    let sanne = try world.signIn(.sanne, world.device(.sanne))
    try sanne.involve(world.vault.member(.youssef), in: world.dossier)
    for person in [Person.youssef, .jurist, .toezichthouder, .beheerder, .custodian] {
      let session = try world.signIn(person, world.device(person))
      #expect(refusalCode { _ = try session.words(at: index) } != nil, "\(person)")
      let leaf = try #require(world.entries().last)
      #expect(leaf.action == .words && leaf.outcome == .refuse && leaf.dossier == nil)
    }
    // Those who approve for this family may ask; an opening's words have no box for their role.
    for person in [Person.leidinggevende, .sanne] {
      let session = try world.signIn(person, world.device(person))
      #expect(try session.words(at: index).content == .closed, "\(person)")
    }
  }

  @Test("A number without words, or beyond the log, is no words; a refused opening keeps none")
  func none() throws {
    let world = try MaliceWorld()
    let fg = try fg(world)
    #expect(throws: ClientError.noWords) { try fg.words(at: 0) }
    #expect(throws: ClientError.noWords) { try fg.words(at: 1_000_000) }
    let youssef = try world.signIn(.youssef, world.device(.youssef))
    #expect(
      refusalCode {
        _ = try youssef.open(
          world.dossier, purpose: .uitvoering, words: Words(Self.sentence))
      } == "not-involved")
    let refused = try #require(world.entries().last)
    #expect(refused.outcome == .refuse && refused.sealed == nil)
    #expect(throws: ClientError.noWords) { try fg.words(at: refused.index) }
    // For an unknown dossier no token is made either.
    #expect(
      refusalCode {
        _ = try youssef.open(.random(), purpose: .uitvoering, words: Words(Self.sentence))
      } == "not-involved")
    let tokens = try world.server.opened.keystore.read { try $0.tokens.keys(of: .logToken) }
    #expect(tokens.isEmpty)
  }

  @Test("Without the log token every copy of the leaf is closed for good, and all proofs hold")
  func destroyed() throws {
    let world = try MaliceWorld()
    let (_, index) = try opened(world)
    let fg = try fg(world)
    let before = try world.leaves()[index]
    try world.server.opened.keystore.begin()
    let removed = try world.server.opened.keystore.tables.tokens.remove(.logToken(world.dossier))
    try world.server.opened.keystore.commit()
    #expect(removed)
    #expect(try fg.words(at: index).content == .destroyed)
    #expect(try world.leaves()[index] == before)
    let folder = world.vault.household.scratch.path("copy")
    _ = try fg.copyLog(into: folder)
    #expect(
      LogCopyVerifier(anchor: world.vault.household.anchor).verify(folder: folder).isClean)
    // Under a token that came later the old words stay closed, and the new ones open.
    let (words, later) = try opened(world)
    #expect(try fg.words(at: later).content == .text(words))
    #expect(try fg.words(at: index).content == .destroyed)
  }

  @Test(
    "A member who signs one text and seals another is named: falsified, not the service's fault")
  func falsified() throws {
    let world = try MaliceWorld()
    let sanne = try world.signIn(.sanne, world.device(.sanne))
    let signed = try Words("Ik kijk omdat oma belde.")
    let epoch = try #require(sanne.directory.roleEpoch(.fg))
    let key = [(role: Role.fg, epoch: epoch.epoch, key: epoch.box)]
    func open(_ boxes: WordsBoxes) throws -> Int {
      var ask = Ask(
        method: "dossier.open",
        args: [
          "dossier": .id(world.dossier), "purpose": "uitvoering", "sections": ["etiket"],
          "writing": true,
        ], action: .openForWriting, dossier: world.dossier, purpose: .uitvoering)
      ask.words = SealedWords(hash: signed.hash, boxes: boxes)
      return try sanne.perform(ask) { reply throws(CheckFailure) in reply.leaf.index }
    }
    let fg = try fg(world)
    #expect(
      try fg.words(at: open(WordsBoxes(Words("Iets anders."), to: key))).content == .falsified)
    let stranger = try BoxKeyPair.generate()
    let closed = [(role: Role.fg, epoch: epoch.epoch, key: stranger.publicKey)]
    #expect(try fg.words(at: open(WordsBoxes(signed, to: closed))).content == .falsified)
    #expect(try fg.words(at: open(WordsBoxes(signed, to: key))).content == .text(signed))
  }

  @Test("The service that lies about words is found out, by the writer and by the reader")
  func lies() throws {
    let world = try MaliceWorld()
    let words = try Words(Self.sentence)
    func write(_ name: String, _ lie: @escaping @Sendable (inout Plan) -> Void) throws {
      let liar = LyingVault(world)
      liar.plan = lie
      let state = try world.device(.sanne)
      let session = try world.signIn(.sanne, state, over: liar.channel())
      noticed(.leafWords, on: state, "\(name)") {
        _ = try session.open(world.dossier, purpose: .uitvoering, words: words)
      }
    }
    try write("leaves them out") { $0.words = nil }
    let fg = try fg(world)
    let epoch = try #require(fg.directory.roleEpoch(.fg))
    let other = try Words("Uit nieuwsgierigheid.")
    let boxes = try WordsBoxes(other, to: [(.fg, epoch.epoch, epoch.box)])
    let forged = SealedWords(hash: other.hash, boxes: boxes)
    try write("seals others") { $0.words = forged }

    let (_, index) = try opened(world, words)
    let (_, second) = try opened(world, other)
    func read(
      _ name: String, _ finding: Tampering, _ lie: @escaping (JSONValue) throws -> JSONValue
    ) throws {
      let liar = LyingVault(world)
      liar.answer = lie
      let state = try world.device(.fg)
      let session = try world.signIn(.fg, state, over: liar.channel())
      noticed(finding, on: state, "\(name)") { _ = try session.words(at: index) }
    }
    let leaves = try world.leaves()
    try read("other boxes", .words) { $0.with("boxes", .base64(boxes.bytes)) }
    try read("boxes of nothing", .words) { $0.with("boxes", .base64([])) }
    try read("another request", .leafRequest) { $0.with("body", .base64([0x7B, 0x7D])) }
    try read("another entry", .inclusion) {
      $0.with("entry", $0["entry"]?.with("leaf", .base64(leaves[second])))
    }
    try read("another number", .inclusion) {
      $0.with("entry", $0["entry"]?.with("index", .int(Int64(second))))
    }
    try read("no entry", .receipt) { $0.with("entry", nil) }
    let liar = LyingVault(world)
    liar.plan = { $0.leaves[0].detail = ["index": .int(Int64(second))] }
    let state = try world.device(.fg)
    let session = try world.signIn(.fg, state, over: liar.channel())
    noticed(.leaf, on: state, "reads one and logs the other") {
      _ = try session.words(at: index)
    }
  }

  @Test("Words that are not what the body names, or for an older key, are not taken")
  func hostile() throws {
    let world = try MaliceWorld()
    let words = try Words(Self.sentence)
    let sanne = try world.signIn(.sanne, world.device(.sanne))
    let epoch = try #require(sanne.directory.roleEpoch(.fg))
    let good = try #require(try sanne.sealed(words, for: []))
    let size = try world.leaves().count
    func send(_ args: [JSONMember], _ boxes: SealedWords?, _ name: String) {
      var ask = Ask(
        method: "dossier.open",
        args: .object(
          [
            JSONMember("dossier", .id(world.dossier)), JSONMember("purpose", "uitvoering"),
            JSONMember("sections", "all"), JSONMember("writing", false),
          ] + args), action: .open, dossier: world.dossier, purpose: .uitvoering)
      ask.words = boxes
      #expect(throws: ClientError.protocolFault("invalid-params"), "\(name)") {
        let session = try world.signIn(.sanne, world.device(.sanne))
        try session.perform(ask) { _ throws(CheckFailure) in }
      }
    }
    send(good.args, nil, "named, not brought")
    send([good.args[0]], nil, "one of the two named")
    // Brought beside a method that takes none.
    var list = Ask(
      method: "dossier.list", args: ["purpose": "uitvoering"], action: .list,
      purpose: .uitvoering)
    list.words = good
    #expect(throws: ClientError.protocolFault("invalid-params")) {
      try world.signIn(.sanne, world.device(.sanne)).perform(list) { _ throws(CheckFailure) in }
    }
    #expect(try world.entries(from: size).allSatisfy { $0.action == .signIn })
    let older = SealedWords(
      hash: words.hash,
      boxes: try WordsBoxes(words, to: [(.fg, epoch.epoch + 1, epoch.box)]))
    var ask = Ask(
      method: "dossier.open",
      args: [
        "dossier": .id(world.dossier), "purpose": "uitvoering", "sections": "all",
        "writing": false,
      ], action: .open, dossier: world.dossier, purpose: .uitvoering)
    ask.words = older
    #expect(throws: ClientError.stale) {
      try sanne.perform(ask) { _ throws(CheckFailure) in }
    }
  }
}
