package import Records
import StrictJSON
import Vocabulary

/// The ground of what was collected without the family's knowledge, as others agreed to it.
package struct AgreedGround: Equatable, Sendable {
  package let of: RequestAct.Revision
  package let request: RequestAct
  package let seconds: [Second]
}

extension VaultSession {
  /// The marks of an opened dossier, each proven by its signatures.
  ///
  /// What is held here is that two other persons agreed and nobody was against. In which functions
  /// they had to is the FG's check, at the entries and under the policy of that day.
  func readMarks(
    _ reply: Reply, of dossier: Identifier, _ sections: [Section]
  ) throws(CheckFailure) -> [AgreedGround] {
    let items = try checked(.answer) { () throws(JSONError) in
      try reply.fields.requireObjects("marks")
    }
    var grounds: [AgreedGround] = []
    for item in items {
      try checked(.answer) { () throws(JSONError) in try item.allowOnly(["request", "seconds"]) }
      let (request, hash, seconds) = try readApproval(item)
      guard case .r3Ground(let place) = request.objects, request.dossier == dossier,
        sections.contains(place.section), let last = seconds.map(\.at).max()
      else { throw .tampered(.record) }
      let anyone = Set(seconds.map(\.function))
      let rule = FourEyes.Rule(
        others: FourEyesRules.fewestOthers,
        seats: Array(repeating: anyone, count: FourEyesRules.fewestOthers))
      try demand(
        FourEyes.check(
          request, hash: hash, persons: persons(request.interested), votes: votes(seconds),
          rule: rule, now: last) == .complete, .record)
      grounds.append(AgreedGround(of: place, request: request, seconds: seconds))
    }
    return grounds
  }
}
