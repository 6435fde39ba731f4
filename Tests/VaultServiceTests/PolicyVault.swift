import Foundation
import Records
import StrictJSON
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@testable import VaultClient

// Policy changes on a running vault: proposed, agreed to, and what of it the log shows.

extension AccessVault {
  /// The files of the set in force, with `toegang.json` edited.
  func edited(_ edit: (String) -> String) throws -> PolicyFiles {
    let files = try session(.fg).policy().files
    let text = String(decoding: files.toegang, as: UTF8.self)
    let changed = edit(text)
    guard changed != text else { throw CocoaError(.fileReadCorruptFile) }
    return PolicyFiles(
      rollen: files.rollen, toegang: Array(changed.utf8), overdracht: files.overdracht)
  }

  /// Why the beheerder proposes anything in these tests.
  static let why = "Dertien dagen bleek genoeg."

  /// The beheerder proposes an edited set.
  @discardableResult
  func propose(_ edit: (String) -> String) throws -> Identifier { try propose(edited(edit)) }

  @discardableResult
  func propose(_ files: PolicyFiles) throws -> Identifier {
    try session(.beheerder).proposePolicy(
      files, validUntil: clock.now() + MovableClock.day, words: Words(Self.why))
  }

  /// The proposal that this member may decide about.
  ///
  /// - Parameter id: which; nil when there is one only.
  func proposal(_ session: VaultSession, _ id: Identifier? = nil) throws -> OpenRequest {
    guard
      let open = try session.requests().last(where: {
        $0.request.act == .policy && $0.request.id == id ?? $0.request.id
      })
    else {
      throw CocoaError(.coderValueNotFound)
    }
    return open
  }

  /// Puts an edited set in force as the rules ask: beheerder, FG, leidinggevende.
  func approve(_ edit: (String) -> String) throws { try approve(edited(edit)) }

  func approve(_ files: PolicyFiles) throws {
    let id = try propose(files)
    for person in [Person.fg, .leidinggevende] {
      let second = try session(person)
      try second.second(proposal(second, id), verdict: .akkoord)
    }
  }

  /// What the FG finds in a fresh copy of the log.
  func findings() throws -> [LogFinding] {
    let folder = vault.household.scratch.path("copy-\(UInt32.random(in: 0...UInt32.max))")
    _ = try session(.fg).copyLog(into: folder)
    return LogCopyVerifier(anchor: vault.household.anchor).verify(folder: folder).findings
  }

  /// Shortens a toezichthouder's grant: a change that nothing else in the tests notices.
  static func days(_ days: Int) -> (String) -> String {
    { text in
      text.replacing(
        /"toezichthouder": \{"dagen": \d+\}/, with: "\"toezichthouder\": {\"dagen\": \(days)}")
    }
  }
}
