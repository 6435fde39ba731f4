import Calendar
import Directory
import Dossier
import Records
import StrictJSON
import Vocabulary

/// A noodtoegang of a list with what was said of it, every signature verified.
struct ListedEmergency: Sendable {
  let request: RequestAct
  let hash: [UInt8]
  let until: Int64
  let seconds: [Second]
}

extension VaultSession {
  /// Every noodtoegang that an answer lists; each second is about it, by another person than who took
  /// it, and no person speaks twice.
  func readEmergencies(
    _ reply: Reply, of dossier: Identifier
  ) throws(CheckFailure) -> [ListedEmergency] {
    let items = try checked(.answer) { () throws(JSONError) in
      try reply.fields.requireObjects("noodtoegang")
    }
    var found: [ListedEmergency] = []
    for item in items {
      try checked(.answer) { () throws(JSONError) in try item.allowOnly(["request", "seconds"]) }
      let (request, hash, seconds) = try readApproval(item)
      guard case .noodtoegang(let until) = request.objects, request.dossier == dossier,
        !found.contains(where: { $0.request.id == request.id })
      else { throw .tampered(.record) }
      let listed = ListedEmergency(request: request, hash: hash, until: until, seconds: seconds)
      let anyone = FourEyes.Rule(others: 0, seats: [Set(seconds.map(\.function))])
      switch outcome(of: listed, under: anyone) {
      case .complete, .pending, .refused(.tegen): found.append(listed)
      case .refused: throw .tampered(.record)
      }
    }
    return found
  }

  /// How far its review is by the set that it names; that each reviewer had that function then is the
  /// FG's check.
  func reviewed(
    _ listed: ListedEmergency
  ) throws(ClientError) -> AccessOverview.Emergency {
    let rules = try policy(listed.request.policy).rules
    let outcome = rules.rule(for: .noodtoegang).map { self.outcome(of: listed, under: $0) }
    let review: AccessOverview.Emergency.Review =
      switch outcome {
      case .complete: .akkoord
      case .refused(.tegen): .tegen
      case .pending, .refused, nil: .open
      }
    var until = listed.until
    if review == .tegen {
      let against = listed.seconds.filter { $0.verdict == .tegen }.map(\.at)
      until = min(until, against.min() ?? until)
    }
    return AccessOverview.Emergency(
      request: listed.request, until: until, review: review,
      due: rules.emergency.flatMap {
        DutchClock.end(ofWorkingDays: Int($0.reviewWorkingDays), after: listed.request.at)
      })
  }

  private func outcome(
    of listed: ListedEmergency, under rule: FourEyes.Rule
  ) -> FourEyes.Outcome {
    FourEyes.check(
      listed.request, hash: listed.hash, persons: persons(listed.request.interested),
      votes: votes(listed.seconds), rule: rule, now: listed.request.at)
  }
}
