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
  case leafBundle = "leaf-bundle"

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
  /// A bundle that is not the file that was announced.
  case bundle
  /// Words of the log that are not what the member signed.
  case words
  /// A bundle's signature that is not the institution's over this manifest.
  case bundleSignature = "bundle-signature"

  /// What went wrong.
  package var what: Phrase {
    switch self {
    case .hello, .helloSignature:
      Phrase(
        "de andere kant kon niet bewijzen dat zij deze kluis is",
        "the other side could not prove that it is this vault")
    case .directory:
      Phrase(
        "de ledenlijst klopt niet met de handtekeningen",
        "the directory does not match its signatures")
    case .directoryShorter:
      Phrase(
        "de ledenlijst is korter dan eerder", "the directory is shorter than it was before")
    case .directoryForked:
      Phrase(
        "de ledenlijst is een andere dan eerder", "the directory differs from what it was before")
    case .mac, .answer:
      Phrase("het antwoord is onderweg veranderd", "the answer was changed on its way")
    case .receipt, .inclusion, .leafMissing:
      Phrase(
        "de kluis bewees niet dat zij dit heeft gelogd",
        "the vault did not prove that it logged this")
    case .checkpoint, .checkpointSignature:
      Phrase(
        "de stand van het log is niet door het log getekend",
        "the state of the log is not signed by the log")
    case .logShorter:
      Phrase("het log is korter dan eerder", "the log is shorter than it was before")
    case .logForked:
      Phrase(
        "het log is niet het vervolg op wat eerder gezien is",
        "the log does not continue what was seen before")
    case .leaf, .leafActor, .leafAction, .leafDossier, .leafSections, .leafPurpose, .leafBasis,
      .leafRequest,
      .leafSignature, .leafSession, .leafOutcome, .leafHead, .leafLink, .leafWords,
      .leafBundle:
      Phrase(
        "de kluis logde iets anders dan er gebeurde (\(rawValue))",
        "the vault logged something else than happened (\(rawValue))")
    case .links, .chainForked, .head:
      Phrase(
        "de geschiedenis van het dossier klopt niet",
        "the history of the dossier does not hold together")
    case .chainShorter:
      Phrase(
        "er ontbreekt iets dat eerder in het dossier stond",
        "something that was in the dossier before is missing")
    case .author, .authorSignature:
      Phrase(
        "een stuk is niet geschreven door wie erboven staat",
        "a piece was not written by whom it names")
    case .sections, .rows, .rowMissing, .rowExtra, .secrets:
      Phrase(
        "de kluis gaf niet precies wat gevraagd was (\(rawValue))",
        "the vault did not give exactly what was asked (\(rawValue))")
    case .rowContent, .commitment, .ciphertext, .plaintext:
      Phrase(
        "de inhoud is niet wat de schrijver tekende",
        "the content is not what its author signed")
    case .sectionRecord, .generation, .box, .sectionCheck:
      Phrase(
        "de sleutel van een deel klopt niet (\(rawValue))",
        "a section's key is not right (\(rawValue))")
    case .bundle:
      Phrase(
        "wat er kwam is niet het bestand dat was aangekondigd",
        "what came is not the file that was announced")
    case .words:
      Phrase(
        "de woorden bij een regel van het log zijn niet wat het lid tekende",
        "the words of an entry of the log are not what the member signed")
    case .bundleSignature:
      Phrase(
        "de handtekening van de bundel is niet die van de instelling",
        "the bundle's signature is not the institution's")
    case .grantBox:
      Phrase(
        "de sleutel van uw toestemming is niet de sleutel van dit dossier; vraag wie haar gaf om haar opnieuw te geven",
        "the key of your grant is not the key of this dossier; ask who gave it to give it anew")
    case .policy:
      Phrase(
        "het beleid is niet goedgekeurd door wie het vorige beleid noemt",
        "the policy was not approved by whom the policy before it names")
    case .record:
      Phrase(
        "een getekend stuk klopt niet met zijn handtekening",
        "a signed record does not match its signature")
    }
  }
}
