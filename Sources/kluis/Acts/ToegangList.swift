import Calendar
import CommandTree
import Desk
import Directory
import Dossier
import Records
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis toegang list`: who works with a family, and who was let in for a time, which both sides see;
/// and who came in by noodtoegang, who sees that in `toegang requests`.
struct ToegangList {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  /// One line of the overview.
  private struct Line {
    let id: Identifier
    let member: Identifier
    let how: String
    let sections: [Section]
    let since: Int64
    let until: Int64?
    let by: Identifier
    let holds: Bool
    /// Of a noodtoegang, which others review.
    var emergency: AccessOverview.Emergency?
  }

  func run() throws(Failure) {
    let dossier = try desk.dossier(
      desk.arguments.required("DOSSIER"), purpose: desk.usualPurpose())
    let session = try desk.session()
    let overview = try calling { () throws(ClientError) in try session.access(to: dossier) }
    let now = Moment.now()
    let all = Self.lines(overview, now)
    let lines = desk.arguments.has("alles") ? all : all.filter(\.holds)
    let name = { session.directory.screenName(of: $0) }
    let shown = Set(lines.map(\.id))
    let said = try words(
      overview.said.filter { shown.contains($0.about) && reads($0, overview, session, now) },
      session)
    desk.screen.answer(
      [
        "dossier": .hexID(dossier),
        "access": .array(
          lines.map { line in
            Self.json(
              line, name: name(line.member), by: name(line.by),
              said.filter { $0.about == line.id }.map(\.shown))
          }),
      ],
      text: Self.text(lines, name, now, desk.language, desk.screen.settings.output)
        + said.map { "\n" + $0.shown.text(desk.language) }.joined())
  }

  /// Whether this member is to read these words, so that nobody asks for what is refused.
  ///
  /// A jurist reads what is asked before anything else; the rest only where one asks for it.
  private func reads(
    _ said: AccessOverview.Said, _ overview: AccessOverview, _ session: VaultSession, _ now: Int64
  ) -> Bool {
    let asked = desk.arguments.has("woorden")
    if session.role == .fg { return asked }
    if let consult = said.consult {
      return consult.member == session.member && (asked || !desk.screen.json)
        && overview.grants.contains { $0.grant.id == consult.id && $0.holds(at: now) }
    }
    let regie = overview.involvement.last { $0.sort == .regie }
    return asked && (session.role == .leidinggevende || regie?.member == session.member)
  }

  /// Each reading is in the log.
  private func words(
    _ said: [AccessOverview.Said], _ session: VaultSession
  ) throws(Failure) -> [(about: Identifier, shown: WordsShown)] {
    var found: [(about: Identifier, shown: WordsShown)] = []
    for said in said {
      let words = try calling { () throws(ClientError) in try session.words(of: said) }
      if let words {
        let shown = WordsShown(words, name: { session.directory.screenName(of: $0) })
        found.append((said.about, shown))
      } else {
        desk.screen.note(Texts.wordsLost(said.leaf))
      }
    }
    return found
  }

  private static func lines(_ overview: AccessOverview, _ now: Int64) -> [Line] {
    var closed: [Identifier: Int64] = [:]
    for record in overview.involvement {
      if let earlier = record.closes { closed[earlier] = record.since }
    }
    let involved = overview.involvement.filter { $0.sort != .end }.map { record in
      let until = [record.until, closed[record.id]].compactMap { $0 }.min()
      return Line(
        id: record.id, member: record.member, how: record.sort.rawValue, sections: [],
        since: record.since, until: until, by: record.by,
        holds: record.since <= now && now < until ?? .max)
    }
    let granted = overview.grants.map { access in
      Line(
        id: access.grant.id, member: access.grant.member, how: access.grant.sort.rawValue,
        sections: access.grant.sections.map(\.section), since: access.grant.from,
        until: access.end?.at ?? access.grant.until, by: access.grant.by,
        holds: access.holds(at: now))
    }
    let taken = overview.emergencies.map { access in
      Line(
        id: access.request.id, member: access.request.requester,
        how: access.request.act.rawValue, sections: [], since: access.request.at,
        until: access.until, by: access.request.requester, holds: access.holds(at: now),
        emergency: access)
    }
    return (involved + granted + taken).sorted { ($0.since, $0.id) < ($1.since, $1.id) }
  }

  private static func text(
    _ lines: [Line], _ name: (Identifier) -> String, _ now: Int64, _ language: Language,
    _ terminal: Terminal
  ) -> String {
    var table = Table(
      Texts.who[language], Texts.how[language], Texts.sections[language], Texts.since[language],
      Texts.untilColumn[language], Texts.madeBy[language], "ID",
      Texts.review[language])
    for line in lines {
      table.add(
        name(line.member), line.how, line.sections.map(\.name).joined(separator: ","),
        Moment.dutch(line.since), line.until.map(Moment.dutch) ?? "", name(line.by),
        line.id.short, line.emergency.map { review($0, now, language) } ?? "")
    }
    return table.text(in: terminal)
  }

  /// What others said of a noodtoegang, or by when they must.
  private static func review(
    _ access: AccessOverview.Emergency, _ now: Int64, _ language: Language
  ) -> String {
    guard access.review == .open, let due = access.due else { return access.review.rawValue }
    return Texts.reviewBefore(Moment.today(due - 1).description, isLate: due <= now)[language]
  }

  private static func json(
    _ line: Line, name: String, by: String, _ words: [WordsShown]
  ) -> JSONValue {
    .object(present: [
      ("id", .hexID(line.id)), ("member", .hexID(line.member)), ("name", .string(name)),
      ("how", .string(line.how)),
      ("sections", line.sections.isEmpty ? nil : .sectionNames(line.sections)),
      ("since", .int(line.since)), ("until", line.until.map { .int($0) }),
      ("by", .hexID(line.by)), ("by_name", .string(by)), ("holds", .bool(line.holds)),
      ("review", line.emergency.map { .string($0.review.rawValue) }),
      ("due", line.emergency.flatMap(\.due).map { .int($0) }),
      ("words", words.isEmpty ? nil : .array(words.map(\.jsonWithWriter))),
    ])
  }
}

/// `kluis toegang end`: a grant or an involvement ends before its time.
struct ToegangEnd {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let word = desk.arguments.required("TOEGANG")
    guard let prefix = Prefix(word) else {
      throw desk.usage("bad-id", Texts.notAnId(word), hint: Texts.idForm)
    }
    let why = try desk.words()
    let dossier = try desk.dossier(
      desk.arguments.required("DOSSIER"), purpose: desk.usualPurpose())
    let session = try desk.session()
    let overview = try calling { () throws(ClientError) in try session.access(to: dossier) }
    let grants = overview.grants.map(\.grant).filter { prefix.matches($0.id) }
    let involved = overview.involvement.filter { $0.sort == .betrokken && prefix.matches($0.id) }
    if grants.isEmpty, involved.isEmpty,
      let taken = overview.emergencies.first(where: { prefix.matches($0.request.id) })
    {
      throw Failure(
        ExitCode.usage, "is-noodtoegang", Texts.isEmergency(word),
        hint: Texts.endEmergency(taken.request.id.hex))
    }
    guard grants.count + involved.count == 1 else {
      throw Failure(
        ExitCode.usage, grants.isEmpty && involved.isEmpty ? "no-such-access" : "ambiguous",
        Texts.noSuchAccess(word), hint: Texts.listAccess)
    }
    let (member, record): (Identifier, Identifier) = try calling { () throws(ClientError) in
      if let grant = grants.first {
        return (grant.member, try session.endGrant(grant.id, in: dossier, words: why))
      }
      let record = involved[0]
      return (
        record.member,
        try session.endInvolvement(record.id, of: record.member, in: dossier, words: why)
      )
    }
    let name = session.directory.screenName(of: member)
    desk.screen.answer(
      ["dossier": .hexID(dossier), "member": .hexID(member), "record": .hexID(record)],
      text: Texts.accessEnded(name)[desk.language] + "\n")
  }
}
