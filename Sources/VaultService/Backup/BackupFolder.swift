import Glibc
import PrivateFile

/// Where backups lie: `DIR/vault/TIME/` and, apart from it, `DIR/keystore/TIME/`.
///
/// Apart, because together they are the vault: whoever copies the one to where the other is copied
/// gives up what the division of keys is for.
struct BackupFolder: Sendable {
  static let vault = "vault"
  static let keystore = "keystore"
  static let manifest = "manifest.json"
  static let receipt = "receipt.json"
  /// A copy of `keystore.db` older than this is removed; milliseconds.
  ///
  /// - Source: Docs/protocol.md, Backup
  static let keystoreLifetime: Int64 = 30 * 86_400_000

  /// What is being written has this behind its name.
  private static let unfinished = ".new"

  let path: String

  func staging(_ kind: String, _ name: String) -> String {
    "\(path)/\(kind)/\(name)\(Self.unfinished)"
  }

  /// Makes the two folders of a backup that is begun, and removes what an earlier one left.
  func begin(_ name: String) throws(PrivateFile.Fault) {
    for kind in [Self.vault, Self.keystore] {
      try make("\(path)/\(kind)", mayExist: true)
      for entry in Self.entries("\(path)/\(kind)")
      where entry.hasSuffix(Self.unfinished)
        && BackupTime.time(String(entry.dropLast(Self.unfinished.count))) != nil
      {
        Self.remove("\(path)/\(kind)/\(entry)")
      }
    }
    for kind in [Self.vault, Self.keystore] { try make(staging(kind, name), mayExist: false) }
  }

  /// Gives both folders their names; the keystore first: a named backup of the vault then always has
  /// its keystore.
  ///
  /// - Source: rename(2), fsync(2)
  func finish(_ name: String, between: () -> Void) throws(PrivateFile.Fault) {
    for kind in [Self.keystore, Self.vault] {
      let target = "\(path)/\(kind)/\(name)"
      try PrivateFile.sync(folder: staging(kind, name))
      guard unsafe rename(staging(kind, name), target) == 0 else {
        throw .system(target, code: errno)
      }
      try PrivateFile.syncFolder(of: target)
      if kind == Self.keystore { between() }
    }
  }

  /// Removes a backup that did not come about.
  func abandon(_ name: String) {
    for kind in [Self.vault, Self.keystore] { Self.remove(staging(kind, name)) }
  }

  /// Removes copies of `keystore.db` past their time; the names of those that are gone.
  func expire(at now: Int64) throws(PrivateFile.Fault) -> [String] {
    let folder = "\(path)/\(Self.keystore)"
    var removed: [String] = []
    for name in Self.entries(folder).sorted() {
      guard let time = BackupTime.time(name), now - time > Self.keystoreLifetime else { continue }
      guard Self.remove("\(folder)/\(name)") else {
        throw .system("\(folder)/\(name)", code: errno)
      }
      removed.append(name)
    }
    if !removed.isEmpty { try PrivateFile.sync(folder: folder) }
    return removed
  }

  private func make(_ folder: String, mayExist: Bool) throws(PrivateFile.Fault) {
    if unsafe mkdir(folder, 0o700) == 0 { return try PrivateFile.syncFolder(of: folder) }
    guard errno == EEXIST else { throw .system(folder, code: errno) }
    if !mayExist { throw .exists(folder) }
  }

  /// The names in a folder; none when there is no such folder.
  static func entries(_ folder: String) -> [String] {
    guard let listing = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(listing) }
    var names: [String] = []
    while let entry = unsafe readdir(listing) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Removes a folder of files and the files in it; whether it is gone.
  @discardableResult
  private static func remove(_ folder: String) -> Bool {
    for name in entries(folder) { unsafe unlink("\(folder)/\(name)") }
    return unsafe rmdir(folder) == 0
  }
}
