import AuditLog
import Calendar
import CommandTree
import Desk
import Directory
import Dossier
import Records
import StrictJSON
import VaultClient

/// `kluis fg verify` asks whether the log is whole, in order, signed, and every look permitted.
struct FGVerify {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let answer: VerifyAnswer
    if let folder = desk.arguments.value("copy") {
      // A copy needs no vault; the identity says which institution it must come from.
      let anchor = try desk.openIdentity().identity.anchor
      let memory = try desk.memory(of: anchor)
      // Without the vault the copy itself says what was lost; it counts by its two signatures only.
      if let view = try? desk.rememberedDirectory(memory, anchor) {
        try calling { () throws(ClientError) in
          try memory.take(restores: LogCopyVerifier.restores(in: folder), on: view)
        }
      }
      let size = try FGVerify.size(ofCopy: folder)
      answer = try verify(folder, size: size, memory: memory, anchor: anchor)
    } else {
      let session = try desk.session()
      let scratch = try ScratchFolder(in: session.state.directory.path)
      let size = try FGCopy.copy(session, into: scratch.path, desk.screen).size
      answer = try withExtendedLifetime(scratch) { () throws(Failure) in
        try verify(
          scratch.path, size: size, memory: session.state,
          anchor: desk.keys().identity.anchor)
      }
    }
    desk.screen.answer(
      answer.json(desk.language), text: answer.text(desk.language, desk.screen.settings.output))
    if let failure = answer.failure(copied: desk.arguments.has("copy")) { throw failure }
  }

  /// Holds a copy against itself, and against what this device verified and saw before.
  ///
  /// A copy may be older than what was seen: only pins that it reaches can be found in it.
  /// - Parameter size: of the copy, as its checkpoint says; nil when that cannot be read.
  private func verify(
    _ folder: String, size: Int?, memory: ClientState, anchor: Anchor
  ) throws(Failure) -> VerifyAnswer {
    let verified = VerifiedPin(in: memory.directory.path)
    let before = try verified.read()
    var since: Int?
    if desk.arguments.has("since-pin") {
      guard let before else {
        throw Failure(ExitCode.failed, "no-pin", Texts.noPin, hint: Texts.verifyWhole)
      }
      since = before.size
      desk.screen.note(Texts.sincePin(before.size))
    }
    let seen = [before, memory.pins.log].compactMap { $0 }
    let reached = seen.filter { $0.size <= size ?? .max }
    // A fresh copy is behind by the entries of copying itself; only an older one is worth a word.
    if desk.arguments.has("copy"), let later = seen.map(\.size).max(), let size, later > size {
      desk.screen.note(Texts.seenLater(later, size))
    }
    var progress = ProgressLine(desk.screen)
    let report = LogCopyVerifier(anchor: anchor, pins: reached).verify(folder: folder) { done in
      progress.show(Texts.verifying, done: done, of: 0)
    }
    progress.clear()
    for restore in report.restores {
      desk.screen.note(Texts.restoredAt(restore.size, restore.lostSize))
    }
    if report.isClean, let pin = report.pin { try verified.raise(to: pin) }
    return VerifyAnswer(report: report, since: since)
  }

  /// What the copy's own checkpoint says; whether it is the log's is for the verifier.
  private static func size(ofCopy folder: String) throws(Failure) -> Int? {
    let bytes = try InputFile.read(
      folder + "/" + LogFolder.checkpointName, limit: Note.maximumBytes)
    guard let note = try? Note(parsing: bytes) else { return nil }
    return (try? Checkpoint(text: note.text))?.size
  }
}

/// What a verification found, ready to be shown.
struct VerifyAnswer {
  let report: LogReport
  /// Up to here the log was sound before; findings of the whole copy always count.
  let since: Int?

  var findings: [LogFinding] {
    guard let since else { return report.findings }
    return report.findings.filter { $0.index.map { $0 >= since } ?? true }
  }

  /// Milliseconds of all passes together.
  private var milliseconds: Int { report.passes.reduce(0) { $0 + $1.milliseconds } }
  private var entries: Int { report.passes.first { $0.name == "read" }?.count ?? 0 }

  func text(_ language: Language, _ terminal: Terminal) -> String {
    var table = Table(
      Texts.check[language], Texts.count[language], Texts.duration[language])
    for pass in report.passes {
      table.add(
        Texts.pass(pass.name)[language], String(pass.count), "\(pass.milliseconds) ms")
    }
    var lines = findings.map { "- \($0.text.text(language.ofDossier))" }
    if findings.isEmpty { lines.append(Texts.sound(report.pin?.size ?? entries)[language]) }
    lines += report.lateReviews.map {
      Texts.lateReview($0.entry, Moment.today($0.due - 1).description)[language]
    }
    return table.text(in: terminal)
      + lines.map { VisibleText.neutral($0, keepingLines: false) + "\n" }.joined()
  }

  func json(_ language: Language) -> JSONValue {
    .object(present: [
      ("sound", .bool(findings.isEmpty)), ("size", report.pin.map { .count($0.size) }),
      ("root", report.pin.map { .hex($0.root) }), ("since", since.map { .count($0) }),
      ("entries", .count(entries)),
      (
        "checks",
        .array(
          report.passes.map { pass in
            [
              "check": .string(pass.name), "count": .count(pass.count),
              "milliseconds": .count(pass.milliseconds),
            ]
          })
      ),
      (
        "findings",
        .array(
          findings.map { finding in
            .object(present: [
              ("code", .string(finding.fault.rawValue)),
              ("index", finding.index.map { .count($0) }),
              ("message", .string(finding.text.text(language.ofDossier))),
            ])
          })
      ),
      (
        "late_reviews",
        .array(
          report.lateReviews.map { late in
            [
              "ref": .count(late.entry), "request": .hexID(late.request),
              "dossier": .hexID(late.dossier), "member": .hexID(late.member),
              "due": .int(late.due),
            ]
          })
      ),
      ("milliseconds", .count(milliseconds)),
    ])
  }

  /// Nil when the log is sound; the findings themselves are the answer.
  func failure(copied: Bool) -> Failure? {
    guard !findings.isEmpty else { return nil }
    return Failure(
      ExitCode.data, "log-not-sound", Texts.broken(findings.count),
      hint: copied ? Texts.copyHint : Texts.brokenHint)
  }
}
