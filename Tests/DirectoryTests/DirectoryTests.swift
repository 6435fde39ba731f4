import Records
import Sodium
import Testing
import Vocabulary

@testable import Directory

@Suite struct DirectoryTests {
  @Test func aDirectoryGrowsFromItsFoundingRecordAndAnswers() throws {
    var house = try Household()
    let worker = Keyed(3, .jeugdbeschermer)
    try house.add(worker)
    try house.newEpoch(.jeugdbeschermer)
    try house.take(
      house.record(.admission(house.admission(worker)), house.custodian, house.beheerder))
    let view = try DirectoryView.verify(records: house.records, anchor: Household.anchor)
    #expect(view == house.view)
    #expect(view.position == 4)
    #expect(view.institution == "Jeugdbescherming Voorbeeld")
    #expect(view.logName == Household.origin)
    #expect(view.member(worker.member)?.name == worker.name)
    #expect(view.person(of: worker.member) == worker.person)
    #expect(view.members(inTeam: "Noord").count == 3)
    #expect(view.hash(at: 4) == DirectoryRecord.hash(house.records[3]))
    #expect(view.hash(at: 5) == nil)
    // The admitted member opens the role secret, and it is the role's.
    let epoch = try #require(view.roleEpoch(.jeugdbeschermer))
    let admission = try #require(view.admission(of: worker.member))
    let pair = try RoleSecret.open(admission.box, of: epoch, with: worker.box)
    #expect(pair.publicKey == epoch.box)
  }

  @Test func everyFlippedByteOfADirectoryRecordIsRefused() throws {
    var house = try Household()
    try house.add(Keyed(3, .jeugdbeschermer))
    try house.newEpoch(.jeugdbeschermer)
    var view = DirectoryView(anchor: Household.anchor)
    for record in house.records {
      for index in record.indices {
        var changed = record
        changed[index] ^= 1
        #expect(throws: DirectoryError.self, "byte \(index)") { try view.extend(with: changed) }
      }
      try view.extend(with: record)
    }
    #expect(view == house.view)
  }

  @Test func droppedReorderedAndReplayedRecordsAreRefused() throws {
    var house = try Household()
    try house.add(Keyed(3, .jeugdbeschermer))
    try house.add(Keyed(4, .jeugdbeschermer))
    let all = house.records
    func verify(_ records: [[UInt8]]) throws -> UInt32 {
      try DirectoryView.verify(records: records, anchor: Household.anchor).position
    }
    #expect(try verify(all) == 3)
    #expect(throws: DirectoryError.order) { try verify([all[0], all[2]]) }
    #expect(throws: DirectoryError.order) { try verify([all[0], all[2], all[1]]) }
    #expect(throws: DirectoryError.order) { try verify([all[0], all[1], all[1]]) }
    #expect(throws: DirectoryError.order) { try verify(all + [all[0]]) }
    #expect(throws: DirectoryError.order) { try verify([all[1]]) }
  }

  @Test func theServiceCannotAddToTheList() throws {
    let house = try Household()
    let spy = Keyed(9, .jeugdbeschermer)
    let act = DirectoryAct.account(spy.account)
    var view = house.view
    let before = view
    func refuse(_ error: DirectoryError, _ record: [UInt8]) {
      #expect(throws: error) { try view.extend(with: record) }
    }
    refuse(.signatures, house.unchecked(act, []))
    refuse(.signatures, house.unchecked(act, [(house.beheerder.member, 1)]))
    // Named as the right people, signed with other keys.
    refuse(
      .signature,
      house.unchecked(act, [(house.beheerder.member, 77), (house.custodian.member, 78)]))
    // Two of its own.
    refuse(.signer, house.unchecked(act, [(Household.id(50), 77), (Household.id(51), 78)]))
    // The institution key signs one record and no more.
    let body = DirectoryBody(at: 1, n: 2, prev: view.previous, act: act).encode()
    let signed = DirectorySignature(
      by: nil, signature: Signature.sign(body, as: .directory, with: Household.institution()))
    refuse(.signatures, DirectoryRecord(body: body, signatures: [signed]).encode())
    // Good signatures of the right people, over another body.
    let other = try DirectoryRecord.decode(
      house.unchecked(
        .serviceKey([UInt8](repeating: 5, count: 32)),
        [(house.beheerder.member, 1), (house.custodian.member, 2)]))
    refuse(.signature, DirectoryRecord(body: body, signatures: other.signatures).encode())
    #expect(view == before)
  }

  @Test func anotherInstitutionOrOriginIsRefused() throws {
    let house = try Household()
    let stranger = Anchor(
      origin: Household.origin, institution: Keyed(70, .fg).signing.publicKey)
    #expect(throws: DirectoryError.anchor) {
      try DirectoryView.verify(records: house.records, anchor: stranger)
    }
    let elsewhere = Anchor(
      origin: "kluis.example/ander", institution: Household.anchor.institution)
    #expect(throws: DirectoryError.order) {
      try DirectoryView.verify(records: house.records, anchor: elsewhere)
    }
  }

  @Test func aFoundingRecordNeedsTwoPersonsOfTheTwoFunctions() throws {
    let key = Household.institution()
    let one = Keyed(2, .custodian, person: 101)
    #expect(throws: DirectoryError.separation) {
      try DirectoryDraft.found(
        Household.founding(custodian: one.account), at: 1, with: key)
    }
    let wrong = Keyed(2, .fg)
    #expect(throws: DirectoryError.role(.fg)) {
      try DirectoryDraft.found(
        Household.founding(custodian: wrong.account), at: 1, with: key)
    }
    #expect(throws: DirectoryError.self) {
      try DirectoryDraft.found(Household.founding(origin: "../etc"), at: 1, with: key)
    }
  }

  @Test func positionsSayWhoWasActiveWhen() throws {
    var house = try Household()
    let worker = Keyed(3, .jeugdbeschermer)
    try house.add(worker)
    let renewed = Keyed(30, .jeugdbeschermer)
    let keys = MemberKeys.prove(
      renewed.signing, box: renewed.box.publicKey, member: worker.member, name: worker.name)
    try house.take(
      house.record(.memberKey(worker.member, keys), house.beheerder, house.custodian))
    try house.take(
      house.record(.suspension(worker.member), house.beheerder, house.custodian))
    let view = house.view
    let active = (0...5).map { view.isActive(worker.member, as: .jeugdbeschermer, at: $0) }
    #expect(active == [false, false, true, true, false, false])
    #expect(!view.isActive(worker.member, as: .jurist, at: 2))
    #expect(view.author(worker.member, at: 2)?.key == worker.signing.publicKey)
    #expect(view.author(worker.member, at: 3)?.key == renewed.signing.publicKey)
    #expect(view.author(worker.member, at: 4) == nil)
    #expect(view.author(worker.member, at: 99) == nil)
    #expect(view.admission(of: worker.member) == nil)
  }
}
