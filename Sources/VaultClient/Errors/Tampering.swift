package import Dossier

/// What was found to be other than it claims; every check of the client has its own case.
///
/// The raw value is a word for machines and for evidence files.
package enum Tampering: String, CaseIterable, Equatable, Sendable {
  // Before the session.
  case hello
  case helloSignature = "hello-signature"
  case directory
  case directoryShorter = "directory-shorter"
  case directoryForked = "directory-forked"

  // The answer and its receipt.
  case mac
  case answer
  case receipt
  case checkpoint
  case checkpointSignature = "checkpoint-signature"
  case inclusion
  case logShorter = "log-shorter"
  case logForked = "log-forked"

  // The leaf: the service logged something else than was asked.
  case leaf
  case leafActor = "leaf-actor"
  case leafAction = "leaf-action"
  case leafDossier = "leaf-dossier"
  case leafSections = "leaf-sections"
  case leafPurpose = "leaf-purpose"
  case leafBasis = "leaf-basis"
  case leafRequest = "leaf-request"
  case leafSignature = "leaf-signature"
  case leafSession = "leaf-session"
  case leafOutcome = "leaf-outcome"
  case leafHead = "leaf-head"
  case leafLink = "leaf-link"
  case leafWords = "leaf-words"
  case leafMissing = "leaf-missing"

  // The dossier's chain.
  case links
  case chainShorter = "chain-shorter"
  case chainForked = "chain-forked"
  case head
  case author
  case authorSignature = "author-signature"

  // What was asked and what came.
  case sections
  case sectionRecord = "section-record"
  case generation
  case rows
  case rowMissing = "row-missing"
  case rowExtra = "row-extra"
  case rowContent = "row-content"
  case secrets

  // Keys and content.
  case box
  case sectionCheck = "section-check"
  /// No box of the member's grants gives the section's key.
  case grantBox = "grant-box"
  case commitment
  case ciphertext
  case plaintext
  case record
  case policy
  /// Words of the log that are not what the member signed.
  case words

  /// What went wrong.
  package var what: Phrase {
    switch self {
    case .hello, .helloSignature:
      Phrase(
        "De andere kant kon niet bewijzen dat zij deze kluis is.",
        "The other side could not prove that it is this vault.")
    case .directory:
      Phrase(
        "De ledenlijst klopt niet met de handtekeningen.",
        "The directory does not match its signatures.")
    case .directoryShorter:
      Phrase(
        "De ledenlijst is korter dan eerder.", "The directory is shorter than it was before.")
    case .directoryForked:
      Phrase(
        "De ledenlijst is een andere dan eerder.", "The directory differs from what it was before.")
    case .mac, .answer:
      Phrase("Het antwoord is onderweg veranderd.", "The answer was changed on its way.")
    case .receipt, .inclusion, .leafMissing:
      Phrase(
        "De kluis bewees niet dat zij dit heeft gelogd.",
        "The vault did not prove that it logged this.")
    case .checkpoint, .checkpointSignature:
      Phrase(
        "De stand van het log is niet door het log getekend.",
        "The state of the log is not signed by the log.")
    case .logShorter:
      Phrase("Het log is korter dan eerder.", "The log is shorter than it was before.")
    case .logForked:
      Phrase(
        "Het log is niet het vervolg op wat eerder gezien is.",
        "The log does not continue what was seen before.")
    case .leaf, .leafActor, .leafAction, .leafDossier, .leafSections, .leafPurpose, .leafBasis,
      .leafRequest,
      .leafSignature, .leafSession, .leafOutcome, .leafHead, .leafLink, .leafWords:
      Phrase(
        "De kluis logde iets anders dan er gebeurde (\(rawValue)).",
        "The vault logged something else than happened (\(rawValue)).")
    case .links, .chainForked, .head:
      Phrase(
        "De geschiedenis van het dossier klopt niet.",
        "The history of the dossier does not hold together.")
    case .chainShorter:
      Phrase(
        "Er ontbreekt iets dat eerder in het dossier stond.",
        "Something that was in the dossier before is missing.")
    case .author, .authorSignature:
      Phrase(
        "Een stuk is niet geschreven door wie erboven staat.",
        "A piece was not written by whom it names.")
    case .sections, .rows, .rowMissing, .rowExtra, .secrets:
      Phrase(
        "De kluis gaf niet precies wat gevraagd was (\(rawValue)).",
        "The vault did not give exactly what was asked (\(rawValue)).")
    case .rowContent, .commitment, .ciphertext, .plaintext:
      Phrase(
        "De inhoud is niet wat de schrijver tekende.",
        "The content is not what its author signed.")
    case .sectionRecord, .generation, .box, .sectionCheck:
      Phrase(
        "De sleutel van een deel klopt niet (\(rawValue)).",
        "A section's key is not right (\(rawValue)).")
    case .words:
      Phrase(
        "De woorden bij een regel van het log zijn niet wat het lid tekende.",
        "The words of an entry of the log are not what the member signed.")
    case .grantBox:
      Phrase(
        "De sleutel van uw toestemming is niet de sleutel van dit dossier. Vraag wie haar gaf om haar opnieuw te geven.",
        "The key of your grant is not the key of this dossier. Ask who gave it to give it anew.")
    case .policy:
      Phrase(
        "Het beleid is niet goedgekeurd door wie het vorige beleid noemt.",
        "The policy was not approved by whom the policy before it names.")
    case .record:
      Phrase(
        "Een getekend stuk klopt niet met zijn handtekening.",
        "A signed record does not match its signature.")
    }
  }
}
