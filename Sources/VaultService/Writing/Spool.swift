import Glibc
import PrivateFile
import Store
import StrictJSON

/// The folder of signals that wait to be delivered, one file each.
///
/// The leaf of a signal and the note that its file is still to be written are one transaction. The
/// file comes after it, whole or not at all; a crash in between, or a disk without room, leaves the
/// note, and the file is written at the next start or batch. The note goes with the batch after
/// that, so that a crash can at worst write a delivered file once more, under the same name.
///
/// Used on the writer's thread only.
final class Spool {
  /// The name of the note in `vault.db`.
  static let name = "spool"

  private let folder: String
  /// Files that are still to be written.
  private var waiting: [SpooledSignal]
  /// What the note says.
  private var noted: [SpooledSignal]

  /// - Parameter note: what an earlier run left.
  init(_ folder: String, left note: [UInt8]?) {
    self.folder = folder
    noted = Self.read(note)
    waiting = noted
    write()
  }

  /// Takes up new signals in their leaves' own transaction.
  func note(_ new: [SpooledSignal], _ tables: VaultTables) throws(StoreError) {
    let all = waiting + new
    guard all != noted else { return }
    try tables.meta.put(Self.name, CanonicalJSON.encode(.array(all.map(\.json))))
  }

  /// Writes what is in the log now, and what could not be written before.
  func committed(_ new: [SpooledSignal]) {
    waiting += new
    noted = waiting
    write()
  }

  private func write() {
    guard !waiting.isEmpty else { return }
    // Where another user delivers, the beheerder made it before: with that user's group.
    unsafe mkdir(folder, 0o700)
    waiting = waiting.filter { signal in
      do throws(PrivateFile.Fault) {
        try PrivateFile.create(folder + "/" + signal.name, signal.bytes, forGroup: true)
        return false
      } catch {
        if case .exists = error { return false }
        return true
      }
    }
  }

  private static func read(_ note: [UInt8]?) -> [SpooledSignal] {
    guard let note,
      case .array(let items)? = try? CanonicalJSON.decode(
        note, limits: JSONLimits(bytes: note.count, depth: 3))
    else { return [] }
    return items.compactMap { SpooledSignal($0) }
  }
}
