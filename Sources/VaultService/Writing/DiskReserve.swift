import Glibc

/// Bytes of the disk that are kept for the log: writing stops there, so that opening goes on.
///
/// Every opening needs its leaf first. A disk that was filled with what people write would leave a crisis
/// worker at a door with nothing.
package struct DiskReserve: Sendable {
  /// The log of weeks: an opening takes some hundred bytes of it.
  package static let usual: Int64 = 256 << 20

  package var bytes = DiskReserve.usual

  /// Whether so many bytes more leave the reserve of this folder's disk as it is.
  ///
  /// They lie in the write-ahead log too for a while. True where nobody can say: the disk itself still refuses.
  ///
  /// - Source: statvfs(3)
  func isLeft(after count: Int, in folder: String) -> Bool {
    var status = statvfs()
    guard unsafe statvfs(folder, &status) == 0 else { return true }
    let (free, isVast) = UInt64(status.f_bavail).multipliedReportingOverflow(
      by: UInt64(status.f_frsize))
    return isVast || free >= UInt64(clamping: bytes) + 2 * UInt64(count)
  }
}

extension VaultSettings {
  /// Whether the disk takes so many bytes more and keeps its reserve.
  func hasRoom(for count: Int) -> Bool { reserve.isLeft(after: count, in: folder) }
}
