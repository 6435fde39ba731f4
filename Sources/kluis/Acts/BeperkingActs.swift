import Calendar
import CommandTree
import Desk
import Dossier
import Records
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis beperking add`: a piece of a dossier is kept and not used from now on (AVG 18).
struct BeperkingAdd {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    var flag = try typed()
    let purpose = try desk.usualPurpose()
    let session = try desk.session()
    let dossier = try desk.dossier(desk.arguments.required("DOSSIER"), purpose: purpose)
    let opened = try calling { () throws(ClientError) in
      try session.open(dossier, purpose: purpose)
    }
    let piece = try find(desk.arguments.required("STUK"), in: opened)
    flag.stuk = piece.entry
    flag.sectie = piece.section
    let content = EntryContent.beperking(flag)
    let writable = try calling { () throws(ClientError) in
      try session.openForWriting(dossier, sections: [flag.sectie], purpose: purpose)
    }
    let head = try calling { () throws(ClientError) in
      try session.append([NewRevision(content)], to: writable)
    }
    desk.answerWritten(
      [
        ("beperking", .string(flag.id)), ("entry", .hexID(piece.entry)),
        ("section", .string(piece.section.name)),
      ], in: dossier, by: writable, head: head,
      Texts.restrictedAs(flag.id, piece.content.shortName))
    for bundle in opened.view(session.directory).verstrekkingen.map(\.value)
    where bundle.stukken.contains(where: { $0.stuk == piece.entry && $0.sectie == piece.section }) {
      desk.screen.note(
        Texts.wentBefore(bundle.id, bundle.ontvangers.map(\.naam).joined(separator: ", ")))
    }
  }

  /// What was typed, judged before anything is opened; the piece is still to be found.
  private func typed() throws(Failure) -> Beperking {
    let words = desk.arguments
    let flag = try BeperkingAdd.content([
      ("id", .string("bp-" + Identifier.random().short)), ("sectie", .string(Section.kern.name)),
      ("stuk", .string(Identifier.random().hex)), ("sinds", .string(words.required("sinds"))),
      ("grond", .string(words.required("grond"))),
      ("verzoekVan", words.value("verzoek-van").map { .string($0) }),
      ("toelichting", words.value("toelichting").map { .string($0) }),
    ])
    guard flag.sinds <= Moment.today(Moment.now()) else {
      throw desk.usage("date-later", Texts.restrictedLater)
    }
    return flag
  }

  /// Reads the fields as the domain reads a flag: every problem at once, by the option's name.
  static func content(_ fields: [(String, JSONValue?)]) throws(Failure) -> Beperking {
    let content = try TypedContent.read("beperking", fields) { place in
      let field = place.split(separator: ".").last.map(String.init) ?? place
      return field == "verzoekVan" ? "--verzoek-van" : "--\(field)"
    }
    guard case .beperking(let flag) = content else {
      throw Failure(ExitCode.data, "entry-refused", Texts.entryRefused)
    }
    return flag
  }

  /// By the short name that a screen shows, or by the vault's own id.
  private func find(_ word: String, in opened: OpenedDossier) throws(Failure) -> OpenedRevision {
    let prefix = Prefix(word)
    let named = opened.revisions.filter {
      $0.content.shortName == word || prefix?.matches($0.entry) ?? false
    }
    let found = named.filter(\.content.canBeRestricted)
    guard let piece = found.first else {
      guard named.isEmpty else {
        throw Failure(
          ExitCode.data, "not-restrictable", Texts.notRestrictable(word),
          hint: Texts.whatIsRestrictable)
      }
      throw desk.usage("unknown-entry", Texts.noSuchPiece(word), hint: Texts.seeRestrictable)
    }
    guard found.count == 1 else { throw desk.ambiguous(word, found) }
    return piece
  }
}

/// `kluis beperking lift`: a piece may be used again; a revision, never an erasure.
struct BeperkingLift {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    let date = try Values.date(words.required("datum"))
    guard date <= Moment.today(Moment.now()) else {
      throw desk.usage("date-later", Texts.liftedLater)
    }
    let purpose = try desk.usualPurpose()
    let session = try desk.session()
    let dossier = try desk.dossier(words.required("DOSSIER"), purpose: purpose)
    let opened = try calling { () throws(ClientError) in
      try session.open(dossier, purpose: purpose)
    }
    let (revision, flag) = try find(words.required("BEPERKING"), in: opened)
    guard flag.holds else {
      throw Failure(ExitCode.data, "restriction-lifted", Texts.wasLifted(flag.id))
    }
    let content = EntryContent.beperking(try lifted(flag))
    let writable = try calling { () throws(ClientError) in
      try session.openForWriting(dossier, sections: [flag.sectie], purpose: purpose)
    }
    let head = try calling { () throws(ClientError) in
      try session.append(
        [NewRevision(content, of: revision.entry, buildingOn: revision.revision)], to: writable)
    }
    desk.answerWritten(
      [("beperking", .string(flag.id))], in: dossier, by: writable, head: head,
      Texts.nowLifted(flag.id))
    let others = opened.restrictions.on(flag.stuk, in: flag.sectie).filter { $0.id != flag.id }
    if !others.isEmpty {
      desk.screen.note(Texts.stillRestricted(others.map(\.id).joined(separator: ", ")))
    }
  }

  private func find(
    _ word: String, in opened: OpenedDossier
  ) throws(Failure) -> (OpenedRevision, Beperking) {
    let prefix = Prefix(word)
    var found: [(OpenedRevision, Beperking)] = []
    for revision in opened.revisions {
      guard case .beperking(let flag) = revision.content,
        flag.id == word || prefix?.matches(revision.entry) ?? false
      else { continue }
      found.append((revision, flag))
    }
    guard let one = found.first else {
      throw desk.usage(
        "unknown-restriction", Texts.noSuchRestriction(word), hint: Texts.seeRestrictions)
    }
    guard found.count == 1 else { throw desk.ambiguous(word, found.map(\.0)) }
    return one
  }

  /// The same flag with who lifted it, read as the domain reads it.
  private func lifted(_ flag: Beperking) throws(Failure) -> Beperking {
    let words = desk.arguments
    let lifting: JSONValue = [
      "datum": .string(words.required("datum")), "door": .string(words.required("door")),
      "reden": .string(words.required("reden")), "gemeld": .string(words.required("gemeld")),
    ]
    return try BeperkingAdd.content(
      TypedContent.fields(of: .beperking(flag)) + [("opgeheven", lifting)])
  }
}

/// `kluis beperking list`: every flag of the sections that the member reads.
struct BeperkingList {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let purpose = try desk.usualPurpose()
    let session = try desk.session()
    let dossier = try desk.dossier(desk.arguments.required("DOSSIER"), purpose: purpose)
    let opened = try calling { () throws(ClientError) in
      try session.open(dossier, purpose: purpose)
    }
    let view = opened.view(session.directory)
    var table = Table(
      Texts.restrictionColumn[desk.language], Texts.stateColumn[desk.language],
      Texts.sectionColumn[desk.language], Texts.entryColumn[desk.language],
      Texts.restrictedSince[desk.language], Texts.groundColumn[desk.language],
      Texts.askedByColumn[desk.language])
    for flag in view.beperkingen.map(\.value) {
      table.add(
        flag.id, (flag.holds ? Texts.holds : Texts.isLifted)[desk.language], flag.sectie.name,
        view.name(ofRestricted: flag) ?? Texts.notHere(flag.stuk.short)[desk.language],
        flag.sinds.description, flag.grond.rawValue,
        flag.verzoekVan.map { view.betrokkene($0)?.naam ?? $0 } ?? "")
    }
    if table.isEmpty { desk.screen.note(Texts.noRestrictions) }
    desk.screen.answer(
      .object(present: [
        ("dossier", .hexID(dossier)), ("ref", .count(opened.reference)),
        ("noodtoegang", opened.emergency.map { EmergencyBanner($0).json }),
        (
          "beperkingen",
          .array(view.beperkingen.map { json($0.value, view.name(ofRestricted: $0.value)) })
        ),
      ]),
      text: EmergencyBanner.around(
        table.isEmpty ? "" : table.text(in: desk.screen.settings.output), opened.emergency,
        desk.language, desk.screen.settings.output))
  }

  private func json(_ flag: Beperking, _ name: String?) -> JSONValue {
    let lifted = flag.opgeheven.map { lifted -> JSONValue in
      [
        "datum": .string(lifted.datum.description), "door": .string(lifted.door),
        "reden": .string(lifted.reden), "gemeld": .string(lifted.gemeld.description),
      ]
    }
    return .object(present: [
      ("beperking", .string(flag.id)), ("state", .string(flag.holds ? "geldt" : "opgeheven")),
      ("entry", .hexID(flag.stuk)), ("section", .string(flag.sectie.name)),
      ("name", name.map { .string($0) }), ("sinds", .string(flag.sinds.description)),
      ("grond", .string(flag.grond.rawValue)),
      ("verzoek_van", flag.verzoekVan.map { .string($0) }),
      ("toelichting", flag.toelichting.map { .string($0) }), ("opgeheven", lifted),
    ])
  }
}

extension Desk {
  /// One word that means several pieces, each named in the answer.
  fileprivate func ambiguous(_ word: String, _ found: [OpenedRevision]) -> Failure {
    var failure = usage(
      "ambiguous-entry", Texts.entryAmbiguous(word), hint: Texts.chooseOneOfThese)
    failure.problems = found.map {
      Failure.Problem(
        place: $0.entry.hex, text: Text(same: "\($0.section.name) \($0.content.shortName)"))
    }
    return failure
  }
}

extension OpenedDossier {
  /// What may not be used, by the flags of the sections that were opened.
  var restrictions: Restrictions {
    Restrictions(
      revisions.lazy.compactMap {
        if case .beperking(let flag) = $0.content { flag } else { nil }
      })
  }

  /// Whether a file may not be used: a flag holds on it, or on the entry that it goes with.
  func isRestricted(_ attachment: OpenedAttachment) -> Bool {
    let (restrictions, file) = (restrictions, attachment.bijlage)
    return !restrictions.on(attachment.revision.entry, in: file.sectie).isEmpty
      || revisions.contains {
        guard case .entry(let entry) = $0.content, entry.id == file.stuk,
          entry.sectie == file.sectie
        else { return false }
        return !restrictions.on($0.entry, in: entry.sectie).isEmpty
      }
  }
}
