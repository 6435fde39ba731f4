package import Dossier

// A refusal names one of four reasons; not involved and unknown share one text, so that nobody
// learns whether a dossier exists. Codes that this version does not know get the general text.

extension Refusal {
  /// What went wrong.
  package var what: Phrase {
    switch code {
    case "not-involved":
      Phrase(
        "U bent niet betrokken bij dit dossier, of het bestaat niet.",
        "You are not involved with this dossier, or it does not exist.")
    case "section", "role":
      Phrase(
        "Uw rol mag dit deel niet lezen of schrijven.",
        "Your role may not read or write this part.")
    case "grant-ended":
      Phrase("Uw toegang is afgelopen.", "Your access has ended.")
    case "four-eyes", "second-needed":
      Phrase("Hiervoor is een tweede paar ogen nodig.", "This needs a second pair of eyes.")
    default:
      Phrase("Het beleid staat dit niet toe.", "Policy does not allow this.")
    }
  }

  /// What to do next.
  package var next: Phrase {
    Phrase(
      "Waarom: kluis toegang explain \(reference).", "Why: kluis toegang explain \(reference).")
  }
}
