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
    let keys = try desk.openIdentity()
    let file = try RestoreFile.read(desk.arguments.required("BESTAND"))
    var signing = try RestoreSigning(desk, file, SignersDevice(desk, keys.identity.anchor))
    try OutputFile.requireFree(path)
    try signing.takeWhatThisDeviceSaw(at: Moment.now())
    try signing.sign(with: keys)
    try OutputFile.create(path, signing.file.encode() + [0x0A])
    desk.answer(signing.file, path)
    desk.screen.note(Texts.restoreSecond(path))
  }
}

/// `kluis beheer restore sign`: the second signature, by a device that saw nothing newer; with a
/// recovered folder the record is put in its place.
struct RestoreSign {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let path = desk.arguments.required("ONTWERP")
    let keys = try desk.openIdentity()
    let folder = try desk.arguments.value("dir").map { folder throws(Failure) in
      try RecoveredFolder(folder)
    }
    let file = try RestoreFile.read(path)
    try folder?.demandSame(as: file)
    let device = try SignersDevice(desk, keys.identity.anchor)
    var signing = try RestoreSigning(desk, file, device)
    try signing.demandNothingNewer()
    try signing.sign(with: keys)
    try OutputFile.replace(path, with: signing.file.encode() + [0x0A])
    guard let folder else {
      desk.answer(signing.file, path)
      return desk.screen.note(Texts.restoreReady(path))
    }
    try folder.put(signing.file, checkedBy: device, desk)
    desk.answer(signing.file, path, start: folder.start)
  }
}

extension Desk {
  fileprivate func answer(_ file: RestoreFile, _ path: String, start: String? = nil) {
    let record = file.restore.record
    screen.answer(
      .object(present: [
        ("draft", .string(path)), ("size", .count(record.size)),
        ("lost_size", .count(record.lostSize)), ("directory", .count(Int(record.directory))),
        ("next", start.map { .string($0) }),
      ]),
      text: Texts.restoreSigned(path, file.restore.signers.count)[language] + "\n"
        + (start.map { Texts.nowStart($0)[language] + "\n" } ?? ""))
  }
}
