import AuditLog
import CommandTree
import Desk
import Directory
import Records
import StrictJSON
import VaultClient

/// What a signer's own device saw of the vault: its directory, verified, and its pins.
///
/// From its memory alone, for the vault is not there.
struct SignersDevice {
  let anchor: Anchor
  let directory: DirectoryView
  let records: [[UInt8]]
  let pins: Pins

  /// Reads it, and lets go of the memory.
  ///
  /// - Throws: 1 `no-directory` where the vault was never seen.
  init(_ desk: Desk, _ anchor: Anchor) throws(Failure) {
    let memory = try desk.memory(of: anchor)
    self.anchor = anchor
    (records, pins) = (memory.records, memory.pins)
    directory = try desk.rememberedDirectory(memory, anchor)
  }
}

/// A restore record before a signer, with the directory and pins of that signer's own device.
struct RestoreSigning {
  private let desk: Desk
  private(set) var file: RestoreFile
  private let device: SignersDevice
  private(set) var directory: DirectoryView

  private var record: RestoreRecord { file.restore.record }
  private var pin: Pin? { device.pins.log }

  /// - Throws: 65 `restore-differs` when the device saw another log or directory.
  init(_ desk: Desk, _ file: RestoreFile, _ device: SignersDevice) throws(Failure) {
    (self.desk, self.file, self.device) = (desk, file, device)
    directory = device.directory
    let record = file.restore.record
    // What the file has more than this device follows on it, or is not believed.
    let first = Int(record.directory) - file.directory.count
    do throws(DirectoryError) {
      for (index, next) in file.directory.enumerated()
      where first + index >= Int(directory.position) { try directory.extend(with: next) }
    } catch { throw Self.differs }
    if let pin, pin.size == record.size, pin.root != record.root { throw Self.differs }
    if let pin, pin.size == record.lostSize, pin.root != record.lostRoot { throw Self.differs }
  }

  static var differs: Failure {
    Failure(
      ExitCode.data, "restore-differs", Texts.restoreDiffers, hint: Texts.askBoth)
  }

  /// The longest log and directory are what the record is about: this device's, if it saw more.
  mutating func takeWhatThisDeviceSaw(at now: Int64) throws(Failure) {
    let record = record
    var lost = (size: record.lostSize, root: record.lostRoot)
    if let pin, pin.size > lost.size { lost = (pin.size, pin.root) }
    let known = Int(record.directory)
    if directory.position > record.directory { file.directory += device.records[known...] }
    file.restore = SignedRestore(
      RestoreRecord(
        at: now, origin: record.origin, size: record.size, root: record.root,
        lostSize: lost.size, lostRoot: lost.root, directory: directory.position,
        directoryHash: directory.hash))
  }

  func demandNothingNewer() throws(Failure) {
    guard pin?.size ?? 0 <= record.lostSize, directory.position <= record.directory else {
      throw Failure(
        ExitCode.tryAgain, "restore-newer", Texts.sawMore(pin?.size ?? 0), hint: Texts.draftHere)
    }
  }

  /// Signs with the keys of who sits here.
  mutating func sign(with keys: KeyRing) throws(Failure) {
    let member = keys.identity.member
    guard keys.identity.anchor == device.anchor, directory.maySign(file.restore, as: member) else {
      throw Failure(
        ExitCode.refused, "restore-signer", Texts.notASigner, hint: Texts.whoSigns)
    }
    desk.screen.note(Texts.restoreSays(record.size, record.lostSize, Moment.dutch(record.at)))
    try agree()
    file.restore.sign(as: member, with: keys.identity.signing)
  }

  /// On a terminal the word itself must be typed, as for every second signature.
  private func agree() throws(Failure) {
    guard desk.screen.settings.errors.isTerminal, !desk.screen.json else { return }
    let answer = try TerminalPrompt.line(
      Texts.typeAkkoord[desk.language],
      orElse: Failure(ExitCode.failed, "no-terminal", Texts.nobodyToAsk, hint: Texts.signByJSON))
    guard answer == "akkoord" else {
      throw Failure(ExitCode.failed, "not-agreed", Texts.notAgreed, hint: Texts.agreeHint)
    }
  }
}

extension RestoreFile {
  /// Reads one as somebody named it.
  ///
  /// - Throws: 65 `restore-malformed`
  static func read(_ path: String) throws(Failure) -> RestoreFile {
    try decode(InputFile.read(path, limit: limit), path)
  }

  /// The same for one that may not be there: nil then.
  static func readIfThere(_ path: String) throws(Failure) -> RestoreFile? {
    guard let bytes = try InputFile.readIfThere(path, limit: limit) else { return nil }
    return try decode(bytes, path)
  }

  private static func decode(_ bytes: [UInt8], _ path: String) throws(Failure) -> RestoreFile {
    do throws(JSONError) { return try RestoreFile(decoding: bytes) } catch {
      throw Failure(
        ExitCode.data, "restore-malformed", Texts.notARestore(path), hint: Texts.restoreFrom)
    }
  }

  /// Whether both are about the same recovered log, whatever more one signer saw.
  func isOfSameRecovery(as other: RestoreFile) -> Bool {
    let (own, theirs) = (restore.record, other.restore.record)
    return own.origin == theirs.origin && own.size == theirs.size && own.root == theirs.root
  }
}
