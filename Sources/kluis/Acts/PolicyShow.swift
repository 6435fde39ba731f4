import CommandTree
import Desk
import Directory
import Dossier
import Records
import Sodium
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis beheer policy show`: the set in force, or what a proposal would change in it.
struct PolicyShow {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let session = try desk.session()
    if let word = desk.arguments.argument("VERZOEK") { return try proposal(word, session) }
    let set = try calling { () throws(ClientError) in try session.policy() }
    if let folder = desk.arguments.value("naar") { try write(set.files, to: folder) }
    let (rollen, toegang) = (Self.text(set.files.rollen), Self.text(set.files.toegang))
    let overdracht = set.files.overdracht.map(Self.text)
    desk.screen.answer(
      .object(present: [
        ("policy", .string(Hex.encode(set.hash))), ("overdracht", overdracht.map { .string($0) }),
        ("rollen", .string(rollen)), ("toegang", .string(toegang)),
      ]),
      text: Texts.policyInForce(Hex.encode(set.hash))[desk.language]
        + "\n\nrollen.json\n\(rollen)\ntoegang.json\n\(toegang)\n"
        + (overdracht.map { "overdracht.json\n\($0)\n" } ?? Texts.sharesNothing[desk.language]
          + "\n"))
  }

  /// Into a new folder, so that no file of another set lies beside.
  private func write(_ files: PolicyFiles, to folder: String) throws(Failure) {
    try OutputFile.makeFolder(folder)
    let pair = [(folder + "/rollen.json", files.rollen), (folder + "/toegang.json", files.toegang)]
    let shared = files.overdracht.map { [(folder + "/overdracht.json", $0)] } ?? []
    try OutputFile.createAll(pair + shared)
  }

  private func proposal(_ word: String, _ session: VaultSession) throws(Failure) {
    let requests = try calling { () throws(ClientError) in try session.requests() }
    let open = try Resolve.request(word, among: requests)
    guard case .policy(let change) = open.request.objects else {
      throw desk.usage("no-policy-request", Texts.noPolicyRequest)
    }
    let differences = try desk.differences(change, session)
    let said = try desk.words(of: open, session)
    desk.screen.answer(
      .object(present: [
        ("request", .hexID(open.request.id)), ("policy", .string(Hex.encode(change.hash))),
        ("previous", .string(Hex.encode(change.previous))),
        ("differences", .array(differences.map(\.json))),
        ("words", said.map { .array($0.map(\.jsonWithWriter)) }),
      ]),
      text: PolicyShow.text(differences, desk.language)
        + (said ?? []).map { "\n" + $0.text(desk.language) }.joined())
  }

  /// A file as a terminal can bear it.
  private static func text(_ bytes: [UInt8]) -> String {
    VisibleText.neutral(String(decoding: bytes, as: UTF8.self), keepingLines: true)
  }

  /// A line for each place, what it says now and what it would say.
  static func text(_ differences: [PolicyDifference], _ language: Language) -> String {
    differences.map { difference in
      let nothing = Texts.nothingThere[language]
      let line =
        "\(difference.file): \(difference.place): \(difference.before ?? nothing) -> "
        + (difference.after ?? nothing)
      return VisibleText.neutral(line, keepingLines: false) + "\n"
    }.joined()
  }
}

/// `kluis beheer policy history`: which sets were in force, from when, and by whose word.
struct PolicyHistory {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let session = try desk.session()
    let steps = try calling { () throws(ClientError) in try session.policyHistory() }
    let name = { session.directory.screenName(of: $0) }
    var table = Table(
      Texts.since[desk.language], Texts.policyHash[desk.language], Texts.requester[desk.language],
      Texts.agreed[desk.language])
    for step in steps {
      table.add(
        Moment.dutch(step.since), Hex.encode(Array(step.set.hash.prefix(8))),
        step.request.map { name($0.requester) } ?? Texts.firstPolicy[desk.language],
        step.seconds.map { "\(name($0.by)) (\($0.function.name))" }.joined(separator: "; "))
    }
    desk.screen.answer(
      [
        "sets": .array(
          steps.map { step in
            .object(present: [
              ("policy", .string(Hex.encode(step.set.hash))), ("since", .int(step.since)),
              ("request", step.request.map { .hexID($0.id) }),
              ("requester", step.request.map { .hexID($0.requester) }),
              (
                "seconds",
                .array(
                  step.seconds.map { second in
                    [
                      "by": .hexID(second.by), "name": .string(name(second.by)),
                      "function": .string(second.function.name),
                    ]
                  })
              ),
            ])
          })
      ], text: table.text(in: desk.screen.settings.output))
  }
}

extension PolicyDifference {
  var json: JSONValue {
    .object(present: [
      ("file", .string(file)), ("place", .string(place)),
      ("before", before.map { .string($0) }), ("after", after.map { .string($0) }),
    ])
  }
}

extension Desk {
  /// What a proposed set would change.
  func differences(
    _ change: RequestAct.PolicyChange, _ session: VaultSession
  ) throws(Failure) -> [PolicyDifference] {
    let (before, after) = try calling { () throws(ClientError) in
      (try session.policy(change.previous), try session.policy(change.hash))
    }
    return try compared(before, after)
  }

  func compared(
    _ before: PolicySet, _ after: PolicySet
  ) throws(Failure) -> [PolicyDifference] {
    do throws(JSONError) { return try PolicyDifference.between(before, after) } catch {
      throw Failure(
        ExitCode.data, "policy-malformed", Text(same: error.description),
        hint: Texts.seePolicyRules)
    }
  }
}
