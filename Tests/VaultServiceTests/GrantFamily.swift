import AuditLog
import Directory
import Dossier
import Foundation
import Records
import Sodium
import StrictJSON
import Testing
import VaultFixture
import Vocabulary

@testable import VaultClient

/// One family of Sanne's in a vault of its own, and who is asked to let others in.
struct GrantFamily {
  let world: AccessVault
  let sanne: VaultSession
  let lotte: VaultSession
  let dossier: Identifier
  let gezin: Gezin
  let regieRecord: Identifier

  static let juristReads: [Section] = [.etiket, .kern, .plannen, .juridisch]

  init() throws {
    world = try AccessVault()
    sanne = try world.session(.sanne)
    lotte = try world.session(.leidinggevende)
    gezin = try Families.gezin("dylan")
    dossier = try sanne.create(gezin).id
    regieRecord = try sanne.open(dossier, sections: [.etiket], purpose: .uitvoering)
      .involvement[0].id
  }

  func contents(_ sections: [Section]) -> [EntryContent] {
    gezin.contents().filter { sections.contains($0.section) }
  }

  var tomorrow: Int64 { world.clock.now() + MovableClock.day }

  /// The person behind an account.
  func person(_ member: Person) throws -> Identifier {
    try #require(sanne.directory.person(of: world.id(member)))
  }

  /// The newest open request for the family, as this member sees it.
  func request(_ session: VaultSession) throws -> OpenRequest {
    try #require(session.requests(of: dossier).last)
  }

  @discardableResult
  func asks(
    _ tessa: VaultSession, _ sections: [Section] = [.etiket, .journaal], validFor: Int64? = nil
  ) throws -> Identifier {
    try tessa.requestAccess(
      to: dossier, sections: sections, purpose: .toezicht, until: tomorrow,
      validUntil: validFor.map { world.clock.now() + $0 } ?? tomorrow)
  }

  /// The boxes of an opening as they came over the wire.
  func boxes(
    _ session: VaultSession, _ sections: [Section], _ purpose: Purpose
  ) throws -> [SectionBlock] {
    try session.perform(
      Ask(
        method: "dossier.open",
        args: .object([
          ("dossier", .id(dossier)), ("purpose", .string(purpose.rawValue)),
          ("sections", .sections(sections)), ("writing", .bool(false)),
        ]), action: .open, dossier: dossier, purpose: purpose)
    ) { reply throws(CheckFailure) in try SectionBlock.read(reply.fields) }
  }
}

/// What a call was refused with; nil when it was not refused.
func refusal(_ call: () throws -> Void) throws -> VaultClient.Refusal? {
  do {
    try call()
    return nil
  } catch ClientError.refused(let refusal) { return refusal }
}
