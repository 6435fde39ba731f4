import Calendar
import CommandTree
import Desk
import Dossier
import Records
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis toestemming add`: what the family agreed to, or refused, in the dossier (R18).
struct ToestemmingAdd {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let id = "t-" + Identifier.random().short
    let content = try consent(id)
    let purpose = try desk.usualPurpose()
    let session = try desk.session()
    let dossier = try desk.dossier(desk.arguments.required("DOSSIER"), purpose: purpose)
    let writable = try calling { () throws(ClientError) in
      try session.openForWriting(dossier, sections: [content.section], purpose: purpose)
    }
    let head = try calling { () throws(ClientError) in
      try session.append([NewRevision(content)], to: writable)
    }
    desk.answerWritten(
      [("toestemming", .string(id))], in: dossier, by: writable, head: head,
      Texts.consentWritten(id))
  }

  private func consent(_ id: String) throws(Failure) -> EntryContent {
    let words = desk.arguments
    return try ToestemmingAdd.content([
      ("id", .string(id)),
      ("van", .array(Values.list(words.required("van")).map { .string($0) })),
      ("gegevenAan", .string(words.required("voor"))), ("doel", .string(words.required("doel"))),
      ("datum", .string(words.required("datum"))), ("tot", words.value("tot").map { .string($0) }),
      ("hoe", .string(words.required("hoe"))),
      ("geweigerd", words.has("geweigerd") ? .bool(true) : nil),
    ])
  }

  /// Reads the fields as the domain reads a consent: every problem at once, by the option's name.
  static func content(_ fields: [(String, JSONValue?)]) throws(Failure) -> EntryContent {
    try TypedContent.read("toestemming", fields, option: option)
  }

  /// `gegevenAan` was typed as `--voor`, `van[0]` as part of `--van`, `ingetrokken.door` as `--door`.
  private static func option(of place: String) -> String {
    let field = (place.split(separator: ".").last ?? "").prefix { $0 != "[" }
    return field == "gegevenAan" ? "--voor" : "--\(field)"
  }
}

/// `kluis toestemming withdraw`: the family takes back what it agreed to; a revision, never an erasure.
struct ToestemmingWithdraw {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    let purpose = try desk.usualPurpose()
    let session = try desk.session()
    let dossier = try desk.dossier(words.required("DOSSIER"), purpose: purpose)
    let opened = try calling { () throws(ClientError) in
      try session.open(dossier, sections: [.kern], purpose: purpose)
    }
    let (revision, consent) = try find(words.required("TOESTEMMING"), in: opened)
    guard !consent.geweigerd else {
      throw Failure(ExitCode.data, "consent-refused", Texts.consentRefused(consent.id))
    }
    guard consent.ingetrokken == nil else {
      throw Failure(ExitCode.data, "consent-withdrawn", Texts.consentWithdrawn(consent.id))
    }
    let content = try withdrawn(consent)
    let writable = try calling { () throws(ClientError) in
      try session.openForWriting(dossier, sections: [.kern], purpose: purpose)
    }
    let head = try calling { () throws(ClientError) in
      try session.append(
        [NewRevision(content, of: revision.entry, buildingOn: revision.revision)], to: writable)
    }
    desk.answerWritten(
      [("toestemming", .string(consent.id))], in: dossier, by: writable, head: head,
      Texts.consentNowWithdrawn(consent.id))
    desk.screen.note(Texts.whatWentStays)
  }

  private func find(
    _ id: String, in opened: OpenedDossier
  ) throws(Failure) -> (OpenedRevision, Toestemming) {
    for revision in opened.revisions {
      if case .toestemming(let consent) = revision.content, consent.id == id {
        return (revision, consent)
      }
    }
    throw desk.usage("unknown-consent", Texts.noSuchConsent(id), hint: Texts.seeConsents)
  }

  /// The same consent with who took it back, read as the domain reads it.
  private func withdrawn(_ consent: Toestemming) throws(Failure) -> EntryContent {
    let words = desk.arguments
    let date = try Values.date(words.required("datum"))
    guard date >= consent.datum else {
      throw desk.usage("date-before", Texts.withdrawnBefore)
    }
    var changed = consent
    changed.ingetrokken = .init(
      datum: date, door: words.required("door"), reden: words.value("reden"))
    // What was typed is judged by the domain: an empty name is none.
    return try ToestemmingAdd.content(TypedContent.fields(of: .toestemming(changed)))
  }
}

/// `kluis toestemming list`: the register of one dossier.
struct ToestemmingList {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let purpose = try desk.usualPurpose()
    let session = try desk.session()
    let dossier = try desk.dossier(desk.arguments.required("DOSSIER"), purpose: purpose)
    let opened = try calling { () throws(ClientError) in
      try session.open(dossier, sections: [.kern], purpose: purpose)
    }
    let view = opened.view(session.directory)
    let today = Moment.today(Moment.now())
    var table = Table(
      Texts.consentColumn[desk.language], Texts.stateColumn[desk.language],
      Texts.dateColumn[desk.language], Texts.untilColumn[desk.language],
      Texts.ofColumn[desk.language], Texts.forColumn[desk.language],
      Texts.purposeColumn[desk.language])
    for consent in view.toestemmingen.map(\.value) {
      table.add(
        consent.id, Text(consent.state(on: today).phrase)[desk.language],
        consent.datum.description, consent.tot?.description ?? "",
        consent.van.map { view.betrokkene($0)?.naam ?? $0 }.joined(separator: ", "),
        consent.gegevenAan, consent.doel)
    }
    desk.screen.answer(
      .object(present: [
        ("dossier", .hexID(dossier)), ("ref", .count(opened.reference)),
        ("noodtoegang", opened.emergency.map { EmergencyBanner($0).json }),
        (
          "toestemmingen",
          .array(view.toestemmingen.map { json($0.value, $0.value.state(on: today)) })
        ),
      ]),
      text: EmergencyBanner.around(
        table.text(in: desk.screen.settings.output), opened.emergency, desk.language,
        desk.screen.settings.output))
  }

  private func json(_ consent: Toestemming, _ state: Toestemming.State) -> JSONValue {
    let withdrawn = consent.ingetrokken.map { back -> JSONValue in
      .object(present: [
        ("datum", .string(back.datum.description)), ("door", .string(back.door)),
        ("reden", back.reden.map { .string($0) }),
      ])
    }
    return .object(present: [
      ("toestemming", .string(consent.id)), ("state", .string(state.rawValue)),
      ("van", .array(consent.van.map { .string($0) })),
      ("voor", .string(consent.gegevenAan)), ("doel", .string(consent.doel)),
      ("hoe", .string(consent.hoe)), ("datum", .string(consent.datum.description)),
      ("tot", consent.tot.map { .string($0.description) }), ("ingetrokken", withdrawn),
    ])
  }
}
