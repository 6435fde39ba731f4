import AuditLog
import Sodium
import StrictJSON
import Vocabulary

extension FuzzTarget {
  private static let origin = "kluis.example/jeugd"

  /// Notes, checkpoints and keys of notes are written back as they were read.
  static let notes = FuzzTarget(name: "notes", longest: 4_096) {
    let vectors = try Seeds.vectors("merkle/notes").arrayValue ?? []
    let keys = vectors.flatMap { $0["vkeys"]?.arrayValue ?? [] }
    let own = Checkpoint(origin: origin, size: 7, root: Seeds.hash(1), extensions: ["x"])
    return vectors.map { Seeds.text($0["note"]) } + keys.map { Seeds.text($0) }
      + [own.text, try own.signed(with: Seeds.signer(1)).encode()]
  } check: { bytes throws(Broken) in
    if let checkpoint = try? Checkpoint(text: bytes) {
      try promise(checkpoint.text == bytes, "a checkpoint has two spellings")
    }
    if let note = try? Note(parsing: bytes) {
      try promise(note.encode() == bytes, "a note has two spellings")
      if let checkpoint = try? Checkpoint(text: note.text) {
        try promise(checkpoint.text == note.text, "a signed checkpoint has two spellings")
      }
    }
    if let text = String(validating: bytes, as: UTF8.self), let key = NoteKey(text: text) {
      try promise(Array(key.text.utf8) == bytes, "a key of a note has two spellings")
    }
  }

  /// Leaves of the log have one spelling.
  static let leaves = FuzzTarget(name: "leaves", longest: 4_096) {
    var entry = LogEntry(
      index: 1_234, time: 1_790_000_000_123, action: .append, object: .dossier, outcome: .permit)
    let small = try entry.encode()
    entry.actor = Seeds.id(1)
    entry.role = .jeugdbeschermer
    entry.org = "jb-west"
    entry.behalf = Seeds.id(2)
    entry.purpose = .uitvoering
    entry.basis = LogEntry.Basis(.involvement, id: Seeds.id(3))
    entry.reason = "not-involved"
    entry.ref = "R-1234"
    entry.dossier = Seeds.id(4)
    entry.sections = [.journaal, .kern]
    entry.head = LogEntry.Head(n: 6, h: Seeds.hash(5))
    entry.link = LogEntry.Link(
      n: 7, prev: Seeds.hash(5), hash: Seeds.hash(6), h: Seeds.hash(7),
      sig: Seeds.hash(8) + Seeds.hash(8))
    entry.dossiers = [
      LogEntry.DossierHead(dossier: Seeds.id(9), head: LogEntry.Head(n: 1, h: Seeds.hash(9)))
    ]
    entry.record = LogEntry.Record(kind: "involvement", hash: Seeds.hash(10))
    entry.client = "kluis/1.0.0"
    entry.session = Seeds.hash(11)
    entry.request = Seeds.hash(12)
    entry.sig = Seeds.hash(13) + Seeds.hash(13)
    entry.peer = 1_000
    entry.detail = ["epoch": .int(2), "step": .code("back")]
    return [small, try entry.encode()]
  } check: { bytes throws(Broken) in
    guard let entry = try? LogEntry(decoding: bytes) else { return }
    try promise((try? entry.encode()) == bytes, "a leaf has two spellings")
    _ = try? EntrySpan.read([bytes, bytes], from: entry.index)
  }

  /// Proofs from outside never trap, and prove nothing about roots that nobody hashed to.
  ///
  /// Eight bytes of index, of size and of old size, then a leaf's hash and the proof; or a receipt
  /// in JSON.
  static let proofs = FuzzTarget(name: "proofs", longest: 24 + 32 * 60) {
    let sizes: [[UInt8]] = [[0, 7, 3], [6, 7, 4], [255, 255, 255]].map { numbers in
      numbers.flatMap { [0, 0, 0, 0, 0, 0, 0, $0] }
    }
    let receipt = Receipt(
      leaf: LeafProof(leaf: [1, 2], index: 3, proof: [Seeds.hash(1)]),
      consistency: [Seeds.hash(2)], checkpoint: Array("a\n1\n".utf8))
    return sizes.map { $0 + (1...4).flatMap { Seeds.hash($0) } }
      + [CanonicalJSON.encode(receipt.json), CanonicalJSON.encode(receipt.leaf.json)]
  } check: { bytes throws(Broken) in
    if let json = try? OrdinaryJSON.decode(bytes, limits: .record) {
      if let receipt = try? Receipt(json) {
        try promise((try? Receipt(receipt.json)) == receipt, "a receipt came back otherwise")
      }
      _ = try? LeafProof(json)
      _ = try? Pin(json)
    }
    guard bytes.count >= 56 else { return }
    func number(_ place: Int) -> Int {
      Int(
        truncatingIfNeeded: bytes[place * 8..<place * 8 + 8].reduce(UInt64(0)) {
          $0 << 8 | UInt64($1)
        })
    }
    let hashes = stride(from: 24, to: bytes.count, by: 32).map {
      Array(bytes[$0..<min(bytes.count, $0 + 32)])
    }
    let root = Seeds.hash(0x77)
    let proof = Array(hashes.dropFirst())
    let (index, size, old) = (number(0), number(1), number(2))
    let included = MerkleProof.verifyInclusion(
      leafHash: hashes[0], index: index, size: size, proof: proof, root: root)
    try promise(!included || hashes[0] == root, "a proof for a root that nobody made")
    let consistent = MerkleProof.verifyConsistency(
      oldSize: old, oldRoot: hashes[0], newSize: size, newRoot: root, proof: proof)
    try promise(!consistent || hashes[0] == root, "one log that begins with another")
  }
}
