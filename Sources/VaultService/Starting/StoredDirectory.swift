import Directory
import Store

/// The signed list as `vault.db` holds it, verified from its first record.
enum StoredDirectory {
  /// Records in one read.
  private static let page = 500

  /// The service has no identity file: the institution's key is kept beside the list, and what
  /// clients believe does not depend on it.
  static func read(_ tables: VaultTables, origin: String) throws(StartError) -> DirectoryView {
    do {
      guard let key = try tables.meta.value("institution") else {
        throw StartError.directory("the institution's key is missing")
      }
      var view = DirectoryView(anchor: Anchor(origin: origin, institution: key))
      while true {
        let records = try tables.directory.records(from: Int(view.position) + 1, limit: page)
        if records.isEmpty { break }
        for record in records { try view.extend(with: record) }
      }
      let hashes = try tables.directory.hashes()
      guard hashes.count == Int(view.position),
        (0..<hashes.count).allSatisfy({ hashes[$0] == view.hash(at: UInt32($0) + 1) })
      else { throw StartError.directory("a hash beside it is another record's") }
      guard view.founding != nil else { throw StartError.directory("it has no first record") }
      return view
    } catch let error as StartError { throw error } catch let error as DirectoryError {
      throw .directory(error.description)
    } catch { throw .logDamaged }
  }
}
