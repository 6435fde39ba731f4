import Records
import Sodium
import StrictJSON
import Testing
import Vocabulary

@testable import Directory

/// A directory with an FG, who signs for partners with the beheerder.
private struct PartnerHouse: ~Copyable {
  var house: Household
  let fg = Keyed(7, .fg)

  static let id = Household.id(60)

  init() throws {
    var house = try Household()
    try house.add(fg)
    self.house = house
  }

  static func keys(_ byte: UInt8) -> PartnerKeys {
    PartnerKeys(
      age: [UInt8](repeating: byte, count: 32), sign: [UInt8](repeating: byte &+ 1, count: 32),
      signNumber: [UInt8](repeating: byte &+ 2, count: 8))
  }

  static func partner(
    _ byte: UInt8 = 60, name: String = "Wijkteam Noord", keys: PartnerKeys? = nil
  ) -> NewPartner {
    NewPartner(
      partner: Household.id(byte), name: name, kind: .wijkteam, keys: keys ?? Self.keys(byte))
  }

  mutating func take(_ act: DirectoryAct) throws {
    try house.take(house.record(act, house.beheerder, fg))
  }
}

@Suite("Partners and the bundle key in the directory") struct PartnerTests {
  private let bram = (Household.id(1), UInt8(1))
  private let fg = (Household.id(7), UInt8(7))

  private func refuse(
    _ error: DirectoryError, _ kept: borrowing PartnerHouse, _ act: DirectoryAct,
    _ signers: [(Identifier, UInt8)], _ why: String
  ) {
    var view = kept.house.view
    let before = view
    let record = kept.house.unchecked(act, signers)
    #expect(throws: error, "\(why)") { try view.extend(with: record) }
    #expect(view == before)
  }

  /// Signed by the two who may, so that nothing but the act is wrong.
  private func refuse(
    _ error: DirectoryError, _ kept: borrowing PartnerHouse, _ act: DirectoryAct, _ why: String
  ) {
    refuse(error, kept, act, [bram, fg], why)
  }

  @Test("A partner comes, gets new keys and ends; each position keeps the keys that it had")
  func life() throws {
    var kept = try PartnerHouse()
    let first = PartnerHouse.partner()
    try kept.take(.partner(first))
    let next = PartnerHouse.keys(80)
    try kept.take(.partnerKey(PartnerHouse.id, next))
    try kept.take(.partner(PartnerHouse.partner(90, name: "Wijkteam Zuid")))
    let present = try #require(kept.house.view.partner(PartnerHouse.id))
    #expect(present.isActive && present.name == "Wijkteam Noord" && present.kind == .wijkteam)
    #expect(present.present.since == 4 && present.present.at == Household.at)
    #expect(present.keys == next)
    #expect(present.keys(at: 2) == nil)
    #expect(present.keys(at: 3) == first.keys)
    #expect(present.keys(at: 9) == next)
    try kept.take(.partnerEnd(PartnerHouse.id))
    let ended = try #require(kept.house.view.partner(PartnerHouse.id))
    #expect(!ended.isActive && ended.ended == 6)
    #expect(ended.keys(at: 5) == next && ended.keys(at: 6) == nil)
    // Who signs for it: by the newest key, until it ended, and at no position that is not there yet.
    let view = kept.house.view
    #expect(view.partnerKey(PartnerHouse.id) == nil)
    #expect(view.partnerKey(PartnerHouse.id, at: 5) == next.sign)
    #expect(view.partnerKey(PartnerHouse.id, at: 3) == first.keys.sign)
    #expect(view.partnerKey(Household.id(90)) == PartnerHouse.keys(90).sign)
    #expect(view.partnerKey(Household.id(90), at: view.position + 1) == nil)
    #expect(view.partnerKey(Household.id(1)) == nil, "a member is no partner")
    let other = PartnerHouse.keys(90).sign
    #expect(view.partner(signingBy: other)?.id == Household.id(90))
    #expect(view.partner(signingBy: next.sign) == nil && view.partner(signingBy: []) == nil)
    #expect(kept.house.view.partnerList.filter(\.isActive).map(\.name) == ["Wijkteam Zuid"])
    let again = try DirectoryView.verify(
      records: kept.house.records, anchor: Household.anchor)
    #expect(again == kept.house.view)
  }

  @Test("A partner is found by its whole name, or by how one or several begin")
  func names() throws {
    var kept = try PartnerHouse()
    for (byte, name) in [(60, "Wijkteam"), (70, "Wijkteam Noord"), (90, "School De Brug")] {
      try kept.take(.partner(PartnerHouse.partner(UInt8(byte), name: name)))
    }
    func found(_ word: String) -> [String] {
      kept.house.view.partners(namedLike: word).map(\.name)
    }
    #expect(found("wijk") == ["Wijkteam", "Wijkteam Noord"])
    #expect(found("wijkteam") == ["Wijkteam"])
    #expect(found("WIJKTEAM  n") == ["Wijkteam Noord"])
    #expect(found("Brug") == [])
    #expect(found("") == [] && found(" ") == [])
  }

  @Test("Keys younger than the limit, or other than at the last bundle, are new; others are not")
  func changeAlarm() throws {
    var kept = try PartnerHouse()
    try kept.take(.partner(PartnerHouse.partner()))
    let week: Int64 = 7 * 86_400_000
    func isNew(_ position: UInt32?, _ now: Int64) throws -> Bool {
      try #require(kept.house.view.partner(PartnerHouse.id))
        .isKeyNew(since: position, at: now, youngerThan: week)
    }
    #expect(try isNew(nil, Household.at + week - 1))
    #expect(try !isNew(nil, Household.at + week))
    #expect(try !isNew(3, Household.at + week))
    #expect(try isNew(2, Household.at + week), "the last bundle was before the partner was there")
    #expect(try isNew(3, Household.at - 1), "a clock that runs behind warns")
    try kept.take(.partnerKey(PartnerHouse.id, PartnerHouse.keys(80)))
    #expect(try isNew(3, Household.at + 10 * week))
    #expect(try !isNew(4, Household.at + 10 * week))
  }

  @Test("A partner's key that one person puts in: it takes a beheerder and an FG, two persons")
  func signers() throws {
    var kept = try PartnerHouse()
    let other = Keyed(8, .beheerder)
    let worker = Keyed(9, .leidinggevende)
    try kept.house.add(other)
    try kept.house.add(worker)
    let cato = (Household.id(2), UInt8(2))
    let acts: [(DirectoryAct, DirectoryAct.Kind)] = [
      (.partner(PartnerHouse.partner()), .partner),
      (.partnerKey(PartnerHouse.id, PartnerHouse.keys(80)), .partnerKey),
      (.bundleKey([UInt8](repeating: 99, count: 32)), .bundleKey),
      (.partnerEnd(PartnerHouse.id), .partnerEnd),
    ]
    for (act, kind) in acts {
      refuse(.signatures, kept, act, [bram], "\(kind): one signature")
      refuse(.signatures, kept, act, [fg], "\(kind): one signature")
      refuse(.samePerson, kept, act, [bram, bram], "\(kind): one person twice")
      refuse(.functions(kind), kept, act, [bram, (other.member, 8)], "\(kind): two beheerders")
      refuse(.functions(kind), kept, act, [bram, cato], "\(kind): a custodian instead of the FG")
      refuse(.functions(kind), kept, act, [cato, fg], "\(kind): a custodian for the beheerder")
      refuse(.functions(kind), kept, act, [(worker.member, 9), fg], "\(kind): a leidinggevende")
      refuse(.signature, kept, act, [bram, (fg.0, 9)], "\(kind): another key")
      try kept.take(act)
    }
  }

  @Test("A partner is refused: with an id, a key or a name that is there, and after its end")
  func rules() throws {
    var kept = try PartnerHouse()
    let first = PartnerHouse.partner()
    let fresh = PartnerHouse.keys(80)
    refuse(.partner, kept, .partnerKey(PartnerHouse.id, fresh), "keys of nobody")
    refuse(.partner, kept, .partnerEnd(PartnerHouse.id), "the end of nobody")
    refuse(.partner, kept, .partnerEnd(bram.0), "the end of a member")
    try kept.take(.partner(first))
    try kept.take(.bundleKey([UInt8](repeating: 99, count: 32)))

    let member = try #require(kept.house.view.member(bram.0)).keys
    func keys(age: [UInt8]? = nil, sign: [UInt8]? = nil) -> PartnerKeys {
      PartnerKeys(age: age ?? fresh.age, sign: sign ?? fresh.sign, signNumber: fresh.signNumber)
    }
    for (used, why) in [
      (keys(age: first.keys.age), "the age key of another"),
      (keys(sign: first.keys.sign), "the signing key of another"),
      (keys(sign: first.keys.age), "another's age key as signing key"),
      (keys(age: fresh.sign), "one key for both"),
      (keys(age: member.box), "a member's box key"),
      (keys(sign: member.sign), "a member's signing key"),
      (keys(sign: [UInt8](repeating: 99, count: 32)), "the bundle key"),
      (keys(sign: [UInt8](repeating: 12, count: 32)), "the log key"),
      (keys(sign: Household.anchor.institution), "the institution key"),
    ] {
      refuse(.repeated, kept, .partner(PartnerHouse.partner(70, name: "X", keys: used)), why)
      refuse(.repeated, kept, .partnerKey(PartnerHouse.id, used), why)
    }
    for used in [first.keys.age, first.keys.sign, member.sign, [UInt8](repeating: 99, count: 32)] {
      refuse(.repeated, kept, .bundleKey(used), "a bundle key that was named before")
      refuse(.repeated, kept, .logKey(used), "a log key that was named before")
    }
    refuse(
      .repeated, kept, .partner(PartnerHouse.partner(60, name: "X", keys: fresh)), "its id")
    refuse(
      .repeated, kept, .partner(PartnerHouse.partner(1, name: "X", keys: fresh)), "a member's id")
    for name in ["Wijkteam Noord", "WIJKTEAM noord", "Wijkteam  Noord"] {
      refuse(
        .partnerName, kept, .partner(PartnerHouse.partner(70, name: name, keys: fresh)), name)
    }
    var taken = Keyed(5, .jurist).account
    taken = Account(
      member: PartnerHouse.id, name: taken.name, function: .jurist, person: taken.person,
      keys: taken.keys)
    refuse(
      .repeated, kept, .account(taken), [bram, (Household.id(2), 2)], "a member with its id")

    try kept.take(.partnerEnd(PartnerHouse.id))
    refuse(.partner, kept, .partnerKey(PartnerHouse.id, fresh), "keys after the end")
    refuse(.partner, kept, .partnerEnd(PartnerHouse.id), "a second end")
    refuse(
      .repeated, kept, .partner(PartnerHouse.partner(60, name: "X", keys: fresh)),
      "its id after the end")
    refuse(
      .repeated, kept, .partner(PartnerHouse.partner(70, name: "X", keys: first.keys)),
      "its keys after the end")
    // The name is free again: the same team with another key is another partner.
    try kept.take(.partner(PartnerHouse.partner(70, keys: fresh)))
  }

  @Test("The bundle key in force is the newest; older ones stay by position; a key has one number")
  func bundleKeys() throws {
    var kept = try PartnerHouse()
    #expect(kept.house.view.bundleKey == nil)
    let (one, two) = ([UInt8](repeating: 98, count: 32), [UInt8](repeating: 99, count: 32))
    try kept.take(.bundleKey(one))
    try kept.take(.bundleKey(two))
    #expect(kept.house.view.bundleKey == BundleKey(key: two))
    #expect(kept.house.view.bundleKey(at: 2) == nil)
    #expect(kept.house.view.bundleKey(at: 3) == BundleKey(key: one))
    #expect(kept.house.view.bundleKey(at: 4) == BundleKey(key: two))
    #expect(BundleKey(key: one).number == Array(BLAKE2b.hash(one).prefix(8)))
    #expect(BundleKey(key: one).fingerprint != BundleKey(key: two).fingerprint)
    refuse(.repeated, kept, .bundleKey(one), "an older one comes back")
  }

  @Test("A fingerprint covers both keys and the number")
  func fingerprint() {
    let keys = PartnerHouse.keys(60)
    let zero = [UInt8](repeating: 0, count: 32)
    let others = [
      PartnerKeys(age: zero, sign: keys.sign, signNumber: keys.signNumber),
      PartnerKeys(age: keys.age, sign: zero, signNumber: keys.signNumber),
      PartnerKeys(age: keys.age, sign: keys.sign, signNumber: Array(zero.prefix(8))),
    ]
    #expect(Set((others + [keys]).map(\.fingerprint)).count == 4)
    #expect(keys.fingerprint.matches(keys.fingerprint.description.lowercased()))
  }

  @Test("A partner's body has one spelling; other lengths, kinds and names that hide are refused")
  func spelling() throws {
    let partner = PartnerHouse.partner()
    let bodies = [
      DirectoryAct.partner(partner), .partnerKey(PartnerHouse.id, PartnerHouse.keys(80)),
      .partnerEnd(PartnerHouse.id), .bundleKey([UInt8](repeating: 99, count: 32)),
    ].map {
      DirectoryBody(at: 1, n: 9, prev: [UInt8](repeating: 2, count: 32), act: $0)
    }
    for body in bodies {
      #expect(try DirectoryBody.decode(body.encode()) == body)
      let json = try CanonicalJSON.decode(body.encode(), limits: .record)
      for changed in [json.with("x", 1), json.with("partner", nil).with("key", nil)] {
        #expect(throws: JSONError.self) {
          try DirectoryBody.decode(CanonicalJSON.encode(changed))
        }
      }
    }
    let json = try CanonicalJSON.decode(bodies[0].encode(), limits: .record)
    let short: JSONValue = .base64([UInt8](repeating: 1, count: 31))
    for (field, value) in [
      ("kind", "Wijkteam"), ("kind", "buurt"), ("kind", nil), ("age", short), ("sign", short),
      ("sign_number", .base64([UInt8](repeating: 1, count: 7))), ("sign_number", nil),
      ("partner", "1234"), ("proof", short), ("name", nil), ("name", ""),
      // A name that looks like another's: zero width, turned round, a tag, a space that is none.
      ("name", "Wijkteam\u{200B} Noord"), ("name", "Wijkteam \u{202E}drooN"),
      ("name", "Wijkteam Noord\u{E0041}"), ("name", "Wijk\u{AD}team Noord"),
      ("name", " Wijkteam Noord"), ("name", "Wijkteam Noord "), ("name", "Wijkteam\nNoord"),
      ("name", "Wijkteam\u{1B}[2J"), ("name", .string(String(repeating: "w", count: 201))),
    ] as [(String, JSONValue?)] {
      let inner = try #require(json["partner"]).with(field, value)
      #expect(throws: JSONError.self, "\(field): \(String(describing: value))") {
        try DirectoryBody.decode(CanonicalJSON.encode(json.with("partner", inner)))
      }
    }
  }
}

extension JSONValue {
  /// This object with another value in a field, or without it.
  fileprivate func with(_ field: String, _ value: JSONValue?) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(
      members.filter { $0.key != field } + (value.map { [JSONMember(field, $0)] } ?? []))
  }
}
