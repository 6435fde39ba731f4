import AuditLog
import Dossier
import Foundation
import Records
import Socket
import StrictJSON
import Synchronization
import Testing
import VaultFixture
import Vocabulary
import Wire

@testable import VaultClient

/// What one row of the table came to.
private struct RowResult: Sendable {
  let person: Person
  let dossier: PreparedDossier
  let act: TriedAct
  var faults: [String] = []
  var refusal: Refusal?

  func fault(_ text: String) -> String {
    "\(person.function) (\(person)), \(dossier.story), \(act): \(text)"
  }
}

@Suite("Every role, section, act and standing, through the real service", .serialized)
struct AccessTableTests {
  @Test("R9: the whole table of access gives what the rules say, and every refusal is in the log")
  func table() throws {
    let standings = try AccessStandings()
    let people = Person.allCases
    let results = Mutex<[RowResult]>([])
    try AtOnce.run(people.count) { index in
      let tried = try TableWalk(standings, people[index]).walk()
      results.withLock { $0 += tried }
    }
    let all = results.withLock { $0 }
    let faults = all.flatMap { row in row.faults.map { row.fault($0) } }
    #expect(faults == [])
    // Seven kinds of member, thirteen dossiers: a table that shrank would prove less than it says.
    #expect(all.count >= 4_000)
    #expect(Set(all.map(\.person.function)) == Set(Role.allCases))
    #expect(Set(all.map(\.dossier.id)).count == 13)

    let fg = try standings.world.session(.fg)
    let log = try fg.wholeLog()
    var missing: [String] = []
    for row in all {
      guard let refusal = row.refusal else { continue }
      let leaf = log.indices.contains(refusal.reference) ? log[refusal.reference] : nil
      let member = standings.world.id(row.person)
      if leaf?.outcome != .refuse || leaf?.reason != refusal.code || leaf?.actor != member {
        missing.append(row.fault("its leaf is \(String(describing: leaf))"))
      }
    }
    #expect(missing == [])
    #expect(all.count { $0.refusal != nil } > 2_000)
  }

  @Test("acts of a role alone: log, directory, creating, listing, for each kind of member")
  func roleActs() throws {
    let world = try AccessVault()
    let sanne = try world.session(.sanne)
    let made = try sanne.create(Families.gezin("anne")).id
    for person in Person.allCases {
      let session = try world.session(person)
      func expect(_ act: String, _ permitted: Bool, _ call: () throws -> CallResult) throws {
        let result = try outcome(call)
        #expect(
          permitted
            ? result == .done || result == .failed("directory")
            : result == .refused("act-not-allowed"), "\(person) \(act): \(result)")
      }
      let isFG = person.function == .fg
      try expect("log.read", isFG) {
        try session.readLog(from: 0, count: 10).isEmpty ? .other("empty") : .done
      }
      try expect("log.checkpoint", isFG) {
        _ = try session.checkpoint()
        return .done
      }
      for part in LogPart.allCases {
        try expect("log.copy \(part)", isFG) {
          try session.probe(
            "log.copy", [("from", .int(0)), ("part", .string(part.rawValue))], .logExport)
        }
      }
      try expect("section.begin", person.function == .jeugdbeschermer) {
        let id = Identifier.random()
        return try session.probe(
          "section.begin", [("dossier", .id(id)), ("sections", .sections(Section.allCases))],
          .sectionBegin, dossier: id)
      }
      try expect(
        "directory.append", [.fg, .beheerder, .custodian].contains(person.function)
      ) {
        try session.probe(
          "directory.append", [("record", .base64(Array("{}".utf8)))], .directory,
          failing: "directory")
      }
      for purpose in Purpose.allCases {
        let result = try outcome {
          let listed = try session.list(purpose: purpose)
          let sees = [.sanne, .leidinggevende].contains(person)
          return listed.map(\.id) == (sees ? [made] : []) ? .done : .other("\(listed)")
        }
        let expected: CallResult =
          AccessRules.purposes[person.function].map {
            $0.contains(purpose) ? .done : .refused("purpose-not-allowed")
          } ?? .refused("role-reads-not")
        #expect(result == expected, "\(person) lists for \(purpose)")
      }
    }
  }

  private func outcome(_ call: () throws -> CallResult) throws -> CallResult {
    do { return try call() } catch ClientError.refused(let refusal) {
      #expect(ClientError.refused(refusal).exitCode == 77)
      return .refused(refusal.code)
    }
  }
}

/// One person's walk through the table, on one session.
private final class TableWalk {
  let standings: AccessStandings
  let person: Person
  private let session: VaultSession
  private let last = LastAnswer()

  init(_ standings: AccessStandings, _ person: Person) throws {
    self.standings = standings
    self.person = person
    let last = last
    session = try standings.world.session(
      person,
      channel: standings.world.vault.channel { message, send in
        let answer = try send(message)
        last.bytes = answer
        return answer
      })
  }

  func walk() throws -> [RowResult] {
    var rows: [RowResult] = []
    for dossier in standings.dossiers {
      for act in acts { rows.append(try row(act, dossier)) }
    }
    return rows
  }

  private var acts: [TriedAct] {
    let own = AccessRules.purposes[person.function]?.sorted { $0.rawValue < $1.rawValue }.first
    let purpose = own ?? .uitvoering
    var acts: [TriedAct] = Purpose.allCases.map { .open(nil, $0) }
    acts += Purpose.allCases.map { .openForWriting([.juridisch], $0) }
    acts += [
      .open([.etiket, .journaal], purpose), .open([.kern, .juridisch], purpose),
      .openForWriting([.kern, .juridisch], purpose),
    ]
    for section in Section.allCases {
      acts += [
        .open([section], purpose), .openForWriting([section], purpose), .append(section),
        .readWraps(section),
      ]
    }
    return acts + [
      .involve, .handOverRegie, .endInvolvement, .consult, .requestGrant, .second, .readHead,
      .readRequests, .explain,
    ]
  }

  private func row(_ act: TriedAct, _ dossier: PreparedDossier) throws -> RowResult {
    var row = RowResult(person: person, dossier: dossier, act: act)
    let expected = AccessRules.expected(act, person, dossier)
    last.bytes = []
    do {
      let (result, sections) = try attempt(act, dossier)
      if result != expected.result || sections != expected.sections {
        row.faults.append("\(result) \(sections.map(\.name).sorted()), expected \(expected)")
      }
    } catch ClientError.refused(let refusal) {
      row.refusal = refusal
      if expected.result != .refused(refusal.code) {
        row.faults.append("refused: \(refusal.code), expected \(expected)")
      }
      if let ways = expected.ways, ways != refusal.ways {
        row.faults.append("ways on \(refusal.ways), expected \(ways)")
      }
      if ClientError.refused(refusal).exitCode != 77 { row.faults.append("not 77") }
      if let leak = last.leak { row.faults.append("a refusal brings \(leak)") }
    } catch { row.faults.append("\(error), expected \(expected)") }
    return row
  }

  private func attempt(
    _ act: TriedAct, _ dossier: PreparedDossier
  ) throws -> (CallResult, Set<Section>) {
    let colleague = standings.world.id(person == .youssef ? .sanne : .youssef)
    switch act {
    case .open(let sections, let purpose):
      let opened = try session.open(dossier.id, sections: sections, purpose: purpose)
      let released = Set(opened.sections)
      let contents = standings.gezin.contents().filter { released.contains($0.section) }
      guard opened.revisions.map(\.content) == contents else { return (.other("content"), []) }
      guard sections != nil || Set(opened.notRead).union(released) == AccessRules.everything
      else { return (.other("does not say what it lacks"), []) }
      return (.done, released)
    case .openForWriting(let sections, let purpose):
      let writable = try session.openForWriting(
        dossier.id, sections: sections, purpose: purpose)
      return (.done, Set(writable.sections.keys))
    case .append(let section): return (try session.probeAppend(dossier.id, section), [])
    case .involve:
      return (try session.probeInvolvement(.betrokken, of: colleague, in: dossier.id), [])
    case .handOverRegie:
      return (try session.probeInvolvement(.regie, of: colleague, in: dossier.id), [])
    case .endInvolvement:
      return (try session.probeInvolvement(.end, of: colleague, in: dossier.id), [])
    case .consult: return (try session.probeConsult(standings.otherJurist, dossier.id), [])
    case .requestGrant: return (try session.probeRequest(dossier.id), [])
    case .second:
      let function: SigningFunction =
        [.jeugdbeschermer, .jurist].contains(person.function) ? .regie : .role(person.function)
      return (
        try session.probeSecond(
          dossier.request, as: function, dossier.id, known: dossier.exists), []
      )
    case .readHead:
      _ = try session.accessState(of: dossier.id)
      return (.done, [])
    case .readWraps(let section):
      let result = try session.probe(
        "access.wraps",
        [("dossier", .id(dossier.id)), ("sections", .sections([section]))], .accessWraps,
        dossier: dossier.id)
      return (result, last.hasSecrets ? [] : [section])
    case .readRequests:
      let requests = try session.requests(of: dossier.id).map(\.hash)
      let sees =
        person == .toezichthouder || dossier.standing(person) == .regie
        || dossier.standing(person) == .ownTeam
      return (
        requests == (sees && dossier.exists ? [dossier.request] : []) ? .done : .other("requests"),
        []
      )
    case .explain:
      _ = try session.explain(colleague, dossier: dossier.id)
      return (.done, [])
    }
  }
}

/// The last answer on a connection, as it came.
private final class LastAnswer {
  var bytes: [UInt8] = []

  private var response: Response? { try? Response(message: bytes) }
  private var result: JSONObject? { try? response?.outcome.get() }

  var hasSecrets: Bool { result?["secrets"] != nil }

  /// What a refusal may never bring.
  var leak: String? {
    guard let result else { return "nothing that can be read" }
    if response?.tail.isEmpty == false { return "rows" }
    return ["secrets", "links"].first { result[$0] != nil }
  }
}
