import AuditLog
import Directory
import Foundation
import Records
import Sodium
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@Suite("Who may is believed from signed records only")
struct StoredRightsTests {
  /// What the service says when it does not start on a copy that was changed by `script`.
  private func refusal(
    _ copy: VaultCopy, _ script: String, _ place: SourceLocation = #_sourceLocation
  ) throws -> String {
    let database = try Database(copy.path("vault.db"))
    try database.permitAnything()
    try database.run(script)
    database.close()
    do {
      try ServedCopy(copy).stop()
      return "started"
    } catch let error as StartError {
      #expect(error.exit == 65, sourceLocation: place)
      #expect(error.hint.contains("tell the FG"), sourceLocation: place)
      return error.description
    }
  }

  private func hex(_ member: Identifier) -> String { "x'\(member.hex)'" }

  @Test("A row that gives access, and no record: named, and nothing is served")
  func rowsWithoutRecords() throws {
    for (table, script) in [
      (
        "involvement",
        """
        INSERT INTO involvement SELECT x'00112233445566778899aabbccddeeff', dossier,
        (SELECT member FROM involvement ORDER BY sort = 'regie' LIMIT 1), 'betrokken', since, NULL,
        NULL, NULL, record FROM involvement WHERE sort = 'regie' LIMIT 1
        """
      ),
      (
        "grants",
        """
        INSERT INTO grants SELECT x'00112233445566778899aabbccddeeff', dossier, member, role, sort,
        since, until, NULL, 126, record FROM grants LIMIT 1
        """
      ),
      (
        "second",
        """
        INSERT INTO second SELECT request, x'00112233445566778899aabbccddeeff',
        x'00112233445566778899aabbccddeeff', record FROM second LIMIT 1
        """
      ),
    ] {
      let text = try refusal(VaultCopy(), script)
      #expect(text.contains("row 00112233445566778899aabbccddeeff of table \(table)"), "\(text)")
    }
  }

  @Test("A row that takes access away, or one that is gone: named")
  func rowsThatAreGone() throws {
    for (table, script) in [
      ("involvement", "UPDATE involvement SET until = since + 1 WHERE sort = 'betrokken'"),
      ("involvement", "DELETE FROM involvement WHERE sort = 'betrokken'"),
      ("grants", "UPDATE grants SET until = until + 86400000 WHERE sort = 'consult'"),
      ("grants", "UPDATE grants SET ended = since"),
      ("grants", "DELETE FROM grants WHERE sort = 'toezicht'"),
      ("request", "UPDATE request SET state = 'open'"),
      ("wrap", "DELETE FROM wrap WHERE member <> x''"),
      ("section", "UPDATE section SET generation = generation + 1 WHERE section = 4"),
      ("section", "DELETE FROM section WHERE section = 4"),
    ] {
      let text = try refusal(VaultCopy(), script)
      #expect(text.contains("table \(table)"), "\(script): \(text)")
    }
  }

  @Test("A generation that no refresh gave costs no half: the start is refused before it sweeps")
  func generationMadeUp() throws {
    let copy = try VaultCopy()
    let tokens = try copy.tokens()
    #expect(try refusal(copy, "UPDATE section SET generation = 2").contains("table section"))
    #expect(try copy.tokens() == tokens)
    // With what was changed put right, the vault is as it was.
    #expect(try refusal(copy, "UPDATE section SET generation = 1") == "started")
    #expect(try copy.tokens() == tokens)
  }

  @Test("Refreshed halves, with a jurist's grant, are believed at the next start")
  func refreshed() throws {
    let world = try RefreshWorld()
    let before = try world.contents()
    let lotte = try world.session(
      world.household.ring(.leidinggevende), over: world.vault.channel())
    try lotte.consult(
      world.vault.member(.jurist), in: world.dossier, sections: [.juridisch], purpose: .juridisch,
      until: Date.milliseconds + 86_400_000)
    for _ in 0..<2 {
      try world.renew(.jeugdbeschermer)
      try world.refresh()
    }
    world.vault.stop()
    let again = try RunningVault(world.household, enrol: false)
    let sanne = try world.session(world.household.ring(.sanne), over: again.channel())
    #expect(
      try sanne.open(world.dossier, purpose: .uitvoering).revisions.map(\.content) == before)
    let jurist = try world.session(world.household.ring(.jurist), over: again.channel())
    _ = try jurist.open(world.dossier, sections: [.juridisch], purpose: .juridisch)
    #expect(try world.generations() == [3])
  }

  @Test("A record that somebody made up, moved, removed or signed with another's key: named")
  func madeUpRecords() throws {
    let copy = try VaultCopy()
    let (youssef, dossier) = (copy.member(.youssef), copy.institution.dossiers[0])
    let record = Involvement(
      at: 1, by: copy.member(.sanne), dossier: dossier, id: .random(), member: youssef, since: 1,
      sort: .betrokken)
    let signed = record.sign(with: copy.institution.household.ring(.youssef).identity.signing)
    func blob(_ bytes: [UInt8]) -> String { "x'\(Hex.encode(bytes))'" }
    let number = "(SELECT number FROM dossier WHERE id = \(hex(dossier)))"
    let made = """
      INSERT INTO record (hash, kind, dossier, bytes, signature, leaf)
      VALUES (\(blob(signed.hash)), 'involvement', \(number), \(blob(signed.bytes)),
      \(blob(signed.signature)), (SELECT max(n) FROM leaf));
      INSERT INTO involvement VALUES (\(hex(record.id)), \(number), \(hex(youssef)), 'betrokken', 1,
      NULL, NULL, NULL, \(blob(signed.hash)));
      """
    #expect(try refusal(copy, made).contains("table record: the log does not name it there"))
    // With a leaf that names it, at the end of the log, the signature decides.
    let forged = try VaultCopy()
    let database = try Database(forged.path("vault.db"))
    let last = Int(try database.rows("SELECT max(n) FROM leaf")[0][0] ?? "") ?? 0
    database.close()
    var leaf = LogEntry(
      index: last + 1, time: Date.milliseconds, action: .involvement, object: .dossier,
      outcome: .permit)
    leaf.actor = record.by
    leaf.role = .jeugdbeschermer
    leaf.dossier = dossier
    leaf.record = LogEntry.Record(kind: Involvement.kind, hash: signed.hash)
    let text = try refusal(
      forged, "INSERT INTO leaf VALUES (\(last + 1), \(blob(try leaf.encode())), NULL);" + made)
    #expect(text.contains("table record: it is not signed by its member"), "\(text)")

    let removed = try refusal(
      VaultCopy(), "DELETE FROM record WHERE number = 3; DELETE FROM involvement")
    #expect(removed.contains("row 3 of table record: it is missing"), "\(removed)")
  }

  @Test("Every kind of record that an honest day brings is believed at the next start")
  func honestDay() throws {
    let copy = try VaultCopy()
    let first = try ServedCopy(copy)
    let dossier = copy.institution.dossiers[0]
    let sanne = try copy.session(.sanne, at: first.socket)
    let lotte = try copy.session(.leidinggevende, at: first.socket)
    let youssef = copy.member(.youssef)
    let involved = try sanne.involve(youssef, in: dossier)
    try sanne.endInvolvement(involved, of: youssef, in: dossier)
    try sanne.involve(youssef, in: dossier, until: Date.milliseconds + 86_400_000)
    let tessa = try copy.session(.toezichthouder, at: first.socket)
    for verdict in [Second.Verdict.tegen, .akkoord] {
      try tessa.requestAccess(
        to: dossier, sections: [.etiket], purpose: .toezicht, until: Date.milliseconds + 9_000_000,
        validUntil: Date.milliseconds + 3_600_000)
      let open = try #require(try lotte.requests(of: dossier).last)
      try lotte.second(open, verdict: verdict)
    }
    let regie = try #require(
      try sanne.open(dossier, sections: [.etiket], purpose: .uitvoering).involvement.first)
    try lotte.handOverRegie(to: youssef, in: dossier, closing: regie.id)
    first.stop()

    let second = try ServedCopy(copy)
    let asYoussef = try copy.session(.youssef, at: second.socket, device: "other")
    // Sanne's agreement would have been regie's: now it is Youssef's to give.
    let waiting = try #require(try asYoussef.requests(of: dossier).last)
    #expect(waiting.seconds.map(\.by) == [copy.member(.leidinggevende)])
    #expect(try asYoussef.second(waiting, verdict: .akkoord).grant != nil)
    let again = try copy.session(.sanne, at: second.socket, device: "other")
    #expect(
      refusalCode { _ = try again.open(dossier, purpose: .uitvoering) } == "not-involved")
    second.stop()
    let third = try ServedCopy(copy)
    _ = try copy.session(.toezichthouder, at: third.socket, device: "other").open(
      dossier, sections: [.etiket], purpose: .toezicht)
    #expect(try copy.verifyLog(at: third.socket).findings == [])
  }
}
