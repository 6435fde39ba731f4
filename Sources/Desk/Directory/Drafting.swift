import CommandTree
package import Directory
import Sodium
package import VaultClient

/// Directory records with their first signature, in a file for the second signer.
///
/// A file that is there already is drafted on: the second signer sees the whole list at once.
package struct Drafting {
  package let path: String
  private var waiting: DraftFile?

  /// Bytes of a draft's file at most.
  package static let limit = 4 << 20

  /// - Throws: 65 `draft-malformed` for a file that is there and is no draft; it stays as it is.
  package init(path: String) throws(Failure) {
    self.path = path
    guard let bytes = try InputFile.readIfThere(path, limit: Self.limit) else { return }
    waiting = try Self.file(bytes, path: path)
  }

  /// How many records the file holds.
  package var count: Int { waiting?.drafts.count ?? 0 }

  /// The directory on which the next record follows: the vault's, and what waits in the file.
  ///
  /// - Throws: 75 `draft-stale` when the drafts in the file lost their place to another record.
  package func view(on directory: DirectoryView) throws(Failure) -> DirectoryView {
    do throws(DirectoryError) { return try directory.presuming(waiting?.drafts ?? []) } catch {
      throw .draft(error, path: path)
    }
  }

  /// Signs the act as the first of two and writes the file; the members who may sign second.
  ///
  /// - Parameter view: as `view(on:)` gave it.
  package mutating func add(
    _ act: DirectoryAct, on view: DirectoryView, as keys: KeyRing
  ) throws(Failure) -> [Member] {
    try add([act], on: view, as: keys)
  }

  /// The same for several acts that follow each other: all of them, or nothing is written.
  ///
  /// - Returns: who may sign all of them second.
  package mutating func add(
    _ acts: [DirectoryAct], on view: DirectoryView, as keys: KeyRing
  ) throws(Failure) -> [Member] {
    var file = waiting
    var signers: [Member]?
    do throws(DirectoryError) {
      var view = view
      for act in acts {
        var draft = try DirectoryDraft(act, at: Moment.now(), on: view)
        try draft.sign(as: keys.identity.member, with: keys.identity.signing, on: view)
        let possible = try draft.possibleSigners(on: view)
        signers = signers?.filter { one in possible.contains { $0.id == one.id } } ?? possible
        view = try view.presuming([draft])
        if file == nil { file = DraftFile(draft) } else { file?.append(draft) }
      }
    } catch { throw .draft(error, path: path) }
    guard let file, let signers else { return [] }
    if waiting == nil {
      try OutputFile.create(path, file.encode())
    } else {
      try OutputFile.replace(path, with: file.encode())
    }
    waiting = file
    return signers
  }

  /// What is in a draft's file.
  ///
  /// - Throws: 65 `draft-malformed`
  package static func file(_ bytes: [UInt8], path: String) throws(Failure) -> DraftFile {
    do throws(DirectoryError) { return try DraftFile.decode(bytes) } catch {
      throw Failure(
        ExitCode.data, "draft-malformed", Texts.notADraft(path), hint: Texts.newDraft)
    }
  }
}

extension Failure {
  /// Why a draft does not count; a stale one is named by its file.
  package static func draft(_ error: DirectoryError, path: String) -> Failure {
    guard error == .order else { return Failure(error) }
    return Failure(
      ExitCode.tryAgain, "draft-stale", Texts.staleDraft(path), hint: Texts.makeAnew)
  }
}
