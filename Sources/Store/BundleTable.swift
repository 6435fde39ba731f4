package import Vocabulary

/// Sealed bundles, ended ones too.
package struct BundleTable {
  let connection: Connection

  /// Adds a bundle and who may collect it; no partners for one with a code.
  ///
  /// - Throws: `conflict` when the id was used, or a partner stands twice.
  package func add(
    _ bundle: StoredBundle, for partners: [Identifier]
  ) throws(StoreError) {
    let mask = bundle.sections.reduce(Int64(0)) { $0 | 1 << Int64($1.rawValue) }
    try connection.run(
      """
      INSERT INTO bundle (id, dossier, sealer, state, sections, kind, ground, hash, manifest,
        created, valid_until, leaf, moved)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      .blob(bundle.id.bytes), .integer(bundle.dossier.value), .blob(bundle.sealer.bytes),
      .text(bundle.state.rawValue), .integer(mask), .text(bundle.kind.rawValue),
      .text(bundle.ground), .blob(bundle.hash), .blob(bundle.manifest),
      .integer(bundle.created), .integer(bundle.validUntil), .integer(Int64(bundle.leaf)),
      .integer(Int64(bundle.moved)))
    for partner in partners {
      try connection.run(
        "INSERT INTO bundle_partner (bundle, partner) VALUES (?, ?)", .blob(bundle.id.bytes),
        .blob(partner.bytes))
    }
  }

  package func bundle(_ id: Identifier) throws(StoreError) -> StoredBundle? {
    var row = try connection.query(
      """
      SELECT id, dossier, sealer, state, sections, kind, ground, hash, manifest, created,
        valid_until, size, file, ready, way, spooled, sent, leaf, moved FROM bundle WHERE id = ?
      """, .blob(id.bytes))
    return try row.next() ? try Self.bundle(row) : nil
  }

  /// Every bundle of which parts lie here, with who sealed it and how large the whole is.
  package func waitingSizes() throws(StoreError) -> [(
    bundle: Identifier, sealer: Identifier, size: Int64
  )] {
    var rows = try connection.query(
      """
      SELECT id, sealer, size FROM bundle WHERE state IN ('created', 'sealed', 'placed')
        AND EXISTS (SELECT 1 FROM bundle_part WHERE bundle_part.bundle = bundle.id)
      """)
    var result: [(bundle: Identifier, sealer: Identifier, size: Int64)] = []
    while try rows.next() {
      guard let size = rows.optionalInteger(2) else { throw .corrupt }
      result.append((try rows.identifier(0), try rows.identifier(1), size))
    }
    return result
  }

  /// All bundles of a dossier, oldest first.
  package func bundles(of dossier: DossierNumber) throws(StoreError) -> [StoredBundle] {
    var rows = try connection.query(
      """
      SELECT id, dossier, sealer, state, sections, kind, ground, hash, manifest, created,
        valid_until, size, file, ready, way, spooled, sent, leaf, moved FROM bundle
      WHERE dossier = ? ORDER BY leaf
      """, .integer(dossier.value))
    var result: [StoredBundle] = []
    while try rows.next() { result.append(try Self.bundle(rows)) }
    return result
  }

  /// Bundles that wait here for a partner at `time`: placed, not expired, not collected by it.
  package func waiting(
    for partner: Identifier, at time: Int64
  ) throws(StoreError) -> [StoredBundle] {
    var rows = try connection.query(
      """
      SELECT id, dossier, sealer, state, sections, kind, ground, hash, manifest, created,
        valid_until, size, file, ready, way, spooled, sent, leaf, moved FROM bundle
      WHERE state = 'placed' AND valid_until > ?2 AND id IN (
        SELECT bundle FROM bundle_partner WHERE partner = ?1 AND collected_leaf IS NULL)
      ORDER BY leaf
      """, .blob(partner.bytes), .integer(time))
    var result: [StoredBundle] = []
    while try rows.next() { result.append(try Self.bundle(rows)) }
    return result
  }

  /// Bundles whose time is over and that have not gone: the oldest end first.
  package func over(at time: Int64, limit: Int) throws(StoreError) -> [StoredBundle] {
    var rows = try connection.query(
      """
      SELECT id, dossier, sealer, state, sections, kind, ground, hash, manifest, created,
        valid_until, size, file, ready, way, spooled, sent, leaf, moved FROM bundle
      WHERE state IN ('created', 'sealed', 'placed') AND valid_until <= ?
      ORDER BY valid_until, id LIMIT ?
      """, .integer(time), .integer(Int64(limit)))
    var result: [StoredBundle] = []
    while try rows.next() { result.append(try Self.bundle(rows)) }
    return result
  }

  /// Calls `each` with every bundle.
  package func scan(_ each: (StoredBundle) throws -> Void) throws {
    var rows = try connection.query(
      """
      SELECT id, dossier, sealer, state, sections, kind, ground, hash, manifest, created,
        valid_until, size, file, ready, way, spooled, sent, leaf, moved FROM bundle ORDER BY leaf
      """)
    while try rows.next() { try each(Self.bundle(rows)) }
  }

  /// Brings a bundle into another state.
  ///
  /// - Parameter leaf: which says so.
  package func move(
    _ id: Identifier, to state: StoredBundle.State, leaf: Int
  ) throws(StoreError) {
    try connection.run(
      "UPDATE bundle SET state = ?, moved = ? WHERE id = ?", .text(state.rawValue),
      .integer(Int64(leaf)), .blob(id.bytes))
    guard connection.changes == 1 else { throw .corrupt }
  }

  /// The file is made: the bundle is sealed.
  package func makeReady(_ id: Identifier, _ file: StoredBundle.File) throws(StoreError) {
    try connection.run(
      "UPDATE bundle SET size = ?, file = ?, ready = ? WHERE id = ?", .integer(file.size),
      .blob(file.hash), .integer(Int64(file.leaf)), .blob(id.bytes))
    try move(id, to: .sealed, leaf: file.leaf)
  }

  /// It left by this way.
  package func send(
    _ id: Identifier, by way: StoredBundle.Way, leaf: Int
  ) throws(StoreError) {
    try connection.run(
      "UPDATE bundle SET way = ?, sent = ? WHERE id = ?", .text(way.rawValue),
      .integer(Int64(leaf)), .blob(id.bytes))
    try move(id, to: .sent, leaf: leaf)
  }

  /// Its mail lies in the spool, so that nobody writes it there once more.
  package func markSpooled(_ id: Identifier) throws(StoreError) {
    try connection.run("UPDATE bundle SET spooled = 1 WHERE id = ?", .blob(id.bytes))
  }

  private static func bundle(_ row: borrowing Cursor) throws(StoreError) -> StoredBundle {
    let mask = row.integer(4)
    guard let state = StoredBundle.State(rawValue: row.text(3)),
      let kind = PartnerKind(rawValue: row.text(5)), (2...126).contains(mask), mask & 1 == 0
    else { throw .corrupt }
    return StoredBundle(
      id: try row.identifier(0), dossier: DossierNumber(value: row.integer(1)),
      sealer: try row.identifier(2), state: state,
      sections: Section.allCases.filter { mask & 1 << Int64($0.rawValue) != 0 }, kind: kind,
      ground: row.text(6), hash: row.blob(7), manifest: row.blob(8), created: row.integer(9),
      validUntil: row.integer(10), file: try file(row), sent: try sent(row),
      leaf: Int(row.integer(17)), moved: Int(row.integer(18)))
  }

  /// Size, hash and leaf are there together or not at all.
  private static func file(_ row: borrowing Cursor) throws(StoreError) -> StoredBundle.File? {
    guard let size = row.optionalInteger(11), let hash = row.optionalBlob(12),
      let leaf = row.optionalInteger(13)
    else {
      guard row.isNull(11), row.isNull(12), row.isNull(13) else { throw .corrupt }
      return nil
    }
    return StoredBundle.File(size: size, hash: hash, leaf: Int(leaf))
  }

  private static func sent(_ row: borrowing Cursor) throws(StoreError) -> StoredBundle.Sent? {
    guard let leaf = row.optionalInteger(16), let way = StoredBundle.Way(rawValue: row.text(14))
    else {
      guard row.isNull(14), row.isNull(16) else { throw .corrupt }
      return nil
    }
    return StoredBundle.Sent(way: way, isSpooled: row.integer(15) == 1, leaf: Int(leaf))
  }
}
