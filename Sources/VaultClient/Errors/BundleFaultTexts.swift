package import Dossier

/// Why an act on a bundle was permitted and not done; the raw value is the reason in its entry of the log.
package enum BundleFault: String, CaseIterable, Equatable, Sendable {
  /// Not in a state for this.
  case state = "bundle-state"
  /// Fetched already.
  case collected
  /// Sent already.
  case left
  /// No such bundle, or a partner that is not there.
  case notFound = "not-found"
  case noKey = "no-bundle-key"
  /// Not the file that was made ready.
  case file

  /// What went wrong.
  package var what: Phrase {
    switch self {
    case .state:
      Phrase("deze bundel is daar niet aan toe", "this bundle is not at a point for that")
    case .collected:
      Phrase("de ontvanger heeft deze bundel al", "the receiver has this bundle already")
    case .left:
      Phrase(
        "deze bundel is verstuurd en niet meer terug te halen",
        "this bundle was sent and cannot be taken back")
    case .notFound:
      Phrase(
        "deze bundel of partner is er niet", "there is no such bundle, or no such partner")
    case .noKey:
      Phrase(
        "de kluis heeft geen sleutel om bundels te tekenen",
        "the vault has no key to sign bundles with")
    case .file:
      Phrase(
        "dit is niet het bestand dat verzegeld is", "this is not the file that was sealed")
    }
  }

  /// What to do next.
  package var next: Phrase {
    switch self {
    case .state:
      Phrase(
        "kijk hoe ver hij is: kluis overdracht list", "see how far it is: kluis overdracht list")
    case .collected, .left:
      Phrase(
        "vraag de ontvanger hem te wissen, en meld het aan de FG als hij niet had mogen gaan",
        "ask the receiver to erase it, and tell the FG if it should not have gone")
    case .notFound:
      Phrase(
        "controleer het nummer en de partner: kluis overdracht list, kluis beheer partner list",
        "check the number and the partner: kluis overdracht list, kluis beheer partner list")
    case .noKey:
      Phrase(
        "vraag de beheerder: kluis-keys bundle-key, kluis beheer bundle-key",
        "ask the beheerder: kluis-keys bundle-key, kluis beheer bundle-key")
    case .file:
      Phrase(
        "verzegel opnieuw, of geef het bestand van toen", "seal it anew, or give the file of then")
    }
  }
}
