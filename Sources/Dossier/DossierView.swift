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
      }
    }
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

  /// The newest version of a kind of plan: highest version, then latest date.
  package func newestPlan(_ soort: PlanSoort) -> Shown<Plan>? {
    plannen.filter { $0.value.soort == soort }.max {
      ($0.value.versie, $0.value.vastgesteld) < ($1.value.versie, $1.value.vastgesteld)
    }
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
