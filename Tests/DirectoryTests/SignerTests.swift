import Records
import Sodium
import Testing
import Vocabulary

@testable import Directory

@Suite struct SignerTests {
  private func refuse(
    _ error: DirectoryError, _ house: borrowing Household, _ act: DirectoryAct,
    _ signers: [(Identifier, UInt8)]
  ) {
    var view = house.view
    let record = house.unchecked(act, signers)
    #expect(throws: error) { try view.extend(with: record) }
  }

  private let one = (Household.id(1), UInt8(1))
  private let two = (Household.id(2), UInt8(2))

  @Test func theSamePersonTwiceIsRefused() throws {
    var house = try Household()
    let second = Keyed(5, .custodian, person: 102)
    try house.add(Keyed(3, .jeugdbeschermer))
    // A second account of the custodian's own person; somebody else must sign it, so a third does.
    let third = Keyed(6, .custodian)
    try house.add(third)
    try house.take(house.record(.account(second.account), house.beheerder, third))
    let made = try RoleSecret.make(.jeugdbeschermer, epoch: 1, keepers: house.view.custodians)
    refuse(.samePerson, house, .roleEpoch(made), [two, (second.member, 5)])
    refuse(.samePerson, house, .roleEpoch(made), [two, two])
    var draft = try DirectoryDraft(.roleEpoch(made), at: 1, on: house.view)
    try draft.sign(as: house.custodian.member, with: house.custodian.signing, on: house.view)
    #expect(throws: DirectoryError.samePerson) {
      try draft.sign(as: second.member, with: second.signing, on: house.view)
    }
    let possible = try draft.possibleSigners(on: house.view).map(\.id)
    #expect(Set(possible) == [house.beheerder.member, third.member])
    // Two custodians of two persons do.
    try house.take(house.record(.roleEpoch(made), house.custodian, third))
  }

  @Test func nobodySignsAboutThemselves() throws {
    var house = try Household()
    let other = Keyed(5, .custodian)
    refuse(.subject, house, .suspension(house.custodian.member), [one, two])
    refuse(.subject, house, .suspension(house.beheerder.member), [one, two])
    let again = Keyed(6, .beheerder, person: 101)
    refuse(.subject, house, .account(again.account), [one, two])
    try house.add(other)
    try house.take(
      house.record(.suspension(house.custodian.member), house.beheerder, other))
  }

  @Test func aSuspendedSignerIsRefused() throws {
    var house = try Household()
    let other = Keyed(5, .custodian)
    try house.add(other)
    try house.take(house.record(.suspension(other.member), house.beheerder, house.custodian))
    let act = DirectoryAct.account(Keyed(6, .jurist).account)
    refuse(.signer, house, act, [one, (other.member, 5)])
    var draft = try DirectoryDraft(act, at: 1, on: house.view)
    #expect(throws: DirectoryError.signer) {
      try draft.sign(as: other.member, with: other.signing, on: house.view)
    }
    refuse(.member, house, .suspension(other.member), [one, two])
  }

  @Test func everyKindTakesItsOwnFunctions() throws {
    var house = try Household()
    let worker = Keyed(3, .jeugdbeschermer)
    let second = Keyed(4, .beheerder)
    let fg = Keyed(7, .fg)
    try house.add(worker)
    try house.add(second)
    try house.add(fg)
    let account = DirectoryAct.account(Keyed(8, .jurist).account)
    let key = DirectoryAct.serviceKey([UInt8](repeating: 9, count: 32))
    let byWorker = (worker.member, UInt8(3))
    let bySecond = (second.member, UInt8(4))
    let byFG = (fg.member, UInt8(7))
    refuse(.functions(.account), house, account, [one, byWorker])
    refuse(.functions(.account), house, account, [one, bySecond])
    refuse(.functions(.account), house, account, [two, byFG])
    refuse(.functions(.serviceKey), house, key, [one, two])
    refuse(.functions(.serviceKey), house, key, [one, bySecond])
    let made = try RoleSecret.make(.jurist, epoch: 1, keepers: house.view.custodians)
    refuse(.functions(.roleEpoch), house, .roleEpoch(made), [one, bySecond])
    refuse(.functions(.roleEpoch), house, .roleEpoch(made), [one, byFG])
    try house.take(house.record(key, house.beheerder, fg))
    #expect(house.view.serviceKey == [UInt8](repeating: 9, count: 32))
    #expect(house.view.serviceKey(at: 4) == [UInt8](repeating: 11, count: 32))
    try house.take(
      house.record(.logKey([UInt8](repeating: 8, count: 32)), fg, house.beheerder))
    #expect(house.view.logKeys.map(\.since) == [1, 6])
    #expect(house.view.logKey(at: 5) == [UInt8](repeating: 12, count: 32))
    refuse(.repeated, house, .logKey([UInt8](repeating: 12, count: 32)), [one, byFG])
  }

  @Test func theFGMakesItsOwnKeyAndAdmitsItsDeputy() throws {
    var house = try Household()
    let fg = Keyed(7, .fg)
    let deputy = Keyed(8, .fg)
    try house.add(fg)
    try house.add(deputy)
    let keeper = try #require(house.view.member(fg.member))
    let made = try RoleSecret.make(.fg, epoch: 1, keepers: [keeper])
    refuse(.functions(.roleEpoch), house, .roleEpoch(made), [one, two])
    // Another FG cannot sign for the one who keeps it.
    refuse(.custody, house, .roleEpoch(made), [one, (deputy.member, 8)])
    try house.take(house.record(.roleEpoch(made), fg, house.beheerder))
    let own = try #require(house.view.admission(of: fg.member))
    let pair = try RoleSecret.open(own.box, of: made, with: fg.box)
    let admission = Admission(
      member: deputy.member, role: .fg, epoch: 1,
      box: try RoleSecret.seal(pair, role: .fg, epoch: 1, to: deputy.box.publicKey))
    refuse(.functions(.admission), house, .admission(admission), [one, two])
    refuse(.subject, house, .admission(admission), [one, (deputy.member, 8)])
    try house.take(house.record(.admission(admission), fg, house.beheerder))
    #expect(house.view.admission(of: deputy.member) == admission)
    #expect(house.view.fgContacts.map(\.id) == [fg.member, deputy.member])
  }

  @Test func functionsStaySeparateAndIdsAndKeysUnique() throws {
    var house = try Household()
    let worker = Keyed(3, .jeugdbeschermer)
    try house.add(worker)
    let both = Keyed(4, .leidinggevende, person: 103)
    refuse(.separation, house, .account(both.account), [one, two])
    refuse(.repeated, house, .account(worker.account), [one, two])
    let stolen = Account(
      member: Household.id(5), name: worker.name, function: .jurist, person: Household.id(55),
      keys: worker.keys)
    refuse(.repeated, house, .account(stolen), [one, two])
    let fresh = Keyed(6, .jurist)
    let renamed = Account(
      member: fresh.member, name: "Iemand anders", function: .jurist, person: fresh.person,
      keys: fresh.keys)
    refuse(.proof, house, .account(renamed), [one, two])
  }

  @Test func epochsAdmissionsAndLookupKeysFitWhatIsThere() throws {
    var house = try Household()
    let worker = Keyed(3, .jeugdbeschermer)
    try house.add(worker)
    let keepers = house.view.custodians
    let late = try RoleSecret.make(.jeugdbeschermer, epoch: 2, keepers: keepers)
    refuse(.epoch, house, .roleEpoch(late), [one, two])
    let foreign = try RoleSecret.make(
      .jeugdbeschermer, epoch: 1, keepers: [#require(house.view.member(worker.member))])
    refuse(.custody, house, .roleEpoch(foreign), [one, two])
    let beheerder = try RoleSecret.make(.beheerder, epoch: 1, keepers: keepers)
    refuse(.role(.beheerder), house, .roleEpoch(beheerder), [one, two])
    try house.newEpoch(.jeugdbeschermer)
    let old = try house.admission(worker)
    let jurist = Admission(member: worker.member, role: .jurist, epoch: 1, box: old.box)
    refuse(.role(.jurist), house, .admission(jurist), [one, two])
    try house.newEpoch(.jeugdbeschermer)
    refuse(.epoch, house, .admission(old), [one, two])

    let lookup = try LookupKey.make(epoch: 1, keepers: keepers)
    let early = try house.admission(worker)
    let key = try LookupKey.open(lookup.custody[0].box, of: lookup, with: house.custodian.box)
    let box = try LookupKey.seal(key, epoch: 1, to: worker.box.publicKey)
    let whole = Admission(
      member: early.member, role: early.role, epoch: early.epoch, box: early.box, lookupBox: box)
    refuse(.custody, house, .admission(whole), [one, two])
    try house.take(house.record(.lookupKey(lookup), house.custodian, house.beheerder))
    try house.take(house.record(.admission(whole), house.custodian, house.beheerder))
    let present = try #require(house.view.lookupKey)
    let opened = try LookupKey.open(
      #require(house.view.lookupBox(of: worker.member)), of: present, with: worker.box)
    let same6 = opened.equals(key)
    #expect(same6)
  }

  @Test func aBoxOfAnotherRoleEpochOrKeyIsRefused() throws {
    let house = try Household()
    let keepers = house.view.custodians
    let first = try RoleSecret.make(.jurist, epoch: 1, keepers: keepers)
    let second = try RoleSecret.make(.jurist, epoch: 2, keepers: keepers)
    let other = try RoleSecret.make(.jurist, epoch: 1, keepers: keepers)
    for (box, epoch) in [(first, second), (second, first), (first, other)] {
      #expect(throws: ContextBox.BoxError.context) {
        _ = try RoleSecret.open(box.custody[0].box, of: epoch, with: house.custodian.box)
      }
    }
    let lookup = try LookupKey.make(epoch: 1, keepers: keepers)
    let wrong = LookupEpoch(epoch: 1, check: first.box, custody: lookup.custody)
    #expect(throws: ContextBox.BoxError.context) {
      _ = try LookupKey.open(lookup.custody[0].box, of: wrong, with: house.custodian.box)
    }
  }

  @Test func aDraftOnAnOlderDirectoryMustBeMadeAgain() throws {
    var house = try Household()
    let draft = try DirectoryDraft(
      .account(Keyed(5, .jurist).account), at: 1, on: house.view)
    #expect(try draft.missing(on: house.view) == [.beheerder, .custodian])
    try house.add(Keyed(3, .jeugdbeschermer))
    #expect(throws: DirectoryError.order) { try draft.check(on: house.view) }
  }
}
