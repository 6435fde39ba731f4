import AuditLog
package import Directory
import Records
import StrictJSON
import Vocabulary

/// What this device remembers of one vault: pins, and the directory records that it verified.
///
/// Held by one process at a time. A damaged file is an error that says what to do, never an empty
/// memory: otherwise whoever can damage it could also roll this device back.
package final class ClientState {
  package let directory: StateDirectory
  package private(set) var pins: Pins
  /// The signed directory records, oldest first, exactly as they were verified.
  package private(set) var records: [[UInt8]]
  private let lock: StateLock
  /// Restores that this process went back for, and nobody was told of yet.
  private var untold: [RestoreNotice] = []
  private let journal: PinsJournal
  /// Whether the pins were ever written whole; the journal only goes on from there.
  private var hasPins: Bool

  private static let pinsName = "pins.json"
  private static let recordsName = "directory.jsonl"
  private static let recordsLimit = 256 << 20

  /// Opens or makes the memory for `origin` in a folder; see `StateDirectory.name(forOrigin:)`.
  ///
  /// - Throws: `.stateInUse`, `.stateDamaged`, `.wrongOrigin`, `.stateNotWritable`
  package init(path: String, origin: String) throws(ClientError) {
    directory = try StateDirectory(path: path)
    lock = try StateLock(in: directory)
    records = []
    var pins = Pins(origin: origin)
    let whole = try directory.read(ClientState.pinsName, limit: Pins.limit)
    if let whole {
      do throws(JSONError) { pins = try Pins(decoding: whole) } catch {
        throw .stateDamaged(.pins, path: directory.file(ClientState.pinsName))
      }
      guard pins.origin.utf8.elementsEqual(origin.utf8) else { throw .wrongOrigin }
    }
    directory.discardDraft(of: ClientState.pinsName)
    journal = try PinsJournal(in: directory, raising: &pins)
    hasPins = whole != nil
    self.pins = pins
    if journal.length > 0 { try rewrite(pins) }
    if let bytes = try directory.read(
      ClientState.recordsName, limit: ClientState.recordsLimit)
    {
      guard bytes.last == 0x0A else { throw damagedRecords }
      records = bytes.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false)
        .map { Array($0) }
    }
  }

  /// The error for a cache that does not verify any more.
  var damagedRecords: ClientError {
    .stateDamaged(.directory, path: directory.file(ClientState.recordsName))
  }

  /// Keeps what an answer proved, after all of it was checked.
  func raise(log: Pin? = nil, heads: [Identifier: Head] = [:]) throws(ClientError) {
    try keep(Pins.Risen(log: log, heads: heads))
  }

  /// Keeps the policy set that was found in force and approved.
  func raise(policy: [UInt8]) throws(ClientError) {
    var raised = pins
    raised.raise(policy: policy)
    try keepWhole(raised)
  }

  /// Keeps a verified directory: first the records, then the pin that names them.
  func keep(records new: [[UInt8]], position: Pins.Position) throws(ClientError) {
    if new.count > records.count {
      try directory.replace(
        ClientState.recordsName, with: Array(new.map { $0 + [0x0A] }.joined()))
      records = new
    }
    try keep(Pins.Risen(directory: position))
  }

  /// Takes restore records that a directory accepts: pins of the part that was lost go back, once.
  ///
  /// What the pins were before stays in a file of its own.
  /// - Parameter lines: as they came, from nobody in particular; what does not count is passed over.
  package func take(
    restores lines: [[UInt8]], on directory: DirectoryView
  ) throws(ClientError) {
    for line in lines.suffix(Self.restoreLimit) {
      guard let restore = try? SignedRestore(decoding: line), directory.accepts(restore),
        !pins.restored.contains(restore.hash)
      else { continue }
      var lowered = pins
      let before = pins.log
      if lowered.take(restore), let before {
        let name = "pins-\(restore.record.at).json"
        try self.directory.replace(name, with: pins.encode())
        untold.append(
          RestoreNotice(
            record: restore.record, seen: before.size,
            signers: restore.signers.map { directory.name(of: $0.by) },
            earlier: self.directory.file(name)))
      }
      try lowerVerified(restore.record)
      try keepWhole(lowered)
    }
  }

  /// Hands over what was restored since the last call, to be told to the member.
  package func takeNotices() -> [RestoreNotice] {
    defer { untold = [] }
    return untold
  }

  /// How far an FG verified; it goes back as the pins do.
  private func lowerVerified(_ record: RestoreRecord) throws(ClientError) {
    guard let bytes = try directory.read(Self.verifiedName, limit: 4096),
      let json = try? CanonicalJSON.decode(bytes, limits: .record), let pin = try? Pin(json),
      record.covers(size: pin.size, root: pin.root),
      let lower = Pin(size: record.size, root: record.root)
    else { return }
    try directory.replace(Self.verifiedName, with: CanonicalJSON.encode(lower.json))
  }

  /// The file in which an FG's device keeps how far it verified.
  package static let verifiedName = "verified.json"
  /// Nobody's log was restored this often; more is not looked at.
  private static let restoreLimit = 64

  private func keep(_ wish: Pins.Risen) throws(ClientError) {
    let risen = pins.risen(by: wish)
    guard !risen.isEmpty else { return }
    var raised = pins
    raised.raise(risen)
    if hasPins, journal.length < PinsJournal.long, risen.heads.count <= PinsJournal.mostHeads {
      try journal.append(risen)
      pins = raised
    } else {
      try rewrite(raised)
    }
  }

  /// Writes pins that did not only rise, once the journal has no line left that would raise them again
  /// after a crash.
  private func keepWhole(_ changed: Pins) throws(ClientError) {
    guard changed != pins else { return }
    try rewrite(pins)
    try rewrite(changed)
  }

  /// Writes the pins whole, then empties the journal: after a crash in between its lines say nothing
  /// new.
  private func rewrite(_ raised: Pins) throws(ClientError) {
    try directory.replace(ClientState.pinsName, with: raised.encode())
    hasPins = true
    pins = raised
    try journal.empty()
  }
}
