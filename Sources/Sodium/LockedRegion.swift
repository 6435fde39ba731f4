internal import Glibc

/// Pages that are locked in memory, left out of dumps and forks, with a guard page on either side.
///
/// Not owned: `SecretArena` decides when a region goes back.
/// - Source: mmap(2), mlock(2), madvise(2)
@safe struct LockedRegion: @unchecked Sendable {
  let base: UnsafeMutablePointer<UInt8>
  let byteCount: Int
  let isLocked: Bool

  static let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))

  /// Maps `byteCount` bytes, rounded up to pages.
  ///
  /// - Throws: `.exhausted`; `.notLocked` when the kernel refuses the lock and `requireLock` is set.
  static func map(
    byteCount wanted: Int, requireLock: Bool
  ) throws(SecretMemoryError) -> LockedRegion {
    let page = pageSize
    let usable = (wanted + page - 1) / page * page
    let whole = usable + 2 * page
    guard
      let start = unsafe mmap(nil, whole, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      Int(bitPattern: start) != -1
    else { throw .exhausted }
    let inner = unsafe start + page
    guard
      unsafe mprotect(inner, usable, PROT_READ | PROT_WRITE) == 0,
      unsafe madvise(inner, usable, MADV_DONTDUMP) == 0
    else {
      unsafe munmap(start, whole)
      throw .exhausted
    }
    // A child of fork(2) does not inherit the lock, so it must not inherit the secrets either.
    _ = unsafe madvise(inner, usable, MADV_WIPEONFORK)
    let locked = unsafe mlock(inner, usable) == 0
    if requireLock && !locked {
      unsafe munmap(start, whole)
      throw .notLocked
    }
    return unsafe LockedRegion(
      base: inner.bindMemory(to: UInt8.self, capacity: usable), byteCount: usable,
      isLocked: locked)
  }

  /// Gives the pages back; they must have been wiped.
  func unmap() {
    let page = LockedRegion.pageSize
    unsafe munmap(UnsafeMutableRawPointer(base) - page, byteCount + 2 * page)
  }
}
