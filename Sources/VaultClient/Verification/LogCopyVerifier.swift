package import AuditLog
package import Directory
import Records
import Sodium
import Vocabulary

/// Verifies a copy of the log without the service, without keys and without reading any content.
///
/// What it shows: nothing was changed since the checkpoint and the FG's own pins; entries stand in
/// order; every dossier's writes chain and every opening showed the newest head; every act of a
/// member was asked for under that member's signature; every access had a basis that existed, was
/// signed by someone who might, and held then. What it cannot see: a release that was never logged.
///
/// It streams: memory grows with dossiers and records of involvement, not with entries.
package struct LogCopyVerifier {
  /// Entries that are parsed and whose signatures are verified together.
  private static let batch = 4096

  private let anchor: Anchor
  private let pins: [Pin]

  /// - Parameters:
  ///   - anchor: from the FG's own identity, not from the copy.
  ///   - pins: sizes and roots that the FG saw before; the log must have gone through them.
  package init(anchor: Anchor, pins: [Pin] = []) {
    self.anchor = anchor
    self.pins = pins
  }

  /// Verifies the folder that `VaultSession.copyLog` makes.
  ///
  /// - Parameter progress: is told how many entries were read.
  package func verify(folder: String, progress: (Int) -> Void = { _ in }) -> LogReport {
    var timer = PassTimer()
    do throws(LogFinding) {
      let (directory, records) = try timer.time(
        "directory", count: { $0.1.count },
        { () throws(LogFinding) in try readDirectory(folder) })
      let checkpoint = try readCheckpoint(folder, directory)
      let restores = try readRestores(folder, directory)
      // What was left of the log must be in it as the two who signed saw it.
      let kept = restores.filter { $0.record.size < checkpoint.size }.compactMap {
        Pin(size: $0.record.size, root: $0.record.root)
      }
      var walk = try LogWalk(
        folder: folder, directory: directory, directoryHashes: records.map { BLAKE2b.hash($0) },
        anchors: pins + kept + [checkpoint], restores: restores)
      let entries = try reader(folder + "/" + LogPart.entries.fileName, limit: 4 << 20)
      while true {
        let lines = try batch(entries)
        if lines.isEmpty { break }
        try walk.take(lines, &timer)
        progress(entries.count)
      }
      try walk.finish(&timer)
      return LogReport(
        findings: walk.list.sorted, passes: timer.passes,
        pin: walk.isWhole ? checkpoint : nil, lateReviews: walk.lateReviews, restores: walk.told)
    } catch {
      return LogReport(findings: [error], passes: timer.passes, pin: nil)
    }
  }

  private func readDirectory(
    _ folder: String
  ) throws(LogFinding) -> (DirectoryView, [[UInt8]]) {
    let file = try reader(folder + "/" + LogPart.directory.fileName, limit: 2 << 20)
    var records: [[UInt8]] = []
    while true {
      let lines = try batch(file)
      if lines.isEmpty { break }
      records += lines
    }
    do throws(DirectoryError) {
      return (try DirectoryView.verify(records: records, anchor: anchor), records)
    } catch { throw LogFinding(.directoryInvalid) }
  }

  /// The restore records of a copy, as they lie there; none in a copy of before there were any.
  package static func restores(in folder: String) -> [[UInt8]] {
    guard
      let bytes = try? StateDirectory(existing: folder).read(
        LogPart.restores.fileName, limit: 1 << 20)
    else { return [] }
    return bytes.split(separator: 0x0A).map { Array($0) }
  }

  private func readRestores(
    _ folder: String, _ directory: DirectoryView
  ) throws(LogFinding) -> [SignedRestore] {
    var restores: [SignedRestore] = []
    for line in Self.restores(in: folder) {
      guard let restore = try? SignedRestore(decoding: line), directory.accepts(restore)
      else { throw LogFinding(.restoreInvalid) }
      restores.append(restore)
    }
    return restores
  }

  private func readCheckpoint(
    _ folder: String, _ directory: DirectoryView
  ) throws(LogFinding) -> Pin {
    let file: [UInt8]?
    do throws(ClientError) {
      file = try StateDirectory(existing: folder).read(
        LogFolder.checkpointName, limit: Note.maximumBytes)
    } catch { throw LogFinding(.fileUnreadable) }
    guard let bytes = file else { throw LogFinding(.fileMissing) }
    guard let key = directory.noteKey,
      let checkpoint = try? Checkpoint.verify(bytes, origin: key.name, logKey: key).checkpoint,
      let pin = checkpoint.pin
    else { throw LogFinding(.checkpointSignature) }
    return pin
  }

  private func reader(_ path: String, limit: Int) throws(LogFinding) -> LineReader {
    do throws(LineReader.Fault) { return try LineReader(path: path, limit: limit) } catch {
      throw LogFinding(error)
    }
  }

  private func batch(_ reader: LineReader) throws(LogFinding) -> [[UInt8]] {
    do throws(LineReader.Fault) { return try reader.batch(LogCopyVerifier.batch) } catch {
      throw LogFinding(error)
    }
  }
}

extension LogFinding: Error {
  init(_ fault: LineReader.Fault) {
    self.init(fault == .missing ? .fileMissing : .fileUnreadable)
  }
}

/// How long each pass took; passes over batches add up.
struct PassTimer {
  private(set) var passes: [LogReport.Pass] = []
  private let clock = ContinuousClock()

  mutating func time<Value, Fault: Error>(
    _ name: String, count: Int = 0, _ work: () throws(Fault) -> Value
  ) throws(Fault) -> Value {
    try time(name, count: { _ in count }, work)
  }

  /// The same when only the work itself shows how much it was.
  mutating func time<Value, Fault: Error>(
    _ name: String, count: (Value) -> Int, _ work: () throws(Fault) -> Value
  ) throws(Fault) -> Value {
    let start = clock.now
    let value = try work()
    add(name, count(value), clock.now - start)
    return value
  }

  private var spent: [String: Duration] = [:]

  private mutating func add(_ name: String, _ count: Int, _ duration: Duration) {
    let total = (spent[name] ?? .zero) + duration
    spent[name] = total
    let milliseconds =
      Int(total.components.seconds) * 1000
      + Int(total.components.attoseconds / 1_000_000_000_000_000)
    let before = passes.first { $0.name == name }?.count ?? 0
    let pass = LogReport.Pass(name: name, count: before + count, milliseconds: milliseconds)
    if let place = passes.firstIndex(where: { $0.name == name }) {
      passes[place] = pass
    } else {
      passes.append(pass)
    }
  }
}
