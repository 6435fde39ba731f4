import AuditLog
import Dossier
import Records
import Session
import Sodium
import StrictJSON
import Testing
import Vocabulary

@testable import VaultClient

/// One answer as an honest service makes it, with a hand on every part.
struct Answered {
  let dossier = People.id(77)
  let body = SHA256.hash(Array("body".utf8))
  let signature = [UInt8](repeating: 5, count: 64)
  let mine: SessionKeys
  let theirs: SessionKeys
  var entry: LogEntry
  var earlier: [LogEntry] = []
  var fields: [JSONMember] = []
  var pin: Pin?
  /// Changes what is about to be sent.
  var outcome = LogOutcome.permit
  var signer: UInt8 = 240
  var hasReceipt = true
  var mac: ([UInt8]) -> [UInt8] = { $0 }
  var bytes: ([UInt8]) -> [UInt8] = { $0 }
  var proof: ([[UInt8]]) -> [[UInt8]] = { $0 }

  init() throws {
    let session = [UInt8](repeating: 6, count: 32)
    let client = try KeyExchange.ephemeral()
    let server = try KeyExchange.ephemeral()
    mine = try SessionKeys(
      KeyExchange.client(client, server: server.publicKey), session: session)
    theirs = try SessionKeys(
      KeyExchange.server(server, client: client.publicKey), session: session)
    entry = LogEntry(
      index: 4, time: People.at, action: .open, object: .dossier, outcome: .permit)
    entry.actor = People.id(People.anne)
    entry.session = session
    entry.request = body
    entry.sig = signature
    entry.dossier = dossier
    entry.purpose = .uitvoering
  }

  /// Four entries of others, then ours.
  private func tree() throws -> (MerkleTree, [UInt8]) {
    var tree = MerkleTree()
    for number in 0..<4 { _ = tree.append(TreeHash.leaf([UInt8(number)])) }
    let leaf = try entry.encode()
    _ = tree.append(TreeHash.leaf(leaf))
    return (tree, leaf)
  }

  func parts() throws -> AnswerParts {
    let (tree, leaf) = try tree()
    let note = try Checkpoint(origin: People.origin, size: tree.size, root: tree.root())
      .signed(with: People.signer(signer))
    let receipt = Receipt(
      leaf: LeafProof(
        leaf: leaf, index: 4,
        proof: proof(try tree.inclusionProof(of: 4, at: 5) { _ in nil })),
      consistency: pin.map { $0.size < 5 } == true
        ? try tree.consistencyProof(from: pin!.size, to: 5) { _ in nil } : [],
      checkpoint: note.encode())
    var members = fields + [JSONMember("outcome", .string(outcome.rawValue))]
    if hasReceipt { members.append(JSONMember("receipt", receipt.json)) }
    let honest = CanonicalJSON.encode(.object(members))
    let answer = bytes(honest)
    var parts = AnswerParts()
    parts.answer = answer
    parts.mac = mac(try theirs.tag(answer, to: body))
    return parts
  }

  func check() throws -> (Reply, Pin) {
    let check = AnswerCheck(
      logKey: NoteKey(
        name: People.origin, kind: .log, publicKey: try People.logKey().publicKey)!, pin: pin,
      expected: ExpectedLeaf(
        actor: People.id(People.anne), session: mine.session, request: body,
        signature: signature, dossier: dossier, purpose: .uitvoering))
    let ask = Ask(
      method: "dossier.open", args: .object([JSONMember]()), action: .open, dossier: dossier,
      purpose: .uitvoering)
    return try check.reply(to: ask, parts(), body: body, session: mine)
  }

  /// The size and root before our entry.
  func before(_ size: Int) throws -> Pin {
    var tree = MerkleTree()
    for number in 0..<size { _ = tree.append(TreeHash.leaf([UInt8(number)])) }
    return Pin(size: size, root: tree.root())!
  }
}

@Suite("Every answer is proven before it is used")
struct AnswerCheckTests {
  @Test("an honest answer passes and gives the next pin")
  func honest() throws {
    var answered = try Answered()
    answered.pin = try answered.before(3)
    let (reply, pin) = try answered.check()
    #expect(reply.leaf == answered.entry)
    #expect(pin.size == 5)
  }

  @Test("each broken promise is a case of its own", arguments: Broken.all)
  func broken(_ broken: Broken) throws {
    var answered = try Answered()
    answered.pin = try answered.before(3)
    try broken.make(&answered)
    #expect(throws: CheckFailure.tampered(broken.reason)) { _ = try answered.check() }
    let error = ClientError.tampered(broken.reason, Evidence(path: "p", officers: ["F. Gids"]))
    #expect(error.exitCode == 65)
    #expect(error.next.dutch.contains("F. Gids") && error.next.english.contains("p"))
  }
}

/// One promise that an answer breaks, and the finding.
struct Broken: Sendable, CustomTestStringConvertible {
  let reason: Tampering
  let name: String
  let make: @Sendable (inout Answered) throws -> Void
  var testDescription: String { name }

  init(
    _ reason: Tampering, _ name: String, _ make: @escaping @Sendable (inout Answered) throws -> Void
  ) {
    self.reason = reason
    self.name = name
    self.make = make
  }

  static let all: [Broken] = [
    Broken(.mac, "a changed MAC") { $0.mac = { [$0[0] ^ 1] + $0.dropFirst() } },
    Broken(.answer, "an answer in another spelling") { $0.bytes = { [0x20] + $0 } },
    Broken(.receipt, "no receipt") { $0.hasReceipt = false },
    Broken(.checkpointSignature, "a checkpoint of another key") { $0.signer = 99 },
    Broken(.inclusion, "an entry that is not in the log") { $0.proof = { Array($0.dropLast()) } },
    Broken(.logShorter, "a log shorter than the pin") { $0.pin = try $0.before(9) },
    Broken(.logForked, "a log that does not continue the pin") {
      $0.pin = Pin(size: 3, root: [UInt8](repeating: 1, count: 32))
    },
    Broken(.leafActor, "another actor") { $0.entry.actor = People.id(People.bram) },
    Broken(.leafAction, "another action") { $0.entry.action = .list },
    Broken(.leafDossier, "another dossier") { $0.entry.dossier = People.id(78) },
    Broken(.leafPurpose, "another purpose") { $0.entry.purpose = .klacht },
    Broken(.leafRequest, "another request") { $0.entry.request = [UInt8](repeating: 1, count: 32) },
    Broken(.leafSignature, "another signature") {
      $0.entry.sig = [UInt8](repeating: 1, count: 64)
    },
    Broken(.leafSession, "another session") {
      $0.entry.session = [UInt8](repeating: 1, count: 32)
    },
    Broken(.leafOutcome, "a permit that is logged as a refusal") { $0.entry.outcome = .refuse },
    Broken(.leaf, "an entry that says it stands elsewhere") { $0.entry.index = 3 },
  ]
}
