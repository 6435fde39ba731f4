import StrictJSON

// How the small records of an entry are read and written.

extension Schaalscore {
  init?(_ value: JSONValue, at place: String, list: ProblemList) {
    guard let fields = FieldReader(value, at: place, keys: ["kind", "cijfer"], list: list) else {
      return nil
    }
    let kind = fields.id("kind")
    let cijfer = fields.number("cijfer", in: Limits.scale)
    guard let kind, let cijfer else { return nil }
    self.init(kind: kind, cijfer: cijfer)
  }

  var json: JSONValue { .object([("kind", .string(kind)), ("cijfer", .int(Int64(cijfer)))]) }
}

extension Toetsing {
  init?(_ value: JSONValue, at place: String, list: ProblemList) {
    let keys = ["door", "datum", "uitkomst"]
    guard let fields = FieldReader(value, at: place, keys: keys, list: list) else { return nil }
    let door = fields.text("door", required: true)
    let datum = fields.date("datum", required: true)
    let uitkomst = fields.text("uitkomst", limit: Limits.text, required: true)
    guard let door, let datum, let uitkomst else { return nil }
    self.init(door: door, datum: datum, uitkomst: uitkomst)
  }

  var json: JSONValue {
    .object(present: [
      ("door", .string(door)), ("datum", .date(datum)), ("uitkomst", .string(uitkomst)),
    ])
  }
}

extension ZonderMedeweten {
  init?(_ value: JSONValue, at place: String, list: ProblemList) {
    let keys = ["grond", "tweedePersoon", "terugkoppeling"]
    guard let fields = FieldReader(value, at: place, keys: keys, list: list) else { return nil }
    let grond = fields.text("grond", required: true)
    let tweedePersoon = fields.text("tweedePersoon", required: true)
    let terugkoppeling = fields.nullableText("terugkoppeling", limit: Limits.text)
    guard let grond, let tweedePersoon else { return nil }
    self.init(grond: grond, tweedePersoon: tweedePersoon, terugkoppeling: terugkoppeling)
  }

  /// Feedback not yet given is written as `null`: it is owed, not forgotten.
  var json: JSONValue {
    .object([
      ("grond", .string(grond)), ("tweedePersoon", .string(tweedePersoon)),
      ("terugkoppeling", .text(terugkoppeling) ?? .null),
    ])
  }
}

extension Afscherming {
  /// Reads `afgeschermdVoor`; `veld`, if any, must be a key of the record that it shields.
  static func items(_ record: FieldReader, keys: [String]) -> [Afscherming] {
    record.items("afgeschermdVoor") { value, place in
      let known = ["betrokkene", "reden", "veld"]
      guard let fields = FieldReader(value, at: place, keys: known, list: record.list) else {
        return nil
      }
      let betrokkene = fields.id("betrokkene")
      let reden = fields.text("reden", required: true)
      let veld = fields.text("veld")
      if let veld, !keys.contains(veld) { fields.note("veld", .unknownKey) }
      guard let betrokkene, let reden else { return nil }
      return Afscherming(betrokkene: betrokkene, reden: reden, veld: veld)
    }
  }

  var json: JSONValue {
    .object(present: [
      ("betrokkene", .string(betrokkene)), ("reden", .string(reden)), ("veld", .text(veld)),
    ])
  }
}

extension EigenVerklaring {
  init?(_ value: JSONValue, at place: String, list: ProblemList) {
    let keys = ["van", "datum", "tekst"]
    guard let fields = FieldReader(value, at: place, keys: keys, list: list) else { return nil }
    let van = fields.id("van")
    let datum = fields.date("datum", required: true)
    let tekst = fields.text("tekst", limit: Limits.text, required: true)
    guard let van, let datum, let tekst else { return nil }
    self.init(van: van, datum: datum, tekst: tekst)
  }

  var json: JSONValue {
    .object(present: [("van", .string(van)), ("datum", .date(datum)), ("tekst", .string(tekst))])
  }
}

extension Correctie {
  init?(_ value: JSONValue, at place: String, list: ProblemList) {
    let keys = ["datum", "wat", "reden", "door"]
    guard let fields = FieldReader(value, at: place, keys: keys, list: list) else { return nil }
    let datum = fields.date("datum", required: true)
    let wat = fields.text("wat", limit: Limits.text, required: true)
    let reden = fields.text("reden", limit: Limits.text, required: true)
    let door = fields.text("door", required: true)
    guard let datum, let wat, let reden, let door else { return nil }
    self.init(datum: datum, wat: wat, reden: reden, door: door)
  }

  var json: JSONValue {
    .object(present: [
      ("datum", .date(datum)), ("wat", .string(wat)), ("reden", .string(reden)),
      ("door", .string(door)),
    ])
  }
}
