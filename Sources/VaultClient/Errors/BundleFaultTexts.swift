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
  /// Too much of who sealed it waits for partners.
  case placeLimit = "place-limit"
  /// Too much waits, or the disk has no room for more.
  case placeFull = "place-full"

  /// Of the two that pass by themselves 75.
  var exitCode: Int32 {
    switch self {
    case .file: 65
    case .placeLimit, .placeFull: 75
    case .state, .collected, .left, .notFound, .noKey: 1
    }
  }

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
    case .placeLimit:
      Phrase(
        "er wacht al te veel van u op ophalen", "too much of yours waits to be collected already")
    case .placeFull:
      Phrase(
        "de kluis heeft geen plaats meer voor wat wacht op ophalen",
        "the vault has no room left for what waits to be collected")
    }
  }

  /// What to do next.
  package var next: Phrase {
    switch self {
    case .state:
      Phrase(
        "kijk hoe ver hij is: kluis overdracht status", "see how far it is: kluis overdracht status"
      )
    case .collected, .left:
      Phrase(
        "vraag de ontvanger hem te wissen, en meld het aan de FG als hij niet had mogen gaan",
        "ask the receiver to erase it, and tell the FG if it should not have gone")
    case .notFound:
      Phrase(
        "controleer het nummer en de partner: kluis overdracht status, kluis beheer partner list",
        "check the number and the partner: kluis overdracht status, kluis beheer partner list")
    case .noKey:
      Phrase(
        "vraag de beheerder: kluis-keys bundle-key, kluis beheer bundle-key",
        "ask the beheerder: kluis-keys bundle-key, kluis beheer bundle-key")
    case .file:
      Phrase(
        "verzegel opnieuw, of geef het bestand van toen", "seal it anew, or give the file of then")
    case .placeLimit:
      Phrase(
        "bel wie nog niet ophaalde, of roep terug wat niet meer hoeft: kluis overdracht status",
        "call who did not collect yet, or recall what is not needed: kluis overdracht status")
    case .placeFull:
      Phrase(
        "geef het zelf of per mail (--zelf, --mail), of vraag de beheerder om schijfruimte",
        "hand it over or mail it (--zelf, --mail), or ask the beheerder for disk space")
    }
  }
}
