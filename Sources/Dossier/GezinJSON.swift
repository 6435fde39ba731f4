import StrictJSON

// How the family's data and its persons are read and written; keys in the order of writing.

extension GezinGegevens {
  static let keys = [
    "regio", "maatregel", "fase", "aangemeld", "aanmelder", "jeugdteam", "maatregelen", "spoed",
  ]

  init?(_ fields: FieldReader) {
    let regio = fields.text("regio", required: true)
    let maatregel = fields.text("maatregel", required: true)
    let fase = fields.number("fase", in: Limits.phase)
    let aangemeld = fields.date("aangemeld", required: true)
    let aanmelder = fields.text("aanmelder", required: true)
    let jeugdteam = fields.text("jeugdteam")
    let maatregelen = fields.items("maatregelen") { value, place in
      Maatregel(value, at: place, list: fields.list)
    }
    let spoed = fields.flag("spoed")
    guard let regio, let maatregel, let fase, let aangemeld, let aanmelder else { return nil }
    self.init(
      regio: regio, maatregel: maatregel, fase: fase, aangemeld: aangemeld, aanmelder: aanmelder,
      jeugdteam: jeugdteam, maatregelen: maatregelen, spoed: spoed)
  }

  var members: [(String, JSONValue?)] {
    [
      ("regio", .string(regio)), ("maatregel", .string(maatregel)), ("fase", .int(Int64(fase))),
      ("aangemeld", .date(aangemeld)), ("aanmelder", .string(aanmelder)),
      ("jeugdteam", .text(jeugdteam)), ("maatregelen", .list(maatregelen, \.json)),
      ("spoed", spoed.map { .bool($0) }),
    ]
  }
}

extension Maatregel {
  static let keys = ["soort", "vanaf", "tot", "kinderen"]

  init?(_ value: JSONValue, at place: String, list: ProblemList) {
    guard let fields = FieldReader(value, at: place, keys: Maatregel.keys, list: list) else {
      return nil
    }
    let soort = fields.word("soort", as: MaatregelSoort.self)
    let vanaf = fields.date("vanaf")
    let tot = fields.date("tot")
    if let vanaf, let tot, tot < vanaf { fields.note("tot", .endBeforeStart) }
    let kinderen = fields.ids("kinderen")
    guard let soort else { return nil }
    self.init(soort: soort, vanaf: vanaf, tot: tot, kinderen: kinderen)
  }

  var json: JSONValue {
    .object(present: [
      ("soort", .string(soort.rawValue)), ("vanaf", .date(vanaf)), ("tot", .date(tot)),
      ("kinderen", .list(kinderen) { .string($0) }),
    ])
  }
}

extension Betrokkene {
  static let keys = [
    "id", "rol", "voornaam", "achternaam", "geboortedatum", "bsn", "gezag", "adres", "geheimAdres",
    "telefoon", "relatie", "vertrouwenspersoon", "afgeschermdVoor",
  ]

  init?(_ fields: FieldReader) {
    let id = fields.id("id")
    let rol = fields.word("rol", as: Rol.self)
    let voornaam = fields.text("voornaam", required: true)
    let achternaam = fields.text("achternaam", required: true)
    let geboortedatum = fields.date("geboortedatum")
    let bsn = fields.text("bsn").flatMap { text -> BSN? in
      let bsn = BSN(text)
      if bsn == nil { fields.note("bsn", .notABSN) }
      return bsn
    }
    let gezag = fields.flag("gezag")
    let adres = fields.text("adres")
    let geheimAdres = fields.flag("geheimAdres")
    let telefoon = fields.text("telefoon")
    let relatie = fields.text("relatie")
    let vertrouwenspersoon = fields.text("vertrouwenspersoon")
    let afgeschermd = Afscherming.items(fields, keys: Betrokkene.keys)
    guard let id, let rol, let voornaam, let achternaam else { return nil }
    self.init(
      id: id, rol: rol, voornaam: voornaam, achternaam: achternaam, geboortedatum: geboortedatum,
      bsn: bsn, gezag: gezag, adres: adres, geheimAdres: geheimAdres, telefoon: telefoon,
      relatie: relatie, vertrouwenspersoon: vertrouwenspersoon, afgeschermdVoor: afgeschermd)
  }

  var members: [(String, JSONValue?)] {
    [
      ("id", .string(id)), ("rol", .string(rol.rawValue)), ("voornaam", .string(voornaam)),
      ("achternaam", .string(achternaam)), ("geboortedatum", .date(geboortedatum)),
      ("bsn", .text(bsn?.digits)), ("gezag", gezag.map { .bool($0) }), ("adres", .text(adres)),
      ("geheimAdres", geheimAdres.map { .bool($0) }), ("telefoon", .text(telefoon)),
      ("relatie", .text(relatie)), ("vertrouwenspersoon", .text(vertrouwenspersoon)),
      ("afgeschermdVoor", .list(afgeschermdVoor, \.json)),
    ]
  }
}
