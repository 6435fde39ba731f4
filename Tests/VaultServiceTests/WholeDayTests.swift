import AuditLog
import Dossier
import Foundation
import Records
import Testing
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary

@Suite("A whole day in the vault, and its copy verified without the service", .serialized)
struct WholeDayTests {
  static let aDay: Int64 = 86_400_000

  @Test(
    "R2, R9, R10, R12: write, share, consult, four eyes, hand over; the copied log has no finding")
  func day() throws {
    let vault = try RunningVault(Household())
    let sanne = try vault.session(.sanne)
    let gezin = try Families.gezin("sjors")
    let made = try sanne.create(gezin)
    let opened = try sanne.open(made.id, purpose: .uitvoering)
    let writable = try sanne.openForWriting(
      made.id, sections: [.kern, .journaal], purpose: .uitvoering)
    var entry = try #require(gezin.entries.first { $0.sectie == .journaal })
    entry.tekst = "Een nieuw bericht."
    try sanne.append([NewRevision(.entry(entry))], to: writable)

    // Youssef becomes involved and both write: whoever is stale signs only the link anew.
    try sanne.involve(vault.member(.youssef), in: made.id)
    let youssef = try vault.session(.youssef)
    let his = try youssef.openForWriting(made.id, sections: [.journaal], purpose: .uitvoering)
    try youssef.append([NewRevision(.entry(entry)), NewRevision(.entry(entry))], to: his)
    let old = try #require(opened.revisions.first { $0.section == .journaal })
    let revision = NewRevision(.entry(entry), of: old.entry, buildingOn: old.revision)
    try sanne.append([revision], to: writable)
    #expect(throws: ClientError.stale) { try youssef.append([revision], to: his) }
    let again = try youssef.open(made.id, sections: [.journaal], purpose: .uitvoering)
    #expect(again.revisions.first { $0.entry == old.entry }?.revision == 2)
    #expect(again.involvement.count == 2)

    // A jurist needs one approver.
    let until = Int64(Date().timeIntervalSince1970 * 1000) + Self.aDay
    let jurist = try vault.session(.jurist)
    #expect(throws: ClientError.self) { try jurist.open(made.id, purpose: .juridisch) }
    try sanne.consult(
      vault.member(.jurist), in: made.id, sections: [.etiket, .kern], purpose: .juridisch,
      until: until)
    let read = try jurist.open(made.id, sections: [.etiket, .kern], purpose: .juridisch)
    #expect(read.sections == [.etiket, .kern])

    // A toezichthouder needs two others.
    let tessa = try vault.session(.toezichthouder)
    try tessa.requestAccess(
      to: made.id, sections: [.etiket, .journaal], purpose: .toezicht, until: until,
      validUntil: until)
    let lotte = try vault.session(.leidinggevende)
    #expect(try lotte.second(#require(lotte.requests().first), verdict: .akkoord).grant == nil)
    let waiting = try sanne.requests(of: made.id)
    #expect(waiting.first?.seconds.count == 1)
    let early = #expect(throws: ClientError.self) {
      try tessa.open(made.id, sections: [.etiket, .journaal], purpose: .toezicht)
    }
    guard case .refused(let refusal) = early else {
      Issue.record("one second is not refused: \(String(describing: early))")
      return
    }
    #expect(refusal.code == "second-pair-needed")
    #expect(try sanne.second(#require(waiting.first), verdict: .akkoord).grant != nil)
    #expect(
      try tessa.open(made.id, sections: [.etiket, .journaal], purpose: .toezicht).sections
        == [.etiket, .journaal])
    #expect(try tessa.list(purpose: .toezicht).map(\.id) == [made.id])
    #expect(try lotte.open(made.id, purpose: .kwaliteitscontrole).sections == Section.allCases)

    try sanne.handOverRegie(
      to: vault.member(.youssef), in: made.id,
      closing: #require(opened.involvement.first { $0.sort == .regie }).id)

    // The FG reads, explains, copies, and verifies the copy without the service.
    let fg = try vault.session(.fg)
    #expect(try fg.explain(vault.member(.toezichthouder), dossier: made.id).permitted)
    #expect(throws: ClientError.self) { try fg.open(made.id, purpose: .toezicht) }
    let entries = try fg.readLog(from: 0, count: 1000)
    #expect(entries.filter { $0.outcome == .refuse }.count == 3)
    let folder = vault.household.scratch.path("copy")
    let pin = try fg.copyLog(into: folder)
    vault.stop()
    let report = LogCopyVerifier(anchor: vault.household.anchor).verify(folder: folder)
    #expect(report.findings == [])
    #expect(report.pin == pin)
  }
}
