import Records
import Sodium
import Testing
import Vocabulary

@testable import Directory

/// A directory with keys of two epochs, and keepers who came after them.
private struct KeptHouse: ~Copyable {
  var house: Household
  /// Came after all keys.
  let late = Keyed(5, .custodian)
  /// Made the FG's keys; epoch 2 is the newest.
  let fg = Keyed(7, .fg)
  let deputy = Keyed(8, .fg)
  let worker = Keyed(3, .jurist)

  init() throws {
    var house = try Household()
    try house.add(worker)
    try house.add(fg)
    try house.newEpoch(.jurist)
    try house.newEpoch(.jurist)
    let lookup = try LookupKey.make(epoch: 1, keepers: house.view.custodians)
    try house.take(house.record(.lookupKey(lookup), house.custodian, house.beheerder))
    for epoch in 1...2 as ClosedRange<UInt32> {
      let made = try RoleSecret.make(.fg, epoch: epoch, keepers: house.view.active(.fg))
      try house.take(house.record(.roleEpoch(made), fg, house.beheerder))
    }
    try house.add(deputy)
    try house.add(late)
    self.house = house
  }

  /// What the first custodian, or the FG, gives.
  func custody(_ key: KeptKey, to keyed: borrowing Keyed) throws -> Custody {
    let member = try #require(house.view.member(keyed.member))
    let giver = key.keeper == .fg ? fg.member : house.custodian.member
    let kept = try #require(house.view.member(giver)?.boxes[key])
    let pair = try BoxKeyPair(secret: Household.secret(key.keeper == .fg ? 135 : 130))
    return Custody(
      key: key, member: member.id,
      box: try key.reseal(kept.bytes, with: pair, to: member, in: house.view))
  }
}

@Suite struct CustodyTests {
  private let bram = (Household.id(1), UInt8(1))
  private let cato = (Household.id(2), UInt8(2))
  private let jurist1 = KeptKey.role(.jurist, epoch: 1)

  private func refuse(
    _ error: DirectoryError, _ kept: borrowing KeptHouse, _ custody: Custody,
    _ signers: [(Identifier, UInt8)], _ why: String
  ) {
    var view = kept.house.view
    let before = view
    let record = kept.house.unchecked(.custody(custody), signers)
    #expect(throws: error, "\(why)") { try view.extend(with: record) }
    #expect(view == before)
  }

  @Test("A later custodian is given every epoch of every role, and the lookup key; each box opens")
  func lateCustodian() throws {
    var kept = try KeptHouse()
    let late = try #require(kept.house.view.member(Household.id(5)))
    let keys = kept.house.view.lacking(late)
    #expect(
      keys == [.role(.jurist, epoch: 1), .role(.jurist, epoch: 2), .lookup(epoch: 1)])
    for key in keys {
      let custody = try kept.custody(key, to: kept.late)
      try kept.house.take(
        kept.house.record(.custody(custody), kept.house.custodian, kept.house.beheerder))
      let own = try #require(kept.house.view.member(late.id)?.boxes[key])
      try key.check(own.bytes, with: kept.late.box, in: kept.house.view)
      #expect(own.signers == [Household.id(1), Household.id(2)])
      #expect(
        kept.house.view.keepers(of: key).map(\.id) == [Household.id(2), Household.id(5)])
    }
    let now = try #require(kept.house.view.member(late.id))
    #expect(kept.house.view.lacking(now) == [])
    // Now they can give in their turn; with another custodian instead of a beheerder.
    let third = Keyed(6, .custodian)
    try kept.house.add(third)
    let member = try #require(kept.house.view.member(third.member))
    let own = try #require(now.boxes[jurist1])
    let custody = Custody(
      key: jurist1, member: third.member,
      box: try jurist1.reseal(
        own.bytes, with: kept.late.box, to: member, in: kept.house.view))
    try kept.house.take(
      kept.house.record(.custody(custody), kept.late, kept.house.custodian))
    #expect(kept.house.view.keepers(of: jurist1).count == 3)
    let again = try DirectoryView.verify(
      records: kept.house.records, anchor: Household.anchor)
    #expect(again == kept.house.view)
  }

  @Test("A deputy FG is given the older epochs by the FG and a beheerder, the newest by admission")
  func deputy() throws {
    var kept = try KeptHouse()
    let custody = try kept.custody(.role(.fg, epoch: 1), to: kept.deputy)
    let fg = (Household.id(7), UInt8(7))
    refuse(.functions(.custody), kept, custody, [bram, cato], "custodian and beheerder, for fg")
    refuse(.functions(.custody), kept, custody, [cato, fg], "fg and custodian")
    refuse(.subject, kept, custody, [bram, (Household.id(8), 8)], "signs for herself")
    let newest = Custody(
      key: .role(.fg, epoch: 2), member: Household.id(8), box: custody.box)
    refuse(.epoch, kept, newest, [bram, fg], "the newest comes by admission")
    try kept.house.take(
      kept.house.record(.custody(custody), kept.fg, kept.house.beheerder))
    let own = try #require(
      kept.house.view.member(Household.id(8))?.boxes[.role(.fg, epoch: 1)])
    try KeptKey.role(.fg, epoch: 1).check(own.bytes, with: kept.deputy.box, in: kept.house.view)
    // It admits to nothing: the newest epoch is still to be given.
    #expect(kept.house.view.admission(of: Household.id(8)) == nil)
    let deputy = try #require(kept.house.view.member(Household.id(8)))
    #expect(kept.house.view.lacking(deputy) == [.role(.fg, epoch: 2)])
  }

  @Test("Custody is refused: to whom, of what, in which box, signed by whom")
  func rules() throws {
    let kept = try KeptHouse()
    let good = try kept.custody(jurist1, to: kept.late)
    let lookup = try kept.custody(.lookup(epoch: 1), to: kept.late)
    let table: [(DirectoryError, KeptKey, Identifier, [UInt8], String)] = [
      (.role(.jurist), jurist1, Household.id(3), good.box, "a member of the role"),
      (.role(.beheerder), jurist1, Household.id(1), good.box, "a beheerder"),
      (.role(.fg), jurist1, Household.id(8), good.box, "an FG, a dossier role's key"),
      (.role(.fg), .lookup(epoch: 1), Household.id(8), lookup.box, "an FG, the lookup key"),
      (.role(.custodian), .role(.fg, epoch: 1), good.member, good.box, "a custodian, the FG's"),
      (
        .role(.beheerder), .role(.beheerder, epoch: 1), good.member, good.box,
        "a role without key"
      ),
      (.member, jurist1, Household.id(90), good.box, "nobody"),
      (.epoch, .role(.jurist, epoch: 3), good.member, good.box, "an epoch that is not yet there"),
      (.epoch, .role(.toezichthouder, epoch: 1), good.member, good.box, "a role not yet made"),
      (.epoch, .lookup(epoch: 2), good.member, lookup.box, "a lookup key not yet made"),
      (.kept, jurist1, Household.id(2), good.box, "who keeps it"),
      (.custody, jurist1, good.member, lookup.box, "the other kind of box"),
      (.custody, .lookup(epoch: 1), good.member, good.box, "the other kind of box"),
      (.custody, jurist1, good.member, good.box.dropLast().map { $0 }, "a byte short"),
      (.custody, jurist1, good.member, [], "no box"),
    ]
    for (error, key, member, box, why) in table {
      // Two who may sign and are not the subject, so that nothing but the act is wrong.
      let signers = key.role == .fg ? [bram, (Household.id(7), UInt8(7))] : [bram, cato]
      refuse(error, kept, Custody(key: key, member: member, box: box), signers, why)
    }
    let late = (Household.id(5), UInt8(5))
    refuse(.subject, kept, good, [bram, late], "who gets it signs")
    refuse(.subject, kept, good, [cato, late], "who gets it signs")
    refuse(.functions(.custody), kept, good, [bram, (Household.id(7), 7)], "an FG")
    refuse(.functions(.custody), kept, good, [cato, (Household.id(3), 3)], "a member")
    refuse(.samePerson, kept, good, [cato, cato], "one person")
    refuse(.signatures, kept, good, [cato], "one signature")
    refuse(.signature, kept, good, [bram, (Household.id(2), 9)], "another key")
  }

  @Test("Who does not keep a key cannot give it, whoever signs with them")
  func onlyKeepers() throws {
    var kept = try KeptHouse()
    let custody = try kept.custody(jurist1, to: kept.late)
    let third = Keyed(6, .custodian)
    try kept.house.add(third)
    let other = (Household.id(6), UInt8(6))
    refuse(.notKept, kept, custody, [bram, other], "neither keeps it")
    // Beside somebody who does, they may be the second signature.
    var draft = try DirectoryDraft(.custody(custody), at: 1, on: kept.house.view)
    try draft.sign(as: third.member, with: third.signing, on: kept.house.view)
    #expect(try draft.possibleSigners(on: kept.house.view).map(\.id) == [Household.id(2)])
    try kept.house.take(
      kept.house.record(.custody(custody), third, kept.house.custodian))
  }

  @Test("A second account of one's own person is no other: the subject does not sign")
  func ownSecondAccount() throws {
    var kept = try KeptHouse()
    let twin = Keyed(9, .custodian, person: 102)
    try kept.house.take(
      kept.house.record(.account(twin.account), kept.house.beheerder, kept.late))
    let custody = try kept.custody(jurist1, to: twin)
    refuse(.subject, kept, custody, [bram, cato], "to another account of who gives")
  }

  @Test("A change of key ends what a keeper has; it can be given again, and not by them meanwhile")
  func changeOfKey() throws {
    var kept = try KeptHouse()
    for key in [jurist1, .lookup(epoch: 1)] {
      let custody = try kept.custody(key, to: kept.late)
      try kept.house.take(
        kept.house.record(.custody(custody), kept.house.custodian, kept.house.beheerder))
    }
    let renewed = Keyed(30, .custodian)
    let keys = MemberKeys.prove(
      renewed.signing, box: renewed.box.publicKey, member: kept.late.member,
      name: kept.late.name)
    try kept.house.take(
      kept.house.record(
        .memberKey(kept.late.member, keys), kept.house.beheerder, kept.house.custodian))
    let late = try #require(kept.house.view.member(Household.id(5)))
    #expect(late.boxes.isEmpty && kept.house.view.lacking(late).count == 3)
    #expect(kept.house.view.keepers(of: jurist1).map(\.id) == [Household.id(2)])
    let third = Keyed(6, .custodian)
    try kept.house.add(third)
    let custody = try kept.custody(jurist1, to: third)
    refuse(.notKept, kept, custody, [bram, (Household.id(5), 30)], "has nothing any more")
    let again = try kept.custody(jurist1, to: kept.late)
    try kept.house.take(
      kept.house.record(.custody(again), kept.house.custodian, kept.house.beheerder))
    let own = try #require(kept.house.view.member(Household.id(5))?.boxes[jurist1])
    try jurist1.check(own.bytes, with: renewed.box, in: kept.house.view)
    // The first custodian's own boxes, of the keys' records, end in the same way.
    let anew = Keyed(31, .custodian)
    let changed = MemberKeys.prove(
      anew.signing, box: anew.box.publicKey, member: kept.house.custodian.member,
      name: kept.house.custodian.name)
    try kept.house.take(
      kept.house.record(
        .memberKey(kept.house.custodian.member, changed), kept.house.beheerder, third))
    #expect(kept.house.view.keepers(of: jurist1).map(\.id) == [Household.id(5)])
    #expect(kept.house.view.keepers(of: .lookup(epoch: 1)) == [])
  }

  @Test("Who is suspended is given nothing, gives nothing, and counts as keeper of nothing")
  func suspension() throws {
    var kept = try KeptHouse()
    let custody = try kept.custody(jurist1, to: kept.late)
    try kept.house.take(
      kept.house.record(.custody(custody), kept.house.custodian, kept.house.beheerder))
    try kept.house.take(
      kept.house.record(
        .suspension(kept.house.custodian.member), kept.house.beheerder, kept.late))
    #expect(kept.house.view.keepers(of: jurist1).map(\.id) == [Household.id(5)])
    let third = Keyed(6, .custodian)
    try kept.house.take(
      kept.house.record(.account(third.account), kept.house.beheerder, kept.late))
    let late = try #require(kept.house.view.member(Household.id(5)))
    let member = try #require(kept.house.view.member(third.member))
    let box = try jurist1.reseal(
      #require(late.boxes[jurist1]).bytes, with: kept.late.box, to: member,
      in: kept.house.view)
    let next = Custody(key: jurist1, member: third.member, box: box)
    refuse(.signer, kept, next, [bram, cato], "signed by who is suspended")
    let back = Custody(key: .lookup(epoch: 1), member: kept.house.custodian.member, box: box)
    refuse(.member, kept, back, [bram, (Household.id(5), 5)], "to who is suspended")
    try kept.house.take(
      kept.house.record(.custody(next), kept.late, kept.house.beheerder))
  }

  @Test("A box for another epoch, role or person does not pass for this key's when it is opened")
  func falseBoxes() throws {
    let kept = try KeptHouse()
    let second = try kept.custody(.role(.jurist, epoch: 2), to: kept.late)
    let lookup = try kept.custody(.lookup(epoch: 1), to: kept.late)
    let stranger = try RoleSecret.seal(
      BoxKeyPair.generate(), role: .jurist, epoch: 1, to: kept.late.box.publicKey)
    let key = try LookupKey.seal(
      SecretBytes.random(32), epoch: 1, to: kept.late.box.publicKey)
    for box in [second.box, lookup.box, stranger] {
      #expect(throws: ContextBox.BoxError.context) {
        try jurist1.check(box, with: kept.late.box, in: kept.house.view)
      }
    }
    #expect(throws: ContextBox.BoxError.context) {
      try KeptKey.lookup(epoch: 1).check(key, with: kept.late.box, in: kept.house.view)
    }
    let good = try kept.custody(jurist1, to: kept.late)
    #expect(throws: ContextBox.BoxError.self) {
      try jurist1.check(good.box, with: kept.deputy.box, in: kept.house.view)
    }
    try jurist1.check(good.box, with: kept.late.box, in: kept.house.view)
  }

  @Test("A custody body has one spelling: unknown, missing and wrong fields are refused")
  func spelling() throws {
    let box = [UInt8](repeating: 1, count: 80)
    for key in [jurist1, .lookup(epoch: 7)] {
      let body = DirectoryBody(
        at: 1, n: 9, prev: [UInt8](repeating: 2, count: 32),
        act: .custody(Custody(key: key, member: Household.id(5), box: box)))
      #expect(try DirectoryBody.decode(body.encode()) == body)
      let text = String(decoding: body.encode(), as: UTF8.self)
      for (from, to) in [
        (#""kind""#, #""key":1,"kind""#), (#""epoch":"#, #""epoch":-"#),
        (#""member":"#, #""lid":"#), (#""box":"#, #""bos":"#),
      ] {
        #expect(throws: (any Error).self, "\(to)") {
          try DirectoryBody.decode(Array(text.replacing(from, with: to).utf8))
        }
      }
    }
  }
}
