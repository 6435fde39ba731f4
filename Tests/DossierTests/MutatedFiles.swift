import StrictJSON

@testable import Dossier

/// Files that are wrong in one way each, made from a family in which every field is filled.
enum MutatedFiles {
  struct Mutation: Sendable {
    let name: String
    let path: String
    let value: JSONValue?
    /// Whether a schema can see the fault; references and days that do not exist it cannot.
    var schemaSees = true
  }

  static let all: [Mutation] = seen + unseen

  static let seen = [
    Mutation(name: "other schema", path: "schema", value: "dossierkluis/gezin/2"),
    Mutation(name: "no schema", path: "schema", value: nil),
    Mutation(name: "no label", path: "etiket", value: nil),
    Mutation(name: "blank label", path: "etiket", value: " \n\t"),
    Mutation(
      name: "long label", path: "etiket", value: .string(String(repeating: "é", count: 501))),
    Mutation(name: "label is a number", path: "etiket", value: 7),
    Mutation(name: "no persons", path: "betrokkenen", value: nil),
    Mutation(name: "entries is an object", path: "entries", value: .object([JSONMember]())),
    Mutation(name: "null plans", path: "plannen", value: .null),
    Mutation(name: "unknown key on top", path: "dossier", value: "x"),
    Mutation(name: "phase 4", path: "gezin/fase", value: 4),
    Mutation(name: "phase as text", path: "gezin/fase", value: "2"),
    Mutation(name: "no referral", path: "gezin/aangemeld", value: nil),
    Mutation(name: "emergency as text", path: "gezin/spoed", value: "ja"),
    Mutation(name: "unknown measure", path: "gezin/maatregelen/0/soort", value: "boete"),
    Mutation(name: "unknown role", path: "betrokkenen/0/rol", value: "tante"),
    Mutation(name: "BSN of eight", path: "betrokkenen/0/bsn", value: "12345678"),
    Mutation(name: "BSN of zeros", path: "betrokkenen/0/bsn", value: "000000000"),
    Mutation(name: "BSN with newline", path: "betrokkenen/0/bsn", value: "123456782\n"),
    Mutation(name: "BSN as number", path: "betrokkenen/0/bsn", value: 123_456_782),
    Mutation(name: "custody as text", path: "betrokkenen/0/gezag", value: "ja"),
    Mutation(name: "id with space", path: "betrokkenen/1/id", value: "o ma"),
    Mutation(
      name: "shield of no field", path: "betrokkenen/0/afgeschermdVoor/0/veld", value: "tekst"),
    Mutation(name: "entry in the label", path: "entries/0/sectie", value: "etiket"),
    Mutation(name: "month 13", path: "entries/0/datum", value: "2025-13-01"),
    Mutation(name: "date with newline", path: "entries/0/datum", value: "2025-03-01\n"),
    Mutation(name: "year 1899", path: "entries/0/datum", value: "1899-12-31"),
    Mutation(name: "neither fact nor opinion", path: "entries/0/aard", value: "gerucht"),
    Mutation(name: "opinion of nobody", path: "entries/0/vanWie", value: nil),
    Mutation(name: "about nobody", path: "entries/0/over", value: []),
    Mutation(name: "about one twice", path: "entries/0/over", value: ["kind", "kind"]),
    Mutation(name: "score 0", path: "entries/0/schaal/0/cijfer", value: 0),
    Mutation(name: "score without child", path: "entries/0/schaal/0/kind", value: nil),
    Mutation(name: "voice of a neighbour", path: "entries/0/stem", value: "buur"),
    Mutation(
      name: "attachment of a folder above", path: "entries/0/bijlagen", value: ["../brief.pdf"]),
    Mutation(
      name: "attachment further above", path: "entries/0/bijlagen", value: ["a/../../b.pdf"]),
    Mutation(name: "attachment from the root", path: "entries/0/bijlagen", value: ["/etc/passwd"]),
    Mutation(name: "attachment here", path: "entries/0/bijlagen", value: ["./brief.pdf"]),
    Mutation(name: "attachment that is hidden", path: "entries/0/bijlagen", value: [".ssh/id"]),
    Mutation(name: "attachment that is an option", path: "entries/0/bijlagen", value: ["a/-rf"]),
    Mutation(name: "attachment that is a folder", path: "entries/0/bijlagen", value: ["a/"]),
    Mutation(name: "attachment in no folder", path: "entries/0/bijlagen", value: ["a//b"]),
    Mutation(name: "attachment of a disk", path: "entries/0/bijlagen", value: ["C:\\b"]),
    Mutation(name: "attachment of two lines", path: "entries/0/bijlagen", value: ["a\nb"]),
    Mutation(name: "attachment that ends in a line", path: "entries/0/bijlagen", value: ["a\n"]),
    Mutation(name: "attachment twice", path: "entries/0/bijlagen", value: ["a.pdf", "a.pdf"]),
    Mutation(name: "attachment is a number", path: "entries/0/bijlagen", value: [1]),
    Mutation(name: "attachments are a text", path: "entries/0/bijlagen", value: "a.pdf"),
    Mutation(name: "attachments of a person", path: "betrokkenen/0/bijlagen", value: ["a.pdf"]),
    Mutation(name: "no second person", path: "entries/0/zonderMedeweten/tweedePersoon", value: nil),
    Mutation(name: "blank feedback", path: "entries/0/zonderMedeweten/terugkoppeling", value: " "),
    Mutation(name: "correction without reason", path: "entries/0/correcties/0/reden", value: nil),
    Mutation(name: "statement of nobody", path: "entries/0/eigenVerklaring/0/van", value: nil),
    Mutation(name: "null term", path: "entries/0/termijn", value: .null),
    Mutation(name: "unknown plan", path: "plannen/0/soort", value: "weekplan"),
    Mutation(name: "version 0", path: "plannen/0/versie", value: 0),
    Mutation(name: "unknown part", path: "plannen/0/weer", value: "zon"),
    Mutation(name: "worry is a number", path: "plannen/0/zorgen/0", value: 3),
    Mutation(
      name: "end situation is a text", path: "plannen/0/haalbareEindsituatie", value: "goed"),
    Mutation(name: "blank area", path: "plannen/0/leefgebieden/wonen", value: ""),
    Mutation(name: "assessment without date", path: "plannen/0/taxatie/datum", value: nil),
    Mutation(name: "who steps in is a number", path: "plannen/0/wieGrijptIn", value: 1),
  ]

  static let unseen = [
    Mutation(
      name: "withheld from a stranger", path: "entries/0/afgeschermdVoor/0/betrokkene", value: "x",
      schemaSees: false),
    Mutation(
      name: "person withheld from a stranger",
      path: "betrokkenen/0/afgeschermdVoor/0/betrokkene", value: "x", schemaSees: false),
    Mutation(
      name: "statement of a stranger", path: "entries/0/eigenVerklaring/0/van", value: "x",
      schemaSees: false),
    Mutation(
      name: "child's voice of gran", path: "entries/0/vanWie", value: "oma", schemaSees: false),
    Mutation(
      name: "measure of gran", path: "gezin/maatregelen/0/kinderen/0", value: "oma",
      schemaSees: false),
    Mutation(
      name: "measure ends before it starts", path: "gezin/maatregelen/0/tot", value: "2001-01-01",
      schemaSees: false),
    Mutation(name: "30 February", path: "entries/0/datum", value: "2023-02-30", schemaSees: false),
    Mutation(
      name: "elfproef", path: "betrokkenen/0/bsn", value: "123456789", schemaSees: false),
    Mutation(
      name: "attachment with a turned name", path: "entries/0/bijlagen",
      value: ["a\u{202E}fdp.exe"], schemaSees: false),
    Mutation(
      name: "attachment with too long a name", path: "entries/0/bijlagen",
      value: [.string(String(repeating: "a", count: 201))], schemaSees: false),
    Mutation(name: "stranger", path: "entries/0/over/1", value: "opa", schemaSees: false),
    Mutation(
      name: "score of gran", path: "entries/0/schaal/0/kind", value: "oma", schemaSees: false),
    Mutation(name: "same id twice", path: "betrokkenen/1/id", value: "kind", schemaSees: false),
    Mutation(
      name: "help for a stranger", path: "plannen/0/hulp/0/voor", value: "x", schemaSees: false),
    Mutation(
      name: "help ends before it starts", path: "plannen/0/hulp/0/beeindigd", value: "2001-01-01",
      schemaSees: false),
  ]

  static func file(_ mutation: Mutation) -> JSONValue {
    GezinFile.value(of: FullFamily.gezin).setting(mutation.path, to: mutation.value)
  }
}
