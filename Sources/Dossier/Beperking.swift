package import Calendar
import StrictJSON
package import Vocabulary

/// A flag on one piece of a dossier: it is kept, not used, and whoever reads it is told so (AVG 18).
///
/// It stands in the section of what it restricts, so that nobody reads the piece without the flag. It is lifted
/// by a revision, never by an erasure.
package struct Beperking: Equatable, Sendable {
  /// AVG 18(1), a to d.
  package enum Grond: String, CaseIterable, Sendable {
    case juistheidBetwist = "juistheid-betwist"
    case onrechtmatig
    case rechtsvordering
    case bezwaar
  }

  /// Use is free again: from when, by whom, why, and when who asked for the flag was told.
  package struct Opgeheven: Equatable, Sendable {
    package var datum: CalendarDate
    package var door: String
    package var reden: String
    /// Never after `datum`: who asked is told before it is lifted. (AVG 18(3))
    package var gemeld: CalendarDate

    package init(datum: CalendarDate, door: String, reden: String, gemeld: CalendarDate) {
      self.datum = datum
      self.door = door
      self.reden = reden
      self.gemeld = gemeld
    }
  }

  package var id: String
  package var sectie: Section
  /// The piece as its vault knows it: an entry, a plan, an attachment or a person.
  package var stuk: Identifier
  package var sinds: CalendarDate
  package var grond: Grond
  /// The person who asked for it, by id.
  package var verzoekVan: String?
  package var toelichting: String?
  package var opgeheven: Opgeheven?

  package init(
    id: String, sectie: Section, stuk: Identifier, sinds: CalendarDate, grond: Grond,
    verzoekVan: String? = nil, toelichting: String? = nil, opgeheven: Opgeheven? = nil
  ) {
    self.id = id
    self.sectie = sectie
    self.stuk = stuk
    self.sinds = sinds
    self.grond = grond
    self.verzoekVan = verzoekVan
    self.toelichting = toelichting
    self.opgeheven = opgeheven
  }

  /// From the moment it is written, whatever day stands there, until it is lifted.
  package var holds: Bool { opgeheven == nil }
}

extension Beperking {
  static let keys = [
    "id", "sectie", "stuk", "sinds", "grond", "verzoekVan", "toelichting", "opgeheven",
  ]

  init?(_ fields: FieldReader) {
    let id = fields.id("id")
    let sectie = fields.word("sectie", as: EntrySection.self)?.section
    let stuk = fields.identifier("stuk")
    let sinds = fields.date("sinds", required: true)
    let grond = fields.word("grond", as: Grond.self)
    let verzoekVan = fields.has("verzoekVan") ? fields.id("verzoekVan") : nil
    let toelichting = fields.text("toelichting", limit: Limits.text)
    let opgeheven = fields.value("opgeheven", required: false).flatMap {
      Opgeheven($0, at: fields.path("opgeheven"), since: sinds, list: fields.list)
    }
    guard let id, let sectie, let stuk, let sinds, let grond else { return nil }
    self.init(
      id: id, sectie: sectie, stuk: stuk, sinds: sinds, grond: grond, verzoekVan: verzoekVan,
      toelichting: toelichting, opgeheven: opgeheven)
  }

  var members: [(String, JSONValue?)] {
    [
      ("id", .string(id)), ("sectie", .string(sectie.name)), ("stuk", .string(stuk.hex)),
      ("sinds", .date(sinds)), ("grond", .string(grond.rawValue)),
      ("verzoekVan", .text(verzoekVan)), ("toelichting", .text(toelichting)),
      ("opgeheven", opgeheven?.json),
    ]
  }
}

extension Beperking.Opgeheven {
  fileprivate init?(
    _ value: JSONValue, at place: String, since: CalendarDate?, list: ProblemList
  ) {
    let keys = ["datum", "door", "reden", "gemeld"]
    guard let fields = FieldReader(value, at: place, keys: keys, list: list) else { return nil }
    let datum = fields.date("datum", required: true)
    if let datum, let since, datum < since { fields.note("datum", .endBeforeStart) }
    let door = fields.text("door", required: true)
    let reden = fields.text("reden", limit: Limits.text, required: true)
    let gemeld = fields.date("gemeld", required: true)
    if let datum, let gemeld, datum < gemeld { fields.note("gemeld", .toldTooLate) }
    guard let datum, let door, let reden, let gemeld else { return nil }
    self.init(datum: datum, door: door, reden: reden, gemeld: gemeld)
  }

  fileprivate var json: JSONValue {
    .object(present: [
      ("datum", .date(datum)), ("door", .string(door)), ("reden", .string(reden)),
      ("gemeld", .date(gemeld)),
    ])
  }
}

/// Which pieces may not be used, by all flags that were opened.
package struct Restrictions: Equatable, Sendable {
  private struct Place: Hashable {
    let section: Section
    let entry: Identifier
  }

  private var held: [Place: [Beperking]] = [:]

  package init(_ flags: some Sequence<Beperking>) {
    for flag in flags where flag.holds {
      held[Place(section: flag.sectie, entry: flag.stuk), default: []].append(flag)
    }
  }

  /// The flags that hold on a piece; none for one that may be used.
  ///
  /// A flag in another section counts for nothing: who may write there need not be who may write here.
  package func on(_ entry: Identifier, in section: Section) -> [Beperking] {
    held[Place(section: section, entry: entry)] ?? []
  }
}
