import Calendar
import Vocabulary

@testable import Dossier

/// A family in which every field of the format is filled.
enum FullFamily {
  static let day = CalendarDate(year: 2025, month: 3, day: 1) ?? .earliest

  static var gezin: Gezin {
    Gezin(
      etiket: "gezin Vol, Delft",
      gegevens: GezinGegevens(
        regio: "Haaglanden", maatregel: "OTS", fase: 3, aangemeld: day, aanmelder: "Veilig Thuis",
        jeugdteam: "Delft",
        maatregelen: [
          Maatregel(soort: .ots, vanaf: day, tot: day.adding(days: 365), kinderen: ["kind"])
        ], spoed: true),
      betrokkenen: [
        person, Betrokkene(id: "oma", rol: .verzorger, voornaam: "Oma", achternaam: "V"),
      ],
      entries: [entry], plannen: [plan])
  }

  private static var person: Betrokkene {
    Betrokkene(
      id: "kind", rol: .kind, voornaam: "Zoë", achternaam: "Vol", geboortedatum: day,
      bsn: BSN("123456782"), gezag: false, adres: "Plein 1, 2611 AA Delft", geheimAdres: true,
      telefoon: "015-0000000", relatie: "dochter", vertrouwenspersoon: "oma",
      afgeschermdVoor: [Afscherming(betrokkene: "oma", reden: "veiligheid", veld: "adres")])
  }

  private static var entry: Entry {
    var entry = Entry(
      id: "e1", sectie: .journaal, soort: "gesprek", datum: day, bron: "Zoë zelf", aard: .mening,
      over: ["kind", "oma"], tekst: "regel een\nregel twee \"aanhaling\" 👩‍👧", vanWie: "kind",
      stem: .kind)
    entry.schaal = [Schaalscore(kind: "kind", cijfer: 7)]
    entry.toetsing = [Toetsing(door: "gw", datum: day, uitkomst: "bevestigd")]
    entry.zonderMedeweten = ZonderMedeweten(
      grond: "veiligheid", tweedePersoon: "gw", terugkoppeling: "besproken op 3 maart")
    entry.afgeschermdVoor = [Afscherming(betrokkene: "oma", reden: "wens kind")]
    entry.termijn = day
    entry.afgerond = day
    entry.geldigTot = day
    entry.eigenVerklaring = [EigenVerklaring(van: "oma", datum: day, tekst: "Zo was het niet.")]
    entry.correcties = [Correctie(datum: day, wat: "naam", reden: "schrijffout", door: "jb")]
    return entry
  }

  private static var plan: Plan {
    var plan = Plan(soort: .borgingsplan, versie: 2, vastgesteld: day)
    plan.aanleiding = "aanleiding-waarde"
    plan.genogram = "genogram-waarde"
    plan.sociogram = "sociogram-waarde"
    plan.zorgen = ["zorgen-waarde"]
    plan.krachten = ["krachten-waarde"]
    plan.bodemeisen = ["bodemeisen-waarde"]
    plan.afspraken = ["afspraken-waarde"]
    plan.voorwaarden = ["voorwaarden-waarde"]
    plan.consequenties = ["consequenties-waarde"]
    plan.zichtOpVeiligheid = "zichtOpVeiligheid-waarde"
    plan.patroon = "patroon-waarde"
    plan.haalbareEindsituatie = HaalbareEindsituatie(
      veranderen: ["veranderen-waarde"], compenseren: ["compenseren-waarde"])
    plan.doelen = ["doelen-waarde"]
    plan.hulp = [
      Hulp(aanbieder: "ggz", voor: "gezin", gestart: day, beeindigd: day, resultaat: "goed")
    ]
    plan.leefgebieden = [Leefgebied(naam: "wonen", feiten: "huurhuis")]
    plan.overwegingen = ["overwegingen-waarde"]
    plan.informatieNodig = ["informatieNodig-waarde"]
    plan.signalen = ["signalen-waarde"]
    plan.wieGrijptIn = ["oma", "wijkteam"]
    plan.taxatie = Taxatie(instrument: "ARIJ", datum: day, veiligheid: "goed", risico: "laag")
    return plan
  }
}
