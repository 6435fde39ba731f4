import Calendar
import Dossier
import Records
import VaultClient
import Vocabulary

/// A vault filled with dossiers of so many entries of 2 KiB, written through the client library.
final class Archive {
  let institution: Institution
  let service: Service
  let options: Options
  /// The device that wrote the dossiers: its pins are in place.
  let device: VaultSession
  let dossiers: [Identifier]
  let figures: [String: Double]

  init(_ institution: Institution, _ service: Service, _ options: Options) throws {
    self.institution = institution
    self.service = service
    self.options = options
    device = try institution.session("filler", over: service)
    let (start, cpu) = (now(), service.cpu)
    var made: [Identifier] = []
    for number in 0..<options.dossiers {
      made.append(try device.create(Self.gezin(number, entries: options.entries)).id)
    }
    dossiers = made
    let written = Double(options.dossiers * options.entries)
    figures = [
      "dossiers": Double(options.dossiers), "entries": Double(options.entries),
      "entries_per_second": written / (now() - start),
      "service_cpu_us_per_entry": (service.cpu - cpu) / written * 1e6,
    ]
  }

  /// Label, family data, and the rest entries: as many revisions as the peer has rows.
  private static func gezin(_ number: Int, entries: Int) throws -> Gezin {
    Gezin(
      etiket: "Gezin \(number)",
      gegevens: GezinGegevens(
        regio: "Haaglanden", maatregel: "ondertoezichtstelling", fase: 2, aangemeld: try date(),
        aanmelder: "Veilig Thuis"),
      betrokkenen: [], entries: try (2..<max(3, entries)).map { try entry($0) }, plannen: [])
  }

  private static func date() throws -> CalendarDate {
    guard let date = CalendarDate("2026-03-02") else { throw Mistake("no date") }
    return date
  }

  /// An entry whose plaintext is just under 2 KiB, padded to 2 KiB.
  static func entry(_ number: Int) throws -> Entry {
    func entry(_ text: String) throws -> Entry {
      Entry(
        id: "e\(number)", sectie: .journaal, soort: "huisbezoek", datum: try date(),
        bron: "eigen waarneming", aard: .feit, over: ["kind-1"], tekst: text)
    }
    let empty = EntryContent.entry(try entry("x")).encode().count
    let words = "Het gezin at samen en de afspraken van vorige week zijn nagekomen. "
    let text = String(repeating: words, count: 40).prefix(2040 - empty)
    return try entry(String(text.dropLast()) + "x")
  }
}
