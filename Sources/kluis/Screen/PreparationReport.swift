import Calendar
import CommandTree
import Desk
import Directory
import Dossier
import Overdracht
import Sharing
import StrictJSON
import VaultClient
import Vocabulary

/// What a preparation comes to, as the sender reads it before anything is sealed.
struct PreparationReport {
  let preparation: Preparation
  let opened: OpenedDossier
  let directory: DirectoryView
  let judgement: Preparation.Judgement

  /// The failure that says why it cannot be sealed; nil when nothing refuses it.
  var refused: Failure? {
    guard !judgement.refusals.isEmpty else { return nil }
    var failure = Failure(
      ExitCode.failed, "overdracht-refused", Texts.overdrachtRefused,
      hint: Texts.overdrachtRefusedHint)
    failure.problems = judgement.refusals.map {
      Failure.Problem(place: $0.code, text: Texts.refusal($0, directory))
    }
    return failure
  }

  /// The failure that names each part without a reason; nil when every one has its reason.
  var incomplete: Failure? {
    let open = judgement.missing.filter { $0.reason == nil }
    guard !open.isEmpty else { return nil }
    var failure = Failure(
      ExitCode.failed, "overdracht-incomplete", Texts.overdrachtIncomplete,
      hint: Texts.giveReasons)
    failure.problems = open.map {
      Failure.Problem(place: $0.part.rawValue, text: Texts.missing($0.part))
    }
    return failure
  }

  func text(_ language: Language, _ terminal: Terminal) -> String {
    let sections = [
      lines(Texts.forWhomTitle, recipients(language), language),
      lines(Texts.groundTitle, ground(language), language),
      lines(Texts.partsTitle, parts(language), language), included(language, terminal),
      lines(Texts.leftOutTitle, leftOut(language), language),
    ]
    return EmergencyBanner.around(
      sections.filter { !$0.isEmpty }.joined(separator: "\n"), opened.emergency, language,
      terminal)
  }

  private func lines(_ title: Text, _ lines: [String], _ language: Language) -> String {
    guard !lines.isEmpty else { return "" }
    return title[language] + "\n"
      + lines.map { "  " + VisibleText.neutral($0, keepingLines: false) + "\n" }.joined()
  }

  private func recipients(_ language: Language) -> [String] {
    var lines = preparation.recipients.map { recipient in
      switch recipient {
      case .code(let name, let kind): Texts.codeFor(name, kind.rawValue)[language]
      case .key(let id, _):
        directory.partner(id).map {
          Texts.partnerWithKey(
            $0.name, $0.kind.rawValue, $0.keys.fingerprint.description,
            Moment.dutch($0.present.at))[language]
        } ?? id.hex
      }
    }
    if let day = judgement.validUntil { lines.append(Texts.validUntil(day.description)[language]) }
    return lines
  }

  private func ground(_ language: Language) -> [String] {
    let view = opened.view(directory)
    var lines: [String] = []
    switch preparation.ground {
    case .consent(let id):
      let state = judgement.consent.map { Text($0.state.phrase) } ?? Texts.notThere
      lines.append(Texts.byConsent(id, state)[language])
      if let consent = judgement.consent?.toestemming {
        let names = consent.van.map { view.betrokkene($0)?.naam ?? $0 }.joined(separator: ", ")
        lines.append(Texts.consentSays(names, consent.gegevenAan, consent.doel)[language])
      }
    case .without(let code, let told):
      lines.append(Texts.byGround(code)[language])
      lines.append(Texts.familyTold(told)[language])
      lines += judgement.objections.map {
        Texts.objection($0.id, $0.gegevenAan, $0.geweigerd)[language]
      }
    }
    return lines
  }

  /// R19, part by part: there, or missing with where to write it.
  private func parts(_ language: Language) -> [String] {
    OverdrachtPart.allCases.map { part in
      guard let missing = judgement.missing.first(where: { $0.part == part }) else {
        return "✓ " + Text(part.phrase)[language]
      }
      let place = Texts.writeAt(Text(part.place))[language]
      let line = "✗ \(part.rawValue): \(Text(part.phrase)[language]) (\(place))"
      return missing.reason.map { "\(line); \(Texts.saidWhy($0)[language])" } ?? line
    }
  }

  private func included(_ language: Language, _ terminal: Terminal) -> String {
    var table = Table(
      Texts.sectionColumn[language], Texts.sortColumn[language], Texts.dayColumn[language],
      Texts.entryColumn[language], "ID")
    for revision in judgement.selection.chosen {
      let content = revision.content
      table.add(
        revision.section.name, content.sort, content.day ?? "", content.shortName,
        revision.entry.short)
    }
    guard !table.isEmpty else { return "" }
    return Texts.goesIn[language] + "\n" + table.text(in: terminal)
  }

  /// Entries one by one; what was not chosen, and what the kind of partner never gets, by section.
  private func leftOut(_ language: Language) -> [String] {
    var lines: [String] = []
    var counts: [(section: Section, reason: Selection.Reason, count: Int)] = []
    for one in judgement.selection.leftOut {
      let isWhole = !preparation.without.contains(one.entry)
      if isWhole, one.reason == .notChosen || one.reason == .section || one.reason == .register {
        if let index = counts.firstIndex(where: {
          $0.section == one.section && $0.reason == one.reason
        }) {
          counts[index].count += 1
        } else {
          counts.append((one.section, one.reason, 1))
        }
        continue
      }
      let field = one.field.map { ".\($0)" } ?? ""
      lines.append("\(one.section.name) \(one.name)\(field): \(Texts.reason(one.reason)[language])")
    }
    let closed = Section.allCases.filter { !opened.sections.contains($0) }
    return lines
      + closed.map { "\($0.name): \(Texts.reason(.notChosen)[language])" }
      + counts.map { "\($0.section.name) (\($0.count)): \(Texts.reason($0.reason)[language])" }
  }

  func json(file: String?) -> JSONValue {
    .object(present: [
      ("dossier", .hexID(preparation.dossier)), ("ref", .count(opened.reference)),
      ("noodtoegang", opened.emergency.map { EmergencyBanner($0).json }),
      ("ready", .bool(judgement.isReady)), ("file", file.map { .string($0) }),
      ("kind", judgement.kind.map { .string($0.rawValue) }),
      ("valid_until", judgement.validUntil.map { .string($0.description) }),
      ("ground", .string(preparation.groundCode)),
      ("consent", judgement.consent.map { .string($0.state.rawValue) }),
      ("objections", .array(judgement.objections.map { .string($0.id) })),
      ("missing", .array(judgement.missing.map(json))),
      ("included", .array(judgement.selection.chosen.map(json))),
      ("left_out", .array(judgement.selection.leftOut.map(json))),
      ("refusals", .array(judgement.refusals.map { .string($0.code) })),
    ])
  }

  private func json(_ missing: Preparation.Missing) -> JSONValue {
    .object(present: [
      ("part", .string(missing.part.rawValue)), ("reason", missing.reason.map { .string($0) }),
    ])
  }

  private func json(_ revision: SharedRevision) -> JSONValue {
    .object(present: [
      ("entry", .hexID(revision.entry)), ("section", .string(revision.section.name)),
      ("revision", .int(Int64(revision.revision))), ("kind", .string(revision.content.sort)),
      ("date", revision.content.day.map { .string($0) }),
      ("name", .string(revision.content.shortName)),
    ])
  }

  private func json(_ one: Selection.LeftOut) -> JSONValue {
    .object(present: [
      ("entry", .hexID(one.entry)), ("section", .string(one.section.name)),
      ("name", .string(one.name)), ("field", one.field.map { .string($0) }),
      ("reason", .string(one.reason.code)),
    ])
  }
}

extension EntryContent {
  /// Which kind of entry it is, in a word.
  fileprivate var sort: String {
    switch self {
    case .entry(let entry): entry.soort
    case .plan(let plan): plan.soort.rawValue
    case .betrokkene(let person): person.rol.rawValue
    default: shortName
    }
  }

  /// The date of the information; nil for what has none.
  fileprivate var day: String? {
    switch self {
    case .entry(let entry): entry.datum.description
    case .plan(let plan): plan.vastgesteld.description
    case .gezin(let gegevens): gegevens.aangemeld.description
    default: nil
    }
  }
}

extension Selection.Reason {
  /// For programs.
  fileprivate var code: String {
    switch self {
    case .section: "partner-gets-not"
    case .notChosen: "not-chosen"
    case .shielded: "shielded"
    case .secretAddress: "secret-address"
    case .persons: "persons"
    case .bsn: "bsn"
    case .register: "register"
    case .restricted: "restricted"
    }
  }
}
