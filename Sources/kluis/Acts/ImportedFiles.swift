import CommandTree
import Desk
import Dossier
import Records
import VaultClient
import Vocabulary

/// The files that an import names: all looked at before anything is made, then sent one by one.
struct ImportedFiles {
  /// One of them: where it lies from the folder on, and what it becomes.
  struct File {
    let path: String
    let new: NewAttachment

    init(path: String, new: NewAttachment) {
      self.path = path
      self.new = new
    }

    init(_ bijlage: GezinBijlage) {
      self.init(
        path: bijlage.pad,
        new: NewAttachment(
          name: bijlage.naam, media: MediaType.of(bijlage.naam), section: bijlage.sectie,
          stuk: bijlage.stuk))
    }

    /// By what the reader of a failure knows it.
    var place: String { new.stuk.map { "\($0): \(path)" } ?? path }
  }

  private let folder: String
  /// Each with what it was when it was looked at.
  private let files: [(file: File, mark: SentFile.Identity)]

  var count: Int { files.count }
  /// Bytes of all of them.
  var bytes: Int { files.reduce(0) { $0 + $1.mark.size } }

  /// - Parameter path: of the import file; the files lie in or below its folder.
  /// - Throws: 65 `attachments-refused` with every file that cannot be used; `attachments-need-folder`
  init(_ named: [File], beside path: String) throws(Failure) {
    folder = Self.folder(of: path)
    guard named.isEmpty || path != "-" else {
      throw Failure(
        ExitCode.data, "attachments-need-folder", Texts.attachmentsNeedFolder,
        hint: Texts.importByPath)
    }
    var files: [(File, SentFile.Identity)] = []
    var problems: [Failure.Problem] = []
    for file in named {
      do throws(Failure) {
        files.append((file, try SentFile(file.path, below: folder).mark))
      } catch {
        problems.append(
          Failure.Problem(place: file.new.stuk ?? file.path, text: error.message))
      }
    }
    guard problems.isEmpty else {
      var failure = Failure(
        ExitCode.data, "attachments-refused", Texts.attachmentsRefused(problems.count),
        hint: Texts.nothingImported)
      failure.problems = problems
      throw failure
    }
    self.files = files
  }

  static func folder(of path: String) -> String {
    let slash = path.lastIndex(of: "/")
    return slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  }

  /// Sends all of them to a dossier that was just made.
  ///
  /// - Returns: the dossier's head afterwards; nil when there are none.
  /// - Throws: 1 `attachments-missing`, or the exit code of what stopped it, with the files that are not there
  func send(
    to dossier: Identifier, _ session: VaultSession, purpose: Purpose, _ screen: Screen
  ) throws(Failure) -> Head? {
    guard !files.isEmpty else { return nil }
    var head: Head?
    var done = 0
    do throws(Failure) {
      let sections = Set(files.map(\.file.new.section)).sorted()
      let writable = try calling { () throws(ClientError) in
        try session.openForWriting(dossier, sections: sections, purpose: purpose)
      }
      for (named, mark) in files {
        let file = try SentFile(named.path, below: folder)
        guard file.mark == mark else { throw Failure(ClientError.attachment(.changed)) }
        head = try BijlageAdd.attach(file, as: named.new, to: writable, session, screen).head
        done += 1
      }
    } catch { throw missing(from: done, of: dossier, because: error) }
    return head
  }

  private func missing(
    from done: Int, of dossier: Identifier, because failure: Failure
  ) -> Failure {
    var told = Failure(
      failure.exit, "attachments-missing",
      Texts.attachmentsMissing(dossier.hex, done, of: files.count))
    told.hints = [failure.message] + failure.hints + [Texts.addTheRest(dossier.hex)]
    told.reference = failure.reference
    told.problems = files.dropFirst(done).map {
      Failure.Problem(place: $0.file.place, text: Texts.notAdded)
    }
    return told
  }
}
