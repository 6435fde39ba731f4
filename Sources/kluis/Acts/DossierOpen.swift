import Calendar
import CommandTree
import Desk
import Directory
import Dossier
import Records
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis dossier open`: the readable dossier, with above it who looks and where the log says so.
struct DossierOpen {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let asked = try desk.sections()
    let words = try desk.words()
    let purpose = try desk.purpose()
    let session = try desk.session()
    let dossier = try desk.dossier(desk.arguments.required("DOSSIER"), purpose: purpose)
    let opened = try calling { () throws(ClientError) in
      try session.open(dossier, sections: asked, purpose: purpose, words: words)
    }
    let answer = OpenedAnswer(
      opened: opened, purpose: purpose, member: session.member, role: session.role,
      name: { session.directory.screenName(of: $0) }, now: Moment.now())
    let output = desk.screen.settings.output
    desk.screen.answer(
      answer.json(),
      text: EmergencyBanner.around(
        answer.header(desk.language) + body(answer, output), opened.emergency, desk.language,
        output))
  }

  private func body(
    _ answer: OpenedAnswer, _ output: Terminal
  ) -> String {
    let text = DossierText.render(
      answer.view, context: answer.context, width: output.width,
      language: desk.language.ofDossier, colour: output.colour)
    // On a terminal the beginning has scrolled away, and the end is what is looked at.
    guard output.isTerminal else { return text }
    return text
      + DossierText.warnings(
        answer.view, context: answer.context, width: output.width,
        language: desk.language.ofDossier, colour: output.colour)
  }
}

/// An opened dossier with what is known around it, ready to be shown.
struct OpenedAnswer {
  let opened: OpenedDossier
  let purpose: Purpose
  /// Who opened it, in which function.
  let member: Identifier
  let role: Role
  let name: (Identifier) -> String
  /// Milliseconds UTC.
  let now: Int64

  /// The contents put together again, each with who wrote it.
  var view: DossierView {
    DossierView(
      opened: opened.revisions.map { revision in
        OpenedContent(revision.content, writing: revision.writing(by: name(revision.author)))
      })
  }

  var context: ReadingContext {
    var closed: [Section: NotOpened] = [:]
    for section in Section.allCases where !opened.sections.contains(section) {
      closed[section] = opened.notRead.contains(section) ? .role : .notAsked
    }
    var context = ReadingContext(
      today: Moment.today(now), opened: Set(opened.sections), notOpened: closed)
    for revision in opened.revisions {
      guard case .entry(let entry) = revision.content, let ground = ground(of: revision)
      else { continue }
      let names = ground.seconds.map { "\(name($0.by)) (\($0.function.name))" }
      let last = ground.seconds.map(\.at).max() ?? ground.request.at
      context.grounds[entry.id] = "\(names.joined(separator: ", ")), \(Moment.dutch(last))"
    }
    return context
  }

  /// The ground that others agreed to for exactly this revision.
  private func ground(of revision: OpenedRevision) -> AgreedGround? {
    opened.grounds.last { $0.of.entry == revision.entry && $0.of.revision == revision.revision }
  }

  /// The involvement by which this member reads, if that is how.
  private var ownInvolvement: Involvement? {
    let closed = Set(opened.involvement.compactMap(\.closes))
    return opened.involvement.last { record in
      record.member == member && record.sort != .end && !closed.contains(record.id)
        && record.since <= now && now < (record.until ?? .max)
    }
  }

  /// A word for programs; the log holds the record itself.
  var ground: (code: String, text: Text) {
    if opened.emergency != nil { return ("noodtoegang", Texts.groundEmergency) }
    return switch (role, ownInvolvement) {
    case (.jeugdbeschermer, let record?) where record.sort == .regie:
      ("regie", Texts.groundRegie)
    case (.jeugdbeschermer, let record?):
      ("betrokken", Texts.groundInvolved(until: record.until.map(Moment.dutch)))
    case (.leidinggevende, _): ("team", Texts.groundTeam)
    case (.jurist, _), (.toezichthouder, _): ("grant", Texts.groundGrant)
    default: ("log", Texts.groundOther)
    }
  }

  /// Who opens, on what ground, what for, where it stands in the log, and what is not shown.
  func header(_ language: Language) -> String {
    var lines = [
      Texts.openedBy(name(member), role.name)[language],
      Texts.ground(ground.text)[language] + ", "
        + Texts.purpose(purpose.rawValue)[language],
    ]
    if opened.emergency?.unproven == nil {
      lines.append(Texts.inTheLog(opened.reference)[language])
    }
    if !opened.notRead.isEmpty {
      let names = opened.notRead.sorted().map(\.name).joined(separator: ", ")
      lines.append(Texts.notRead(names)[language])
    }
    if opened.destroyed > 0 { lines.append(Texts.destroyed(opened.destroyed)[language]) }
    return lines.map { VisibleText.neutral($0, keepingLines: false) + "\n" }.joined() + "\n"
  }

  func json() -> JSONValue {
    .object(present: [
      ("dossier", .hexID(opened.id)),
      ("ref", opened.emergency?.unproven == nil ? .count(opened.reference) : nil),
      ("noodtoegang", opened.emergency.map { EmergencyBanner($0).json }),
      ("ground", .string(ground.code)), ("purpose", .string(purpose.rawValue)),
      ("head", .head(n: opened.head.n, h: opened.head.h)),
      ("sections", .sectionNames(opened.sections)),
      ("not_read", .sectionNames(opened.notRead)), ("destroyed", .count(opened.destroyed)),
      ("revisions", .array(opened.revisions.map(json))),
      ("involvement", .array(opened.involvement.map(json))),
    ])
  }

  private func json(_ revision: OpenedRevision) -> JSONValue {
    .object(present: [
      ("entry", .hexID(revision.entry)), ("section", .string(revision.section.name)),
      ("revision", .int(Int64(revision.revision))), ("n", .int(Int64(revision.n))),
      ("author", .hexID(revision.author)), ("author_name", .string(name(revision.author))),
      ("role", .string(revision.role.name)), ("written_at", .int(revision.writtenAt)),
      ("ground", ground(of: revision).map(json)), ("restricted", restricted(revision)),
      // What was just written by the domain's own encoder always reads.
      ("content", (try? OrdinaryJSON.decode(revision.content.encode())) ?? .null),
    ])
  }

  /// The flags that hold on it (AVG 18); nil for what may be used.
  private func restricted(_ revision: OpenedRevision) -> JSONValue? {
    guard revision.content.canBeRestricted else { return nil }
    let flags = opened.restrictions.on(revision.entry, in: revision.section)
    return flags.isEmpty
      ? nil
      : .array(
        flags.map {
          [
            "beperking": .string($0.id), "grond": .string($0.grond.rawValue),
            "sinds": .string($0.sinds.description),
          ]
        })
  }

  private func json(_ ground: AgreedGround) -> JSONValue {
    [
      "request": .hexID(ground.request.id),
      "seconds": .array(
        ground.seconds.map { second in
          [
            "by": .hexID(second.by), "name": .string(name(second.by)),
            "function": .string(second.function.name), "at": .int(second.at),
          ]
        }),
    ]
  }

  private func json(_ record: Involvement) -> JSONValue {
    .object(present: [
      ("member", .hexID(record.member)), ("name", .string(name(record.member))),
      ("sort", .string(record.sort.rawValue)), ("since", .int(record.since)),
      ("until", record.until.map { .int($0) }),
    ])
  }
}
