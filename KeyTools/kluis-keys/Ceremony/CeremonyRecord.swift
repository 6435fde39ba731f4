import CommandTree
import Desk
import Directory
import StrictJSON

/// Which keys were made when people came together.
enum CeremonyKind: String, CaseIterable, Sendable {
  /// The root key, divided over share holders.
  case root
  /// The roles' keys, by custodians.
  case roles
  /// The institution's key and the host's own: service, log, bundles.
  case service
}

/// Who was in the room, and what was made there; a file that anybody may read.
///
/// It holds no secret. The next ceremony takes it to see that nobody is in two.
struct CeremonyRecord: Equatable {
  private static let schema = "dossierkluis/ceremony/1"
  /// With one person there would be nobody who saw it.
  static let fewestPeople = 2
  private static let limits = JSONLimits(bytes: InputFile.smallLimit)

  let kind: CeremonyKind
  /// Milliseconds UTC.
  let at: Int64
  let people: [String]
  /// Of a root ceremony: the holders are its people.
  let holders: HolderSet?

  func encode() -> [UInt8] {
    CanonicalJSON.encode(
      .object(present: [
        ("at", .int(at)), ("holders", holders.map { .object(present: $0.fields) }),
        ("kind", .string(kind.rawValue)), ("people", .array(people.map { .string($0) })),
        ("schema", .string(Self.schema)),
      ]))
  }

  init(kind: CeremonyKind, at: Int64, people: [String]) {
    self.kind = kind
    self.at = at
    self.people = people
    holders = nil
  }

  init(holders: HolderSet, at: Int64) {
    kind = .root
    self.at = at
    people = holders.holders.map(\.name)
    self.holders = holders
  }

  init(decoding bytes: [UInt8]) throws(JSONError) {
    let object = try JSONObject(CanonicalJSON.decode(bytes, limits: Self.limits))
    try object.allowOnly(["at", "holders", "kind", "people", "schema"])
    guard try object.requireString("schema") == Self.schema else {
      throw object.error(.notAllowed(expected: Self.schema), "schema")
    }
    guard let kind = CeremonyKind(rawValue: try object.requireString("kind")) else {
      throw object.error(.notAllowed(expected: "root, roles or service"), "kind")
    }
    self.kind = kind
    at = try object.requireInt("at", within: 0...CanonicalJSON.integers.upperBound)
    people = try object.requireStrings("people")
    if let set = try object.optionalObject("holders") {
      try set.allowOnly(["ceremony", "holders", "set", "threshold"])
      holders = try HolderSet(set)
    } else {
      holders = nil
    }
    guard (holders != nil) == (kind == .root) else {
      throw object.error(.notAllowed(expected: "holders, of a root ceremony only"), "holders")
    }
  }
}

/// Three ceremonies, three sets of people.
enum PeopleApart {
  /// Refuses too few people, somebody twice, and somebody who was at a ceremony of another kind.
  ///
  /// Names are compared without case and spaces: whoever gives another name is not found, which is
  /// why the script has people show who they are.
  /// - Throws: 64 `too-few-people`, `bad-name`; 77 `in-two`
  static func check(
    _ people: [String], at kind: CeremonyKind, others: [CeremonyRecord]
  ) throws(Failure) {
    for name in people where !JSONObject.isPlainText(name) {
      throw Failure.usage(
        "bad-name",
        Text(
          nl: "een naam heeft 1 tot 200 tekens, zonder stuurtekens",
          en: "a name has 1 to 200 characters, without control characters"))
    }
    guard people.count >= CeremonyRecord.fewestPeople else {
      throw Failure.usage(
        "too-few-people",
        Text(
          nl: "een ceremonie heeft minstens \(CeremonyRecord.fewestPeople) mensen",
          en: "a ceremony has at least \(CeremonyRecord.fewestPeople) people"))
    }
    var seen: Set<String> = []
    for name in people where !seen.insert(HolderSet.compared(name)).inserted {
      throw inTwo(name, Text(nl: "twee keer in deze ceremonie", en: "in this ceremony twice"))
    }
    for other in others where other.kind != kind {
      for name in other.people where seen.contains(HolderSet.compared(name)) {
        throw inTwo(
          name,
          Text(
            nl: "ook in de ceremonie \(other.kind.rawValue)",
            en: "in the ceremony \(other.kind.rawValue) too"))
      }
    }
  }

  private static func inTwo(_ name: String, _ where: Text) -> Failure {
    Failure(
      ExitCode.refused, "in-two",
      Text(nl: "\(name) is \(`where`.nl)", en: "\(name) is \(`where`.en)"),
      hint: Text(
        nl:
          "neem iemand anders: wie in twee ceremonies zit, krijgt te veel in één hand; zijn het naamgenoten, schrijf er dan bij wie het is",
        en:
          "take somebody else: who is in two ceremonies gets too much into one hand; if two people share a name, write who it is beside it"
      ))
  }
}
