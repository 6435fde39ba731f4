import AuditLog
import Dossier
import Foundation
import Records
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

/// What came of one change in one file.
enum Notice: Equatable {
  /// The service did not start; the exit code.
  case atStart(Int32, String)
  /// A member's call, or the offline verification, named it.
  case atUse(String)
  /// Somebody was refused who should not have been: wrong towards the safe side, and in the log.
  case refused(String)
  /// Every answer was right and the log verifies.
  case nothing
}

@Suite("Tampering at rest: a flipped bit in each column of each table")
struct TamperColumnTests {
  /// Columns in which a changed row may pass: every answer was right all the same.
  ///
  /// Made anew at each start: checkpoint. Only the newest row counts: link.h; every reader computes
  /// the chain anew. Opened by who collects, under a token that it must fit: bundle_part.sealed. Asked for by who
  /// repeats a mail: bundle.spooled. Only until a link binds it: attachment.member, since and bytes. Nothing but an order or a date that nobody reads: policy_force.number and since,
  /// policy_set.number. Asked for again only by who repeats a write: idempotency. Asked for by nobody yet, and checked
  /// when somebody does: tag. Copies of leaf hashes, of which a proof uses few: tile.hashes; the
  /// proof that uses a wrong one fails at the client.
  private static let quiet: Set<String> = [
    "attachment.bytes", "attachment.member", "attachment.since",
    "bundle.spooled", "bundle_part.sealed", "checkpoint.note", "checkpoint.size", "checkpoint.slot",
    "idempotency.args",
    "idempotency.key", "idempotency.leaf", "idempotency.member", "link.h", "policy_force.number",
    "policy_force.since", "policy_set.number", "tag.dossier", "tag.kind", "tag.name", "tag.sealed",
    "tile.hashes",
  ]
  /// Tables that the institution's days leave empty: a start fills the swept ones when it finds tokens
  /// without rows, two custodians and partners the others, and no answer to a member is made from them.
  private static let empty: Set<String> = [
    "bundle_receipt", "due", "proposal", "swept_tag", "swept_token",
  ]

  /// Tables whose rows are of more than one kind.
  private static let twice: Set<String> = ["leaf", "record", "token", "wrap"]

  @Test(
    "It is named at the start or at use, or it changes no answer; never a crash or a lie",
    arguments: ["vault.db", "keystore.db"])
  func everyColumn(_ name: String) throws {
    for column in try columns(name) where !Self.empty.contains(column.table) {
      for place in Self.places(column.table) {
        let copy = try VaultCopy()
        let database = try Database(copy.path(name))
        try database.permitAnything()
        let hasRow = try database.flip(column, place: place)
        database.close()
        #expect(hasRow, "\(column) has no row: the test's institution must fill every table")
        let notice = try battery(copy)
        switch notice {
        case .atStart(let code, _): #expect(code == 65, "\(column)")
        case .atUse: break
        case .refused: Issue.record("\(column): \(notice)")
        case .nothing: #expect(Self.quiet.contains("\(column)"), "\(column)")
        }
      }
    }
  }

  private static func places(_ table: String) -> [Double] {
    if Torture.isOn { return (0...8).map { Double($0) / 8 } }
    return twice.contains(table) ? [0, 0.5] : [0.5]
  }

  private func columns(_ name: String) throws -> [Column] {
    let copy = try VaultCopy()
    let database = try Database(copy.path(name))
    defer { database.close() }
    let columns = try Column.all(database)
    #expect(columns.count > 8)
    return columns
  }
}

/// The institution's ordinary day on a vault that was changed: every answer must be right or an
/// error with a name.
func battery(
  _ copy: VaultCopy, _ place: SourceLocation = #_sourceLocation
) throws -> Notice {
  let served: ServedCopy
  do { served = try ServedCopy(copy) } catch let error as StartError {
    #expect([65, 69].contains(error.exit), sourceLocation: place)
    #expect(error.description.count > 10 && error.hint.count > 10, sourceLocation: place)
    return .atStart(error.exit, error.description)
  }
  defer { served.stop() }
  do {
    let institution = copy.institution
    let sanne = try copy.session(.sanne, at: served.socket)
    let labels = try sanne.list(purpose: .uitvoering)
    #expect(labels.allSatisfy { $0.etiket.hasPrefix("gezin ") }, sourceLocation: place)
    #expect(Set(labels.map(\.id)).isSubset(of: institution.dossiers), sourceLocation: place)
    // Left out of the list is what not being involved looks like.
    if labels.count < institution.dossiers.count { return .refused("not-listed") }
    for (dossier, contents) in zip(institution.dossiers, institution.contents) {
      let opened = try sanne.open(dossier, purpose: .uitvoering)
      #expect(opened.revisions.map(\.content) == contents, sourceLocation: place)
      for item in opened.attachments {
        var bytes: [UInt8] = []
        try sanne.read(item, of: dossier, purpose: .uitvoering) { bytes += $0 }
        #expect(bytes == WorkedInstitution.file, sourceLocation: place)
      }
    }
    for (person, sections) in [
      (Person.jurist, WorkedInstitution.consulted), (.toezichthouder, WorkedInstitution.overseen),
      (.leidinggevende, Section.allCases),
    ] {
      let opened = try copy.session(person, at: served.socket).open(
        institution.dossiers[0], sections: sections.sorted(),
        purpose: WorkedInstitution.purpose(person))
      let expected = institution.contents[0].filter { sections.contains($0.section) }
      #expect(opened.revisions.map(\.content) == expected, sourceLocation: place)
    }
    let youssef = try copy.session(.youssef, at: served.socket)
    let barred = refusalCode { _ = try youssef.open(institution.dossiers[0], purpose: .uitvoering) }
    #expect(barred == "not-involved", sourceLocation: place)
    _ = try youssef.open(institution.dossiers[1], purpose: .uitvoering)
    let writable = try sanne.openForWriting(
      institution.dossiers[0], sections: [.journaal], purpose: .uitvoering)
    try sanne.append([try NoLogNoKeyTests.entry("na de verandering")], to: writable)
    let report = try copy.verifyLog(at: served.socket)
    if let finding = report.findings.first { return .atUse("log: \(finding.fault.rawValue)") }
    return .nothing
  } catch ClientError.refused(let refusal) {
    return .refused(refusal.code)
  } catch let error as ClientError {
    #expect([65, 69, 1].contains(error.exitCode), "\(error)", sourceLocation: place)
    return .atUse(error.code)
  }
}
