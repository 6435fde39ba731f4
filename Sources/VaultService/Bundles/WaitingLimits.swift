import Glibc
import Store
import Vocabulary

/// How much may wait for partners at once: what is placed lies on the disk of the log, and who is involved
/// with one dossier must not fill that.
package struct WaitingLimits: Sendable {
  /// Bytes of all bundles that wait: an institution of two hundred people sends less in a month.
  package var total: Int64 = 16 << 30
  /// Bytes of those that one member sealed: four of the largest.
  package var ofMember: Int64 = 4 << 30
  /// Bytes that stay free on the disk, the log of weeks: placing stops there, so that opening does not.
  package var reserve: Int64 = 256 << 20

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

  /// Whether the disk of this folder keeps its reserve when so many bytes come, which lie in the write-ahead
  /// log too for a while; true where nobody can say.
  ///
  /// - Source: statvfs(3)
  func hasRoom(for bytes: Int, in folder: String) -> Bool {
    var status = statvfs()
    guard unsafe statvfs(folder, &status) == 0 else { return true }
    let (free, isVast) = UInt64(status.f_bavail).multipliedReportingOverflow(
      by: UInt64(status.f_frsize))
    return isVast || free >= UInt64(clamping: reserve) + 2 * UInt64(bytes)
  }
}
