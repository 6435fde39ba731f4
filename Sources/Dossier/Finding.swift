package import Vocabulary

/// Something that a dossier ought to say and does not; shown on top, never a reason to refuse.
package enum Finding: Equatable, Sendable {
  /// A child has no trusted person (R8).
  case noTrustedPerson(kind: String)
  /// No safety plan says who keeps watch over safety (R8).
  case nobodyWatchesSafety
  /// There is no safety plan at all (R5).
  case noSafetyPlan
  /// A child has no safety score (R6).
  case noSafetyScore(kind: String)
  /// Collected without the family's knowledge, and they have not been told yet (R3).
  case feedbackOwed(entry: String)
  /// An entry points to a person that was not opened or is not there.
  case unknownPerson(id: String)

  /// Every finding, in order of weight.
  ///
  /// Only what the opened sections can show is reported.
  package static func all(
    _ view: DossierView, opened: Set<Section> = Set(Section.allCases)
  ) -> [Finding] {
    var findings: [Finding] = []
    if opened.contains(.kern) {
      findings += view.kinderen.filter { $0.vertrouwenspersoon == nil }
        .map { .noTrustedPerson(kind: $0.id) }
    }
    if opened.contains(.plannen) {
      if let plan = view.newestPlan(.veiligheidsplan) {
        if plan.value.zichtOpVeiligheid == nil { findings.append(.nobodyWatchesSafety) }
      } else {
        findings.append(.noSafetyPlan)
        findings.append(.nobodyWatchesSafety)
      }
    }
    findings += view.entries.map(\.value)
      .filter { $0.zonderMedeweten.map { $0.terugkoppeling == nil } ?? false }
      .map { .feedbackOwed(entry: $0.id) }
    if opened.contains(.journaal) {
      let scored = Set(view.entriesInUse.flatMap { $0.schaal.map(\.kind) })
      findings += view.kinderen.filter { !scored.contains($0.id) }
        .map { .noSafetyScore(kind: $0.id) }
    }
    if opened.contains(.kern) {
      var known = Set(view.betrokkenen.map(\.value.id))
      for id in view.entries.flatMap(\.value.over) where known.insert(id).inserted {
        findings.append(.unknownPerson(id: id))
      }
    }
    return findings
  }
}
