/// A sentence for people, in Dutch and in English; the one table of this module's texts.
package struct Wording: Equatable, Sendable {
  package let nl: String
  package let en: String

  init(_ nl: String, _ en: String) {
    self.nl = nl
    self.en = en
  }
}

extension FloorRule {
  package var wording: Wording {
    switch self {
    case .fourEyes:
      Wording(
        "bij vier ogen zijn naast de aanvrager ten minste twee anderen nodig",
        "four eyes need at least two others besides the requester")
    case .requestTerm:
      Wording(
        "een aanvraag staat ten hoogste 14 dagen open", "a request stands at most 14 days")
    case .refusalLogged:
      Wording("een weigering staat altijd in het log", "a refusal is always logged")
    case .noContent:
      Wording(
        "FG, beheerder en custodian hebben geen recht op inhoud",
        "FG, beheerder and custodian have no right to content")
    case .keepersApart:
      Wording(
        "FG, beheerder en custodian geven geen toegang tot dossiers",
        "FG, beheerder and custodian give no access to dossiers")
    case .oneRegie:
      Wording(
        "elk gezin heeft precies één jeugdbeschermer met regie",
        "each family has exactly one jeugdbeschermer with regie")
    case .grantEnds:
      Wording(
        "een toestemming duurt ten hoogste 366 dagen", "a grant lasts at most 366 days")
    case .approverReads:
      Wording(
        "toegang geven regie, jeugdbeschermer of leidinggevende",
        "access is given by regie, jeugdbeschermer or leidinggevende")
    case .fgSeesLog:
      Wording(
        "de FG leest het log, neemt het mee en laat weigeringen uitleggen",
        "the FG reads and copies the log and has refusals explained")
    case .supervisorNoExport:
      Wording(
        "een toezichthouder leest alleen, zonder uitvoer",
        "a toezichthouder only reads, without export")
    case .emergencyTerm:
      Wording(
        "noodtoegang duurt ten hoogste 24 uur, beoordeling binnen 3 werkdagen",
        "noodtoegang lasts at most 24 hours, its review comes within 3 working days")
    case .writeNeedsRead:
      Wording(
        "wie schrijft, deelt of goedkeurt, leest ook",
        "who writes, shares or approves also reads")
    case .fgDecides:
      Wording(
        "over het beleid en over noodtoegang beslist de FG mee",
        "the FG has a say in the policy and in noodtoegang")
    case .labelStays:
      Wording("het etiket gaat naar niemand buiten", "the label goes to nobody outside")
    case .shareTerm:
      Wording(
        "een bundel is ten hoogste 90 dagen geldig", "a bundle is valid for at most 90 days")
    case .shareNeedsGround:
      Wording(
        "delen vraagt toestemming of een grond", "sharing takes consent or a ground")
    case .bsnByLaw:
      Wording(
        "het BSN gaat alleen naar wie het van de wet gebruikt",
        "the BSN goes only to whom a law lets use it")
    case .newKeyCompared:
      Wording(
        "een sleutel is ten minste 7 dagen nieuw", "a key is new for at least 7 days")
    }
  }
}
