import CommandTree
import Desk
import Directory
import Dossier
import Overdracht
import Sharing
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis overdracht prepare`: what would go to a partner, what is missing, and what stands in the way.
///
/// Nothing leaves the vault. The file that it writes has the sender's decisions and no word of the dossier.
struct OverdrachtPrepare {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    let ground = try ground()
    let reasons = try reasons()
    let path = words.value("uit")
    if let path { try OutputFile.requireFree(path) }
    let session = try desk.session()
    let recipients = try recipients(session.directory)
    let purpose = try desk.usualPurpose()
    let dossier = try desk.dossier(words.required("DOSSIER"), purpose: purpose)
    let policy = try desk.sharePolicy()
    let days = try words.value("geldig").map { (text) throws(Failure) in try Self.days(text) }
    var preparation = Preparation(
      dossier: dossier, recipients: recipients,
      sections: Set(try Values.sections(words.required("secties"))),
      purpose: words.required("doel"), ground: ground, days: days ?? policy?.validDays ?? 1,
      contact: words.required("contact"), reasons: reasons, whole: words.has("heel"))
    try readable(preparation)
    let opening = preparation.opening
    let opened = try calling { () throws(ClientError) in
      try session.open(dossier, sections: opening, purpose: purpose)
    }
    preparation = preparation.leaving(out: try leftOut(of: opened))
    let report = PreparationReport(
      preparation: preparation, opened: opened, directory: session.directory,
      judgement: preparation.judged(
        on: opened, policy: policy, directory: session.directory, now: Moment.now()))
    let isRefused = !report.judgement.refusals.isEmpty
    if let path, !isRefused { try OutputFile.create(path, preparation.encode()) }
    desk.screen.answer(
      report.json(file: isRefused ? nil : path),
      text: report.text(desk.language, desk.screen.settings.output))
    if opened.emergency != nil { desk.screen.note(Texts.emergencySharesNothing) }
    if let failure = report.refused { throw failure }
    if let path { desk.screen.note(Texts.preparedIn(path)) }
    if !report.judgement.isReady { desk.screen.note(Texts.notComplete) }
  }

  private static func days(_ text: String) throws(Failure) -> Int {
    guard let days = Int(text) else { throw .usage("bad-number", Texts.notDays(text)) }
    return days
  }

  private func ground() throws(Failure) -> Preparation.Ground {
    let words = desk.arguments
    switch (words.value("toestemming"), words.value("grond"), words.value("verteld")) {
    case (let consent?, nil, nil): return .consent(consent)
    case (nil, let code?, let told?): return .without(ground: code, told: told)
    default: throw desk.usage("ground", Texts.consentOrGround, hint: Texts.consentOrGroundHint)
    }
  }

  private func reasons() throws(Failure) -> [OverdrachtPart: String] {
    var reasons: [OverdrachtPart: String] = [:]
    for word in desk.arguments.values("ontbreekt") {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let part = OverdrachtPart(rawValue: parts[0]) else {
        throw desk.usage(
          "bad-part", Texts.notAPart(word),
          hint: Texts.chooseFrom(OverdrachtPart.allCases.map(\.rawValue)))
      }
      guard reasons.updateValue(parts[1], forKey: part) == nil else {
        throw desk.usage("part-twice", Texts.partTwice(part.rawValue))
      }
    }
    return reasons
  }

  /// The partners of `--voor`, each with the fingerprint that was typed for it, or who gets a code.
  private func recipients(_ directory: DirectoryView) throws(Failure) -> [Preparation.Recipient] {
    let words = desk.arguments
    let (partners, typed) = (words.values("voor"), words.values("vingerafdruk"))
    if let name = words.value("code") {
      guard partners.isEmpty, typed.isEmpty, let word = words.value("soort"),
        let kind = PartnerKind(rawValue: word)
      else { throw desk.usage("recipients", Texts.codeAlone, hint: Texts.codeAloneHint) }
      return [.code(name: name, kind: kind)]
    }
    guard !partners.isEmpty, words.value("soort") == nil else {
      throw desk.usage("recipients", Texts.forWhom, hint: Texts.codeAloneHint)
    }
    var unused = typed
    var found: [Preparation.Recipient] = []
    for word in partners {
      let partner = try Resolve.partner(word, in: directory, active: true)
      guard !found.contains(where: { $0.isFor(partner.id) }) else {
        throw desk.usage("partner-twice", Texts.partnerTwice(partner.name))
      }
      let fingerprint = partner.keys.fingerprint
      let heard = unused.firstIndex { fingerprint.matches($0) }
      if let heard { unused.remove(at: heard) }
      found.append(
        .key(partner: partner.id, fingerprint: heard == nil ? nil : fingerprint.description))
    }
    // Somebody read out another key than the directory has: nothing goes until that is understood.
    guard unused.isEmpty else {
      throw Failure(
        ExitCode.data, "fingerprint-other", Texts.fingerprintOfNobody,
        hint: Texts.fingerprintOtherHint)
    }
    return found
  }

  /// Refuses what was typed and could not be read again from the file.
  private func readable(_ preparation: Preparation) throws(Failure) {
    do throws(JSONError) { _ = try Preparation(decoding: preparation.encode()) } catch {
      throw Failure(
        ExitCode.data, "preparation-refused", Texts.cannotPrepare("\(error)"),
        hint: Texts.oneLineEach)
    }
  }

  /// `--zonder`: by the id that the dossier shows, or by the vault's own.
  private func leftOut(of opened: OpenedDossier) throws(Failure) -> Set<Identifier> {
    var found: Set<Identifier> = []
    for word in desk.arguments.values("zonder") {
      let prefix = Prefix(word)
      let matches = Set(
        opened.revisions.filter {
          $0.content.shortName == word || prefix?.matches($0.entry) ?? false
        }.map(\.entry))
      guard let entry = matches.first else {
        throw desk.usage("unknown-entry", Texts.noSuchEntry(word))
      }
      guard matches.count == 1 else {
        throw desk.usage("ambiguous-entry", Texts.entryAmbiguous(word))
      }
      found.insert(entry)
    }
    return found
  }
}

/// `kluis overdracht check`: the same decisions against the dossier, the policy and the partners of now.
struct OverdrachtCheck {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let path = desk.arguments.required("VOORBEREIDING")
    let preparation = try OverdrachtCheck.read(path)
    let session = try desk.session()
    let purpose = try desk.usualPurpose()
    let policy = try desk.sharePolicy()
    let opened = try calling { () throws(ClientError) in
      try session.open(preparation.dossier, sections: preparation.opening, purpose: purpose)
    }
    let report = PreparationReport(
      preparation: preparation, opened: opened, directory: session.directory,
      judgement: preparation.judged(
        on: opened, policy: policy, directory: session.directory, now: Moment.now()))
    desk.screen.answer(
      report.json(file: nil), text: report.text(desk.language, desk.screen.settings.output))
    if let failure = report.refused ?? report.incomplete { throw failure }
  }

  static func read(_ path: String) throws(Failure) -> Preparation {
    let bytes = try InputFile.read(path, limit: Preparation.limits.bytes)
    do throws(JSONError) { return try Preparation(decoding: bytes) } catch {
      throw Failure(
        ExitCode.data, "no-preparation", Texts.notAPreparation(path), hint: Texts.prepareAnew)
    }
  }
}

extension Preparation.Recipient {
  func isFor(_ id: Identifier) -> Bool {
    if case .key(id, _) = self { true } else { false }
  }
}

extension Preparation {
  fileprivate func leaving(out entries: Set<Identifier>) -> Preparation {
    Preparation(
      dossier: dossier, recipients: recipients, sections: sections, purpose: purpose,
      ground: ground, days: days, without: entries, contact: contact, reasons: reasons,
      whole: whole)
  }
}
