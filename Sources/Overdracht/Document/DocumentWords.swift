internal import Dossier
internal import Vocabulary

/// The fixed Dutch of a document, at B1: short sentences, the trade's word in brackets behind the ordinary one.
enum DocumentWords {
  static let title = "Overdracht over een gezin"
  static let confidential =
    "Dit stuk is vertrouwelijk. Lees het waar niemand meekijkt. Geef het niet door. Vraag dat eerst aan de afzender."

  static let missingTitle = "Dit ontbreekt"
  static let missingIntro =
    "Deze overdracht is niet compleet. Hieronder staat wat ontbreekt en waarom."
  static let complete = "Deze overdracht is compleet. Alle vaste onderdelen staan erin."
  static let onlyYourTask =
    "U krijgt alleen wat u nodig hebt voor uw werk. In het dossier kan meer staan."
  static let sectionsIn = "Deze delen van het dossier zijn gedeeld"

  static let callTitle = "Wie u kunt bellen"
  static let danger = "Is er nu gevaar? Bel 112."
  static let wrongReader =
    "Is dit niet voor u? Lees dan niet verder. Bel de afzender."
  static let contact = "Vragen over deze overdracht"
  static let fg = "Vragen over privacy (de FG)"

  static let aboutTitle = "Over deze overdracht"
  static let from = "Van"
  static let forWhom = "Voor"
  static let purpose = "Waarvoor"
  static let ground = "Waarom dit mag"
  static let consent = "Er is toestemming"
  static let consentBy = "Er is toestemming van"
  static let familyKnows = "Weet het gezin hiervan?"
  static let created = "Gemaakt op"
  static let validUntil = "Geldig tot en met"
  static let number = "Nummer"
  static let afterwards =
    "Is die dag voorbij? Dan kan er iets veranderd zijn. Vraag dan om een nieuwe overdracht."

  static let safetyTitle = "Veiligheid"
  static let watcher = "Wie let op de veiligheid"
  static let trusted = "Bij wie het kind terechtkan"
  static let unknown = "Dat staat niet in deze overdracht."
  static let plansNotShared = "De plannen zijn niet gedeeld."
  static let secretTitle = "Geheim adres"
  static let secret =
    "Het adres van deze personen is geheim. Zoek het niet op. Noem het tegen niemand."

  static let familyTitle = "Het gezin"
  static let personsTitle = "Personen"
  static let coreNotShared = "Gegevens van het gezin zijn niet gedeeld."
  static let hasCustody = "Heeft gezag"
  static let noCustody = "Heeft geen gezag"
  static let termsTitle = "Termijnen"
  static let scoresTitle = "Hoe veilig is het?"
  static let scoresIntro = "Een 1 is niet veilig. Een 10 is veilig."
  static let restricted = "Beperkt gebruik"
  static let readOnly =
    "U mag dit lezen en bewaren. Gebruik het niet. Geef het niet door."
  static let notCounted = "Cijfers met beperkt gebruik staan hier niet bij."
  static let plansTitle = "Plannen"
  static let noPlans = "Er zijn geen plannen."
  static let notFilled = "Niet ingevuld"
  static let entriesTitle = "Wat er is opgeschreven"
  static let entriesIntro =
    "Een feit kunt u nagaan. Een mening is wat iemand vindt. Bij elk stuk staat wat het is. Het nieuwste staat bovenaan."
  static let noEntries = "Hierin staat niets."
  static let filesTitle = "Bijlagen"
  static let filesIntro = "Deze bestanden zitten ook in het pakket."

  static let fact = "Feit"
  static let opinion = "Mening"
  static let ofUnknown = "van wie is niet bekend"
  static let correctionTitle = "Verbeterd"
  static let ownStatement = "Eigen verklaring van"
  static let secretly = "Dit is verzameld zonder dat het gezin het wist."
  static let notReviewed = "Niet getoetst"
  static let notTold = "Het gezin weet het nog niet."

  static func voice(_ stem: Stem) -> String {
    switch stem {
    case .kind: "Eigen woorden van het kind."
    case .ouder: "Eigen woorden van de ouder."
    }
  }

  /// What of a section was shared, in a sentence.
  static func shared(_ section: Section) -> String {
    switch section {
    case .etiket: "etiket"
    case .kern: "gegevens van het gezin"
    case .plannen: "plannen"
    case .journaal: "journaal"
    case .onderzoek: "onderzoek"
    case .juridisch: "juridische stukken"
    }
  }

  static func title(of section: Section) -> String {
    switch section {
    case .etiket: "Etiket"
    case .kern: "Losse stukken over het gezin"
    case .plannen: "Losse stukken bij de plannen"
    case .journaal: "Journaal"
    case .onderzoek: "Onderzoek"
    case .juridisch: "Juridische stukken"
    }
  }

  static func title(of soort: PlanSoort) -> String {
    switch soort {
    case .veiligheidsplan: "Veiligheidsplan"
    case .veranderplan: "Veranderplan"
    case .borgingsplan: "Borgingsplan"
    }
  }

  static func title(of part: PlanPart) -> String {
    switch part {
    case .aanleiding: "Waarom dit plan er is"
    case .genogram: "De familie (genogram)"
    case .sociogram: "Mensen om het gezin (sociogram)"
    case .zorgen: "Zorgen"
    case .krachten: "Wat goed gaat (krachten)"
    case .bodemeisen: "Dit moet altijd zo zijn (bodemeisen)"
    case .afspraken: "Afspraken"
    case .voorwaarden: "Voorwaarden van de reclassering"
    case .consequenties: "Wat er gebeurt als het niet lukt"
    case .zichtOpVeiligheid: watcher
    case .patroon: "Het patroon in het gezin"
    case .haalbareEindsituatie: "Wat haalbaar is"
    case .doelen: "Doelen"
    case .hulp: "Hulp"
    case .leefgebieden: "Feiten per leefgebied"
    case .overwegingen: "Waarom deze stappen (overwegingen)"
    case .informatieNodig: "Nog uit te zoeken"
    case .signalen: "Tekens dat het weer misgaat"
    case .wieGrijptIn: "Wie dan ingrijpt"
    case .taxatie: "Taxatie van veiligheid en risico"
    }
  }

  /// Those that are sentences, for who measures them.
  static let sentences = [
    confidential, missingIntro, complete, onlyYourTask, danger, wrongReader, afterwards, unknown,
    plansNotShared, secret, coreNotShared, scoresIntro, noPlans, entriesIntro, noEntries,
    filesIntro, secretly, notTold, voice(.kind), voice(.ouder),
  ]
}
