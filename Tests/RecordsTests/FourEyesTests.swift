import Sodium
import Testing
import Vocabulary

@testable import Records

@Suite struct FourEyesTests {
  private let request = Examples.request
  private let hash = RequestAct.hash(Examples.request.encode())
  private let rule = FourEyes.Rule(others: 2, required: [.role(.leidinggevende), .regie])
  private let requesterPerson = Examples.id(40)

  private func vote(
    _ member: UInt8, person: UInt8? = nil, _ function: SigningFunction,
    _ verdict: Second.Verdict = .akkoord, at: Int64 = Examples.at + 1, over: [UInt8]? = nil
  ) -> FourEyes.Vote {
    FourEyes.Vote(
      Second(
        at: at, by: Examples.id(member), function: function, id: Examples.id(member),
        request: over ?? hash, verdict: verdict),
      person: Examples.id(person ?? member))
  }

  private func check(
    _ votes: [FourEyes.Vote], by asked: FourEyes.Rule? = nil, now: Int64 = Examples.at + 2
  ) -> FourEyes.Outcome {
    FourEyes.check(
      request, hash: hash, persons: [requesterPerson], votes: votes, rule: asked ?? rule, now: now)
  }

  @Test func leidinggevendeAndRegieCompleteItInEitherOrder() {
    let votes = [vote(6, .role(.leidinggevende)), vote(7, .regie)]
    #expect(check(votes) == .complete)
    #expect(check(votes.reversed()) == .complete)
  }

  @Test func onePairOfEyesIsNotEnough() {
    #expect(check([]) == .pending(others: 2, seats: rule.seats))
    #expect(
      check([vote(6, .role(.leidinggevende))]) == .pending(others: 1, seats: [[.regie]]))
    #expect(
      check([vote(6, .role(.leidinggevende)), vote(7, .role(.leidinggevende))])
        == .pending(others: 1, seats: [[.regie]]))
  }

  @Test func aPolicyMayAskForMoreThanTwo() {
    let three = FourEyes.Rule(others: 3, seats: rule.seats)
    let two = [vote(6, .role(.leidinggevende)), vote(7, .regie)]
    #expect(check(two, by: three) == .pending(others: 1, seats: []))
    #expect(check(two + [vote(8, .role(.leidinggevende))], by: three) == .complete)
  }

  @Test func theRequesterNeverCountsNotEvenUnderAnotherAccount() {
    #expect(check([vote(5, person: 41, .regie)]) == .refused(.requester))
    #expect(check([vote(6, person: 40, .regie)]) == .refused(.requester))
  }

  @Test func theSamePersonTwiceIsRefused() {
    let votes = [vote(6, person: 42, .role(.leidinggevende)), vote(7, person: 42, .regie)]
    #expect(check(votes) == .refused(.samePerson))
  }

  @Test func oneTegenEndsIt() {
    let votes = [
      vote(6, .role(.leidinggevende)), vote(7, .regie), vote(8, .regie, .tegen),
    ]
    #expect(check(votes) == .refused(.tegen))
    #expect(check([vote(8, .regie, .tegen)]) == .refused(.tegen))
  }

  @Test func changedObjectsExpiryAndLateSecondsVoidIt() {
    let whole = [vote(6, .role(.leidinggevende)), vote(7, .regie)]
    #expect(check(whole, now: request.validUntil - 1) == .complete)
    #expect(check(whole, now: request.validUntil) == .refused(.expired))
    #expect(
      check([whole[0], vote(7, .regie, over: Examples.hash)]) == .refused(.otherRequest))
    #expect(check([vote(7, .regie, at: Examples.at - 1)]) == .refused(.time))
    #expect(check([vote(7, .regie, at: request.validUntil)]) == .refused(.time))
  }

  @Test func aFunctionWithoutASayIsRefused() {
    #expect(check([vote(6, .role(.jurist))]) == .refused(.function))
    #expect(check([vote(6, .role(.jeugdbeschermer))]) == .refused(.function))
  }

  @Test func regiePassesInOneActNeverTwoAndNeverNone() throws {
    let at = Examples.at
    func record(
      _ number: UInt8, by: UInt8, member: UInt8, _ sort: Involvement.Sort, closes: UInt8? = nil
    ) -> Involvement {
      Involvement(
        at: at, by: Examples.id(by), dossier: Examples.dossier, id: Examples.id(number),
        member: Examples.id(member), since: at, sort: sort, closes: closes.map(Examples.id))
    }
    var history = InvolvementHistory(dossier: Examples.dossier)
    typealias Refusal = InvolvementHistory.Refusal
    #expect(throws: Refusal.first) {
      try history.append(record(60, by: 2, member: 3, .regie), byLeidinggevende: true)
    }
    try history.append(record(60, by: 2, member: 2, .regie), byLeidinggevende: false)
    #expect(throws: Refusal.oneself) {
      try history.append(record(61, by: 3, member: 3, .betrokken), byLeidinggevende: true)
    }
    #expect(throws: Refusal.signer) {
      try history.append(record(61, by: 4, member: 3, .betrokken), byLeidinggevende: false)
    }
    #expect(throws: Refusal.closes) {
      try history.append(record(61, by: 2, member: 3, .regie), byLeidinggevende: false)
    }
    #expect(throws: Refusal.closes) {
      try history.append(
        record(61, by: 4, member: 2, .end, closes: 60), byLeidinggevende: true)
    }
    try history.append(
      record(61, by: 2, member: 3, .regie, closes: 60), byLeidinggevende: false)
    #expect(history.regie?.member == Examples.id(3))
    #expect(history.record(of: Examples.id(2), at: at) == nil)
    #expect(throws: Refusal.repeated) {
      try history.append(record(61, by: 3, member: 2, .betrokken), byLeidinggevende: false)
    }
    try history.append(record(62, by: 3, member: 2, .betrokken), byLeidinggevende: false)
    #expect(history.record(of: Examples.id(2), at: at)?.id == Examples.id(62))
    try history.append(record(63, by: 3, member: 2, .end, closes: 62), byLeidinggevende: false)
    #expect(history.record(of: Examples.id(2), at: at) == nil)
  }
}
