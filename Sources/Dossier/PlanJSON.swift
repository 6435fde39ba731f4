import Calendar
import StrictJSON

// How a plan is read and written. Written in the order of a form: why, how it is, what holds,
// who watches, what lies behind it, what must change, what helps, what was weighed.

extension Plan {
  static let keys = ["soort", "versie", "vastgesteld"] + PlanPart.allCases.map(\.rawValue)

  init?(_ fields: FieldReader) {
    let soort = fields.word("soort", as: PlanSoort.self)
    let versie = fields.number("versie", in: Limits.planVersion)
    let vastgesteld = fields.date("vastgesteld", required: true)
    // Parts are read even when the head is wrong, so that their problems are reported too.
    var plan = Plan(
      soort: soort ?? .veiligheidsplan, versie: versie ?? 1,
      vastgesteld: vastgesteld ?? .earliest)
    plan.readParts(fields)
    guard soort != nil, versie != nil, vastgesteld != nil else { return nil }
    self = plan
  }

  private mutating func readParts(_ fields: FieldReader) {
    aanleiding = fields.text("aanleiding", limit: Limits.text)
    genogram = fields.text("genogram", limit: Limits.text)
    sociogram = fields.text("sociogram", limit: Limits.text)
    zorgen = fields.texts("zorgen")
    krachten = fields.texts("krachten")
    bodemeisen = fields.texts("bodemeisen")
    afspraken = fields.texts("afspraken")
    voorwaarden = fields.texts("voorwaarden")
    consequenties = fields.texts("consequenties")
    zichtOpVeiligheid = fields.text("zichtOpVeiligheid")
    patroon = fields.text("patroon", limit: Limits.text)
    haalbareEindsituatie = fields.value("haalbareEindsituatie", required: false).flatMap {
      HaalbareEindsituatie($0, at: fields.path("haalbareEindsituatie"), list: fields.list)
    }
    doelen = fields.texts("doelen")
    hulp = fields.items("hulp") { Hulp($0, at: $1, list: fields.list) }
    leefgebieden =
      fields.value("leefgebieden", required: false).map {
        Leefgebied.items($0, at: fields.path("leefgebieden"), list: fields.list)
      } ?? []
    overwegingen = fields.texts("overwegingen")
    informatieNodig = fields.texts("informatieNodig")
    signalen = fields.texts("signalen")
    wieGrijptIn = fields.oneOrMoreTexts("wieGrijptIn")
    taxatie = fields.value("taxatie", required: false).flatMap {
      Taxatie($0, at: fields.path("taxatie"), list: fields.list)
    }
  }

  var members: [(String, JSONValue?)] {
    [
      ("soort", .string(soort.rawValue)), ("versie", .int(Int64(versie))),
      ("vastgesteld", .date(vastgesteld)), ("aanleiding", .text(aanleiding)),
      ("genogram", .text(genogram)), ("sociogram", .text(sociogram)),
      ("zorgen", .texts(zorgen)), ("krachten", .texts(krachten)),
      ("bodemeisen", .texts(bodemeisen)), ("afspraken", .texts(afspraken)),
      ("voorwaarden", .texts(voorwaarden)), ("consequenties", .texts(consequenties)),
      ("zichtOpVeiligheid", .text(zichtOpVeiligheid)), ("patroon", .text(patroon)),
      ("haalbareEindsituatie", haalbareEindsituatie?.json), ("doelen", .texts(doelen)),
      ("hulp", .list(hulp, \.json)), ("leefgebieden", Leefgebied.json(leefgebieden)),
      ("overwegingen", .texts(overwegingen)), ("informatieNodig", .texts(informatieNodig)),
      ("signalen", .texts(signalen)), ("wieGrijptIn", .texts(wieGrijptIn)),
      ("taxatie", taxatie?.json),
    ]
  }
}
