import Foundation
import Policy
import Sharing
import Testing
import Vocabulary

@Suite struct PolicyFileTests {
  /// One change to a shipped file, the rule it breaks, and the place that the error names.
  struct Weakening: CustomTestStringConvertible, Sendable {
    let rule: FloorRule
    let file: String
    let path: [String]
    let json: String
    let place: String

    init(_ rule: FloorRule, _ file: String, _ path: String, _ json: String) {
      self.rule = rule
      self.file = file
      self.path = path.split(separator: "/").map(String.init)
      self.json = json
      place = self.path.joined(separator: ".")
    }

    var testDescription: String { "\(rule.rawValue) \(place)" }

    func bytes() throws -> [UInt8] {
      let value = try JSONSerialization.jsonObject(
        with: Data(json.utf8), options: .fragmentsAllowed)
      return try Shipped.changed(file, path, value)
    }
  }

  static let weakenings: [Weakening] = [
    .init(.fourEyes, "toegang.json", "vier_ogen/grant-toezichthouder/aantal", "1"),
    .init(.fourEyes, "toegang.json", "vier_ogen/grant-toezichthouder/aantal", "0"),
    .init(.fourEyes, "rollen.json", "rollen/toezichthouder/grond", "\"team\""),
    .init(.requestTerm, "toegang.json", "vier_ogen/grant-toezichthouder/geldig_dagen", "15"),
    .init(.refusalLogged, "toegang.json", "weigeringen_in_log", "false"),
    .init(.noContent, "rollen.json", "rollen/fg/secties/kern", "[\"lezen\"]"),
    .init(.noContent, "rollen.json", "rollen/fg/grond", "\"betrokkenheid\""),
    .init(.noContent, "rollen.json", "rollen/fg/uitvoer", "true"),
    .init(.noContent, "rollen.json", "rollen/beheerder/secties/etiket", "[\"lezen\"]"),
    .init(.noContent, "rollen.json", "rollen/custodian/secties/juridisch", "[\"delen\"]"),
    .init(.keepersApart, "toegang.json", "handelingen/aanmaken", "[\"beheerder\"]"),
    .init(.keepersApart, "toegang.json", "handelingen/betrekken", "[\"regie\", \"custodian\"]"),
    .init(
      .keepersApart, "toegang.json", "vier_ogen/grant-toezichthouder/tweeden",
      "[\"regie\", \"fg\"]"),
    .init(.oneRegie, "rollen.json", "betrokkenheid/regie_per_gezin", "2"),
    .init(.oneRegie, "rollen.json", "betrokkenheid/regie_per_gezin", "0"),
    .init(.oneRegie, "rollen.json", "betrokkenheid/soorten", "[\"betrokken\"]"),
    .init(.oneRegie, "toegang.json", "handelingen/aanmaken", "[\"leidinggevende\"]"),
    .init(.grantEnds, "toegang.json", "toestemming/jurist/dagen", "367"),
    .init(.grantEnds, "toegang.json", "toestemming/toezichthouder/dagen", "367"),
    .init(.approverReads, "toegang.json", "handelingen/consult", "[\"jurist\"]"),
    .init(
      .approverReads, "toegang.json", "vier_ogen/grant-toezichthouder/tweeden",
      "[\"regie\", \"toezichthouder\"]"),
    .init(.fgSeesLog, "toegang.json", "handelingen/log-lezen", "[\"leidinggevende\"]"),
    .init(.fgSeesLog, "toegang.json", "handelingen/log-uitvoeren", "[\"beheerder\"]"),
    .init(.fgSeesLog, "toegang.json", "handelingen/uitleg", "[\"leidinggevende\"]"),
    .init(.supervisorNoExport, "rollen.json", "rollen/toezichthouder/uitvoer", "true"),
    .init(
      .supervisorNoExport, "rollen.json", "rollen/toezichthouder/secties/kern",
      "[\"lezen\", \"schrijven\"]"),
    .init(.emergencyTerm, "toegang.json", "noodtoegang/uren", "25"),
    .init(.emergencyTerm, "toegang.json", "noodtoegang/beoordeling_werkdagen", "4"),
    .init(.fourEyes, "toegang.json", "vier_ogen/policy/aantal", "1"),
    .init(.fourEyes, "toegang.json", "vier_ogen/noodtoegang/aantal", "1"),
    .init(.fourEyes, "toegang.json", "vier_ogen/r3-ground/aantal", "0"),
    .init(.fgDecides, "toegang.json", "vier_ogen/policy/tweeden", "[\"leidinggevende\"]"),
    .init(
      .fgDecides, "toegang.json", "vier_ogen/policy/tweeden", "[[\"fg\", \"custodian\"]]"),
    .init(.fgDecides, "toegang.json", "vier_ogen/noodtoegang/tweeden", "[\"leidinggevende\"]"),
    .init(
      .keepersApart, "toegang.json", "vier_ogen/r3-ground/tweeden",
      "[\"leidinggevende\", [\"regie\", \"fg\"]]"),
    .init(.keepersApart, "toegang.json", "vier_ogen/r3-ground/aanvragers", "[\"beheerder\"]"),
    .init(.writeNeedsRead, "rollen.json", "rollen/jurist/secties/onderzoek", "[\"schrijven\"]"),
    .init(
      .labelStays, "overdracht.json", "partners/gecertificeerde-instelling/secties",
      "[\"etiket\", \"kern\"]"),
    .init(.shareTerm, "overdracht.json", "geldig_dagen", "91"),
    .init(.newKeyCompared, "overdracht.json", "sleutel_nieuw_dagen", "6"),
    .init(.bsnByLaw, "overdracht.json", "partners/school/bsn", "true"),
    .init(.bsnByLaw, "overdracht.json", "partners/politie/bsn", "true"),
    .init(.bsnByLaw, "overdracht.json", "partners/overig/bsn", "true"),
  ]

  /// R18: what the two of them allow together; `overig` has no ground besides consent.
  static let groundless = Weakening(
    .shareNeedsGround, "overdracht.json", "partners/overig/toestemming", "false")

  func load(_ file: String, _ bytes: [UInt8]) throws -> Policy {
    func bytesOf(_ name: String) throws -> [UInt8] {
      name == file ? bytes : try Shipped.bytes(name)
    }
    return try Policy(
      rollen: bytesOf("rollen.json"), toegang: bytesOf("toegang.json"),
      overdracht: bytesOf("overdracht.json"))
  }

  @Test("R18 a kind of partner that gets something needs consent or a ground for it")
  func noGround() throws {
    let error = try #require(throws: PolicyError.self) {
      try load(Self.groundless.file, Self.groundless.bytes())
    }
    #expect(error.reason == .belowFloor(.shareNeedsGround, place: "partners.overig.gronden"))
    let nothing = try JSONSerialization.jsonObject(
      with: Data(#"{"secties":[],"bsn":false,"toestemming":false,"gronden":[]}"#.utf8))
    let closed = try load(
      "overdracht.json", Shipped.changed("overdracht.json", ["partners", "overig"], nothing))
    #expect(closed.sharing?[.overig].sections.isEmpty == true)
  }

  @Test("a policy below the floor is refused, with file, place and rule", arguments: weakenings)
  func floor(weakening: Weakening) throws {
    let error = try #require(throws: PolicyError.self) {
      try load(weakening.file, weakening.bytes())
    }
    #expect(error.file.rawValue == weakening.file)
    #expect(error.reason == .belowFloor(weakening.rule, place: weakening.place))
    #expect(error.description.contains(weakening.place))
    #expect(error.description.contains(weakening.rule.rawValue))
  }

  @Test("every rule of the floor has a weakening here and a row in the README")
  func floorIsWhole() throws {
    let broken = (Self.weakenings + [Self.groundless]).map(\.rule)
    #expect(Set(broken) == Set(FloorRule.allCases))
    let readme = String(decoding: try Shipped.bytes("README.md"), as: UTF8.self)
    let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| `") && $0.contains("-") }
    for rule in FloorRule.allCases {
      #expect(rows.contains { $0.hasPrefix("| `\(rule.rawValue)` |") }, "\(rule.rawValue)")
    }
  }

  static let strangers: [(file: String, path: String, json: String?, place: String)] = [
    ("rollen.json", "rollen/fg", nil, "rollen.fg"),
    ("rollen.json", "rollen/directeur", "{}", "rollen.directeur"),
    ("rollen.json", "rollen/jurist/secties/kern", "[\"lezen\", \"lezen\"]", "kern[1]"),
    ("rollen.json", "rollen/jurist/secties/kern", "[\"printen\"]", "kern[0]"),
    ("rollen.json", "rollen/jurist/secties/dagboek", "[]", "secties.dagboek"),
    ("rollen.json", "rollen/jurist/secties/journaal", nil, "secties.journaal"),
    ("rollen.json", "rollen/jurist/grond", "\"gevoel\"", "rollen.jurist.grond"),
    ("rollen.json", "schema", "\"dossierkluis/rollen/2\"", "schema"),
    ("toegang.json", "doelen/jurist", "[\"nieuwsgierig\"]", "doelen.jurist[0]"),
    ("toegang.json", "toestemming/jurist/dagen", "0", "toestemming.jurist.dagen"),
    ("toegang.json", "toestemming/jurist/dagen", "\"30\"", "toestemming.jurist.dagen"),
    ("toegang.json", "handelingen/consult", "[]", "handelingen.consult"),
    ("toegang.json", "handelingen/toveren", "[\"fg\"]", "handelingen.toveren"),
    ("toegang.json", "kantooruren/van", "\"24:00\"", "kantooruren.van"),
    ("toegang.json", "kantooruren/tot", "\"8:00\"", "kantooruren.tot"),
    ("toegang.json", "opzoeken_per_dag", "0", "opzoeken_per_dag"),
    ("toegang.json", "grenzen/frame_bytes", "1", "grenzen.frame_bytes"),
    ("toegang.json", "weigeringen_in_log", nil, "weigeringen_in_log"),
    ("overdracht.json", "schema", "\"dossierkluis/overdracht-regels/2\"", "schema"),
    ("overdracht.json", "bijlagen", "true", "bijlagen"),
    ("overdracht.json", "geldig_dagen", "0", "geldig_dagen"),
    ("overdracht.json", "geldig_dagen", "\"30\"", "geldig_dagen"),
    ("overdracht.json", "taxatie_dagen", nil, "taxatie_dagen"),
    ("overdracht.json", "partners/ggz", nil, "partners.ggz"),
    ("overdracht.json", "partners/buurman", "{}", "partners.buurman"),
    ("overdracht.json", "partners/school/secties", "[\"dagboek\"]", "school.secties[0]"),
    ("overdracht.json", "partners/school/secties", "[\"kern\", \"kern\"]", "secties[1]"),
    ("overdracht.json", "partners/school/gronden", "[\"nieuwsgierig\"]", "school.gronden[0]"),
    ("overdracht.json", "partners/school/bsn", nil, "partners.school.bsn"),
    ("overdracht.json", "gronden", "[{\"code\":\"toestemming\",\"tekst\":\"x\"}]", "[0].code"),
    ("overdracht.json", "gronden", "[{\"code\":\"Een Zin\",\"tekst\":\"x\"}]", "[0].code"),
    ("overdracht.json", "gronden", "[{\"code\":\"a\",\"tekst\":\"x\\ny\"}]", "[0].tekst"),
    (
      "overdracht.json", "gronden",
      "[{\"code\":\"a\",\"tekst\":\"x\"},{\"code\":\"a\",\"tekst\":\"y\"}]", "[1].code"
    ),
  ]

  @Test("a file of another shape is refused, with its place", arguments: strangers)
  func shape(file: String, path: String, json: String?, place: String) throws {
    let value = try json.map {
      try JSONSerialization.jsonObject(with: Data($0.utf8), options: .fragmentsAllowed)
    }
    let steps = path.split(separator: "/").map(String.init)
    let bytes = try Shipped.changed(file, steps, value)
    let error = try #require(throws: PolicyError.self) { try load(file, bytes) }
    guard case .malformed = error.reason else {
      Issue.record("\(error)")
      return
    }
    #expect(error.description.hasPrefix(file))
    #expect(error.description.contains(place), "\(error.description)")
  }

  @Test("bytes that are no policy are refused, not trapped on")
  func noise() throws {
    let good = try Shipped.bytes("toegang.json")
    for end in stride(from: 0, to: good.count - 2, by: 7) {
      #expect(throws: PolicyError.self) { try load("toegang.json", Array(good[..<end])) }
    }
    #expect(throws: PolicyError.self) { try load("rollen.json", good) }
    #expect(throws: PolicyError.self) { try load("overdracht.json", good) }
    let shared = try Shipped.bytes("overdracht.json")
    for end in stride(from: 0, to: shared.count - 2, by: 11) {
      #expect(throws: PolicyError.self) { try load("overdracht.json", Array(shared[..<end])) }
    }
    #expect(throws: PolicyError.self) {
      try load("rollen.json", [UInt8](repeating: 0x5B, count: 100_000))
    }
  }

  @Test("the shipped terms: 30 days for a jurist, 14 for a toezichthouder and for a request")
  func defaults() throws {
    let access = try Shipped.policy().access
    #expect(access.grantDays(for: .jurist) == 30 && access.grantDays(for: .toezichthouder) == 14)
    #expect(access.grantDays(for: .jeugdbeschermer) == nil)
    #expect(access.emergency.hours == 24 && access.emergency.reviewWorkingDays == 3)
    #expect(access.lookupsPerDay == 60 && access.refusalsLogged)
    #expect(access.rule(for: .grantToezichthouder)?.validDays == 14)
    #expect(access.rule(for: .grantToezichthouder)?.count == 2)
    #expect(access.functions(for: .consult) == [.regie, .role(.leidinggevende)])
  }

  @Test("the shipped files are valid under their JSON Schemas, and a strange role is not")
  func schemas() throws {
    let script = """
      import json, sys
      try:
          from jsonschema import Draft202012Validator as V
      except ImportError:
          sys.exit(99)
      for name in ("rollen", "toegang", "overdracht"):
          schema = json.load(open(f"{sys.argv[1]}/{name}.schema.json"))
          V.check_schema(schema)
          value = json.load(open(f"{sys.argv[1]}/{name}.json"))
          V(schema).validate(value)
          for key in value:
              assert not V(schema).is_valid({k: v for k, v in value.items() if k != key}), key
          assert not V(schema).is_valid({**value, "directeur": []})
          for file, path, new in json.loads(sys.argv[2]):
              if file != name + ".json": continue
              weak = json.loads(json.dumps(value))
              place = weak
              for step in path[:-1]: place = place[step]
              place[path[-1]] = json.loads(new)
              assert not V(schema).is_valid(weak), path
      """
    // What one value alone cannot tell is the floor's to refuse, not the schema's.
    let told = (Self.weakenings + [Self.groundless]).filter {
      $0.rule != .supervisorNoExport && $0.rule != .writeNeedsRead
        && $0.json != "\"team\"" && $0.json != "[\"leidinggevende\"]"
    }
    let list = try JSONSerialization.data(
      withJSONObject: told.map { [$0.file, $0.path, $0.json] as [Any] })
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c", script, Shipped.folder.path, String(decoding: list, as: UTF8.self),
    ]
    let pipe = Pipe()
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let status = process.terminationStatus
    // 127: no python3; 99: no jsonschema.
    #expect([0, 99, 127].contains(status), "\(String(decoding: output, as: UTF8.self))")
  }
}
