package import Dossier

extension Refusal {
  /// What went wrong.
  package var what: Phrase { RefusalWords.refusal(code) ?? RefusalWords.refused }

  /// What to do next: the ways on that the policy names, then how to learn why.
  package var waysOn: [Phrase] {
    ways.compactMap(RefusalWords.way) + [RefusalWords.whyRefused(reference)]
  }

  /// The same as one sentence.
  package var next: Phrase {
    Phrase(
      waysOn.map(\.dutch).joined(separator: "; "), waysOn.map(\.english).joined(separator: "; "))
  }
}
