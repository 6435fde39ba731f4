package import Vocabulary

/// Who a bundle is for, and what each of them got.
package struct BundlePartnerTable {
  let connection: Connection

  /// In the order of their ids.
  package func partners(of bundle: Identifier) throws(StoreError) -> [StoredBundlePartner] {
    var rows = try connection.query(
      """
      SELECT partner, fetched, fetched_leaf, collected_leaf, received_leaf FROM bundle_partner
      WHERE bundle = ? ORDER BY partner
      """, .blob(bundle.bytes))
    var result: [StoredBundlePartner] = []
    while try rows.next() {
      result.append(
        StoredBundlePartner(
          partner: try rows.identifier(0), fetched: try rows.integer(1, as: Int.self),
          fetchedLeaf: rows.optionalInteger(2).map { Int($0) },
          collectedLeaf: rows.optionalInteger(3).map { Int($0) },
          receivedLeaf: rows.optionalInteger(4).map { Int($0) }))
    }
    return result
  }

  /// A partner was given parts up to this many; fewer than it had before changes nothing.
  package func fetch(
    _ bundle: Identifier, _ partner: Identifier, parts: Int, leaf: Int
  ) throws(StoreError) {
    try connection.run(
      """
      UPDATE bundle_partner SET fetched = ?, fetched_leaf = ?
      WHERE bundle = ? AND partner = ? AND fetched < ?
      """, .integer(Int64(parts)), .integer(Int64(leaf)), .blob(bundle.bytes),
      .blob(partner.bytes), .integer(Int64(parts)))
  }

  /// A partner has the whole file.
  package func collect(
    _ bundle: Identifier, _ partner: Identifier, leaf: Int
  ) throws(StoreError) {
    try connection.run(
      "UPDATE bundle_partner SET collected_leaf = ? WHERE bundle = ? AND partner = ?",
      .integer(Int64(leaf)), .blob(bundle.bytes), .blob(partner.bytes))
    guard connection.changes == 1 else { throw .corrupt }
  }

  /// A partner signed for it; the receipt goes with it.
  ///
  /// - Throws: `conflict` when this partner gave one before.
  package func receive(
    _ bundle: Identifier, _ receipt: StoredBundleReceipt, leaf: Int
  ) throws(StoreError) {
    try connection.run(
      "INSERT INTO bundle_receipt (bundle, partner, text, sig) VALUES (?, ?, ?, ?)",
      .blob(bundle.bytes), .blob(receipt.partner.bytes), .blob(receipt.text),
      .blob(receipt.sig))
    try connection.run(
      "UPDATE bundle_partner SET received_leaf = ? WHERE bundle = ? AND partner = ?",
      .integer(Int64(leaf)), .blob(bundle.bytes), .blob(receipt.partner.bytes))
    guard connection.changes == 1 else { throw .corrupt }
  }

  /// The receipts, in the order of the partners.
  package func receipts(of bundle: Identifier) throws(StoreError) -> [StoredBundleReceipt] {
    var rows = try connection.query(
      "SELECT partner, text, sig FROM bundle_receipt WHERE bundle = ? ORDER BY partner",
      .blob(bundle.bytes))
    var result: [StoredBundleReceipt] = []
    while try rows.next() {
      result.append(
        StoredBundleReceipt(
          partner: try rows.identifier(0), text: rows.blob(1), sig: rows.blob(2)))
    }
    return result
  }
}

/// The file of a bundle that waits here, in parts, each sealed under the bundle's token.
package struct BundlePartTable {
  let connection: Connection

  /// Adds a part.
  ///
  /// - Parameter sealed: nonce 24 ‖ ciphertext.
  /// - Throws: `conflict` when it is there.
  package func add(
    _ bundle: Identifier, _ n: Int, _ sealed: [UInt8]
  ) throws(StoreError) {
    try connection.run(
      "INSERT INTO bundle_part (bundle, n, sealed) VALUES (?, ?, ?)", .blob(bundle.bytes),
      .integer(Int64(n)), .blob(sealed))
  }

  /// One part, as it lies here.
  package func sealed(_ bundle: Identifier, _ n: Int) throws(StoreError) -> [UInt8]? {
    var row = try connection.query(
      "SELECT sealed FROM bundle_part WHERE bundle = ? AND n = ?", .blob(bundle.bytes),
      .integer(Int64(n)))
    return try row.next() ? row.blob(0) : nil
  }

  /// The bytes that each part takes here, from part 0, without reading them.
  ///
  /// - Throws: `corrupt` when a number is missing.
  package func sizes(of bundle: Identifier) throws(StoreError) -> [Int] {
    var rows = try connection.query(
      "SELECT n, length(sealed) FROM bundle_part WHERE bundle = ? ORDER BY n",
      .blob(bundle.bytes))
    var result: [Int] = []
    while try rows.next() {
      guard rows.integer(0) == Int64(result.count) else { throw .corrupt }
      result.append(Int(rows.integer(1)))
    }
    return result
  }

  /// Removes all parts; what they held is overwritten.
  package func remove(_ bundle: Identifier) throws(StoreError) {
    try connection.run("DELETE FROM bundle_part WHERE bundle = ?", .blob(bundle.bytes))
  }
}
