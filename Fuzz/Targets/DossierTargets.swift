import Calendar
import Dossier
import StrictJSON
import Vocabulary

extension FuzzTarget {
  /// A family that is taken in is written, read and shown without loss and without control characters.
  static let gezin = FuzzTarget(name: "gezin", longest: 32_768) {
    try Seeds.families.map { try Seeds.family($0) }
  } check: { bytes throws(Broken) in
    let gezin: Gezin
    do throws(GezinFileError) { gezin = try GezinFile.parse(bytes) } catch {
      try promise(!error.problems.isEmpty, "refused, and no problem named")
      return
    }
    try promise((try? GezinFile.parse(GezinFile.encode(gezin))) == gezin, "a family changed")
    guard let today = CalendarDate(year: 2026, month: 11, day: 21) else { return }
    let text = DossierText.render(
      DossierView(contents: gezin.contents()), context: ReadingContext(today: today))
    try promise(
      text.unicodeScalars.allSatisfy {
        $0 == "\n" || !($0.value < 0x20 || (0x7F...0x9F).contains($0.value))
      }, "a control character on the page")
  }

  /// One item of a dossier as a client opens it.
  static let contents = FuzzTarget(name: "contents", longest: 8_192) {
    let file = Bijlage(
      id: "b-1", sectie: .journaal, naam: "brief 1.pdf", media: "application/pdf",
      grootte: 1 << 20 + 1, sha256: Array(0..<32), verzegeld: Array(0..<32), kop: Array(0..<24),
      stuk: "s01")
    let day = CalendarDate.earliest
    let flag = Beperking(
      id: "bp-1", sectie: .journaal, stuk: Identifier(Array(1...16)) ?? .zero, sinds: day,
      grond: .bezwaar, verzoekVan: "moeder", toelichting: "zij zegt dat het anders ging",
      opgeheven: .init(datum: day, door: "Sanne", reden: "gewogen", gemeld: day))
    return try Seeds.families.prefix(2).flatMap { name in
      try GezinFile.parse(Seeds.family(name)).contents().prefix(12).map { $0.encode() }
    } + [EntryContent.bijlage(file).encode(), EntryContent.beperking(flag).encode()]
  } check: { bytes throws(Broken) in
    guard let content = try? EntryContent.decode(bytes) else { return }
    try promise((try? EntryContent.decode(content.encode())) == content, "an item changed")
  }
}
