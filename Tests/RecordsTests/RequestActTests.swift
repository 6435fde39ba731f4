import Foundation
import Sodium
import StrictJSON
import Testing
import Vocabulary

@testable import Records

@Suite struct RequestActTests {
  static let all: [RequestAct] = [
    Examples.request,
    request(.noodtoegang(until: Examples.at + 9)),
    request(
      .policy(.init(hash: [UInt8](repeating: 3, count: 32), previous: Examples.hash)), place: false),
    request(.r3Ground(.init(section: .journaal, entry: Examples.id(9), revision: 2))),
  ]

  static func request(_ objects: RequestAct.Objects, place: Bool = true) -> RequestAct {
    RequestAct(
      at: Examples.at, id: Examples.id(4), objects: objects,
      place: place
        ? .init(dossier: Examples.dossier, head: Examples.head, purpose: .uitvoering) : nil,
      policy: Examples.hash, requester: Examples.id(5), validUntil: Examples.at + 10)
  }

  private func changed(
    _ request: RequestAct, _ key: String, _ value: JSONValue?
  ) throws -> [UInt8] {
    let object = try JSONObject(CanonicalJSON.decode(request.encode()))
    var members = object.members.filter { $0.key != key }
    if let value { members.append(JSONMember(key, value)) }
    return CanonicalJSON.encode(.object(members))
  }

  @Test("every act of four eyes has one shape, and is read as it was written")
  func roundTrip() throws {
    #expect(Set(Self.all.map(\.act)) == Set(RequestAct.Act.allCases))
    for request in Self.all {
      #expect(try RequestAct.decode(request.encode()) == request)
      #expect((request.dossier == nil) == !request.act.isAboutDossier)
    }
  }

  @Test("the objects of one act under the name of another are refused")
  func mixed() throws {
    for request in Self.all {
      for other in Self.all where other.act != request.act {
        let bytes = try changed(request, "objects", other.objects.json)
        #expect(throws: RecordError.self) { try RequestAct.decode(bytes) }
        let named = try changed(request, "act", .string(other.act.rawValue))
        #expect(throws: RecordError.self) { try RequestAct.decode(named) }
      }
    }
  }

  @Test("a dossier, its head and a purpose are there for acts about a dossier, and for no other")
  func places() throws {
    for request in Self.all {
      for (key, value) in [
        ("dossier", JSONValue.id(Examples.dossier)), ("head_h", .base64(Examples.hash)),
        ("head_n", 1), ("purpose", "uitvoering"),
      ] {
        let bytes = try changed(request, key, request.act.isAboutDossier ? nil : value)
        #expect(throws: RecordError.self, "\(request.act) \(key)") {
          try RequestAct.decode(bytes)
        }
      }
    }
  }

  @Test("a policy change names the set that it was decided on, and another one")
  func policyChange() throws {
    let other = [UInt8](repeating: 3, count: 32)
    for (hash, previous) in [(Examples.hash, Examples.hash), (other, other)] {
      let request = Self.request(.policy(.init(hash: hash, previous: previous)), place: false)
      #expect(throws: RecordError.self) { try RequestAct.decode(request.encode()) }
    }
  }

  @Test("access that ends before it is asked is refused")
  func ends() throws {
    let request = Self.request(.noodtoegang(until: Examples.at))
    #expect(throws: RecordError.self) { try RequestAct.decode(request.encode()) }
  }

  @Test("seats: each is filled by a person of its own, however the functions overlap")
  func seats() {
    let leiding = SigningFunction.role(.leidinggevende)
    let jurist = SigningFunction.role(.jurist)
    let rule = FourEyes.Rule(others: 2, seats: [[leiding, jurist], [leiding], [.regie, jurist]])
    #expect(rule.others == 3)
    #expect(rule.empty(after: []).count == 3)
    #expect(rule.empty(after: [leiding, leiding, jurist]) == [])
    #expect(rule.empty(after: [jurist, leiding, .regie]) == [])
    // The first jurist gives way to the other seat when a leidinggevende needs the first.
    #expect(rule.empty(after: [jurist, jurist, leiding]) == [])
    #expect(rule.empty(after: [jurist, jurist, jurist]) == [[leiding]])
    #expect(rule.empty(after: [leiding, leiding, leiding]) == [[.regie, jurist]])
  }
}

@Suite struct FourEyesRulesTests {
  private func rules(_ tweeden: String, aantal: Int) throws -> FourEyesRules {
    try FourEyesRules(
      toegang: Array(
        """
        {"vier_ogen": {"policy": {"aanvragers": ["beheerder"], "tweeden": \(tweeden),
        "aantal": \(aantal), "geldig_dagen": 14}}}
        """.utf8))
  }

  @Test("R12: rules that ask for fewer than two others are no rules")
  func fewest() throws {
    #expect(throws: JSONError.self) { try rules("[\"fg\"]", aantal: 1) }
    #expect(throws: JSONError.self) { try rules("[]", aantal: 2) }
    #expect(throws: JSONError.self) { try rules("[[]]", aantal: 2) }
    #expect(throws: JSONError.self) { try rules("[\"baas\"]", aantal: 2) }
    #expect(throws: JSONError.self) { try rules("[\"fg\",\"jurist\",\"regie\"]", aantal: 2) }
    let read = try rules("[\"fg\", [\"jurist\", \"regie\"]]", aantal: 2)
    #expect(
      read.rule(for: .policy)
        == FourEyes.Rule(others: 2, seats: [[.role(.fg)], [.role(.jurist), .regie]]))
    #expect(read.requesters(of: .policy) == [.role(.beheerder)])
    #expect(read.rule(for: .r3Ground) == nil)
  }
}
