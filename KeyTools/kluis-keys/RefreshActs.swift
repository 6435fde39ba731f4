import CommandTree
import Desk
import Dossier
import VaultClient
import Vocabulary

/// New halves for the keys of dossiers: proposed by one custodian, checked by another.
enum RefreshActs {
  /// `refresh run`: the first custodian's part.
  static func run(_ desk: Desk) throws(Failure) {
    let session = try session(desk)
    let anew = desk.arguments.has("opnieuw")
    let progress = Progress(desk.screen, Text(nl: "voorgesteld", en: "proposed"))
    let tally = try calling { () throws(ClientError) in
      try session.proposeRefreshes(anew: anew, progress: progress.show)
    }
    var answer = answer(tally, Text(nl: "voorgestelde dossiers", en: "dossiers proposed"))
    if tally.dossiers > 0 {
      answer.note(
        Text(
          nl: "Het geldt pas na: kluis-keys refresh check, door een andere custodian.",
          en: "It counts only after: kluis-keys refresh check, by another custodian."))
    }
    try finish(tally, answer, desk)
  }

  /// `refresh check`: the second custodian's part, verified at the end.
  static func check(_ desk: Desk) throws(Failure) {
    let session = try session(desk)
    let progress = Progress(desk.screen, Text(nl: "gecontroleerd", en: "checked"))
    let tally = try calling { () throws(ClientError) in
      try session.checkRefreshes(progress: progress.show)
    }
    var answer = answer(tally, Text(nl: "vernieuwde dossiers", en: "dossiers refreshed"))
    answer.add(
      "own", Text(nl: "eigen voorstellen", en: "own proposals"), UInt32(clamping: tally.own))
    if tally.own > 0 {
      answer.note(
        Text(
          nl: "Wat u zelf voorstelde, controleert een andere custodian.",
          en: "What you proposed yourself, another custodian checks."))
    }
    try finish(tally, answer, desk)
  }

  /// `refresh status`: what is due and what waits; changes nothing.
  static func status(_ desk: Desk) throws(Failure) {
    let session = try session(desk)
    let due = try calling { () throws(ClientError) in try session.dueRefreshes() }
    let waiting = due.count { $0.isProposed }
    var answer = Answer()
    answer.add("due", Text(nl: "te vernieuwen dossiers", en: "dossiers due"), number(due.count))
    answer.add(
      "sections", Text(nl: "delen daarvan", en: "sections of them"),
      number(due.reduce(0) { $0 + $1.parts.count }))
    for (code, label) in [
      ("role-key", Text(nl: "waarvan om een nieuwe rolsleutel", en: "for a role's new key")),
      ("grant-ended", Text(nl: "waarvan om een beëindigde toestemming", en: "for an ended grant")),
    ] {
      answer.add(
        code.replacing("-", with: "_"), label,
        number(due.reduce(0) { $0 + $1.parts.count { $0.why.contains(code) } }))
    }
    answer.add(
      "proposed", Text(nl: "wacht op controle", en: "waiting for a check"), number(waiting))
    if due.count > waiting {
      answer.note(Text(nl: "Volgende stap: refresh run", en: "Next step: refresh run"))
    } else if waiting > 0 {
      answer.note(
        Text(
          nl: "Volgende stap: refresh check, door een andere custodian dan die voorstelde",
          en: "Next step: refresh check, by another custodian than who proposed"))
    }
    desk.screen.answer(answer)
  }

  /// `refresh verify`: the keys of every dossier, and the proof of each last refresh.
  static func verify(_ desk: Desk) throws(Failure) {
    let session = try session(desk)
    let progress = Progress(desk.screen, Text(nl: "nagegaan", en: "verified"))
    let tally = try calling { () throws(ClientError) in
      try session.verifyRefreshes(progress: progress.show)
    }
    let due = try calling { () throws(ClientError) in try session.dueRefreshes() }
    var answer = answer(tally, Text(nl: "nagegane dossiers", en: "dossiers verified"))
    answer.add("due", Text(nl: "nog te vernieuwen", en: "still due"), number(due.count))
    try finish(tally, answer, desk)
  }

  private static func session(_ desk: Desk) throws(Failure) -> VaultSession {
    let session = try desk.session()
    _ = try desk.maker(.custodian, in: session.directory)
    return session
  }

  private static func number(_ count: Int) -> UInt32 { UInt32(clamping: count) }

  private static func answer(_ tally: RefreshTally, _ label: Text) -> Answer {
    var answer = Answer()
    answer.add("dossiers", label, number(tally.dossiers))
    answer.add("sections", Text(nl: "delen", en: "sections"), number(tally.sections))
    answer.add(
      "stale", Text(nl: "intussen veranderd", en: "changed in the meantime"), number(tally.stale))
    answer.add(
      "findings", Text(nl: "bevindingen", en: "findings"), number(tally.findings.count))
    return answer
  }

  /// Shows the answer, then whatever is wrong: 65, or 75 when another run may do what is left.
  private static func finish(
    _ tally: RefreshTally, _ answer: Answer, _ desk: Desk
  ) throws(Failure) {
    desk.screen.answer(answer)
    for finding in tally.findings where finding.fault.isWarning {
      desk.screen.note(
        Text(
          nl: "\(finding.dossier.hex): \(finding.fault.what.dutch)",
          en: "\(finding.dossier.hex): \(finding.fault.what.english)"))
    }
    let faults = tally.findings.filter { !$0.fault.isWarning }
    if let first = faults.first {
      var failure = Failure(
        ExitCode.data, first.fault.code,
        Text(
          nl: "\(faults.count) bevindingen; deze dossiers zijn niet vernieuwd",
          en: "\(faults.count) findings; these dossiers were not refreshed"),
        hint: Text(first.fault.next))
      failure.problems = faults.prefix(100).map(problem)
      throw failure
    }
    guard tally.stale == 0 else {
      throw Failure(
        ExitCode.tryAgain, "stale",
        Text(
          nl: "\(tally.stale) dossiers veranderden intussen",
          en: "\(tally.stale) dossiers changed in the meantime"),
        hint: Text(nl: "doe het nog eens", en: "do it once more"))
    }
  }

  private static func problem(_ finding: RefreshFinding) -> Failure.Problem {
    let what = finding.fault.what
    guard let name = finding.proposer else {
      return Failure.Problem(place: finding.dossier.hex, text: Text(what))
    }
    return Failure.Problem(
      place: finding.dossier.hex,
      text: Text(
        nl: "\(what.dutch) (voorgesteld door \(name))",
        en: "\(what.english) (proposed by \(name))"))
  }
}

/// How far a run is, on stderr: in place on a terminal, otherwise a line now and then.
private struct Progress {
  private let screen: Screen
  private let label: Text

  init(_ screen: Screen, _ label: Text) {
    self.screen = screen
    self.label = label
  }

  /// Dossiers between two lines where nobody watches.
  private static let stride = 100

  func show(_ done: Int, _ total: Int) {
    guard !screen.json else { return }
    let line = "\(label[screen.language]): \(done) / \(total)"
    if screen.settings.errors.isTerminal {
      let end = done == total ? "\n" : ""
      Screen.write(Array("\r\(line)\(end)".utf8), to: 2)
    } else if done % Self.stride == 0 || done == total {
      Screen.write(Array((line + "\n").utf8), to: 2)
    }
  }
}
