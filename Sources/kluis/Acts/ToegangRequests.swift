import Calendar
import CommandTree
import Desk
import Directory
import Dossier
import Records
import Sodium
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis toegang requests`: what waits for this member's word.
struct ToegangRequests {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let session = try desk.session()
    let now = Moment.now()
    let requests = try calling { () throws(ClientError) in try session.requests() }
      .sorted { $0.urgency < $1.urgency }
    if requests.isEmpty { desk.screen.note(Texts.noRequests) }
    let name = { session.directory.screenName(of: $0) }
    var words: [Identifier: [WordsShown]] = [:]
    for open in requests { words[open.request.id] = try desk.words(of: open, session) }
    let language = desk.language
    let spoken = requests.flatMap { words[$0.request.id] ?? [] }
    desk.screen.answer(
      ToegangRequests.json(requests, words, name: name, now: now),
      text: requests.isEmpty
        ? ""
        : ToegangRequests.text(
          requests, name: name, now: now, language, desk.screen.settings.output)
          + spoken.map { "\n" + $0.text(language) }.joined())
  }

  static func text(
    _ requests: [OpenRequest], name: (Identifier) -> String, now: Int64, _ language: Language,
    _ terminal: Terminal
  ) -> String {
    var table = Table(
      Texts.request[language], Texts.what[language], Texts.requester[language], "DOSSIER",
      Texts.about[language], Texts.until[language], Texts.validUntil[language],
      Texts.state[language], Texts.verdicts[language])
    for item in requests {
      let request = item.request
      let verdicts = item.seconds.map { "\(name($0.by)): \($0.verdict.rawValue)" }
      table.add(
        request.id.hex, Texts.act(request.act)[language], name(request.requester),
        request.dossier?.short ?? "",
        request.objects.shortText,
        request.objects.until.map { Moment.dutch($0) } ?? "",
        item.lastDay(now).map { Texts.reviewBefore($0.date, isLate: $0.isLate)[language] }
          ?? Moment.dutch(request.validUntil),
        item.state, verdicts.joined(separator: "; "))
    }
    return table.text(in: terminal)
  }

  static func json(
    _ requests: [OpenRequest], _ words: [Identifier: [WordsShown]],
    name: (Identifier) -> String, now: Int64
  ) -> JSONValue {
    [
      "requests": .array(
        requests.map { item in
          let request = item.request
          let seconds: [JSONValue] = item.seconds.map { second in
            [
              "by": .hexID(second.by), "name": .string(name(second.by)),
              "function": .string(second.function.name),
              "verdict": .string(second.verdict.rawValue),
            ]
          }
          return .object(
            present: [
              ("request", .hexID(request.id)), ("act", .string(request.act.rawValue)),
              ("dossier", request.dossier.map { .hexID($0) }),
              ("requester", .hexID(request.requester)),
              ("requester_name", .string(name(request.requester))),
            ] + request.objects.shown + [
              ("valid_until", .int(request.validUntil)), ("state", .string(item.state)),
              ("due", item.due.map { .int($0) }),
              ("late", item.lastDay(now).map { .bool($0.isLate) }),
              ("ref", item.leaves.first.map { .count($0) }),
              ("functions", .array(item.functions.map { .string($0.name) })),
              ("seconds", .array(seconds)),
              ("words", words[request.id].map { .array($0.map(\.jsonWithWriter)) }),
            ])
        })
    ]
  }
}

extension OpenRequest {
  /// Reviews first, in the order of their terms, so that the late ones are on top.
  fileprivate var urgency: Int64 { due ?? .max }

  /// The last Dutch day of the review's term, and whether it is over.
  fileprivate func lastDay(_ now: Int64) -> (date: String, isLate: Bool)? {
    due.map { (Moment.today($0 - 1).description, $0 <= now) }
  }
}

extension RequestAct.Objects {
  /// What it is about, in one cell.
  fileprivate var shortText: String {
    switch self {
    case .grantToezichthouder(let access): access.sections.map(\.name).joined(separator: ",")
    case .noodtoegang: ""
    case .policy(let set): Hex.encode(Array(set.hash.prefix(4)))
    case .r3Ground(let place): "\(place.section.name) \(place.entry.short)"
    }
  }

  /// The same for `--json`; what does not apply is absent.
  fileprivate var shown: [(String, JSONValue?)] {
    switch self {
    case .grantToezichthouder(let access):
      [("sections", .sectionNames(access.sections)), ("until", .int(access.until))]
    case .noodtoegang(let until): [("until", .int(until))]
    case .policy(let set):
      [
        ("policy", .string(Hex.encode(set.hash))), ("previous", .string(Hex.encode(set.previous))),
      ]
    case .r3Ground(let place):
      [
        ("sections", .sectionNames([place.section])), ("entry", .hexID(place.entry)),
        ("revision", .int(Int64(place.revision))),
      ]
    }
  }
}

/// `kluis toegang second`: yes or no, signed; the last yes does what was asked.
struct ToegangSecond {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    guard words.has("akkoord") != words.has("tegen") else {
      throw desk.usage("choose-verdict", Texts.chooseVerdict)
    }
    let verdict: Second.Verdict = words.has("akkoord") ? .akkoord : .tegen
    let word = words.required("VERZOEK")
    guard Prefix(word) != nil else {
      throw desk.usage("bad-id", Texts.notAnId(word), hint: Texts.idForm)
    }
    let session = try desk.session()
    let requests = try calling { () throws(ClientError) in try session.requests() }
    let open = try Resolve.request(word, among: requests)
    for shown in try desk.said(of: open, session) {
      if case .falsified = shown.found.content, verdict == .akkoord {
        throw Failure(
          ExitCode.data, "words-falsified", Texts.wordsFalsified(shown.name),
          hint: Texts.wordsFalsifiedNext)
      }
      // On a terminal only: the stderr of a script ends up in files and mails.
      if desk.screen.settings.errors.isTerminal {
        desk.screen.note(Text(same: shown.text(desk.language)))
      }
    }
    if case .policy(let change) = open.request.objects {
      let differences = try desk.differences(change, session)
      desk.screen.note(Text(same: PolicyShow.text(differences, desk.language)))
    }
    let own = try desk.words()
    let seconded = try calling { () throws(ClientError) in
      try session.second(open, verdict: verdict, words: own)
    }
    let against =
      open.request.act == .noodtoegang ? Texts.emergencyEnded : Texts.secondAgainst
    let text =
      verdict == .tegen
      ? against : seconded.done ? Texts.done(open.request.act) : Texts.secondWaits
    desk.screen.answer(
      .object(present: [
        ("request", .hexID(open.request.id)), ("act", .string(open.request.act.rawValue)),
        ("verdict", .string(verdict.rawValue)), ("done", .bool(seconded.done)),
        ("grant", seconded.grant.map { .hexID($0) }),
      ]), text: text[desk.language] + "\n")
  }
}
