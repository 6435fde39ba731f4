package import AuditLog
import Glibc
import Records
import StrictJSON

/// The parts of a copy of the log; the raw value is the part's name in the protocol.
package enum LogPart: String, CaseIterable, Sendable {
  case entries
  case requests
  case records
  case directory
  case policies
  case restores

  /// The file in the folder.
  package var fileName: String { rawValue + ".jsonl" }
}

/// A copy of the log in a folder, to be verified without the service. (Docs/protocol.md, The FG's copy)
package enum LogFolder {
  package static let checkpointName = "checkpoint"
}

extension VaultSession {
  /// Copies the log into a folder: the checkpoint first, then everything that it covers.
  ///
  /// Copying adds entries itself, so the entries end where the checkpoint does; the other files may
  /// go further. A file gets its name only when it is whole.
  /// - Parameter progress: is told the lines copied so far of each part.
  /// - Returns: the size and root that the copy is of.
  package func copyLog(
    into folder: String, progress: (LogPart, Int) -> Void = { _, _ in }
  ) throws(ClientError) -> Pin {
    let directory = try StateDirectory(path: folder)
    let (note, pin) = try checkpoint()
    for part in LogPart.allCases {
      let file = try LineFile(in: directory, name: part.fileName)
      var page = Page(room: part == .entries ? pin.size : .max)
      repeat {
        try copy(part, &page, to: file)
        progress(part, page.lines)
      } while !page.isLast
      try file.finish()
    }
    try directory.replace(LogFolder.checkpointName, with: note)
    return pin
  }

  /// Copies one page and moves to the next.
  private func copy(
    _ part: LogPart, _ page: inout Page, to file: borrowing LineFile
  ) throws(ClientError) {
    let from = page.next
    let ask = Ask(
      method: "log.copy",
      args: .object([("from", .int(Int64(from))), ("part", .string(part.rawValue))]),
      action: .logExport)
    let (lines, last, next) = try perform(ask) { reply throws(CheckFailure) in
      let lines = try LineBlock.read(reply.rows)
      let (last, next) = try checked(.answer) { () throws(JSONError) in
        (
          try reply.fields.requireBool("done"),
          Int(try reply.fields.requireInt("next", within: 0...CanonicalJSON.integers.upperBound))
        )
      }
      // A place that does not move would never end; a line feed would forge a line.
      try demand(last || next > from, .rows)
      try demand(lines.allSatisfy { !$0.contains(0x0A) }, .rows)
      return (lines, last, next)
    }
    let kept = lines.prefix(page.room - page.lines)
    try file.append(kept)
    page.lines += kept.count
    page.next = next
    page.isLast = last || page.lines >= page.room
  }
}

/// How far one part of a copy has come.
private struct Page {
  /// Lines that the part may have.
  let room: Int
  var lines = 0
  /// The service's own place, from which the next page goes on.
  var next = 0
  var isLast = false

  init(room: Int) {
    self.room = room
  }
}

/// A file of lines that appears under its name when it is whole.
struct LineFile: ~Copyable {
  private let path: String
  private let draft: String
  private let descriptor: Int32

  init(in directory: StateDirectory, name: String) throws(ClientError) {
    path = directory.file(name)
    draft = path + ".new"
    unsafe unlink(draft)
    descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .stateNotWritable(path: path) }
  }

  func append(_ lines: ArraySlice<[UInt8]>) throws(ClientError) {
    let bytes = Array(lines.map { $0 + [0x0A] }.joined())
    guard StateDirectory.write(bytes[...], to: descriptor) else {
      throw .stateNotWritable(path: path)
    }
  }

  consuming func finish() throws(ClientError) {
    guard fsync(descriptor) == 0, unsafe rename(draft, path) == 0 else {
      throw .stateNotWritable(path: path)
    }
  }

  deinit { close(descriptor) }
}
