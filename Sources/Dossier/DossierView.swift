package import Vocabulary

/// What a reader has before them: the contents that were opened, put together again.
///
/// Sections may be missing, and so may persons that an entry points to. Nothing is made up for
/// them: what is absent here was not opened, and `DossierText` says so.
package struct DossierView: Equatable, Sendable {
  /// Something opened, with who wrote it and when, as the entry's signed header says.
  package struct Shown<Value: Equatable & Sendable>: Equatable, Sendable {
    package let value: Value
    package let writing: Writing?
  }

  package private(set) var etiket: Shown<String>?
  package private(set) var gegevens: Shown<GezinGegevens>?
  package private(set) var betrokkenen: [Shown<Betrokkene>] = []
  package private(set) var entries: [Shown<Entry>] = []
  package private(set) var plannen: [Shown<Plan>] = []
  package private(set) var bijlagen: [Shown<Bijlage>] = []
  package private(set) var toestemmingen: [Shown<Toestemming>] = []
  package private(set) var verstrekkingen: [Shown<Verstrekking>] = []
  package private(set) var ontvangsten: [Shown<Ontvangst>] = []
  package private(set) var beperkingen: [Shown<Beperking>] = []
  private let restrictions: Restrictions

  /// Puts opened contents together, in the order given; of label and family the last counts.
  package init(opened: [OpenedContent]) {
    for item in opened {
      switch item.content {
      case .etiket(let text): etiket = Shown(value: text, writing: item.writing)
      case .gezin(let gegevens): self.gegevens = Shown(value: gegevens, writing: item.writing)
      case .betrokkene(let person):
        betrokkenen.append(Shown(value: person, writing: item.writing))
      case .entry(let entry): entries.append(Shown(value: entry, writing: item.writing))
      case .plan(let plan): plannen.append(Shown(value: plan, writing: item.writing))
      case .bijlage(let bijlage): bijlagen.append(Shown(value: bijlage, writing: item.writing))
      case .toestemming(let consent):
        toestemmingen.append(Shown(value: consent, writing: item.writing))
      case .verstrekking(let bundle):
        verstrekkingen.append(Shown(value: bundle, writing: item.writing))
      case .ontvangst(let receipt):
        ontvangsten.append(Shown(value: receipt, writing: item.writing))
      case .beperking(let flag):
        beperkingen.append(Shown(value: flag, writing: item.writing))
      }
    }
    restrictions = Restrictions(beperkingen.lazy.map(\.value))
  }

  /// The same for contents of which nobody says who wrote them.
  package init(contents: [EntryContent]) {
    self.init(opened: contents.map { OpenedContent($0, writing: nil) })
  }

  /// The family, when label and family data were opened; what else is missing is left empty.
  package var gezin: Gezin? {
    guard let etiket, let gegevens else { return nil }
    return Gezin(
      etiket: etiket.value, gegevens: gegevens.value, betrokkenen: betrokkenen.map(\.value),
      entries: entries.map(\.value), plannen: plannen.map(\.value))
  }

  /// The persons with role `kind`.
  package var kinderen: [Betrokkene] { betrokkenen.map(\.value).filter { $0.rol == .kind } }

  /// The person with an id, when opened.
  package func betrokkene(_ id: String) -> Betrokkene? {
    betrokkenen.first { $0.value.id == id }?.value
  }

  /// The attachments of an entry, in the order in which they were added.
  package func bijlagen(of entry: Entry) -> [Shown<Bijlage>] {
    bijlagen.filter { $0.value.stuk == entry.id && $0.value.sectie == entry.sectie }
  }

  /// The attachments of a section that belong to no entry that was opened.
  package func looseBijlagen(in section: Section) -> [Shown<Bijlage>] {
    let known = Set(entries.lazy.filter { $0.value.sectie == section }.map(\.value.id))
    return bijlagen.filter { shown in
      shown.value.sectie == section && !(shown.value.stuk.map(known.contains) ?? false)
    }
  }

  /// The newest version of a kind of plan that may be used: highest version, then latest date.
  package func newestPlan(_ soort: PlanSoort) -> Shown<Plan>? {
    plansInUse.filter { $0.value.soort == soort }.max {
      ($0.value.versie, $0.value.vastgesteld) < ($1.value.versie, $1.value.vastgesteld)
    }
  }
}

// AVG 18: what is restricted is there to be read and counts for nothing.

extension DossierView {
  /// The flags that hold on something shown.
  package func restrictions<Value>(of shown: Shown<Value>, in section: Section) -> [Beperking] {
    shown.writing?.entry.map { restrictions.on($0, in: section) } ?? []
  }

  /// The entries that may be used: what a term, a course or a finding is made of.
  package var entriesInUse: [Entry] {
    entries.filter { restrictions(of: $0, in: $0.value.sectie).isEmpty }.map(\.value)
  }

  /// The plans that may be used.
  package var plansInUse: [Shown<Plan>] {
    plannen.filter { restrictions(of: $0, in: .plannen).isEmpty }
  }

  /// The plans of a kind that are shown whole: the newest that may be used, and then each that may only be
  /// read, newest first.
  package func plansToRead(_ soort: PlanSoort) -> [Shown<Plan>] {
    let restricted = plannen.filter {
      $0.value.soort == soort && !restrictions(of: $0, in: .plannen).isEmpty
    }
    return [newestPlan(soort)].compactMap { $0 }
      + restricted.sorted {
        ($0.value.versie, $0.value.vastgesteld) > ($1.value.versie, $1.value.vastgesteld)
      }
  }

  /// By what a reader recognises the piece that a flag names; nil when no such piece was opened.
  package func name(ofRestricted flag: Beperking) -> String? {
    func found<Value>(_ list: [Shown<Value>], in section: (Value) -> Section) -> Value? {
      list.first { $0.writing?.entry == flag.stuk && section($0.value) == flag.sectie }?.value
    }
    return found(entries, in: \.sectie)?.id ?? found(plannen, in: { _ in .plannen })?.shortName
      ?? found(bijlagen, in: \.sectie)?.id ?? found(betrokkenen, in: { _ in .kern })?.id
  }
}

/// One opened content with who wrote it and when.
package struct OpenedContent: Equatable, Sendable {
  package let content: EntryContent
  package let writing: Writing?

  package init(_ content: EntryContent, writing: Writing?) {
    self.content = content
    self.writing = writing
  }
}

/// Who wrote an entry, when, and how often it was revised: from its signed header (R2).
package struct Writing: Equatable, Sendable {
  /// The author's name, or a placeholder when the caller cannot look it up.
  package let author: String
  /// Milliseconds since 1970-01-01 UTC; shown in Dutch time.
  package let milliseconds: Int64
  /// 0 for the first revision.
  package let revision: UInt32
  /// The entry as its vault knows it: what ties its revisions together.
  package let entry: Identifier?

  package init(
    author: String, milliseconds: Int64, revision: UInt32 = 0, entry: Identifier? = nil
  ) {
    self.author = author
    self.milliseconds = milliseconds
    self.revision = revision
    self.entry = entry
  }
}
