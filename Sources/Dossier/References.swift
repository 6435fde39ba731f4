import StrictJSON

/// Checks that ids are unique and that what points to a person points to one that exists.
///
/// It walks the raw value rather than what could be read: a person whose birth date is wrong still
/// exists, and an entry with a wrong date can still point to nobody.
struct References {
  private let value: JSONValue
  private let list: ProblemList
  /// Role by id; nil for a person whose role could not be read.
  private var persons: [String: Rol?] = [:]

  init(_ value: JSONValue, list: ProblemList) {
    self.value = value
    self.list = list
    for person in value["betrokkenen"]?.arrayValue ?? [] {
      guard let id = person["id"]?.stringValue, persons[id] == nil else { continue }
      persons[id] = .some(person["rol"]?.stringValue.flatMap(Rol.init(rawValue:)))
    }
  }

  func check() {
    checkUnique("betrokkenen")
    checkUnique("entries")
    checkPlanVersions()
    each(value["gezin"]?["maatregelen"], at: "gezin.maatregelen") { maatregel, place in
      each(maatregel["kinderen"], at: "\(place).kinderen") { child($0, at: $1) }
    }
    each(value["betrokkenen"], at: "betrokkenen") { checkShielding($0, at: $1) }
    each(value["entries"], at: "entries") { checkEntry($0, at: $1) }
    each(value["plannen"], at: "plannen") { plan, place in
      each(plan["hulp"], at: "\(place).hulp") { hulp, place in
        guard hulp["voor"]?.stringValue != Hulp.wholeFamily else { return }
        person(hulp["voor"], at: "\(place).voor")
      }
    }
  }

  private func checkEntry(_ entry: JSONValue, at place: String) {
    each(entry["over"], at: "\(place).over") { person($0, at: $1) }
    each(entry["schaal"], at: "\(place).schaal") { child($0["kind"], at: "\($1).kind") }
    each(entry["eigenVerklaring"], at: "\(place).eigenVerklaring") {
      person($0["van"], at: "\($1).van")
    }
    checkShielding(entry, at: place)
    checkVoice(entry, at: "\(place).vanWie")
  }

  /// A voice is a person of this file: a child's of a child, a parent's of a parent or carer.
  private func checkVoice(_ entry: JSONValue, at place: String) {
    guard let stem = entry["stem"]?.stringValue.flatMap(Stem.init(rawValue:)),
      let owner = entry["vanWie"]?.stringValue
    else { return }
    switch stem {
    case .kind: child(entry["vanWie"], at: place)
    case .ouder:
      person(entry["vanWie"], at: place)
      if case .some(.some(let rol)) = persons[owner], rol != .ouder, rol != .verzorger {
        list.add(place, .notAParent(Quoted.safe(owner)))
      }
    }
  }

  private func checkShielding(_ record: JSONValue, at place: String) {
    each(record["afgeschermdVoor"], at: "\(place).afgeschermdVoor") {
      person($0["betrokkene"], at: "\($1).betrokkene")
    }
  }

  private func checkUnique(_ key: String) {
    var seen: Set<String> = []
    each(value[key], at: key) { item, place in
      guard let id = item["id"]?.stringValue, !seen.insert(id).inserted else { return }
      list.add("\(place).id", .duplicate(Quoted.safe(id)))
    }
  }

  private func checkPlanVersions() {
    var seen: Set<String> = []
    each(value["plannen"], at: "plannen") { plan, place in
      guard let soort = plan["soort"]?.stringValue, let versie = plan["versie"]?.intValue else {
        return
      }
      guard !seen.insert("\(soort) \(versie)").inserted else { return }
      list.add("\(place).versie", .duplicate("\(Quoted.safe(soort)) \(versie)"))
    }
  }

  private func person(_ value: JSONValue?, at place: String) {
    guard let id = value?.stringValue, persons[id] == nil else { return }
    list.add(place, .noSuchPerson(Quoted.safe(id)))
  }

  private func child(_ value: JSONValue?, at place: String) {
    person(value, at: place)
    guard let id = value?.stringValue, case .some(.some(let rol)) = persons[id], rol != .kind else {
      return
    }
    list.add(place, .notAChild(Quoted.safe(id)))
  }

  private func each(_ list: JSONValue?, at place: String, _ body: (JSONValue, String) -> Void) {
    for (index, item) in (list?.arrayValue ?? []).enumerated() { body(item, "\(place)[\(index)]") }
  }
}
