import AuditLog
import Directory
import Dossier
import Records
import StrictJSON
import Testing
import VaultFixture
import Vocabulary

@testable import VaultClient

@Suite("Why a refusal: for those who may ask", .serialized)
struct AccessExplainTests {
  @Test("R9: FG and the team's leidinggevende get the rules of a refusal; nobody else does")
  func whoMayAsk() throws {
    let family = try GrantFamily()
    let world = family.world
    let youssef = try world.session(.youssef)
    let refused = try #require(
      try refusal { _ = try youssef.open(family.dossier, purpose: .uitvoering) })
    for session in [try world.session(.fg), family.lotte] {
      let why = try session.explain(reference: refused.reference)
      #expect(!why.permitted && why.code == "not-involved")
      let last = try #require(why.steps.last)
      #expect(last.rule == "involved" && !last.held && last.role == "jeugdbeschermer")
      #expect(!why.steps.dropLast().contains { !$0.held })
      #expect(why.steps.map(\.rule).contains("purpose-allowed"))
      // Ids, codes and times: never a word of the dossier.
      for fact in why.steps.flatMap(\.facts) {
        #expect(
          fact.value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x2D || (0x30...0x7A).contains($0) })
      }
    }
    let leiden = try world.session(
      world.newcomer("Leo Leiden", .leidinggevende, team: "Leiden"))
    let others: [(VaultSession, String)] = [
      (youssef, "act-not-allowed"), (family.sanne, "act-not-allowed"),
      (try world.session(.jurist), "act-not-allowed"),
      (try world.session(.toezichthouder), "act-not-allowed"),
      (try world.session(.beheerder), "act-not-allowed"),
      (try world.session(.custodian), "act-not-allowed"), (leiden, "not-involved"),
    ]
    for (session, code) in others {
      #expect(
        try refusal { _ = try session.explain(reference: refused.reference) }?.code == code,
        "\(session.role)")
      #expect(
        try refusal { _ = try session.explain(youssef.member, dossier: family.dossier) }?.code
          == code, "\(session.role)")
    }
    // Nor do they learn from the refusal's own entry which dossier the reference is about.
    let log = try world.session(.fg).wholeLog()
    let byReference = log.filter { $0.action == .explain && $0.outcome == .refuse }
      .filter { $0.dossier == nil }
    #expect(byReference.count == others.count)
  }

  @Test("R9: of a dossier that does not exist only the FG learns why, and the code is the same")
  func unknownDossier() throws {
    let family = try GrantFamily()
    let youssef = try family.world.session(.youssef)
    let refused = try #require(
      try refusal { _ = try youssef.open(.random(), purpose: .uitvoering) })
    let fg = try family.world.session(.fg)
    let why = try fg.explain(reference: refused.reference)
    #expect(!why.permitted && why.code == "not-involved")
    #expect(
      try refusal { _ = try family.lotte.explain(reference: refused.reference) }?.code
        == "not-involved")
    #expect(throws: ClientError.self, "there is no such entry") {
      _ = try fg.explain(reference: 1_000_000)
    }
  }

  @Test("R9: the explanation of any refusal gives the code that was given")
  func everyAct() throws {
    let family = try GrantFamily()
    let world = family.world
    let youssef = try world.session(.youssef)
    try family.sanne.involve(youssef.member, in: family.dossier)
    let tessa = try world.session(.toezichthouder)
    try family.asks(tessa)
    let request = try family.request(family.sanne).hash
    let jan = try world.session(.jurist)
    let beheerder = try world.session(.beheerder)
    let dossier = family.dossier
    let calls: [(String, () throws -> Void)] = [
      ("list", { _ = try jan.list(purpose: .toezicht) }),
      ("open", { _ = try jan.open(dossier, purpose: .juridisch) }),
      ("section", { _ = try jan.open(dossier, sections: [.journaal], purpose: .juridisch) }),
      (
        "writing",
        { _ = try jan.openForWriting(dossier, sections: [.kern], purpose: .juridisch) }
      ),
      ("append", { _ = try tessa.probeAppend(dossier, .kern) }),
      ("head", { _ = try jan.accessState(of: dossier) }),
      ("involve", { _ = try youssef.probeInvolvement(.betrokken, of: tessa.member, in: dossier) }),
      ("regie", { _ = try youssef.probeInvolvement(.regie, of: family.sanne.member, in: dossier) }),
      (
        "unfit",
        { _ = try family.sanne.probeInvolvement(.betrokken, of: tessa.member, in: dossier) }
      ),
      ("end", { _ = try youssef.probeInvolvement(.end, of: family.sanne.member, in: dossier) }),
      ("consult", { _ = try youssef.probeConsult(jan.member, dossier) }),
      ("request", { _ = try jan.probeRequest(dossier) }),
      ("second", { _ = try youssef.probeSecond(request, as: .regie, dossier, known: true) }),
      ("explain", { _ = try youssef.explain(jan.member, dossier: dossier) }),
      ("log", { _ = try youssef.readLog(from: 0, count: 1) }),
      ("checkpoint", { _ = try youssef.checkpoint() }),
      (
        "directory",
        {
          _ = try jan.probe(
            "directory.append", [("record", .base64(Array("{}".utf8)))], .directory)
        }
      ),
      ("create", { _ = try beheerder.create(family.gezin) }),
    ]
    let fg = try world.session(.fg)
    for (name, call) in calls {
      let refused = try #require(try refusal(call), "\(name)")
      let why = try fg.explain(reference: refused.reference)
      #expect(!why.permitted && why.code == refused.code, "\(name): \(why), was \(refused.code)")
      #expect(why.steps.last?.held == false, "\(name)")
    }
  }
}
