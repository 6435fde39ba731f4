import Store
import Vocabulary

/// The rows of bundles, held against the log when the vault is opened.
///
/// A bundle that was recalled and says that it waits, a file or a partner that nobody signed for: the vault
/// does not serve beside such a row.
enum StoredBundles {
  /// Throws: `.rights`, which names the row.
  static func check(_ tables: VaultTables) throws(StartError) {
    var newest: Identifier?
    do {
      try tables.bundles.scan { bundle in
        newest = bundle.id
        guard let dossier = try tables.dossiers.id(of: bundle.dossier) else {
          throw StoreError.corrupt
        }
        try BundleRows.check(
          bundle, tables.bundlePartners.partners(of: bundle.id), of: dossier, tables)
      }
    } catch let error as StoreError where !error.isDamage {
      throw .unavailable(.init("vault.db: \(error)", hint: error.hint))
    } catch {
      let row = newest.map { " \($0.hex)" } ?? ""
      throw .rights("row\(row) of table bundle is not what the log says")
    }
  }
}
