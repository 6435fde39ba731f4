import Foundation
import Policy
import Vocabulary

let noon: Int64 = 1_700_000_000_000
let dayLong: Int64 = 86_400_000

/// The files as they are shipped.
enum Shipped {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Policies")

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  static func policy() throws -> Policy {
    try Policy(
      rollen: bytes("rollen.json"), toegang: bytes("toegang.json"),
      overdracht: bytes("overdracht.json"))
  }

  /// A shipped file with one value replaced; a nil value removes the key.
  static func changed(_ name: String, _ path: [String], _ value: Any?) throws -> [UInt8] {
    func change(_ object: Any?, _ path: ArraySlice<String>) -> Any? {
      guard let key = path.first else { return value }
      var members = object as? [String: Any] ?? [:]
      members[key] = change(members[key], path.dropFirst())
      return members
    }
    let object = try JSONSerialization.jsonObject(with: Data(bytes(name)))
    let data = try JSONSerialization.data(withJSONObject: change(object, path[...]) ?? [:])
    return Array(data)
  }
}

func id(_ number: UInt8) -> Identifier {
  Identifier([UInt8](repeating: number, count: 16)) ?? .zero
}

let me = id(1)
let other = id(2)
let family = id(9)

func member(
  _ role: Role, number: UInt8 = 1, person: UInt8? = nil, team: String? = nil,
  region: String? = nil, standing: MemberFacts.Standing = .active
) -> MemberFacts {
  MemberFacts(
    id: id(number), person: id(100 + (person ?? number)), standing: standing,
    memberships: [MemberFacts.Membership(role, team: team, region: region)])
}

func dossier(
  _ periods: [Involvement.Period] = [], grants: [GrantFacts] = [], region: String? = nil
) -> DossierFacts {
  DossierFacts(id: family, team: "noord", region: region, involvement: periods, grants: grants)
}

func period(
  _ sort: Involvement.Sort, of member: Identifier = me, since: Int64 = noon - 10,
  until: Int64? = nil
) -> Involvement.Period {
  Involvement.Period(id: id(50), member: member, sort: sort, since: since, until: until)
}

func grant(
  _ role: Role, of member: Identifier = me, _ sections: [Section] = Section.allCases,
  from: Int64 = noon - 10, until: Int64 = noon + 10, endedAt: Int64? = nil, approved: Bool = true,
  number: UInt8 = 60
) -> GrantFacts {
  GrantFacts(
    id: id(number), member: member, role: role, sections: Set(sections), from: from, until: until,
    endedAt: endedAt, approved: approved)
}

extension Decision {
  var code: Refusal.Code? {
    guard case .refuse(let refusal) = outcome else { return nil }
    return refusal.code
  }

  var refusal: Refusal? {
    guard case .refuse(let refusal) = outcome else { return nil }
    return refusal
  }

  var permit: Permit? {
    guard case .permit(let permit) = outcome else { return nil }
    return permit
  }
}
