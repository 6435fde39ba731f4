import Dossier

extension CollectFault {
  /// What went wrong.
  var what: Phrase {
    switch self {
    case .state:
      Phrase(
        "deze overdracht is teruggehaald of verlopen, of nog niet zo ver",
        "this bundle was recalled or has expired, or is not that far yet")
    case .collected:
      Phrase("u heeft deze overdracht al", "you have this bundle already")
    case .file:
      Phrase(
        "dit bestand is niet het bestand dat klaarlag", "this file is not the one that waited")
    case .receipt:
      Phrase(
        "dit ontvangstbewijs is van een andere overdracht, of niet met uw sleutel van nu getekend",
        "this receipt is of another bundle, or not signed by your key of now")
    case .repeated:
      Phrase(
        "er is al een ander ontvangstbewijs van u",
        "another receipt of yours is there already")
    }
  }

  /// What to do next.
  var next: Phrase {
    switch self {
    case .state, .repeated: Phrase("vraag de afzender", "ask the sender")
    case .collected:
      Phrase(
        "vraag de afzender om het opnieuw klaar te zetten als het kwijt is",
        "ask the sender to place it again if it is lost")
    case .file: Phrase("haal het opnieuw op", "collect it again")
    case .receipt:
      Phrase(
        "maak het opnieuw bij deze overdracht", "make it again for this bundle")
    }
  }
}
