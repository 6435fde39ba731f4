import Calendar
import Dossier
import Foundation
import VaultTestKit
import Vocabulary

@testable import Overdracht

/// Documents to look at: the four families, a part of one, and one whose every text would be something else.
enum Documents {
  static let all = Result { () throws -> [String: OverdrachtDocument] in
    var documents: [String: OverdrachtDocument] = [:]
    for name in ["sjors", "dylan", "anne", "geheim-adres"] {
      documents[name] = document(view: try view(name, Set(Section.allCases)))
    }
    documents["part"] = document(
      view: try view("sjors", [.plannen]), sections: [.plannen], missing: [])
    documents["nothing"] = document(view: DossierView(contents: []), sections: [], missing: [])
    documents["hostile"] = hostile
    return documents
  }

  /// As they are written, with the cover letter in both its forms.
  static func pages() throws -> [String: [UInt8]] {
    var pages = try all.get().mapValues { $0.render() }
    for lock in [Begeleidbrief.Lock.code, .key] {
      let letter = Begeleidbrief(
        lock: lock, institution: evil, contact: "070 000 0000", fg: "fg@voorbeeld.nl",
        file: "bundle-0a1b2c3d.age",
        key: "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3",
        opener: "https://voorbeeld.nl/opener", openerHash: String(repeating: "ab", count: 32),
        validUntil: CalendarDate("2025-12-31") ?? .earliest)
      pages["letter-\(lock)"] = letter.html
    }
    return pages
  }

  private static func view(_ name: String, _ sections: Set<Section>) throws -> DossierView {
    let file = Places.project.appendingPathComponent("Examples/\(name).json")
    let gezin = try GezinFile.parse([UInt8](Data(contentsOf: file)))
    let revisions = gezin.contents().enumerated().map { index, content in
      SharedRevision(
        section: content.section, entry: id(UInt8(index + 1)), revision: 1, content: content,
        writing: Writing(
          author: "Sanne de Boer", milliseconds: 1_748_000_000_000, revision: UInt32(index % 2)))
    }
    return Selection(
      of: revisions, sections: sections, reach: .init(sections: sections, bsn: false)
    ).view
  }

  static func id(_ byte: UInt8) -> Identifier {
    Identifier([UInt8](repeating: byte, count: 16)) ?? .zero
  }

  static func document(
    view: DossierView, sections: Set<Section> = Set(Section.allCases).subtracting([.etiket]),
    missing: [Manifest.MissingPart] = [
      .init(part: "hulp", reason: "de hulp begint in juni"),
      .init(part: "overwegingen", reason: "volgt met het veranderplan"),
    ], text: String? = nil
  ) -> OverdrachtDocument {
    OverdrachtDocument(
      view: view, bundle: id(0xAB),
      sender: Manifest.Sender(
        institution: text ?? "Jeugdbescherming Voorbeeld", origin: "kluis.voorbeeld.nl",
        contact: text ?? "Sanne de Boer, 070 000 0000", fg: text ?? "fg@voorbeeld.nl"),
      recipients: [
        .key(partner: id(2), name: text ?? "Basisschool De Brug", age: "age1"),
        .code(name: text ?? "Wijkteam Oost"),
      ],
      purpose: text ?? "samen letten op de veiligheid",
      ground: text.map { .without(ground: $0, told: $0) }
        ?? .consent(by: ["Loes de Wit", "Hans Kramer"], on: CalendarDate("2025-05-15")),
      missing: missing, sections: sections, created: 1_748_000_000_000,
      validUntil: CalendarDate("2025-12-31") ?? .earliest,
      attachments: [
        .init(
          path: "bijlagen/brief van school.pdf", size: 23_456, about: text ?? "brief van school"),
        .init(path: "bijlagen/verslag.txt", size: 0),
      ])
  }

  /// Ends a comment, an attribute, a style and a tag, runs a script, fetches, hides, and is very long.
  static let evil =
    "--></style></title></main><script>alert(1)</script><img src=x onerror=\"alert(1)\">&lt;'\" {{policy}} \u{202E}om\u{0}keer\u{200B} "
    + "Dit is een gewone zin, met gewone woorden, zoals iemand die over een gezin opschrijft. "
    + String(repeating: "verantwoordelijkheid", count: 10) + "\r\nFEIT\n\n<h1>Tweede</h1>"

  private static var hostile: OverdrachtDocument {
    let day = CalendarDate("2025-01-31") ?? .earliest
    var person = Betrokkene(
      id: "kind", rol: .kind, voornaam: evil, achternaam: evil, geboortedatum: day,
      adres: evil, geheimAdres: true, telefoon: evil, relatie: evil, vertrouwenspersoon: evil)
    person.gezag = false
    var gegevens = GezinGegevens(
      regio: evil, maatregel: evil, fase: 2, aangemeld: day, aanmelder: evil, jeugdteam: evil)
    gegevens.maatregelen = [Maatregel(soort: .ots, vanaf: day, tot: day, kinderen: ["kind", evil])]
    var entry = Entry(
      id: evil, sectie: .journaal, soort: evil, datum: day, bron: evil, aard: .mening,
      over: ["kind", evil], tekst: evil, vanWie: evil, stem: .kind)
    entry.schaal = [Schaalscore(kind: "kind", cijfer: 3)]
    entry.toetsing = [Toetsing(door: evil, datum: day, uitkomst: evil)]
    entry.zonderMedeweten = ZonderMedeweten(grond: evil, tweedePersoon: evil)
    entry.termijn = day
    entry.geldigTot = day
    entry.eigenVerklaring = [EigenVerklaring(van: evil, datum: day, tekst: evil)]
    entry.correcties = [Correctie(datum: day, wat: evil, reden: evil, door: evil)]
    var second = entry
    second.aard = .feit
    second.stem = nil
    second.schaal = [Schaalscore(kind: "kind", cijfer: 9)]
    var plans: [Plan] = []
    for soort in PlanSoort.allCases {
      var plan = Plan(soort: soort, versie: 2, vastgesteld: day)
      plan.aanleiding = evil
      plan.genogram = evil
      plan.sociogram = evil
      plan.zorgen = [evil]
      plan.bodemeisen = [evil, evil]
      plan.wieGrijptIn = [evil]
      plan.zichtOpVeiligheid = evil
      plan.haalbareEindsituatie = HaalbareEindsituatie(veranderen: [evil], compenseren: [evil])
      plan.hulp = [Hulp(aanbieder: evil, voor: evil, gestart: day, beeindigd: day, resultaat: evil)]
      plan.leefgebieden = [Leefgebied(naam: evil, feiten: evil)]
      plan.taxatie = Taxatie(instrument: evil, datum: day, veiligheid: evil, risico: evil)
      plans.append(plan)
    }
    let contents: [EntryContent] =
      [.gezin(gegevens), .betrokkene(person), .entry(entry), .entry(second)]
      + plans.map { .plan($0) }
    let writing = Writing(author: evil, milliseconds: 1_748_000_000_000, revision: 1)
    return document(
      view: DossierView(opened: contents.map { OpenedContent($0, writing: writing) }),
      missing: [.init(part: evil, reason: evil)], text: evil)
  }
}
