import Records
import Sodium
import StrictJSON
import Vocabulary

extension FuzzTarget {
  private static func linkBytes() throws -> [[UInt8]] {
    let chain = try Seeds.vectors("dossierkluis/records")["chain"]
    return (chain?["links"]?.arrayValue ?? []).map {
      Seeds.hex($0["link"]) + Seeds.hex($0["signature"])
    }
  }

  /// Links and their headers are what their bytes say; any of them can stand in a chain's index.
  static let links = FuzzTarget(name: "links", longest: 8 * SignedLink.byteCount) {
    let links = try linkBytes()
    return links + [links.flatMap { $0 }, links.flatMap { $0.prefix(EntryHeader.byteCount) }]
  } check: { bytes throws(Broken) in
    if let header = try? EntryHeader(bytes) {
      try promise(header.bytes == bytes, "a header has two spellings")
    }
    guard let links = try? SignedLink.decode(bytes, limit: 6) else { return }
    try promise(SignedLink.encode(links) == bytes, "links have two spellings")
    try promise(links.count <= 6, "more links than the limit")
    _ = try? EntryIndex(links.map(\.link))
  }

  /// Rows of ciphertext, with and without a dossier, keep their lengths.
  static let rows = FuzzTarget(name: "rows", longest: 2_048) {
    let rows = [(1, 16), (2, 40), (70_000, 512)].map { n, count in
      Row(
        n: UInt32(n),
        sealed: SealedEntry(
          nonce: [UInt8](repeating: 1, count: 24), commitment: Seeds.hash(2),
          ciphertext: [UInt8](repeating: 3, count: count)))
    }
    return [Rows.encode(rows), Rows.encodeListed(rows.map { (Seeds.id(4), $0) })]
  } check: { bytes throws(Broken) in
    if let rows = try? Rows.decode(bytes, limit: 8) {
      try promise(Rows.encode(rows) == bytes && rows.count <= 8, "rows have two spellings")
    }
    if let listed = try? Rows.decodeListed(bytes, limit: 8) {
      let again = Rows.encodeListed(listed.map { ($0.dossier, $0.row) })
      try promise(again == bytes && listed.count <= 8, "listed rows have two spellings")
    }
  }

  /// Secrets of a message: what is read is what a writer writes.
  static let secretItems = FuzzTarget(name: "secret-items", longest: 8 * SecretItems.itemCount) {
    let items: [SecretItem] = [
      .share(.kern, generation: 1), .token(.journaal, n: 9), .lookup(.bsn),
    ]
    let bytes = try items.flatMap { try label($0) + Seeds.hash(5) }
    return [bytes, bytes + bytes, Array(bytes.prefix(SecretItems.itemCount))]
  } check: { bytes throws(Broken) in
    guard let plaintext = try? SecretBytes(copying: bytes),
      let items = try? SecretItems(plaintext)
    else { return }
    var written: [UInt8] = []
    for index in items.items.indices {
      guard let value = try? items.value(at: index), let label = try? label(items.items[index])
      else { throw Broken(description: "an item without its value") }
      written += label + value.withSpan { span in (0..<span.count).map { span[$0] } }
      if items.has(items.items[index]) {
        let same = (try? items.value(of: items.items[index]))?.equals(value) ?? false
        try promise(same, "an item has two values")
      }
    }
    try promise(written == bytes, "secrets have two spellings")
  }

  /// The six bytes before a secret.
  private static func label(_ item: SecretItem) throws -> [UInt8] {
    var writer = try SecretItemsWriter()
    try writer.append(item, SecretBytes(count: 32))
    return writer.finish().withSpan { span in (0..<6).map { span[$0] } }
  }

  /// Signed records of all kinds have one spelling.
  static let records = FuzzTarget(name: "records", longest: 4_096) {
    (try Seeds.vectors("dossierkluis/records")["records"]?.arrayValue ?? [])
      .map { Seeds.text($0["record"]) }
  } check: { bytes throws(Broken) in
    try oneSpelling(SectionRecord.self, bytes)
    try oneSpelling(Involvement.self, bytes)
    try oneSpelling(RequestAct.self, bytes)
    try oneSpelling(Second.self, bytes)
    try oneSpelling(Grant.self, bytes)
    try oneSpelling(GrantEnd.self, bytes)
  }

  private static func oneSpelling<Record: SignedRecord>(
    _ kind: Record.Type, _ bytes: [UInt8]
  ) throws(Broken) {
    guard let record = try? Record.decode(bytes) else { return }
    try promise(record.encode() == bytes, "\(Record.kind) has two spellings")
  }
}
