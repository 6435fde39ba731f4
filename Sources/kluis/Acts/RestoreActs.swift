import AuditLog
import CommandTree
import Desk
import Directory
import Records
import StrictJSON
import VaultClient

/// `kluis beheer restore draft`: the facts of a recovery, with what this device saw, signed first.
struct RestoreDraft {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let path = desk.arguments.required("draft")
    var signing = try RestoreSigning(desk, desk.arguments.required("BESTAND"))
    try OutputFile.requireFree(path)
    try signing.takeWhatThisDeviceSaw(at: Moment.now())
    try signing.sign()
    try OutputFile.create(path, signing.file.encode() + [0x0A])
    signing.answer(path)
    desk.screen.note(Texts.restoreSecond(path))
  }
}

/// `kluis beheer restore sign`: the second signature, by a device that saw nothing newer.
struct RestoreSign {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let path = desk.arguments.required("ONTWERP")
    var signing = try RestoreSigning(desk, path)
    try signing.demandNothingNewer()
    try signing.sign()
    try OutputFile.replace(path, with: signing.file.encode() + [0x0A])
    signing.answer(path)
    desk.screen.note(Texts.restoreReady(path))
  }
}

/// A restore record before a signer, with the directory and pins of that signer's own device.
private struct RestoreSigning {
  private let desk: Desk
  private(set) var file: RestoreFile
  private let keys: KeyRing
  private let pin: Pin?
  private var directory: DirectoryView
  private let records: [[UInt8]]

  private var record: RestoreRecord { file.restore.record }

  init(_ desk: Desk, _ path: String) throws(Failure) {
    self.desk = desk
    let bytes = try InputFile.read(path, limit: RestoreFile.limit)
    do throws(JSONError) { file = try RestoreFile(decoding: bytes) } catch {
      throw Failure(
        ExitCode.data, "restore-malformed", Texts.notARestore(path), hint: Texts.restoreFrom)
    }
    keys = try desk.openIdentity()
    let memory = try desk.memory(of: keys.identity.anchor)
    pin = memory.pins.log
    records = memory.records
    directory = try desk.rememberedDirectory(memory, keys.identity.anchor)
    // What the file has more than this device follows on it, or is not believed.
    let first = Int(record.directory) - file.directory.count
    do throws(DirectoryError) {
      for (index, next) in file.directory.enumerated()
      where first + index >= Int(directory.position) { try directory.extend(with: next) }
    } catch { throw Self.differs }
    if let pin, pin.size == record.size, pin.root != record.root { throw Self.differs }
    if let pin, pin.size == record.lostSize, pin.root != record.lostRoot { throw Self.differs }
  }

  private static var differs: Failure {
    Failure(
      ExitCode.data, "restore-differs", Texts.restoreDiffers, hint: Texts.askBoth)
  }

  /// The longest log and directory are what the record is about: this device's, if it saw more.
  mutating func takeWhatThisDeviceSaw(at now: Int64) throws(Failure) {
    var lost = (size: record.lostSize, root: record.lostRoot)
    if let pin, pin.size > lost.size { lost = (pin.size, pin.root) }
    let known = Int(record.directory)
    if directory.position > record.directory { file.directory += records[known...] }
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

  mutating func sign() throws(Failure) {
    let member = keys.identity.member
    guard directory.maySign(file.restore, as: member) else {
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

  func answer(_ path: String) {
    desk.screen.answer(
      [
        "draft": .string(path), "size": .count(record.size),
        "lost_size": .count(record.lostSize), "directory": .count(Int(record.directory)),
      ], text: Texts.restoreSigned(path, file.restore.signers.count)[desk.language] + "\n")
  }
}
