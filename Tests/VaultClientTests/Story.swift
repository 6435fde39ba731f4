import AuditLog
import Records
import Sodium
import StrictJSON
import Vocabulary

@testable import VaultClient

/// A log in which everything that this version knows happens once, rightly.
struct Story {
  let log: LogMaker
  let dossier = People.id(77)
  var created = 0
  var opened = 0
  var appended = 0
  var involved = 0
  var listed = 0
  var consulted = 0
  var juristOpened = 0
  var requested = 0
  var seconded = 0
  var granted = 0
  var supervised = 0
  private(set) var regie = Identifier.zero
  private(set) var consult = Identifier.zero

  /// - Parameter seconds: who agree to the toezichthouder's request, in order.
  init(seconds: [UInt8] = [People.leidinggevende, People.anne]) throws {
    log = try LogMaker()
    try birth()
    opened = try open(People.anne, basis: .involvement, regie)
    appended = try append(People.anne)
    try involve()
    listed = try log.act(People.anne, "dossier.list", [.list], purpose: .uitvoering) {
      $1.dossiers = [LogEntry.DossierHead(dossier: dossier, head: log.head(dossier))]
    }
    try consultation()
    try supervision(seconds)
    try log.act(
      People.bram, "dossier.open", [.open], dossier: People.id(78), purpose: .uitvoering
    ) {
      $1.outcome = .refuse
      $1.reason = "not-involved"
    }
  }

  func signed(_ record: some SignedRecord, _ who: UInt8) throws -> Signed {
    record.sign(with: try People.signer(who))
  }

  private mutating func birth() throws {
    try log.act(People.anne, "section.begin", [.sectionBegin], dossier: dossier)
    let id = People.id(200)
    regie = id
    let actions = Array(repeating: LogAction.sectionCreate, count: 6) + [.involvement]
    created = try log.act(People.anne, "section.create", actions, dossier: dossier) { n, entry in
      if n < 6 {
        entry.sections = [Section.allCases[n]]
        entry.link = try log.link(People.anne, dossier, Section.allCases[n])
      } else {
        let record = Involvement(
          at: entry.time, by: People.id(People.anne), dossier: dossier, id: id,
          member: People.id(People.anne), since: entry.time, sort: .regie)
        log.bring(try signed(record, People.anne), Involvement.kind, in: &entry)
      }
    }
  }

  func open(
    _ who: UInt8, basis: LogBasisKind, _ id: Identifier, sections: [Section] = [.kern]
  ) throws -> Int {
    try log.act(
      who, "dossier.open", [.open], dossier: dossier, purpose: .uitvoering,
      args: [("sections", .sections(sections)), ("writing", false)]
    ) {
      $1.sections = Set(sections)
      $1.head = log.head(dossier)
      $1.basis = LogEntry.Basis(basis, id: id)
    }
  }

  func append(_ who: UInt8) throws -> Int {
    try log.act(who, "dossier.append", [.append], dossier: dossier) {
      $1.sections = [.journaal]
      $1.link = try log.link(who, dossier, .journaal)
      $1.basis = LogEntry.Basis(.involvement, id: regie)
    }
  }

  private mutating func involve() throws {
    let id = People.id(201)
    involved = try log.act(People.anne, "involvement.add", [.involvement], dossier: dossier) {
      let record = Involvement(
        at: $1.time, by: People.id(People.anne), dossier: dossier, id: id,
        member: People.id(People.bram), since: $1.time, sort: .betrokken)
      log.bring(try signed(record, People.anne), Involvement.kind, in: &$1)
    }
    _ = try open(People.bram, basis: .involvement, id)
  }

  func grant(
    _ entry: LogEntry, by who: UInt8, to member: UInt8, id: Identifier, request: [UInt8]? = nil,
    reason: [UInt8]? = nil
  ) -> Grant {
    Grant(
      at: entry.time, by: People.id(who),
      byFunction: People.role(who) == .leidinggevende ? .role(.leidinggevende) : .regie,
      dossier: dossier, epoch: 1, from: entry.time,
      head: Head(n: log.head(dossier).n, h: log.head(dossier).h), id: id,
      member: People.id(member), policy: [UInt8](repeating: 1, count: 32), purpose: .juridisch,
      reason: reason, request: request, role: People.role(member),
      sections: [Grant.Part(section: .kern, generation: 1, box: [UInt8](repeating: 2, count: 32))],
      sort: request == nil ? .consult : .toezicht, until: People.at + 86_400_000)
  }

  private mutating func consultation() throws {
    let id = People.id(202)
    consult = id
    consulted = try log.act(People.leidinggevende, "access.grant", [.grant], dossier: dossier) {
      let grant = grant($1, by: People.leidinggevende, to: People.jurist, id: id)
      log.bring(try signed(grant, People.leidinggevende), Grant.kind, in: &$1)
    }
    juristOpened = try open(People.jurist, basis: .grant, id)
  }

  private mutating func supervision(_ seconds: [UInt8]) throws {
    var hash: [UInt8] = []
    requested = try log.act(
      People.toezichthouder, "access.request", [.requestAct], dossier: dossier
    ) {
      let act = RequestAct(
        at: $1.time, id: People.id(203),
        objects: .grantToezichthouder(
          RequestAct.Access(
            member: People.id(People.toezichthouder), role: .toezichthouder, sections: [.kern],
            until: People.at + 86_400_000)),
        place: RequestAct.Place(
          dossier: dossier, head: Head(n: log.head(dossier).n, h: log.head(dossier).h),
          purpose: .toezicht),
        policy: LogMaker.policyHash, requester: People.id(People.toezichthouder),
        validUntil: $1.time + 1_000_000)
      let signed = try signed(act, People.toezichthouder)
      hash = RequestAct.hash(signed.bytes)
      log.bring(signed, RequestAct.kind, in: &$1)
    }
    for (place, who) in seconds.enumerated() {
      let last = place == seconds.count - 1
      let index = try log.act(
        who, "access.second", last ? [.second, .grant] : [.second], dossier: dossier
      ) { number, entry in
        if number == 0 {
          let function: SigningFunction =
            People.role(who) == .leidinggevende ? .role(.leidinggevende) : .regie
          let second = Second(
            at: entry.time, by: People.id(who), function: function, id: .random(), request: hash,
            verdict: .akkoord)
          log.bring(try signed(second, who), Second.kind, in: &entry)
        } else {
          let grant = grant(
            entry, by: who, to: People.toezichthouder, id: People.id(204), request: hash)
          log.bring(try signed(grant, who), Grant.kind, in: &entry)
        }
      }
      if last { granted = index } else { seconded = index }
    }
    supervised = try open(People.toezichthouder, basis: .grant, People.id(204))
  }
}

extension Story {
  /// The hash of some words; a verifier never sees more of them.
  static let words = BLAKE2b.hash(Array("words".utf8))

  static func sealed(_ words: [UInt8]) -> LogEntry.Sealed {
    LogEntry.Sealed(words: words, box: [UInt8](repeating: 7, count: 600))
  }

  /// What a body says of words that come with it.
  static func wordsArgs(_ words: [UInt8]?) -> [(String, JSONValue)] {
    words.map { [("words_boxes", .base64($0)), ("words_hash", .base64($0))] } ?? []
  }

  /// An end of the consult, with words in the body and the entry, and those that the record names.
  func end(said: [UInt8]?, named: [UInt8]?) throws -> Int {
    try log.act(
      People.leidinggevende, "access.end", [.grantEnd], dossier: dossier,
      args: Story.wordsArgs(said)
    ) {
      let end = GrantEnd(
        at: $1.time, by: People.id(People.leidinggevende), grant: consult, id: People.id(205),
        reason: named)
      $1.sealed = said.map(Story.sealed)
      log.bring(try signed(end, People.leidinggevende), GrantEnd.kind, in: &$1)
    }
  }

  /// A jeugdbeschermer who is involved once more, likewise.
  func involve(said: [UInt8]?, named: [UInt8]?) throws -> Int {
    try log.act(
      People.anne, "involvement.add", [.involvement], dossier: dossier, args: Story.wordsArgs(said)
    ) {
      let record = Involvement(
        at: $1.time, by: People.id(People.anne), dossier: dossier, id: People.id(206),
        member: People.id(People.bram), since: $1.time, sort: .betrokken, reason: named)
      $1.sealed = said.map(Story.sealed)
      log.bring(try signed(record, People.anne), Involvement.kind, in: &$1)
    }
  }

  /// A second consult, likewise.
  func consult(said: [UInt8]?, named: [UInt8]?) throws -> Int {
    try log.act(
      People.leidinggevende, "access.grant", [.grant], dossier: dossier,
      args: Story.wordsArgs(said)
    ) {
      let grant = grant(
        $1, by: People.leidinggevende, to: People.jurist, id: People.id(207), reason: named)
      $1.sealed = said.map(Story.sealed)
      log.bring(try signed(grant, People.leidinggevende), Grant.kind, in: &$1)
    }
  }

  /// A request about the ground of an entry, and what others say about it; a service that takes all.
  ///
  /// - Returns: the entries of the request and of each second.
  mutating func ground(
    by asker: UInt8, _ others: [UInt8], _ verdicts: [Second.Verdict]? = nil,
    policy: [UInt8] = LogMaker.policyHash, reason: [UInt8]? = Story.words
  ) throws -> (asked: Int, seconds: [Int]) {
    var hash: [UInt8] = []
    let asked = try log.act(
      asker, "access.request", [.requestAct], dossier: dossier, args: Story.wordsArgs(reason)
    ) {
      let act = RequestAct(
        at: $1.time, id: .random(),
        objects: .r3Ground(
          RequestAct.Revision(section: .journaal, entry: People.id(88), revision: 1)),
        place: RequestAct.Place(
          dossier: dossier, head: Head(n: log.head(dossier).n, h: log.head(dossier).h),
          purpose: .uitvoering),
        policy: policy, reason: reason, requester: People.id(asker),
        validUntil: $1.time + 1_000_000)
      $1.sealed = reason.map(Story.sealed)
      let signed = try signed(act, asker)
      hash = RequestAct.hash(signed.bytes)
      log.bring(signed, RequestAct.kind, in: &$1)
    }
    var seconds: [Int] = []
    for (place, who) in others.enumerated() {
      seconds.append(
        try log.act(who, "access.second", [.second], dossier: dossier) {
          let second = Second(
            at: $1.time, by: People.id(who), function: .role(People.role(who)), id: .random(),
            request: hash, verdict: verdicts?[place] ?? .akkoord)
          log.bring(try signed(second, who), Second.kind, in: &$1)
        })
    }
    return (asked, seconds)
  }
}
