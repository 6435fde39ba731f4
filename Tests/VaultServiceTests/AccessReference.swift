import VaultFixture
import Vocabulary

@testable import VaultClient

// What the rules of access say, written down apart from the code: the table of
// roles and sections, the purposes, and who does which act. A refusal speaks of the role, the purpose
// and the sections before it speaks of the dossier, so that it tells nobody whether there is one.

/// What must come of one act of one person on one dossier.
struct Expectation: Equatable, CustomStringConvertible {
  var result: CallResult
  /// The ways on of a refusal; nil where the table does not say.
  var ways: [String]?
  /// What a permitted opening brings.
  var sections: Set<Section> = []

  static func permit(_ sections: Set<Section> = []) -> Expectation {
    Expectation(result: .done, sections: sections)
  }

  /// Permitted by policy; the probe's own fault is found after that.
  static func permitted(but code: String) -> Expectation { Expectation(result: .failed(code)) }

  static func refuse(_ code: String, _ ways: [String]? = nil) -> Expectation {
    Expectation(result: .refused(code), ways: ways)
  }

  var description: String { "\(result) \(sections.map(\.name).sorted())" }
}

enum AccessRules {
  static let everything = Set(Section.allCases)
  static let reads: [Role: Set<Section>] = [
    .jeugdbeschermer: everything, .leidinggevende: everything, .toezichthouder: everything,
    .jurist: [.etiket, .kern, .plannen, .juridisch],
  ]
  static let writes: [Role: Set<Section>] = [
    .jeugdbeschermer: everything, .jurist: [.juridisch],
  ]
  static let purposes: [Role: Set<Purpose>] = [
    .jeugdbeschermer: [.uitvoering, .crisis, .recht], .jurist: [.juridisch, .recht],
    .leidinggevende: [.kwaliteitscontrole, .klacht], .toezichthouder: [.toezicht],
  ]
  /// Whom somebody without standing is sent to.
  static let waysIn: [Role: [String]] = [
    .jeugdbeschermer: ["ask-regie", "ask-leidinggevende", "noodtoegang"],
    .leidinggevende: ["ask-leidinggevende"], .jurist: ["ask-consult"],
    .toezichthouder: ["request-grant"],
  ]
  private static let approvers = ["ask-regie", "ask-leidinggevende"]

  static func expected(_ act: TriedAct, _ person: Person, _ dossier: PreparedDossier)
    -> Expectation
  {
    let standing = dossier.standing(person)
    switch act {
    case .open(let sections, let purpose):
      return content(
        reads, sections, purpose, person.function, standing, "role-reads-not",
        waits: dossier.exists)
    case .openForWriting(let sections, let purpose):
      return content(
        writes, sections, purpose, person.function, standing, "role-writes-not",
        waits: dossier.exists)
    case .append(let section):
      let found = content(
        writes, [section], nil, person.function, standing, "role-writes-not",
        waits: dossier.exists)
      return found.result == .done ? .permitted(but: "stale") : found
    case .involve, .handOverRegie, .endInvolvement:
      return approving(person, standing, else: .permitted(but: "clock"))
    case .consult: return approving(person, standing, else: .permitted(but: "policy"))
    case .readWraps(let section): return approving(person, standing, else: .permit([section]))
    case .readHead:
      // Who may ask for a grant, or take noodtoegang, names the head of a dossier not yet theirs.
      switch person.function {
      case .toezichthouder: return dossier.exists ? .permit() : .refuse("not-involved", [])
      case .jeugdbeschermer where dossier.exists: return .permit()
      default: return approving(person, standing, else: .permit())
      }
    case .requestGrant:
      guard person.function == .toezichthouder else { return .refuse("act-not-allowed", []) }
      return dossier.exists ? .permitted(but: "clock") : .refuse("not-involved", [])
    case .second:
      guard dossier.exists else { return .refuse("not-involved", []) }
      return approving(person, standing, else: .permitted(but: "stale"), tellsWays: false)
    case .readRequests: return .permit()
    case .explain:
      switch person.function {
      case .fg: return .permit()
      case .leidinggevende:
        return standing == .ownTeam
          ? .permit() : .refuse("not-involved", ["ask-leidinggevende"])
      default: return .refuse("act-not-allowed", ["ask-leidinggevende"])
      }
    }
  }

  /// Regie, or the leidinggevende of the team; nobody else.
  private static func approving(
    _ person: Person, _ standing: Standing, else permitted: Expectation, tellsWays: Bool = true
  ) -> Expectation {
    let ways = tellsWays ? approvers : nil
    switch (person.function, standing) {
    case (.jeugdbeschermer, .regie), (.leidinggevende, .ownTeam): return permitted
    case (.jeugdbeschermer, .involved): return .refuse("act-not-allowed", ways)
    case (.jeugdbeschermer, _): return .refuse("not-involved", ways)
    case (.leidinggevende, _):
      return .refuse("not-involved", tellsWays ? ["ask-leidinggevende"] : nil)
    default: return .refuse("act-not-allowed", ways)
    }
  }

  private static func content(
    _ table: [Role: Set<Section>], _ sections: [Section]?, _ purpose: Purpose?, _ role: Role,
    _ standing: Standing, _ code: String, waits: Bool
  ) -> Expectation {
    guard let purposes = purposes[role] else { return .refuse(code, []) }
    if let purpose, !purposes.contains(purpose) {
      return .refuse("purpose-not-allowed", ["choose-purpose"])
    }
    let able = table[role] ?? []
    let asked = sections.map(Set.init) ?? everything
    guard !able.isEmpty, sections == nil || asked.isSubset(of: able) else {
      return .refuse(code, ["choose-sections"])
    }
    let within = asked.intersection(able)
    // The toezichthouder's request for every dossier of the table waits for its seconds.
    if waits, role == .toezichthouder, standing == .none || standing == .grantEnded {
      return .refuse("second-pair-needed", ["await-second"])
    }
    switch standing {
    case .regie, .involved, .ownTeam: return .permit(within)
    case .granted(let named):
      let released = within.intersection(named)
      guard sections == nil ? !released.isEmpty : asked.isSubset(of: named) else {
        return .refuse(code, ["choose-sections"])
      }
      return .permit(released)
    case .grantEnded: return .refuse("grant-ended", waysIn[role])
    case .none: return .refuse("not-involved", waysIn[role])
    }
  }
}
