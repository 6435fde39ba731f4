import AuditLog
import CommandTree
import Directory
import Dossier
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
      let keys = try desk.openIdentity()
      let memory = try desk.memory(of: keys.identity.anchor)
      answer = try verify(
        folder, pin: memory.pins.log,
        by: LogCopyVerifier(
          anchor: keys.identity.anchor, pins: memory.pins.log.map { [$0] } ?? []))
    } else {
      let session = try desk.session()
      let pin = session.state.pins.log
      let scratch = try ScratchFolder(in: session.state.directory.path)
      _ = try FGCopy.copy(session, into: scratch.path, desk.screen)
      answer = try withExtendedLifetime(scratch) { () throws(Failure) in
        try verify(
          scratch.path, pin: pin,
          by: LogCopyVerifier(
            anchor: desk.keys().identity.anchor, pins: pin.map { [$0] } ?? []))
      }
    }
    desk.screen.answer(
      answer.json(desk.language), text: answer.text(desk.language, desk.screen.settings.output))
    if let failure = answer.failure(copied: desk.arguments.has("copy")) { throw failure }
  }

  private func verify(
    _ folder: String, pin: Pin?, by verifier: LogCopyVerifier
  ) throws(Failure) -> VerifyAnswer {
    var since: Int?
    if desk.arguments.has("since-pin") {
      guard let pin else {
        throw Failure(ExitCode.failed, "no-pin", Texts.noPin, hint: Texts.verifyWhole)
      }
      since = pin.size
      desk.screen.note(Texts.sincePin(pin.size))
    }
    var progress = ProgressLine(desk.screen)
    let report = verifier.verify(folder: folder) { done in
      progress.show(Texts.verifying, done: done, of: 0)
    }
    progress.clear()
    return VerifyAnswer(report: report, since: since)
  }
}

/// What a verification found, ready to be shown.
struct VerifyAnswer {
  let report: LogReport
  /// Findings of earlier entries were told before; those of the whole copy always count.
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
