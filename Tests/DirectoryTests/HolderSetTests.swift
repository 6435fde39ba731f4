import Records
import Testing
import Vocabulary

@testable import Directory

@Suite("Share holders: a root share, no role key and no membership")
struct HolderSetTests {
  private static func holder(_ number: UInt8, _ name: String? = nil) -> ShareHolder {
    ShareHolder(
      person: Household.id(number), name: name ?? "Bewaarder \(number)",
      check: [UInt8](repeating: number, count: ShareHolder.checkCount))
  }

  private static func set(
    _ holders: [ShareHolder] = [holder(60), holder(61), holder(62)], ceremony: UInt32 = 1,
    threshold: Int = 2
  ) -> HolderSet {
    HolderSet(ceremony: ceremony, set: 0x1234, threshold: threshold, holders: holders)
  }

  /// A household with an FG, who signs about holders with the beheerder.
  private static func household() throws -> Household {
    var house = try Household()
    try house.add(Keyed(7, .fg))
    return house
  }

  private func refuse(_ error: DirectoryError, _ house: borrowing Household, _ set: HolderSet) {
    var view = house.view
    let record = house.unchecked(.holders(set), [(Household.id(1), 1), (Household.id(7), 7)])
    #expect(throws: error) { try view.extend(with: record) }
  }

  @Test("beheerder and FG name the holders, and every client reads the same")
  func named() throws {
    var house = try Self.household()
    let set = Self.set()
    try house.take(house.record(.holders(set), house.beheerder, Keyed(7, .fg)))
    let read = try DirectoryView.verify(records: house.records, anchor: Household.anchor)
    #expect(read.holders == set)
    #expect(read.holders?.holders.map(\.name) == ["Bewaarder 60", "Bewaarder 61", "Bewaarder 62"])
  }

  @Test(
    "a holder without a check, or with one of another length, is no record", arguments: [0, 31, 33])
  func checks(_ count: Int) throws {
    let house = try Self.household()
    let odd = ShareHolder(
      person: Household.id(63), name: "Bewaarder 63", check: [UInt8](repeating: 1, count: count))
    var view = house.view
    let record = house.unchecked(
      .holders(Self.set([Self.holder(60), odd])), [(Household.id(1), 1), (Household.id(7), 7)])
    #expect {
      try view.extend(with: record)
    } throws: {
      if case DirectoryError.malformed = $0 { true } else { false }
    }
  }

  @Test("a custodian does not sign about the root key: other people, other keys")
  func signers() throws {
    let house = try Self.household()
    var view = house.view
    let record = house.unchecked(
      .holders(Self.set()), [(Household.id(1), 1), (Household.id(2), 2)])
    #expect(throws: DirectoryError.functions(.holders)) { try view.extend(with: record) }
  }

  @Test("refused when a person is in two: a member, a name in other case, one person twice")
  func separation() throws {
    let house = try Self.household()
    refuse(.separation, house, Self.set([Self.holder(60), Self.holder(102)]))  // the custodian
    refuse(.separation, house, Self.set([Self.holder(60), Self.holder(61, "CUSTODIAN  2")]))
    refuse(.separation, house, Self.set([Self.holder(60), Self.holder(60, "Iemand anders")]))
    refuse(.separation, house, Self.set([Self.holder(60), Self.holder(61, "bewaarder 60")]))
  }

  @Test("who holds a share gets no account, whatever the function")
  func noAccount() throws {
    var house = try Self.household()
    try house.take(
      house.record(.holders(Self.set()), house.beheerder, Keyed(7, .fg)))
    var view = house.view
    for account in [
      Keyed(9, .custodian, person: 60).account, Keyed(9, .jurist, person: 61).account,
    ] {
      let record = house.unchecked(.account(account), [(Household.id(1), 1), (Household.id(2), 2)])
      #expect(throws: DirectoryError.separation) { try view.extend(with: record) }
    }
  }

  @Test("ceremonies follow each other: not the same number again, none left out")
  func ceremonies() throws {
    var house = try Self.household()
    refuse(.epoch, house, Self.set(ceremony: 2))
    try house.take(
      house.record(.holders(Self.set()), house.beheerder, Keyed(7, .fg)))
    refuse(.epoch, house, Self.set(ceremony: 1))
    refuse(.epoch, house, Self.set(ceremony: 3))
    try house.take(
      house.record(.holders(Self.set(ceremony: 2)), house.beheerder, Keyed(7, .fg)))
    #expect(house.view.holderSets.count == 2)
  }

  @Test(
    "one share is never enough, and there are as many holders as are needed",
    arguments: [(1, 3), (0, 3), (4, 3), (17, 17), (2, 17)])
  func numbers(_ threshold: Int, _ count: Int) throws {
    let house = try Self.household()
    let holders = (0..<count).map { Self.holder(UInt8(60 + $0)) }
    var view = house.view
    let record = house.unchecked(
      .holders(Self.set(holders, threshold: threshold)),
      [(Household.id(1), 1), (Household.id(7), 7)])
    #expect {
      try view.extend(with: record)
    } throws: {
      if case DirectoryError.malformed = $0 { true } else { false }
    }
  }
}
