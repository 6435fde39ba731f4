import Sodium
import StrictJSON
import Testing

@testable import AuditLog

private let origin = "kluis.example.nl"
private let request = [UInt8](repeating: 42, count: 32)

/// A small service: a log of 300 entries, each of its own request.
private final class Service {
  let pair: SigningKeyPair
  let key: NoteKey
  var stored = StoredTree()
  var leaves: [[UInt8]] = []

  init(origin: String = origin, seed: UInt8 = 0) throws {
    let pair = try SigningKeyPair.generate()
    key = try #require(NoteKey(name: origin, kind: .log, publicKey: pair.publicKey))
    self.pair = pair
    for index in 0..<300 { try append(request: [UInt8](repeating: seed, count: 32), index: index) }
  }

  func append(request: [UInt8], index: Int? = nil) throws {
    var entry = LogEntry(
      index: index ?? leaves.count, time: Int64(1_000 + leaves.count), action: .open,
      object: .dossier, outcome: .permit)
    entry.request = request
    let leaf = try entry.encode()
    leaves.append(leaf)
    stored.append(TreeHash.leaf(leaf))
  }

  func pin(_ size: Int) throws -> Pin {
    try #require(Pin(size: size, root: NaiveTree.root(stored.leaves[..<size])))
  }

  func receipt(_ index: Int, from pin: Pin?, origin: String = origin) throws -> Receipt {
    let size = stored.tree.size
    let checkpoint = Checkpoint(origin: origin, size: size, root: stored.tree.root())
    return Receipt(
      leaf: LeafProof(
        leaf: leaves[index], index: index,
        proof: try stored.tree.inclusionProof(of: index, at: size, reading: stored.read)),
      consistency: try pin.map {
        try stored.tree.consistencyProof(from: $0.size, to: size, reading: stored.read)
      } ?? [],
      checkpoint: try checkpoint.signed(with: pair).encode())
  }
}

private func refusal(
  _ receipt: Receipt, _ key: NoteKey, pin: Pin?, origin: String = origin,
  request: [UInt8] = request
) -> ReceiptError? {
  do throws(ReceiptError) {
    _ = try receipt.verify(logKey: key, origin: origin, pin: pin, request: request)
  } catch { return error }
  return nil
}

/// No log, no key: what a client checks before it uses anything of an answer.
@Suite struct ReceiptTests {
  @Test func aTrueReceiptGivesTheEntryAndTheNextPin() throws {
    let service = try Service()
    try service.append(request: request)
    for pin in [nil, try service.pin(1), try service.pin(256), try service.pin(301)] {
      let receipt = try service.receipt(300, from: pin)
      let verified = try receipt.verify(
        logKey: service.key, origin: origin, pin: pin, request: request)
      #expect(verified.entry.index == 300)
      #expect(verified.entry.action == .open)
      #expect(verified.pin == (try service.pin(301)))
      #expect(verified.leafHash == TreeHash.leaf(service.leaves[300]))
    }
  }

  @Test func aReceiptTravelsAsJSON() throws {
    let service = try Service()
    try service.append(request: request)
    let receipt = try service.receipt(300, from: service.pin(7))
    let value = try CanonicalJSON.decode(CanonicalJSON.encode(receipt.json))
    #expect(try Receipt(value) == receipt)
    #expect(try LeafProof(receipt.leaf.json) == receipt.leaf)
    #expect(throws: ReceiptError.missing) { try Receipt(nil) }
    for key in ["checkpoint", "consistency", "index", "leaf", "proof"] {
      let fewer = value.objectValue?.filter { $0.key != key } ?? []
      #expect(throws: ReceiptError.self) { try Receipt(.object(fewer)) }
      #expect(throws: ReceiptError.self) {
        try Receipt(.object(fewer + [JSONMember(key, .null)]))
      }
    }
    let more = (value.objectValue ?? []) + [JSONMember("x", .int(1))]
    #expect(throws: ReceiptError.self) { try Receipt(.object(more)) }
    var long = receipt
    long.leaf.proof = Array(repeating: request, count: 55)
    #expect(throws: ReceiptError.self) { try Receipt(long.json) }
    long.leaf.proof = [[1]]
    #expect(throws: ReceiptError.self) { try Receipt(long.json) }
  }

  @Test func aReceiptOfAnotherRequestIsRefused() throws {
    let service = try Service()
    try service.append(request: request)
    let other = try service.receipt(299, from: service.pin(9))
    #expect(refusal(other, service.key, pin: try service.pin(9)) == .anotherRequest)
    let own = try service.receipt(300, from: nil)
    let changed = [UInt8](repeating: 43, count: 32)
    #expect(refusal(own, service.key, pin: nil, request: changed) == .anotherRequest)
  }

  @Test func aReceiptOfAnotherLogIsRefused() throws {
    let service = try Service()
    try service.append(request: request)
    let receipt = try service.receipt(300, from: nil)
    #expect(refusal(receipt, service.key, pin: nil, origin: "x") == .anotherLog)
    #expect(refusal(receipt, try Service().key, pin: nil) == .unsigned)
    let elsewhere = try Service(origin: "elsewhere")
    #expect(
      refusal(
        try elsewhere.receipt(0, from: nil, origin: "elsewhere"), elsewhere.key, pin: nil)
        == .anotherLog)
  }

  @Test func aForkAndAShortenedLogAreRefused() throws {
    let service = try Service()
    try service.append(request: request)
    let fork = try Service(seed: 1)
    try fork.append(request: request)
    for size in [1, 100, 256, 300, 301] {
      let pin = try fork.pin(size)
      let receipt = try service.receipt(300, from: pin)
      #expect(refusal(receipt, service.key, pin: pin) == .inconsistentWithPin)
    }
    let ahead = try #require(Pin(size: 302, root: request))
    #expect(
      refusal(try service.receipt(300, from: nil), service.key, pin: ahead) == .shorterThanPin)
    // A proof from another pin, a missing one, and one where none belongs.
    let pin = try service.pin(200)
    let wrong = try service.receipt(300, from: service.pin(201))
    #expect(refusal(wrong, service.key, pin: pin) == .inconsistentWithPin)
    #expect(
      refusal(try service.receipt(300, from: nil), service.key, pin: pin) == .inconsistentWithPin)
    #expect(
      refusal(try service.receipt(300, from: pin), service.key, pin: nil) == .inconsistentWithPin)
  }

  @Test func anEntryThatIsNotInTheLogIsRefused() throws {
    let service = try Service()
    try service.append(request: request)
    var receipt = try service.receipt(300, from: nil)
    receipt.leaf.index = 299
    #expect(refusal(receipt, service.key, pin: nil) == .notIncluded)
    receipt = try service.receipt(300, from: nil)
    receipt.leaf.leaf[40] ^= 1
    #expect(refusal(receipt, service.key, pin: nil) == .notIncluded)
    receipt = try service.receipt(300, from: nil)
    receipt.leaf.proof[0][0] ^= 1
    #expect(refusal(receipt, service.key, pin: nil) == .notIncluded)

    // In the log, but lying about its place, or no entry at all.
    try service.append(request: request, index: 12)
    #expect(refusal(try service.receipt(301, from: nil), service.key, pin: nil) == .anotherIndex)
    service.leaves.append([1, 2, 3])
    service.stored.append(TreeHash.leaf([1, 2, 3]))
    guard case .badEntry = refusal(try service.receipt(302, from: nil), service.key, pin: nil)
    else {
      Issue.record("bytes that are no entry were taken for one")
      return
    }
  }

  @Test func aFalseCheckpointIsRefused() throws {
    let service = try Service()
    try service.append(request: request)
    let good = try service.receipt(300, from: nil)
    var bad = good
    bad.checkpoint = []
    #expect(refusal(bad, service.key, pin: nil) == .badCheckpoint)
    // One more entry claimed than was signed.
    bad.checkpoint = Array(
      String(decoding: good.checkpoint, as: UTF8.self).replacing("\n301\n", with: "\n302\n").utf8)
    #expect(refusal(bad, service.key, pin: nil) == .badSignature)
    var words = try #require(Note(text: Array("hello\n".utf8)))
    words.sign(as: origin, with: service.pair)
    bad.checkpoint = words.encode()
    #expect(refusal(bad, service.key, pin: nil) == .badCheckpoint)
    var empty = good
    empty.checkpoint = try Checkpoint(origin: origin, size: 0, root: TreeHash.emptyRoot)
      .signed(with: service.pair).encode()
    #expect(refusal(empty, service.key, pin: nil) == .notIncluded)
  }

  /// Earlier leaves of the same act are checked under the same checkpoint.
  @Test func furtherLeavesOfAnActAreVerifiedUnderTheSamePin() throws {
    let service = try Service()
    try service.append(request: request)
    try service.append(request: request)
    let verified = try service.receipt(301, from: nil).verify(
      logKey: service.key, origin: origin, pin: nil, request: request)
    let first = try service.receipt(300, from: nil).leaf
    #expect(try first.verify(in: verified.pin, request: request).index == 300)
    #expect(throws: ReceiptError.anotherRequest) {
      try first.verify(in: verified.pin, request: [])
    }
    #expect(throws: ReceiptError.notIncluded) {
      try first.verify(in: try service.pin(301), request: request)
    }
  }

  @Test func everyErrorSaysWhatAndWhatNext() {
    let fault = JSONError(.missing)
    let all: [ReceiptError] = [
      .missing, .malformed(fault), .badCheckpoint, .anotherLog, .unsigned, .badSignature,
      .shorterThanPin, .inconsistentWithPin, .notIncluded, .badEntry(fault), .anotherIndex,
      .anotherRequest,
    ]
    #expect(Set(all.map(\.description)).count == all.count)
    #expect(all.allSatisfy { !$0.hint.isEmpty })
  }
}
