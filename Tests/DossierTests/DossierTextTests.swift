import StrictJSON
import Testing
import Vocabulary

@testable import Dossier

@Suite("A dossier reads well at three in the night")
struct DossierTextTests {
  private func text(
    _ example: String, on day: String = "2025-06-15", opened: [Section] = Section.allCases,
    notOpened: [Section: NotOpened] = [:], order: JournalOrder = .newestFirst, width: Int = 80,
    language: Language = .dutch, colour: Bool = false
  ) throws -> String {
    let contents = try Fixtures.gezin(example).contents().filter { opened.contains($0.section) }
    let context = try ReadingContext(
      today: Fixtures.date(day), opened: Set(opened), notOpened: notOpened, journalOrder: order)
    return DossierText.render(
      DossierView(contents: contents), context: context, width: width, language: language,
      colour: colour)
  }

  /// Expects the pieces to occur in this order.
  private func expectOrder(_ pieces: [String], in text: String) {
    var rest = text[...]
    for piece in pieces {
      guard let range = rest.firstRange(of: piece) else {
        Issue.record("\(piece) is not there, or out of order")
        return
      }
      rest = rest[range.upperBound...]
    }
  }

  @Test("R8, R13: what can hurt someone comes first")
  func warningsFirst() throws {
    expectOrder(
      [
        "gezin Van Leeuwen, Dordrecht", "LET OP",
        "!! GEHEIM ADRES: Noa van Leeuwen, Tim van Leeuwen, Marieke Smit",
        "!! Deel niet alles met: Robert van Leeuwen (geheim adres, veiligheid)",
        "Zicht op veiligheid: jeugdbeschermer", "kinderen zijn geen getuige van geweld",
        "Vertrouwenspersoon van Noa van Leeuwen: tante Els", "BETROKKENEN",
        "Noa van Leeuwen, kind, 11 jaar", "!! GEHEIM ADRES: opvanglocatie", "TERMIJNEN",
        "HOE VEILIG?", "PLANNEN", "VEILIGHEIDSPLAN versie 1", "JOURNAAL", "ONDERZOEK", "JURIDISCH",
      ], in: try text("geheim-adres"))
  }

  @Test("R2, R4: fact and opinion are told apart by words, with the voice of child and parent")
  func factAndOpinion() throws {
    let lines = try text("sjors")
    expectOrder(
      [
        "2025-06-12  huisbezoek [s12]", "MENING van jeugdbeschermer",
        "┊ Ik zie een meer ontspannen jongen", "2025-04-16  huisbezoek [s11]", "FEIT",
        "│ Sjors is vier ochtenden", "[s06]", "MENING van Ingrid Verhagen · STEM VAN DE OUDER",
        "[s05]", "MENING van Sjors Bosman · STEM VAN HET KIND",
      ], in: lines)
    expectOrder(
      [
        "ONDERZOEK", "[s01]", "getoetst 2024-10-09 door gedragswetenschapper: bevestigd bij school",
      ],
      in: lines)
  }

  @Test("R3: collected without knowledge, with ground, second person and what is still owed")
  func withoutKnowledge() throws {
    expectOrder(
      [
        "! Ontbreekt: terugkoppeling aan het gezin over [s09]",
        "VERZAMELD ZONDER MEDEWETEN VAN HET GEZIN", "grond: veiligheid van de melder",
        "tweede persoon: gedragswetenschapper", "terugkoppeling: NOG NIET GEGEVEN",
        "AFGESCHERMD voor Ingrid Verhagen: identiteit melder",
      ], in: try text("sjors"))
  }

  @Test("R2: both dates, and who wrote it in which revision")
  func bothDates() throws {
    let opened = FullFamily.gezin.contents().map {
      // 23:30 UTC on 14 May is half past one on the 15th in the Netherlands.
      OpenedContent(
        $0, writing: Writing(author: "J. de Vries", milliseconds: 1_747_265_400_000, revision: 2))
    }
    let text = DossierText.render(
      DossierView(opened: opened), context: ReadingContext(today: FullFamily.day), width: 120)
    #expect(
      text.contains(
        "informatie van 2025-03-01; geschreven 2025-05-15 01:30 door J. de Vries, herziening 2"))
    #expect(try self.text("anne").contains("schrijver en schrijfdatum niet meegegeven"))
  }

  @Test("R2, R4, R14: corrections and the client's own statement stand beside the entry")
  func besideTheEntry() {
    let text = DossierText.render(
      DossierView(contents: FullFamily.gezin.contents()),
      context: ReadingContext(today: FullFamily.day))
    expectOrder(
      [
        "[e1]", "GECORRIGEERD 2025-03-01 door jb: naam", "reden: schrijffout",
        "EIGEN VERKLARING van Oma V, 2025-03-01:", "┊ Zo was het niet.",
      ], in: text)
  }

  @Test("R5: nothing that a plan says is left out, and what it does not say is named")
  func wholePlan() throws {
    let text = DossierText.render(
      DossierView(contents: FullFamily.gezin.contents()),
      context: ReadingContext(today: FullFamily.day))
    for part in PlanPart.allCases {
      switch part {
      case .haalbareEindsituatie:
        #expect(text.contains("veranderen: veranderen-waarde"))
        #expect(text.contains("compenseren: compenseren-waarde"))
      case .hulp: #expect(text.contains("ggz voor gezin vanaf 2025-03-01 tot 2025-03-01: goed"))
      case .leefgebieden: #expect(text.contains("wonen: huurhuis"))
      case .taxatie: #expect(text.contains("ARIJ, 2025-03-01; veiligheid goed; risico laag"))
      case .wieGrijptIn: #expect(text.contains("- wijkteam"))
      default: #expect(text.contains("\(part.rawValue)-waarde"), "\(part)")
      }
    }
    #expect(try self.text("sjors").contains("Niet ingevuld: genogram, sociogram, taxatie"))
  }

  @Test("R5: of each kind of plan the newest version is read; earlier ones are named")
  func newestVersion() throws {
    var gezin = try Fixtures.gezin("anne")
    var newer = try #require(gezin.plannen.first)
    newer.versie = 2
    newer.vastgesteld = try Fixtures.date("2025-04-01")
    newer.bodemeisen = ["Anne is om tien uur binnen"]
    gezin.plannen.insert(newer, at: 0)
    let text = try DossierText.render(
      DossierView(contents: gezin.contents()),
      context: ReadingContext(today: Fixtures.date("2025-06-15")))
    expectOrder(
      [
        "Bodemeisen (veiligheidsplan versie 2, 2025-04-01):", "- Anne is om tien uur binnen",
        "VEILIGHEIDSPLAN versie 2", "Eerdere versies: 1 (2025-03-25)",
      ], in: text)
    #expect(!text.contains("Anne is 's nachts thuis"))
  }

  @Test("R15: destroyed entries are counted, emergency access is announced on top")
  func destroyedAndNotices() throws {
    let context = try ReadingContext(
      today: Fixtures.date("2025-06-15"), destroyed: [.journaal: 2],
      notices: ["NOODTOEGANG tot 2025-06-16 03:00"])
    let text = try DossierText.render(
      DossierView(contents: Fixtures.gezin("anne").contents()), context: context)
    expectOrder(
      ["!! NOODTOEGANG tot 2025-06-16 03:00", "LET OP", "Vernietigde aantekeningen: 2"], in: text)
  }

  @Test("R6: the course of the scale is a picture with the numbers in front")
  func course() throws {
    expectOrder(
      [
        "HOE VEILIG?", "Sjors Bosman", "2024-10-11   4  ████░░░░░░",
        "2024-10-18   3  ███░░░░░░░  -1",
        "2025-01-22   5  █████░░░░░  +2", "2025-06-12   7  ███████░░░  +1",
      ], in: try text("sjors"))
  }

  @Test("R7: a term that is late is shouted")
  func lateTerm() throws {
    #expect(
      try text("dylan", on: "2025-05-15").contains(
        "2023-02-08  huisbezoek binnen een week: TE LAAT: 827 dagen"))
    #expect(
      try text("dylan", on: "2025-05-16").contains("2025-05-16  verzoek: LOOPT: VANDAAG"))
  }

  @Test("R9: a closed section is named with its reason, on top and in its place")
  func closedSections() throws {
    let opened: [Section] = [.etiket, .plannen, .journaal]
    let text = try text(
      "sjors", opened: opened, notOpened: [.onderzoek: .role, .juridisch: .notAsked])
    let role = "Niet geopend: onderzoek (uw rol leest deze sectie niet)"
    expectOrder(["Niet geopend: kern (geen reden bekend)", role, "LET OP"], in: text)
    expectOrder(["BETROKKENEN", "Niet geopend: kern"], in: text)
    expectOrder(
      ["ONDERZOEK", role, "JURIDISCH", "Niet geopend: juridisch (niet gevraagd)"], in: text)
    #expect(!text.contains("verslavingszorg"))
  }

  @Test("Nothing opened at all is still a page that says so for every section")
  func nothingOpened() throws {
    let text = try text("anne", opened: [])
    for section in Section.allCases {
      #expect(text.contains("Niet geopend: \(section.name) ("))
    }
  }

  @Test("The journal can be read from the start")
  func chronological() throws {
    expectOrder(
      ["JOURNAAL (oudste eerst)", "[s04]", "[s05]", "[s12]"],
      in: try text("sjors", order: .chronological))
  }

  @Test("English has its own words", arguments: Fixtures.examples)
  func english(_ example: String) throws {
    let text = try text(example, notOpened: [:], language: .english)
    for piece in ["TAKE CARE", "PERSONS", "TERMS", "HOW SAFE?", "PLANS", "FACT", "OPINION of"] {
      #expect(text.contains(piece), "\(piece)")
    }
    for piece in ["LET OP", "BETROKKENEN", "FEIT", "MENING", "geboren"] {
      #expect(!text.contains(piece), "\(piece)")
    }
  }
}
