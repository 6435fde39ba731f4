internal import CLinux
internal import Glibc

/// Closes the process to those who would read its memory from outside.
package enum ProcessHardening {
  /// Why the process is not as closed as it should be.
  package enum HardeningError: Error, Equatable, CustomStringConvertible {
    case coreDumps
    case dumpable
    case memory(SecretMemoryError)

    package var description: String {
      switch self {
      case .coreDumps: "core dumps could not be turned off"
      case .dumpable: "the process could not be made undumpable"
      case .memory(let error): error.description
      }
    }

    package var hint: String {
      switch self {
      case .coreDumps, .dumpable: "a sandbox may forbid it: allow setrlimit and prctl"
      case .memory(let error): error.hint
      }
    }
  }

  /// Turns core dumps off and keeps other processes of the same user from reading this one.
  ///
  /// The limit on locked memory becomes as high as it may be. Call it first thing, before there is a secret.
  ///
  /// - Source: setrlimit(2), prctl(2) PR_SET_DUMPABLE
  package static func apply() throws(HardeningError) {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0
    else { throw .coreDumps }
    guard linux_set_undumpable() == 0, linux_get_dumpable() == 0 else { throw .dumpable }
    raiseLockLimit()
  }

  private static func raiseLockLimit() {
    let resource = __rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue)
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = limit.rlim_max
    // Refusal is no harm: allocation itself checks that pages are locked.
    _ = unsafe setrlimit(resource, &limit)
  }

  /// Proves that this many KiB can be locked: locks them, asks the kernel whether they are, and
  /// gives them back.
  ///
  /// Some sandboxes accept mlock(2) and do nothing; therefore the kernel is asked.
  /// - Throws: `.notLocked`, `.exhausted`
  /// - Source: proc(5), `Locked:` in smaps
  package static func lockedMemory(kibibytes: Int) throws(SecretMemoryError) {
    guard (1...SecretBytes.maximumCount / 1024).contains(kibibytes) else { throw .tooLarge }
    let region = try LockedRegion.map(byteCount: kibibytes * 1024, requireLock: true)
    defer { region.unmap() }
    guard let locked = lockedKibibytes(at: region) else { throw .notLocked }
    guard locked >= kibibytes else { throw .notLocked }
  }

  /// The `Locked:` line of the mapping that begins where `region` does.
  private static func lockedKibibytes(at region: LockedRegion) -> Int? {
    guard let file = unsafe fopen("/proc/self/smaps", "re") else { return nil }
    defer { unsafe fclose(file) }
    let start = unsafe String(UInt(bitPattern: region.base), radix: 16)
    var inside = false
    var line = [CChar](repeating: 0, count: 512)
    while unsafe fgets(&line, Int32(line.count), file) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      if let dash = text.firstIndex(of: "-"), text[..<dash].allSatisfy(\.isHexDigit) {
        if inside { return nil }
        inside = text[..<dash] == start
      } else if inside, text.hasPrefix("Locked:") {
        return Int(text.dropFirst(7).filter(\.isNumber))
      }
    }
    return nil
  }
}
