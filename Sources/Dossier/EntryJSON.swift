import StrictJSON
import Vocabulary

// How an entry is read and written; keys in the order of writing.

extension Entry {
  static let keys = [
    "id", "sectie", "soort", "datum", "bron", "aard", "over", "tekst", "vanWie", "stem", "schaal",
    "toetsing", "zonderMedeweten", "afgeschermdVoor", "termijn", "afgerond", "geldigTot",
    "eigenVerklaring", "correcties",
  ]

  init?(_ fields: FieldReader) {
    let id = fields.id("id")
    let sectie = Entry.section(fields)
    let soort = fields.text("soort", required: true)
    let datum = fields.date("datum", required: true)
    let bron = fields.text("bron", required: true)
    let aard = fields.word("aard", as: Aard.self)
    let over = fields.ids("over", required: true)
    if case .array(let persons)? = fields.value("over", required: false), persons.isEmpty {
      fields.note("over", .tooFew)
    }
    let tekst = fields.text("tekst", limit: Limits.text, required: true)
    let vanWie = fields.text("vanWie")
    if aard == .mening, !fields.has("vanWie") { fields.note("vanWie", .opinionNeedsOwner) }
    let stem = fields.word("stem", as: Stem.self, required: false)
    if stem != nil, aard != .mening, !fields.has("vanWie") {
      fields.note("vanWie", .voiceNeedsOwner)
    }
    let history = EntryHistory(fields)
    let termijn = fields.date("termijn")
    let afgerond = fields.date("afgerond")
    let geldigTot = fields.date("geldigTot")
    let verklaring = fields.items("eigenVerklaring") { value, place in
      EigenVerklaring(value, at: place, list: fields.list)
    }
    let correcties = fields.items("correcties") { value, place in
      Correctie(value, at: place, list: fields.list)
    }
    guard let id, let sectie, let soort, let datum, let bron, let aard, let tekst else {
      return nil
    }
    self.init(
      id: id, sectie: sectie, soort: soort, datum: datum, bron: bron, aard: aard, over: over,
      tekst: tekst, vanWie: vanWie, stem: stem)
    schaal = history.schaal
    toetsing = history.toetsing
    zonderMedeweten = history.zonderMedeweten
    afgeschermdVoor = history.afgeschermdVoor
    self.termijn = termijn
    self.afgerond = afgerond
    self.geldigTot = geldigTot
    eigenVerklaring = verklaring
    self.correcties = correcties
  }

  /// The label section is read by more people than any other and holds the label alone.
  private static func section(_ fields: FieldReader) -> Section? {
    guard let word = fields.word("sectie", as: EntrySection.self) else { return nil }
    return word.section
  }

  var members: [(String, JSONValue?)] {
    [
      ("id", .string(id)), ("sectie", .string(sectie.name)), ("soort", .string(soort)),
      ("datum", .date(datum)), ("bron", .string(bron)), ("aard", .string(aard.rawValue)),
      ("over", .array(over.map { .string($0) })), ("tekst", .string(tekst)),
      ("vanWie", .text(vanWie)), ("stem", .text(stem?.rawValue)),
      ("schaal", .list(schaal, \.json)), ("toetsing", .list(toetsing, \.json)),
      ("zonderMedeweten", zonderMedeweten?.json),
      ("afgeschermdVoor", .list(afgeschermdVoor, \.json)),
      ("termijn", .date(termijn)), ("afgerond", .date(afgerond)), ("geldigTot", .date(geldigTot)),
      ("eigenVerklaring", .list(eigenVerklaring, \.json)),
      ("correcties", .list(correcties, \.json)),
    ]
  }
}

/// The sections that an entry may stand in.
enum EntrySection: String, CaseIterable {
  case kern
  case plannen
  case journaal
  case onderzoek
  case juridisch

  var section: Section? { Section(name: rawValue) }
}

/// The middle part of an entry's fields, read in the order of the file's keys.
private struct EntryHistory {
  let schaal: [Schaalscore]
  let toetsing: [Toetsing]
  let zonderMedeweten: ZonderMedeweten?
  let afgeschermdVoor: [Afscherming]

  init(_ fields: FieldReader) {
    var scored: Set<String> = []
    schaal = fields.items("schaal", limit: Limits.persons) { value, place in
      let score = Schaalscore(value, at: place, list: fields.list)
      if let score, !scored.insert(score.kind).inserted {
        fields.list.add("\(place).kind", .duplicate(score.kind))
      }
      return score
    }
    toetsing = fields.items("toetsing") { value, place in
      Toetsing(value, at: place, list: fields.list)
    }
    zonderMedeweten = fields.value("zonderMedeweten", required: false).flatMap {
      ZonderMedeweten($0, at: fields.path("zonderMedeweten"), list: fields.list)
    }
    afgeschermdVoor = Afscherming.items(fields, keys: Entry.keys)
  }
}
