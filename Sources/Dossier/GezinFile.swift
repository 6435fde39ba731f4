package import StrictJSON

/// The interchange format `dossierkluis/gezin/1`: one family, whole or not at all.
///
/// Reading goes on after every problem, so that one run tells all of them; nothing is returned
/// while there is one. The same rules stand in `Docs/schema/gezin-1.schema.json`, but for what a
/// schema cannot say: references, unique ids, the elfproef, days that do not exist.
package enum GezinFile {
  package static let schema = "dossierkluis/gezin/1"

  private static let keys = ["schema", "etiket", "gezin", "betrokkenen", "entries", "plannen"]
  private static let limits = JSONLimits(bytes: Limits.fileBytes, depth: Limits.depth)

  /// Reads a file of at most 8 MiB.
  ///
  /// - Throws: every problem with its place, in the order of the file; references come last.
  package static func parse(_ bytes: [UInt8]) throws(GezinFileError) -> Gezin {
    guard bytes.count <= Limits.fileBytes else {
      throw .one("bestand", .tooLarge(limit: Limits.fileBytes))
    }
    return try read(GezinFile.value(of: bytes))
  }

  /// Writes a family as a file; two spaces per level, a newline at the end.
  package static func encode(_ gezin: Gezin) -> [UInt8] {
    OrdinaryJSON.encode(value(of: gezin), pretty: true)
  }

  /// The family as a JSON value, keys in the order of the format.
  package static func value(of gezin: Gezin) -> JSONValue {
    .object([
      ("schema", .string(schema)),
      ("etiket", .string(gezin.etiket)),
      ("gezin", .object(present: gezin.gegevens.members)),
      ("betrokkenen", .array(gezin.betrokkenen.map { .object(present: $0.members) })),
      ("entries", .array(gezin.entries.map { .object(present: $0.members + gezin.paths(of: $0)) })),
      ("plannen", .array(gezin.plannen.map { .object(present: $0.members) })),
    ])
  }

  static func value(of bytes: [UInt8]) throws(GezinFileError) -> JSONValue {
    do throws(JSONError) {
      return try OrdinaryJSON.decode(bytes, limits: limits)
    } catch {
      let place = error.path.isEmpty ? "bestand" : error.path.text
      throw .one(place, .notJSON(error.phrase))
    }
  }

  private static func read(_ value: JSONValue) throws(GezinFileError) -> Gezin {
    let list = ProblemList()
    guard let fields = FieldReader(value, at: "", keys: keys, list: list) else {
      throw GezinFileError(problems: list.problems)
    }
    if let schema = fields.value("schema", required: true), schema != .string(GezinFile.schema) {
      fields.note("schema", .wrongSchema)
    }
    let etiket = fields.text("etiket", required: true)
    let gegevens = fields.value("gezin", required: true).flatMap {
      FieldReader($0, at: "gezin", keys: GezinGegevens.keys, list: list)
    }.flatMap(GezinGegevens.init)
    let betrokkenen = fields.items("betrokkenen", limit: Limits.persons, required: true) {
      FieldReader($0, at: $1, keys: Betrokkene.keys, list: list).flatMap(Betrokkene.init)
    }
    var bijlagen: [GezinBijlage] = []
    let entries = fields.items("entries", limit: Limits.entries, required: true) { value, place in
      let fields = FieldReader(
        value, at: place, keys: Entry.keys, and: GezinBijlage.key, list: list)
      let entry = fields.flatMap(Entry.init)
      let paths = fields.map(GezinBijlage.paths) ?? []
      if let entry {
        bijlagen += paths.map { GezinBijlage(stuk: entry.id, sectie: entry.sectie, pad: $0) }
      }
      return entry
    }
    if bijlagen.count > Limits.attachments {
      list.add("entries", .tooManyAttachments(limit: Limits.attachments))
    }
    let plannen = fields.items("plannen", limit: Limits.plans, required: true) {
      FieldReader($0, at: $1, keys: Plan.keys, list: list).flatMap(Plan.init)
    }
    References(value, list: list).check()
    guard list.problems.isEmpty, let etiket, let gegevens else {
      throw GezinFileError(problems: list.problems)
    }
    return Gezin(
      etiket: etiket, gegevens: gegevens, betrokkenen: betrokkenen, entries: entries,
      plannen: plannen, bijlagen: bijlagen)
  }
}

extension Gezin {
  fileprivate func paths(of entry: Entry) -> [(String, JSONValue?)] {
    let paths = bijlagen.filter { $0.stuk == entry.id }.map(\.pad)
    return [(GezinBijlage.key, .texts(paths))]
  }
}

extension GezinFileError {
  static func one(_ place: String, _ fault: Problem.Fault) -> GezinFileError {
    GezinFileError(problems: [Problem(place: place, fault: fault)])
  }
}
