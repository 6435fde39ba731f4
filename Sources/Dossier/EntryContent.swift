import StrictJSON
package import Vocabulary

/// The plaintext of one dossier entry: what is sealed under its own key and opened again.
///
/// It is one compact JSON object with the keys of `dossierkluis/gezin/1` and a `type` in front.
/// References to persons are not checked here: an entry may be opened without the persons' section.
package enum EntryContent: Equatable, Sendable {
  case etiket(String)
  case gezin(GezinGegevens)
  case betrokkene(Betrokkene)
  case entry(Entry)
  case plan(Plan)
  case bijlage(Bijlage)
  case toestemming(Toestemming)
  case verstrekking(Verstrekking)
  case ontvangst(Ontvangst)
  case beperking(Beperking)

  /// The section whose key seals it; an entry, attachment or flag says its own.
  package var section: Section {
    switch self {
    case .etiket: .etiket
    case .gezin, .betrokkene: .kern
    case .entry(let entry): entry.sectie
    case .plan: .plannen
    case .bijlage(let bijlage): bijlage.sectie
    case .beperking(let flag): flag.sectie
    case .toestemming, .verstrekking, .ontvangst: .kern
    }
  }

  enum Kind: String, CaseIterable {
    case etiket
    case gezin
    case betrokkene
    case entry
    case plan
    case bijlage
    case toestemming
    case verstrekking
    case ontvangst
    case beperking
  }

  /// By what a person recognises it on a screen.
  package var shortName: String {
    switch self {
    case .etiket: "etiket"
    case .gezin: "gezin"
    case .betrokkene(let person): person.id
    case .entry(let entry): entry.id
    case .plan(let plan): plan.shortName
    case .bijlage(let bijlage): bijlage.id
    case .toestemming(let consent): consent.id
    case .verstrekking(let bundle): bundle.id
    case .ontvangst(let receipt): receipt.id
    case .beperking(let flag): flag.id
    }
  }

  /// Whether a flag may be set on it: the label, the family's own data and the registers stay in use.
  package var canBeRestricted: Bool {
    switch self {
    case .betrokkene, .entry, .plan, .bijlage: true
    case .etiket, .gezin, .toestemming, .verstrekking, .ontvangst, .beperking: false
    }
  }

  /// The plaintext bytes.
  package func encode() -> [UInt8] {
    let type: [(String, JSONValue?)] = [("type", .string(kind.rawValue))]
    return OrdinaryJSON.encode(.object(present: type + members))
  }

  var kind: Kind {
    switch self {
    case .etiket: .etiket
    case .gezin: .gezin
    case .betrokkene: .betrokkene
    case .entry: .entry
    case .plan: .plan
    case .bijlage: .bijlage
    case .toestemming: .toestemming
    case .verstrekking: .verstrekking
    case .ontvangst: .ontvangst
    case .beperking: .beperking
    }
  }

  /// Keys and values without the type.
  var members: [(String, JSONValue?)] {
    switch self {
    case .etiket(let text): [("etiket", .string(text))]
    case .gezin(let gegevens): gegevens.members
    case .betrokkene(let person): person.members
    case .entry(let entry): entry.members
    case .plan(let plan): plan.members
    case .bijlage(let bijlage): bijlage.members
    case .toestemming(let consent): consent.members
    case .verstrekking(let bundle): bundle.members
    case .ontvangst(let receipt): receipt.members
    case .beperking(let flag): flag.members
    }
  }

  /// Reads a plaintext with the same strictness as a file.
  ///
  /// The section is not in the plaintext for all kinds; a caller compares `section` with the
  /// header's, so that an entry cannot pass for one of another section.
  /// - Throws: every problem with its place.
  package static func decode(_ bytes: [UInt8]) throws(GezinFileError) -> EntryContent {
    guard bytes.count <= Limits.fileBytes else {
      throw .one("bestand", .tooLarge(limit: Limits.fileBytes))
    }
    let value = try GezinFile.value(of: bytes)
    let list = ProblemList()
    let word = value["type"]?.stringValue
    guard let kind = word.flatMap(Kind.init(rawValue:)) else {
      throw .one(
        "type", .notOneOf(Kind.allCases.map(\.rawValue), found: Quoted.safe(word ?? "")))
    }
    let content = read(value, as: kind, list: list)
    guard list.problems.isEmpty, let content else {
      throw GezinFileError(problems: list.problems)
    }
    return content
  }

  /// Reads one content; nil when a problem was noted.
  ///
  /// - Parameter place: where it stands in its file; empty for a plaintext.
  static func read(
    _ value: JSONValue, as kind: Kind, at place: String = "", list: ProblemList
  ) -> EntryContent? {
    func fields(_ keys: [String]) -> FieldReader? {
      FieldReader(value, at: place, keys: keys, and: "type", list: list)
    }
    return switch kind {
    case .etiket: fields(["etiket"])?.text("etiket", required: true).map { .etiket($0) }
    case .gezin: fields(GezinGegevens.keys).flatMap(GezinGegevens.init).map { .gezin($0) }
    case .betrokkene: fields(Betrokkene.keys).flatMap(Betrokkene.init).map { .betrokkene($0) }
    case .entry: fields(Entry.keys).flatMap(Entry.init).map { .entry($0) }
    case .plan: fields(Plan.keys).flatMap(Plan.init).map { .plan($0) }
    case .bijlage: fields(Bijlage.keys).flatMap(Bijlage.init).map { .bijlage($0) }
    case .toestemming:
      fields(Toestemming.keys).flatMap(Toestemming.init).map { .toestemming($0) }
    case .verstrekking:
      fields(Verstrekking.keys).flatMap(Verstrekking.init).map { .verstrekking($0) }
    case .ontvangst: fields(Ontvangst.keys).flatMap(Ontvangst.init).map { .ontvangst($0) }
    case .beperking: fields(Beperking.keys).flatMap(Beperking.init).map { .beperking($0) }
    }
  }
}

extension Gezin {
  /// One content per dossier entry: label, family, persons, entries, plans, each in file order.
  ///
  /// Attachments are not among them: what is said of a file is known when it was sent.
  package func contents() -> [EntryContent] {
    [.etiket(etiket), .gezin(gegevens)] + betrokkenen.map { .betrokkene($0) }
      + entries.map { .entry($0) } + plannen.map { .plan($0) }
  }
}
