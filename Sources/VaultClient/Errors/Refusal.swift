package import Dossier

extension Refusal {
  /// What went wrong.
  package var what: Phrase {
    let words = RefusalWords.refusal(code) ?? RefusalWords.refused
    guard let policy else { return words }
    let place = [policy.file, policy.place, policy.rule].filter { !$0.isEmpty }
      .joined(separator: ": ")
    return Phrase("\(words.dutch): \(place)", "\(words.english): \(place)")
  }

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
