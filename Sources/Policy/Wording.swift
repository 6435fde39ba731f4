/// A sentence for people, in Dutch and in English; the one table of this module's texts.
package struct Wording: Equatable, Sendable {
  package let nl: String
  package let en: String

  init(_ nl: String, _ en: String) {
    self.nl = nl
    self.en = en
  }
}

extension Refusal.Code {
  package var wording: Wording {
    switch self {
    case .notInvolved:
      Wording(
        "U bent niet betrokken bij dit dossier, of het bestaat niet.",
        "You are not involved with this dossier, or it does not exist.")
    case .roleReadsNot:
      Wording("Uw rol leest dit deel niet.", "Your role does not read this section.")
    case .roleWritesNot:
      Wording("Uw rol schrijft niet in dit deel.", "Your role does not write in this section.")
    case .grantEnded:
      Wording(
        "Uw toestemming voor dit dossier is voorbij.", "Your grant for this dossier has ended.")
    case .secondPairNeeded:
      Wording(
        "Hier moeten nog anderen naar kijken.", "This needs a second pair of eyes first.")
    case .suspended:
      Wording("Uw account is geschorst.", "Your account is suspended.")
    case .purposeNotAllowed:
      Wording("Dit doel hoort niet bij uw rol.", "This purpose does not go with the role.")
    case .actNotAllowed:
      Wording("Deze handeling is niet aan u.", "This act is not yours to do.")
    case .notOneself:
      Wording(
        "Dit kunt u niet voor uzelf doen.", "You cannot do this for yourself.")
    case .subjectUnfit:
      Wording(
        "Deze collega kan dit niet krijgen: geschorst, weg of in een andere rol.",
        "This colleague cannot be given this: suspended, gone or in another role.")
    case .termNotAllowed:
      Wording(
        "Deze termijn past niet binnen het beleid.", "This term is not within the policy.")
    }
  }
}

extension WayOn {
  package var wording: Wording {
    switch self {
    case .askRegie:
      Wording(
        "Vraag de jeugdbeschermer die de regie heeft.", "Ask the jeugdbeschermer who has regie.")
    case .askLeidinggevende:
      Wording(
        "Vraag de leidinggevende van het team van dit gezin.",
        "Ask the leidinggevende of this family's team.")
    case .askBeheerder:
      Wording("Vraag de beheerder.", "Ask the beheerder.")
    case .askConsult:
      Wording(
        "Vraag de regie of de leidinggevende om een consult.",
        "Ask the regie or the leidinggevende for a consult.")
    case .requestGrant:
      Wording(
        "Vraag toegang aan; twee anderen moeten akkoord zijn.",
        "Request access; two others must agree.")
    case .awaitSecond:
      Wording(
        "Wacht tot de anderen akkoord zijn, of vraag het hun.",
        "Wait until the others agree, or ask them.")
    case .chooseSections:
      Wording("Vraag alleen de delen die u leest.", "Ask only for sections that you may use.")
    case .choosePurpose:
      Wording("Kies een doel dat bij de rol hoort.", "Choose a purpose that goes with the role.")
    case .chooseTerm:
      Wording("Kies een kortere termijn.", "Choose a shorter term.")
    case .askOther:
      Wording("Laat een collega dit doen.", "Let a colleague do this.")
    case .noodtoegang:
      Wording(
        "Is er acuut gevaar? Gebruik noodtoegang. Anderen zien dat meteen.",
        "Acute danger? Use noodtoegang. Others see it at once.")
    }
  }
}

extension Rule {
  package var wording: Wording {
    switch self {
    case .memberActive: Wording("het account is actief", "the account is active")
    case .roleHasGround:
      Wording("de rol opent dossiers", "the role opens dossiers at all")
    case .purposeAllowed:
      Wording("het doel hoort bij de rol", "the purpose goes with the role")
    case .roleReads: Wording("de rol leest deze delen", "the role reads these sections")
    case .roleWrites:
      Wording("de rol schrijft in deze delen", "the role writes in these sections")
    case .involved:
      Wording("er is een betrokkenheid of toestemming", "there is an involvement or a grant")
    case .ownTeam: Wording("het gezin hoort bij het team", "the family belongs to the team")
    case .grantApproved:
      Wording("de toestemming is door genoeg anderen gegeven", "enough others gave the grant")
    case .grantInForce: Wording("de toestemming loopt", "the grant is in force")
    case .grantNamesSections:
      Wording("de toestemming noemt deze delen", "the grant names these sections")
    case .functionAllows:
      Wording("de functie mag deze handeling", "the function may do this")
    case .functionHeld:
      Wording("het lid heeft deze functie bij dit dossier", "the member holds the function here")
    case .notOneself: Wording("het gaat om een ander", "it concerns another person")
    case .subjectFit:
      Wording(
        "de collega is actief en in de goede rol", "the colleague is active, in the right role")
    case .termAllowed: Wording("de termijn past in het beleid", "the term is within the policy")
    }
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
    }
  }
}
