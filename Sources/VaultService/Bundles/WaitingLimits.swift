import Store
import Vocabulary

/// How much may wait for partners at once: what is placed lies on the disk of the log, and who is involved
/// with one dossier must not fill that.
package struct WaitingLimits: Sendable {
  /// Bytes of all bundles that wait: an institution of two hundred people sends less in a month.
  package var total: Int64 = 16 << 30
  /// Bytes of those that one member sealed: four of the largest.
  package var ofMember: Int64 = 4 << 30

  /// Why a bundle of this size finds no place; nil when it does.
  ///
  /// A bundle that comes counts whole from its first part on, so that nobody sends in vain.
  func fault(_ bundle: StoredBundle, _ size: Int64, _ tables: VaultTables) throws -> String? {
    var (all, own): (Int64, Int64) = (size, size)
    for other in try tables.bundles.waitingSizes() where other.bundle != bundle.id {
      all += other.size
      if other.sealer == bundle.sealer { own += other.size }
    }
    if own > ofMember { return "place-limit" }
    return all > total ? "place-full" : nil
  }
}
