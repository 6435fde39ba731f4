import CommandTree
import Desk
import Directory
import Dossier
import Records
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
    let requests = try calling { () throws(ClientError) in try session.requests() }
    if requests.isEmpty { desk.screen.note(Texts.noRequests) }
    let name = { session.directory.screenName(of: $0) }
    desk.screen.answer(
      ToegangRequests.json(requests, name: name),
      text: requests.isEmpty
        ? ""
        : ToegangRequests.text(
          requests, name: name, desk.language, desk.screen.settings.output))
  }

  static func text(
    _ requests: [OpenRequest], name: (Identifier) -> String, _ language: Language,
    _ terminal: Terminal
  ) -> String {
    var table = Table(
      Texts.request[language], Texts.requester[language], "DOSSIER", Texts.sections[language],
      Texts.until[language], Texts.validUntil[language], Texts.state[language],
      Texts.verdicts[language])
    for item in requests {
      let request = item.request
      let verdicts = item.seconds.map { "\(name($0.by)): \($0.verdict.rawValue)" }
      table.add(
        request.id.hex, name(request.requester), request.dossier.short,
        request.objects.sections.sorted().map(\.name).joined(separator: ","),
        Moment.dutch(request.objects.until), Moment.dutch(request.validUntil), item.state,
        verdicts.joined(separator: "; "))
    }
    return table.text(in: terminal)
  }

  static func json(_ requests: [OpenRequest], name: (Identifier) -> String) -> JSONValue {
    [
      "requests": .array(
        requests.map { item in
          let request = item.request
          return [
            "request": .hexID(request.id), "dossier": .hexID(request.dossier),
            "requester": .hexID(request.requester),
            "requester_name": .string(name(request.requester)),
            "sections": .sectionNames(request.objects.sections),
            "until": .int(request.objects.until),
            "valid_until": .int(request.validUntil), "state": .string(item.state),
            "seconds": .array(
              item.seconds.map { second in
                [
                  "by": .hexID(second.by), "name": .string(name(second.by)),
                  "function": .string(second.function.name),
                  "verdict": .string(second.verdict.rawValue),
                ]
              }),
          ]
        })
    ]
  }
}

/// `kluis toegang second`: yes or no, signed; the last yes makes the grant.
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
    let grant = try calling { () throws(ClientError) in
      try session.second(open, verdict: verdict)
    }
    let text =
      verdict == .tegen
      ? Texts.secondAgainst : grant == nil ? Texts.secondWaits : Texts.secondDone
    desk.screen.answer(
      .object(present: [
        ("request", .hexID(open.request.id)), ("verdict", .string(verdict.rawValue)),
        ("done", .bool(grant != nil)), ("grant", grant.map { .hexID($0) }),
      ]), text: text[desk.language] + "\n")
  }
}
