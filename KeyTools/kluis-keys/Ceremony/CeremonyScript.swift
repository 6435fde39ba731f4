import CommandTree
import Desk

/// The numbered script for people in a room: one line per step, read aloud by one of them.
enum CeremonyScript {
  static func show(_ desk: Desk) {
    let steps = desk.language == .nl ? dutch : english
    var lines: [String] = []
    for part in steps {
      lines.append(part.title)
      lines += part.steps.enumerated().map { "  \($0 + 1). \($1)" } + [""]
    }
    desk.screen.write(lines.joined(separator: "\n"))
  }

  private struct Part {
    let title: String
    let steps: [String]
  }

  private static let dutch = [
    Part(
      title: "VOORAF (een week eerder)",
      steps: [
        "Kies drie groepen mensen: bestuur (service), custodians (rollen), bewaarders (hoofdsleutel). Niemand zit in twee.",
        "Leg klaar: een laptop zonder netwerk, een printer met een kabel, enveloppen, dit draaiboek op papier, een scherm dat ieder kan zien.",
        "Ieder brengt een identiteitsbewijs mee. Telefoons gaan in een bak buiten de kamer.",
      ]),
    Part(
      title: "A. SERVICE: de sleutels van instelling en kluis",
      steps: [
        "Lees voor wie er zijn en bekijk de bewijzen. Voer uit: kluis-keys ceremony service --present … --out service.json",
        "kluis-keys institution new: maak de sleutel van de instelling. Druk de vingerafdruk af en lees haar twee keer voor.",
        "kluis-keys init: maak de kluis op de kluismachine. Vergelijk de twee vingerafdrukken met de eerste beheerder en custodian.",
        "institution.key gaat op twee dragers in twee kluizen; de wachtzin ergens anders. root.key gaat op één drager mee naar ceremonie C.",
      ]),
    Part(
      title: "B. ROLES: de sleutels van de rollen",
      steps: [
        "kluis-keys ceremony roles --present … --other service.json --out roles.json",
        "Een custodian maakt elke rolsleutel (role new); een tweede persoon leest het ontwerp en tekent (kluis beheer sign).",
        "Controleer dat minstens twee custodians de sleutels hebben: wie later kwam, krijgt ze van de eerste (custody give) en gaat ze na (custody check).",
      ]),
    Part(
      title: "C. ROOT: de hoofdsleutel over de bewaarders",
      steps: [
        "Spreek af hoeveel delen er zijn en hoeveel er nodig zijn, bijvoorbeeld 3 van 5. Schrijf het op.",
        "kluis-keys ceremony root --root root.key --need 3 --holder … --other service.json --other roles.json --sheets bladen --out root.json",
        "Druk elk blad af. Alleen de bewaarder van dat blad kijkt ernaar, tekent en stopt het in een envelop.",
        "De beheerder tekent kluis-keys ceremony holders root.json; de FG tekent als tweede (kluis beheer sign).",
        "Oefen: kluis-keys ceremony verify-shares. Steeds andere bewaarders, tot ieder blad één keer is getypt.",
        "Gaat het goed: vernietig de map met bladen en het geheugen van de printer. Gaat het fout: begin bij stap 2 opnieuw.",
        "Pas nu: vernietig root.key en de drager. Zet wrap.key om in een systemd-credential of verwijder haar; dan openen de bewaarders de kluis.",
        "Ieder tekent dit draaiboek. Bewaar het bij de FG.",
      ]),
    Part(
      title: "ELK JAAR, en als een bewaarder weggaat of een blad kwijt is",
      steps: [
        "Oefen met verify-shares.",
        "Vervang de hoofdsleutel: kluis-keys ceremony replace. De oude bladen openen daarna niets meer van de kluis, alleen oude kopieën van keystore.db; vernietig die samen.",
      ]),
  ]

  private static let english = [
    Part(
      title: "BEFORE (a week earlier)",
      steps: [
        "Choose three sets of people: the board (service), custodians (roles), share holders (root key). Nobody is in two.",
        "Have ready: a laptop without network, a printer on a cable, envelopes, this script on paper, a screen that all can see.",
        "Everybody brings proof of identity. Telephones go into a box outside the room.",
      ]),
    Part(
      title: "A. SERVICE: the keys of institution and vault",
      steps: [
        "Read out who is there and look at the proofs. Run: kluis-keys ceremony service --present … --out service.json",
        "kluis-keys institution new: make the institution's key. Print the fingerprint and read it out twice.",
        "kluis-keys init: make the vault on its host. Compare the two fingerprints with the first beheerder and custodian.",
        "institution.key goes to two media in two safes; its passphrase elsewhere. root.key goes on one medium to ceremony C.",
      ]),
    Part(
      title: "B. ROLES: the roles' keys",
      steps: [
        "kluis-keys ceremony roles --present … --other service.json --out roles.json",
        "A custodian makes each role's key (role new); a second person reads the draft and signs (kluis beheer sign).",
        "See that at least two custodians have the keys: who came later gets them of the first (custody give) and checks them (custody check).",
      ]),
    Part(
      title: "C. ROOT: the root key over the share holders",
      steps: [
        "Agree how many shares there are and how many are needed, such as 3 of 5. Write it down.",
        "kluis-keys ceremony root --root root.key --need 3 --holder … --other service.json --other roles.json --sheets sheets --out root.json",
        "Print each sheet. Only its holder looks at it, signs, and puts it into an envelope.",
        "The beheerder signs kluis-keys ceremony holders root.json; the FG signs second (kluis beheer sign).",
        "Rehearse: kluis-keys ceremony verify-shares. Other holders each time, until every sheet was typed once.",
        "If it goes well: destroy the folder with the sheets and the printer's memory. If not: begin again at step 2.",
        "Only now: destroy root.key and its medium. Turn wrap.key into a systemd credential or remove it; then the holders unseal the vault.",
        "Everybody signs this script. The FG keeps it.",
      ]),
    Part(
      title: "EVERY YEAR, and when a holder leaves or a sheet is lost",
      steps: [
        "Rehearse with verify-shares.",
        "Replace the root key: kluis-keys ceremony replace. The old sheets open nothing of the vault afterwards, only old copies of keystore.db; destroy both together.",
      ]),
  ]
}
