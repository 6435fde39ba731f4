import AuditLog
import Directory
import Dossier
import Foundation
import Records
import Store
import StrictJSON
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultClient
@testable import VaultService

@Suite("A policy comes into force by the people whom the policy before it names", .serialized)
struct FourEyesPolicyTests {
  @Test("R9, R12: beheerder, FG and leidinggevende; at once, and in the log and its copy")
  func wholeWay() throws {
    let world = try AccessVault()
    let sanne = try world.session(.sanne)
    let dossier = try sanne.create(Families.gezin("dylan")).id
    let before = try sanne.accessState(of: dossier).policy
    let beheerder = try world.session(.beheerder)
    try world.propose(AccessVault.days(13))
    #expect(try beheerder.requests().map(\.functions) == [[]], "one's own, and nothing to say")
    let (fg, lotte) = (try world.session(.fg), try world.session(.leidinggevende))
    let open = try world.proposal(fg)
    #expect(open.functions == [.role(.fg)])
    guard case .policy(let change) = open.request.objects else {
      throw CocoaError(.coderInvalidValue)
    }
    let differences = try PolicyDifference.between(
      fg.policy(change.previous), fg.policy(change.hash))
    #expect(
      differences == [
        PolicyDifference(
          file: "toegang.json", place: "toestemming.toezichthouder.dagen", before: "14",
          after: "13")
      ])
    #expect(try !fg.second(open, verdict: .akkoord).done)
    #expect(try sanne.accessState(of: dossier).policy == before, "one other is not two")
    #expect(try fg.requests() == [], "whoever said something has said it")
    #expect(try lotte.second(world.proposal(lotte), verdict: .akkoord).done)
    #expect(try sanne.accessState(of: dossier).policy == change.hash, "in force at once")
    let history = try sanne.policyHistory()
    #expect(history.map(\.set.hash) == [before, change.hash])
    #expect(history.last?.request?.id == open.request.id)
    #expect(Set(history.last?.seconds.map(\.by) ?? []) == [fg.member, lotte.member])
    let leaf = try #require(fg.wholeLog().last { $0.action == .policy })
    #expect(leaf.record?.hash == change.hash && leaf.actor == lotte.member)
    #expect(leaf.basis == LogEntry.Basis(.fourEyes, id: open.request.id))
    #expect(try world.findings() == [])
    #expect(throws: ClientError.stale) { try fg.second(open, verdict: .akkoord) }
  }

  @Test("R9, R12: one tegen ends it; another policy in between voids it; an id acts once")
  func ends() throws {
    let world = try AccessVault()
    let (fg, lotte) = (try world.session(.fg), try world.session(.leidinggevende))
    let first = try fg.policy().hash
    try world.propose(AccessVault.days(13))
    let refused = try world.proposal(lotte)
    try fg.second(world.proposal(fg), verdict: .tegen)
    #expect(throws: ClientError.stale) { try lotte.second(refused, verdict: .akkoord) }
    // Two proposals on the same set: the second to be agreed to comes too late.
    try world.propose(AccessVault.days(12))
    let overtaken = try world.proposal(lotte)
    try fg.second(world.proposal(fg), verdict: .akkoord)
    try world.approve(AccessVault.days(11))
    #expect(throws: ClientError.stale) { try lotte.second(overtaken, verdict: .akkoord) }
    let beheerder = try world.session(.beheerder)
    #expect(try beheerder.requests().map(\.state) == ["ended", "ended"], "refused, and overtaken")
    #expect(try fg.policyHistory().count == 2)
    #expect(try fg.policy().hash != first)
    #expect(try world.findings() == [])
  }

  static let weak: [(change: String, to: String, file: String, place: String, rule: String)] = [
    (#""aantal": 2"#, #""aantal": 1"#, "toegang.json", "vier_ogen", "four-eyes"),
    (
      #""tweeden": ["fg", "leidinggevende"]"#, #""tweeden": ["leidinggevende"]"#, "toegang.json",
      "vier_ogen.policy.tweeden", "fg-decides"
    ),
    (#""dagen": 30"#, #""dagen": 367"#, "toegang.json", "toestemming.jurist.dagen", "grant-ends"),
    (
      #""weigeringen_in_log": true"#, #""weigeringen_in_log": false"#, "toegang.json",
      "weigeringen_in_log", "refusal-logged"
    ),
    (#""dagen": 30"#, #""dagen": "veel""#, "toegang.json", "toestemming.jurist.dagen", "form"),
    (#""opzoeken_per_dag": 60,"#, "", "toegang.json", "opzoeken_per_dag", "form"),
  ]

  @Test(
    "R12: a set that is not whole, or below the floor, is refused as it is proposed; with the place"
  )
  func refusedAtProposal() throws {
    let world = try AccessVault()
    let beheerder = try world.session(.beheerder)
    let present = try beheerder.policy()
    let text = String(decoding: present.files.toegang, as: UTF8.self)
    for row in Self.weak {
      let changed = text.replacingOccurrences(of: row.change, with: row.to)
      #expect(changed != text, "\(row)")
      let refused = try #require(
        refusal {
          try beheerder.proposePolicy(
            PolicyFiles(
              rollen: present.files.rollen, toegang: Array(changed.utf8),
              overdracht: present.files.overdracht),
            validUntil: world.clock.now() + MovableClock.day, words: Words(AccessVault.why))
        }, "\(row)")
      #expect(refused.policy?.file == row.file && refused.policy?.rule == row.rule, "\(refused)")
      #expect(refused.policy?.place.hasPrefix(row.place) == true, "\(refused)")
      #expect(refused.what.dutch.contains(row.rule))
      #expect(try world.session(.fg).requests() == [], "nothing is left to agree to")
    }
    #expect(try world.findings() == [])
  }

  @Test("R9, R12: whoever is not named proposes nothing, and has no say")
  func others() throws {
    let world = try AccessVault()
    let files = try world.edited(AccessVault.days(13))
    for person in Person.allCases where person != .beheerder {
      let code = try refusal {
        try world.session(person).proposePolicy(
          files, validUntil: world.clock.now() + MovableClock.day, words: Words(AccessVault.why))
      }?.code
      #expect(code == "act-not-allowed", "\(person)")
    }
    try world.propose(AccessVault.days(13))
    let open = try world.proposal(world.session(.fg))
    for person in Person.allCases where ![.fg, .leidinggevende].contains(person) {
      let session = try world.session(person)
      if person != .beheerder { #expect(try session.requests() == [], "\(person)") }
      for function in Role.allCases.map(SigningFunction.role) + [.regie] {
        let second = Second(
          at: session.now(), by: session.member, function: function, id: .random(),
          request: open.hash, verdict: .akkoord
        ).sign(with: session.keys.identity.signing)
        let code = try refusal {
          _ = try session.probe("access.second", [("second", second.json)], .second)
        }?.code
        #expect(code == "act-not-allowed", "\(person) as \(function.name)")
      }
    }
    // A second leidinggevende and a second beheerder are no FG.
    let lars = try world.session(
      world.newcomer("Lars Leiding", .leidinggevende, team: "Haaglanden"))
    try lars.second(world.proposal(lars), verdict: .akkoord)
    let lotte = try world.session(.leidinggevende)
    #expect(try !lotte.second(world.proposal(lotte), verdict: .akkoord).done)
    #expect(try world.findings() == [])
  }

  @Test(
    "R12: files that nobody approved, older or weaker ones do not count: at start, and read again")
  func files() throws {
    let world = try AccessVault()
    let original = try String(contentsOfFile: world.policies + "/toegang.json", encoding: .utf8)
    try world.approve(AccessVault.days(13))
    let fg = try world.session(.fg)
    let approved = try fg.policy()
    let unsigned = AccessVault.days(12)(original)
    let weaker = original.replacingOccurrences(of: #""aantal": 2"#, with: #""aantal": 1"#)
    let rows = [
      (original, "policy-older"), (unsigned, "policy-unsigned"), (weaker, "policy-below-floor"),
      (String(original.dropLast(9)), "policy-malformed"), (nil, "policy-unreadable"),
    ]
    func put(_ text: String?) throws {
      let file = world.policies + "/toegang.json"
      try? FileManager.default.removeItem(atPath: file)
      if let text { try text.write(toFile: file, atomically: true, encoding: .utf8) }
    }
    for (text, code) in rows {
      try put(text)
      let error = #expect(throws: StartError.self) { try world.vault.server.reloadRules() }
      #expect(error?.description.isEmpty == false && error?.hint.isEmpty == false)
      let leaf = try #require(fg.wholeLog().last { $0.action == .policy })
      #expect(leaf.outcome == .refuse && leaf.reason == code)
      #expect(try fg.policy().hash == approved.hash, "\(code)")
    }
    try put(String(decoding: approved.files.toegang, as: UTF8.self))
    try world.vault.server.reloadRules()
    world.vault.stop()
    for (text, code) in rows {
      try put(text)
      let served = try RunningVault(
        world.vault.household, settings: { $0.policyFolder = world.policies },
        clock: world.clock.clock, enrol: false)
      defer { served.stop() }
      #expect(served.server.refusedRules != nil, "\(code)")
      let fg = try world.session(world.vault.household.ring(.fg), channel: served.channel())
      #expect(try fg.policy().hash == approved.hash, "\(code): the last good one is kept")
      let leaf = try #require(fg.wholeLog().last { $0.action == .policy })
      #expect(leaf.outcome == .refuse && leaf.reason == code)
    }
  }
}
