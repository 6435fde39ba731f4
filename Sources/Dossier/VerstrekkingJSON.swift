import StrictJSON
import Vocabulary

// How the record of a bundle is read and written; keys in the order of writing.

extension Verstrekking {
  static let keys = [
    "id", "bundel", "ontvangers", "doel", "grond", "opgemaakt", "geldigTot", "stukken",
    "ontbreekt", "manifest", "bestand",
  ]

  init?(_ fields: FieldReader) {
    let id = fields.id("id")
    let bundel = fields.identifier("bundel")
    let ontvangers = fields.items("ontvangers", required: true) { value, place in
      Ontvanger(value, at: place, list: fields.list)
    }
    if case .array(let list)? = fields.value("ontvangers", required: false), list.isEmpty {
      fields.note("ontvangers", .tooFew)
    }
    let doel = fields.text("doel", required: true)
    let grond = fields.value("grond", required: true).flatMap {
      Grond($0, at: fields.path("grond"), list: fields.list)
    }
    let opgemaakt = fields.number("opgemaakt", in: Limits.milliseconds)
    let geldigTot = fields.date("geldigTot", required: true)
    let stukken = fields.items("stukken", limit: Limits.entries, required: true) { value, place in
      Stuk(value, at: place, list: fields.list)
    }
    let ontbreekt = fields.items("ontbreekt") { value, place in
      Ontbrekend(value, at: place, list: fields.list)
    }
    let manifest = fields.bytes("manifest", count: Limits.hashBytes)
    let bestand = fields.bytes("bestand", count: Limits.hashBytes)
    guard let id, let bundel, let doel, let grond, let opgemaakt, let geldigTot, let manifest,
      let bestand
    else { return nil }
    self.init(
      id: id, bundel: bundel, ontvangers: ontvangers, doel: doel, grond: grond,
      opgemaakt: Int64(opgemaakt), geldigTot: geldigTot, stukken: stukken, ontbreekt: ontbreekt,
      manifest: manifest, bestand: bestand)
  }

  var members: [(String, JSONValue?)] {
    [
      ("id", .string(id)), ("bundel", .string(bundel.hex)),
      ("ontvangers", .array(ontvangers.map(\.json))), ("doel", .string(doel)),
      ("grond", grond.json), ("opgemaakt", .int(opgemaakt)), ("geldigTot", .date(geldigTot)),
      ("stukken", .array(stukken.map(\.json))), ("ontbreekt", .list(ontbreekt, \.json)),
      ("manifest", .string(HexText.encode(manifest))),
      ("bestand", .string(HexText.encode(bestand))),
    ]
  }
}

extension Verstrekking.Ontvanger {
  fileprivate init?(_ value: JSONValue, at place: String, list: ProblemList) {
    let keys = ["naam", "soort", "partner"]
    guard let fields = FieldReader(value, at: place, keys: keys, list: list) else { return nil }
    let naam = fields.text("naam", required: true)
    let soort = fields.word("soort", as: PartnerKind.self)
    let partner = fields.has("partner") ? fields.identifier("partner") : nil
    guard let naam, let soort else { return nil }
    self.init(naam: naam, soort: soort, partner: partner)
  }

  fileprivate var json: JSONValue {
    .object(present: [
      ("naam", .string(naam)), ("soort", .string(soort.rawValue)),
      ("partner", partner.map { .string($0.hex) }),
    ])
  }
}

extension Verstrekking.Grond {
  fileprivate init?(_ value: JSONValue, at place: String, list: ProblemList) {
    let isConsent = value["toestemming"] != nil
    let keys = isConsent ? ["toestemming"] : ["grond", "verteld"]
    guard let fields = FieldReader(value, at: place, keys: keys, list: list) else { return nil }
    if isConsent {
      guard let id = fields.id("toestemming") else { return nil }
      self = .toestemming(id)
    } else {
      let grond = fields.id("grond")
      let verteld = fields.text("verteld", limit: Limits.text, required: true)
      guard let grond, let verteld else { return nil }
      self = .zonder(grond: grond, verteld: verteld)
    }
  }

  fileprivate var json: JSONValue {
    switch self {
    case .toestemming(let id): .object([("toestemming", .string(id))])
    case .zonder(let grond, let verteld):
      .object([("grond", .string(grond)), ("verteld", .string(verteld))])
    }
  }
}

extension Verstrekking.Stuk {
  fileprivate init?(_ value: JSONValue, at place: String, list: ProblemList) {
    let keys = ["sectie", "stuk", "herziening"]
    guard let fields = FieldReader(value, at: place, keys: keys, list: list) else { return nil }
    let names = Section.allCases.map(\.name)
    let word = fields.text("sectie", required: true)
    let sectie = word.flatMap { Section(name: $0) }
    if let word, sectie == nil { fields.note("sectie", .notOneOf(names, found: Quoted.safe(word))) }
    let stuk = fields.identifier("stuk")
    let herziening = fields.number("herziening", in: Limits.revision)
    guard let sectie, let stuk, let herziening else { return nil }
    self.init(sectie: sectie, stuk: stuk, herziening: UInt32(herziening))
  }

  fileprivate var json: JSONValue {
    .object([
      ("sectie", .string(sectie.name)), ("stuk", .string(stuk.hex)),
      ("herziening", .int(Int64(herziening))),
    ])
  }
}

extension Verstrekking.Ontbrekend {
  fileprivate init?(_ value: JSONValue, at place: String, list: ProblemList) {
    guard let fields = FieldReader(value, at: place, keys: ["deel", "reden"], list: list) else {
      return nil
    }
    let deel = fields.id("deel")
    let reden = fields.text("reden", required: true)
    guard let deel, let reden else { return nil }
    self.init(deel: deel, reden: reden)
  }

  fileprivate var json: JSONValue {
    .object([("deel", .string(deel)), ("reden", .string(reden))])
  }
}
