import AuditLog
import CommandTree
import Desk
import StrictJSON
import VaultClient

/// `kluis fg copy`: the whole log in a folder, for verification away from the vault.
struct FGCopy {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let folder = desk.arguments.required("MAP")
    let session = try desk.session()
    try OutputFile.makeFolder(folder)
    let (size, lines) = try FGCopy.copy(session, into: folder, desk.screen)
    desk.screen.answer(
      [
        "folder": .string(folder), "size": .count(size),
        "parts": .array(
          LogPart.allCases.map {
            ["part": .string($0.rawValue), "lines": .count(lines[$0] ?? 0)]
          }),
      ], text: Texts.copied(folder, size)[desk.language] + "\n")
    desk.screen.note(Texts.verifyNext(folder))
  }

  /// Copies with progress; the log's size and the lines of each part.
  static func copy(
    _ session: VaultSession, into folder: String, _ screen: Screen
  ) throws(Failure) -> (size: Int, lines: [LogPart: Int]) {
    var progress = ProgressLine(screen)
    var lines: [LogPart: Int] = [:]
    let pin = try calling { () throws(ClientError) in
      try session.copyLog(into: folder) { part, done in
        lines[part] = done
        progress.show(Texts.copying(part.rawValue), done: done, of: 0)
      }
    }
    progress.clear()
    return (pin.size, lines)
  }
}
