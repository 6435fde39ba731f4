import StrictJSON

// How the structured parts of a plan are read and written.

extension HaalbareEindsituatie {
  init?(_ value: JSONValue, at place: String, list: ProblemList) {
    let keys = ["veranderen", "compenseren"]
    guard let fields = FieldReader(value, at: place, keys: keys, list: list) else { return nil }
    self.init(veranderen: fields.texts("veranderen"), compenseren: fields.texts("compenseren"))
  }

  var json: JSONValue {
    .object(present: [
      ("veranderen", .texts(veranderen)), ("compenseren", .texts(compenseren)),
    ])
  }
}

extension Hulp {
  /// What `voor` says when help is for everyone.
  package static let wholeFamily = "gezin"

  init?(_ value: JSONValue, at place: String, list: ProblemList) {
    let keys = ["aanbieder", "voor", "gestart", "beeindigd", "resultaat"]
    guard let fields = FieldReader(value, at: place, keys: keys, list: list) else { return nil }
    let aanbieder = fields.text("aanbieder", required: true)
    let voor = fields.id("voor")
    let gestart = fields.date("gestart")
    let beeindigd = fields.date("beeindigd")
    if let gestart, let beeindigd, beeindigd < gestart { fields.note("beeindigd", .endBeforeStart) }
    let resultaat = fields.text("resultaat", limit: Limits.text)
    guard let aanbieder, let voor else { return nil }
    self.init(
      aanbieder: aanbieder, voor: voor, gestart: gestart, beeindigd: beeindigd,
      resultaat: resultaat)
  }

  var json: JSONValue {
    .object(present: [
      ("aanbieder", .string(aanbieder)), ("voor", .string(voor)), ("gestart", .date(gestart)),
      ("beeindigd", .date(beeindigd)), ("resultaat", .text(resultaat)),
    ])
  }
}

extension Leefgebied {
  /// An object whose keys are areas in the family's own words, so none of them is unknown.
  static func items(_ value: JSONValue, at place: String, list: ProblemList) -> [Leefgebied] {
    guard case .object(let members) = value else {
      list.add(place, .wrongType(.object))
      return []
    }
    guard members.count <= Limits.items else {
      list.add(place, .tooMany(limit: Limits.items))
      return []
    }
    return members.compactMap { member in
      let path = "\(place).\(Quoted.safe(member.key))"
      let naam = FieldReader.text(
        .string(member.key), at: path, limit: Limits.line, list: list)
      let feiten = FieldReader.text(member.value, at: path, limit: Limits.text, list: list)
      guard let naam, let feiten else { return nil }
      return Leefgebied(naam: naam, feiten: feiten)
    }
  }

  static func json(_ items: [Leefgebied]) -> JSONValue? {
    items.isEmpty ? nil : .object(items.map { ($0.naam, .string($0.feiten)) })
  }
}

extension Taxatie {
  init?(_ value: JSONValue, at place: String, list: ProblemList) {
    let keys = ["instrument", "datum", "veiligheid", "risico"]
    guard let fields = FieldReader(value, at: place, keys: keys, list: list) else { return nil }
    let instrument = fields.text("instrument", required: true)
    let datum = fields.date("datum", required: true)
    let veiligheid = fields.text("veiligheid", limit: Limits.text)
    let risico = fields.text("risico", limit: Limits.text)
    guard let instrument, let datum else { return nil }
    self.init(instrument: instrument, datum: datum, veiligheid: veiligheid, risico: risico)
  }

  var json: JSONValue {
    .object(present: [
      ("instrument", .string(instrument)), ("datum", .date(datum)),
      ("veiligheid", .text(veiligheid)), ("risico", .text(risico)),
    ])
  }
}
