import Store
import Vocabulary

/// A bundle as one of its partners may know it.
struct PartnerBundle {
  let stored: StoredBundle
  let dossier: Identifier
  /// What this partner got so far.
  let own: StoredBundlePartner
  /// The same of the others that it is for.
  let others: [StoredBundlePartner]
  /// The bytes of each part.
  let parts: [Int]

  /// Nil when there is no such bundle, and when it is for others.
  ///
  /// Throws: `StoreError.corrupt` for rows that the log does not bear out.
  init?(_ id: Identifier, for partner: Identifier, _ tables: VaultTables) throws {
    guard let stored = try tables.bundles.bundle(id) else { return nil }
    let partners = try tables.bundlePartners.partners(of: id)
    guard let own = partners.first(where: { $0.partner == partner }) else { return nil }
    guard let dossier = try tables.dossiers.id(of: stored.dossier) else { throw StoreError.corrupt }
    try BundleRows.check(stored, partners, of: dossier, tables)
    self.stored = stored
    self.dossier = dossier
    self.own = own
    others = partners.filter { $0.partner != partner }
    parts = try tables.bundleParts.sizes(of: id).map { $0 - BundlePart.overhead }
  }
}
