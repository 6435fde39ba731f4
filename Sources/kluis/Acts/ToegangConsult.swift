import CommandTree
import Desk
import Directory
import Dossier
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis toegang consult`: a jurist reads some sections, for a time.
struct ToegangConsult {
  let desk: Desk
  /// As long as the policy that comes with the vault allows a jurist.
  static let usualDays = 30

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    let sections = try Values.sections(words.required("secties"))
    let until = Moment.now() + Int64(words.number("dagen") ?? Self.usualDays) * Moment.day
    let question = try desk.words()
    let member = try desk.member(words.required("lid"))
    let dossier = try desk.dossier(words.required("DOSSIER"), purpose: desk.usualPurpose())
    let session = try desk.session()
    let grant = try calling { () throws(ClientError) in
      try session.consult(
        member.id, in: dossier, sections: sections, purpose: .juridisch, until: until,
        words: question)
    }
    let names = sections.map(\.name).joined(separator: ", ")
    desk.screen.answer(
      [
        "dossier": .hexID(dossier), "member": .hexID(member.id),
        "sections": .sectionNames(sections),
        "until": .int(until), "grant": .hexID(grant),
      ],
      text: Texts.consulted(member.name, names, until: Moment.dutch(until))[desk.language] + "\n")
    if question != nil { desk.screen.note(Texts.questionNext(dossier.hex)) }
  }
}

/// `kluis toegang request`: a toezichthouder asks access, or a jeugdbeschermer agreement to a ground;
/// two others decide.
struct ToegangRequest {
  let desk: Desk
  /// As long as the policy that comes with the vault allows a toezichthouder.
  static let usualDays = 14
  /// How long the others may take; policy allows no longer.
  static let validDays = 14

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    guard words.has("secties") != words.has("r3-grond") else {
      throw desk.usage("choose-request", Texts.chooseRequest)
    }
    if let entry = words.value("r3-grond") { return try ground(of: entry) }
    let sections = try Values.sections(words.required("secties"))
    let why = try desk.words()
    let session = try desk.session()
    let purpose = try desk.usualPurpose()
    let dossier = try desk.dossier(words.required("DOSSIER"), purpose: purpose)
    let now = Moment.now()
    let until = now + Int64(words.number("dagen") ?? Self.usualDays) * Moment.day
    let valid = now + Int64(Self.validDays) * Moment.day
    let request = try calling { () throws(ClientError) in
      try session.requestAccess(
        to: dossier, sections: sections, purpose: purpose, until: until, validUntil: valid,
        words: why)
    }
    desk.screen.answer(
      [
        "dossier": .hexID(dossier), "request": .hexID(request), "sections": .sectionNames(sections),
        "until": .int(until), "valid_until": .int(valid),
      ],
      text: Texts.requested(request.hex)[desk.language] + "\n")
    desk.screen.note(Texts.requestNext(request.hex))
  }

  /// Asks agreement to the ground of one entry, by its id or how that begins.
  private func ground(of word: String) throws(Failure) {
    guard let prefix = Prefix(word) else {
      throw desk.usage("bad-id", Texts.notAnId(word), hint: Texts.idForm)
    }
    let why = try desk.neededWords()
    let session = try desk.session()
    let purpose = try desk.usualPurpose()
    let dossier = try desk.dossier(desk.arguments.required("DOSSIER"), purpose: purpose)
    let opened = try calling { () throws(ClientError) in
      try session.open(dossier, purpose: purpose)
    }
    let found = opened.revisions.filter { prefix.matches($0.entry) && $0.isWithoutKnowledge }
    guard let revision = found.first, found.count == 1 else {
      throw desk.usage("unknown-entry", Texts.noSuchGround(word), hint: Texts.seeEntries)
    }
    let valid = Moment.now() + Int64(Self.validDays) * Moment.day
    let request = try calling { () throws(ClientError) in
      try session.requestGround(
        of: revision, in: opened, purpose: purpose, validUntil: valid, words: why)
    }
    desk.screen.answer(
      [
        "dossier": .hexID(dossier), "request": .hexID(request),
        "sections": .sectionNames([revision.section]), "entry": .hexID(revision.entry),
        "revision": .int(Int64(revision.revision)), "valid_until": .int(valid),
      ],
      text: Texts.requested(request.hex)[desk.language] + "\n")
    desk.screen.note(Texts.groundNext(request.hex))
  }
}

extension OpenedRevision {
  /// Whether it says of itself that the family did not know.
  fileprivate var isWithoutKnowledge: Bool {
    if case .entry(let entry) = content { entry.zonderMedeweten != nil } else { false }
  }
}
