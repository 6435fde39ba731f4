package import Calendar
import StrictJSON
package import Vocabulary

/// That a bundle arrived: the partner's signed receipt, or the word of who sent it (R20).
package struct Ontvangst: Equatable, Sendable {
  package enum Blijk: Equatable, Sendable {
    /// The receipt's text and its minisign signature, as they came; the sender's client checked both.
    case bewijs(tekst: String, handtekening: String)
    /// For who got a code and signs nothing: who confirmed it, how and when.
    case bevestigd(door: String, hoe: String, datum: CalendarDate)
  }

  package var id: String
  package var bundel: Identifier
  package var blijk: Blijk

  package init(id: String, bundel: Identifier, blijk: Blijk) {
    self.id = id
    self.bundel = bundel
    self.blijk = blijk
  }
}

extension Ontvangst {
  static let keys = ["id", "bundel", "bewijs", "bevestigd"]

  init?(_ fields: FieldReader) {
    let id = fields.id("id")
    let bundel = fields.identifier("bundel")
    if fields.has("bewijs"), fields.has("bevestigd") { fields.note("bevestigd", .unknownKey) }
    let blijk =
      fields.has("bevestigd") && !fields.has("bewijs")
      ? Blijk(confirmed: fields) : Blijk(receipt: fields)
    guard let id, let bundel, let blijk else { return nil }
    self.init(id: id, bundel: bundel, blijk: blijk)
  }

  var members: [(String, JSONValue?)] {
    let shown: (String, JSONValue?) =
      switch blijk {
      case .bewijs(let tekst, let handtekening):
        (
          "bewijs",
          .object([("tekst", .string(tekst)), ("handtekening", .string(handtekening))])
        )
      case .bevestigd(let door, let hoe, let datum):
        (
          "bevestigd",
          .object([
            ("door", .string(door)), ("hoe", .string(hoe)), ("datum", .string(datum.description)),
          ])
        )
      }
    return [("id", .string(id)), ("bundel", .string(bundel.hex)), shown]
  }
}

extension Ontvangst.Blijk {
  fileprivate init?(receipt record: FieldReader) {
    guard let value = record.value("bewijs", required: true),
      let fields = FieldReader(
        value, at: record.path("bewijs"), keys: ["tekst", "handtekening"], list: record.list)
    else { return nil }
    let tekst = fields.text("tekst", limit: Limits.receipt, required: true)
    let handtekening = fields.text("handtekening", limit: Limits.receipt, required: true)
    guard let tekst, let handtekening else { return nil }
    self = .bewijs(tekst: tekst, handtekening: handtekening)
  }

  fileprivate init?(confirmed record: FieldReader) {
    guard let value = record.value("bevestigd", required: true),
      let fields = FieldReader(
        value, at: record.path("bevestigd"), keys: ["door", "hoe", "datum"], list: record.list)
    else { return nil }
    let door = fields.text("door", required: true)
    let hoe = fields.text("hoe", required: true)
    let datum = fields.date("datum", required: true)
    guard let door, let hoe, let datum else { return nil }
    self = .bevestigd(door: door, hoe: hoe, datum: datum)
  }
}
