package import Calendar
import StrictJSON

/// One line of the register of consents: who agreed to what being shared, with whom and why (R18).
///
/// A refusal stands in it too, and a withdrawal is a revision, so that nobody asks twice unknowingly.
package struct Toestemming: Equatable, Sendable {
  /// Consent taken back: from when, by whom, why.
  package struct Ingetrokken: Equatable, Sendable {
    package var datum: CalendarDate
    package var door: String
    package var reden: String?

    package init(datum: CalendarDate, door: String, reden: String? = nil) {
      self.datum = datum
      self.door = door
      self.reden = reden
    }
  }

  /// Whether it lets anything be shared on a day.
  package enum State: String, CaseIterable, Sendable {
    case geldig
    /// The family said no.
    case geweigerd
    /// Given from a later day on.
    case nogNiet = "nog-niet"
    case verlopen
    case ingetrokken
  }

  package var id: String
  /// The persons who gave it, by id; at least one.
  package var van: [String]
  /// With whom may be shared, in words.
  package var gegevenAan: String
  package var doel: String
  package var datum: CalendarDate
  /// The last day on which it holds; nil while nobody takes it back.
  package var tot: CalendarDate?
  /// How it was given: in writing, in a conversation, by whom it was noted.
  package var hoe: String
  package var geweigerd: Bool
  package var ingetrokken: Ingetrokken?

  package init(
    id: String, van: [String], gegevenAan: String, doel: String, datum: CalendarDate,
    tot: CalendarDate? = nil, hoe: String, geweigerd: Bool = false,
    ingetrokken: Ingetrokken? = nil
  ) {
    self.id = id
    self.van = van
    self.gegevenAan = gegevenAan
    self.doel = doel
    self.datum = datum
    self.tot = tot
    self.hoe = hoe
    self.geweigerd = geweigerd
    self.ingetrokken = ingetrokken
  }

  /// What was taken back stays so, whatever day stands there.
  package func state(on today: CalendarDate) -> State {
    if geweigerd { return .geweigerd }
    if ingetrokken != nil { return .ingetrokken }
    if today < datum { return .nogNiet }
    if let tot, tot < today { return .verlopen }
    return .geldig
  }
}

extension Toestemming {
  static let keys = [
    "id", "van", "gegevenAan", "doel", "datum", "tot", "hoe", "geweigerd", "ingetrokken",
  ]

  init?(_ fields: FieldReader) {
    let id = fields.id("id")
    let van = fields.ids("van", required: true)
    if case .array(let persons)? = fields.value("van", required: false), persons.isEmpty {
      fields.note("van", .tooFew)
    }
    let gegevenAan = fields.text("gegevenAan", required: true)
    let doel = fields.text("doel", required: true)
    let datum = fields.date("datum", required: true)
    let tot = fields.date("tot")
    if let datum, let tot, tot < datum { fields.note("tot", .endBeforeStart) }
    let hoe = fields.text("hoe", required: true)
    let geweigerd = fields.flag("geweigerd") ?? false
    let ingetrokken = fields.value("ingetrokken", required: false).flatMap {
      Ingetrokken($0, at: fields.path("ingetrokken"), list: fields.list)
    }
    guard let id, let gegevenAan, let doel, let datum, let hoe else { return nil }
    self.init(
      id: id, van: van, gegevenAan: gegevenAan, doel: doel, datum: datum, tot: tot, hoe: hoe,
      geweigerd: geweigerd, ingetrokken: ingetrokken)
  }

  var members: [(String, JSONValue?)] {
    [
      ("id", .string(id)), ("van", .array(van.map { .string($0) })),
      ("gegevenAan", .string(gegevenAan)), ("doel", .string(doel)), ("datum", .date(datum)),
      ("tot", .date(tot)), ("hoe", .string(hoe)), ("geweigerd", geweigerd ? .bool(true) : nil),
      ("ingetrokken", ingetrokken?.json),
    ]
  }
}

extension Toestemming.Ingetrokken {
  fileprivate init?(_ value: JSONValue, at place: String, list: ProblemList) {
    let keys = ["datum", "door", "reden"]
    guard let fields = FieldReader(value, at: place, keys: keys, list: list) else { return nil }
    let datum = fields.date("datum", required: true)
    let door = fields.text("door", required: true)
    let reden = fields.text("reden", limit: Limits.text)
    guard let datum, let door else { return nil }
    self.init(datum: datum, door: door, reden: reden)
  }

  fileprivate var json: JSONValue {
    .object(present: [
      ("datum", .date(datum)), ("door", .string(door)), ("reden", .text(reden)),
    ])
  }
}
