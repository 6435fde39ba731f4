import Directory
import Foundation
import Records
import Sodium
import Store
import VaultClient
import VaultFixture
import VaultService
import Vocabulary

/// Both halves of every section key, put together as only members and host together can.
struct Halves {
  private let household: Household
  private let directory: DirectoryView
  private let store: Vault
  private let tokens: [TokenKey: [UInt8]]

  /// - Parameter folder: a vault, served or not; read with `wrap.key`.
  init(_ household: Household, _ directory: DirectoryView, folder: String) throws {
    self.household = household
    self.directory = directory
    store = try Vault.open(folder + "/vault.db", readers: 1)
    tokens = try Tokens.read(folder, [.share, .entry])
  }

  final class Opened: Sendable {
    let record: SectionRecord
    /// R, the role's half.
    let half: SecretBytes
    /// S, the service's half.
    let service: SecretBytes
    /// K = R xor S.
    let key: SecretBytes

    init(
      _ record: SectionRecord, half: consuming SecretBytes, service: consuming SecretBytes,
      key: consuming SecretBytes
    ) {
      self.record = record
      self.half = half
      self.service = service
      self.key = key
    }
  }

  /// The secret half of a role's key, from the box of a member's admission.
  func pair(_ person: Person) throws -> BoxKeyPair {
    let identity = household.ring(person).identity.member
    guard let admission = directory.admission(of: identity),
      let epoch = directory.roleEpoch(admission.role, epoch: admission.epoch)
    else { throw CocoaError(.coderValueNotFound) }
    return try RoleSecret.open(
      admission.box, of: epoch, with: household.ring(person).identity.box)
  }

  func rolePairs() throws -> [SecretBox] {
    try [Person.sanne, .jurist, .leidinggevende, .toezichthouder].map {
      SecretBox(try pair($0).secret.copy())
    }
  }

  /// A secret that can stand in an array.
  final class SecretBox: Sendable {
    private let secret: SecretBytes
    init(_ secret: consuming SecretBytes) { self.secret = secret }
    var plain: [UInt8] { secret.plain }
  }

  func lookupKey() throws -> SecretBytes {
    let member = household.ring(.sanne).identity.member
    guard let epoch = directory.lookupKey, let box = directory.lookupBox(of: member) else {
      throw CocoaError(.coderValueNotFound)
    }
    return try LookupKey.open(box, of: epoch, with: household.ring(.sanne).identity.box)
  }

  /// The sections of these dossiers, opened with the jeugdbeschermer's role key.
  func all(of dossiers: [Identifier]) throws -> [Opened] {
    let pair = try pair(.sanne)
    let stored = try store.read { tables in
      try dossiers.map { dossier -> (Identifier, [StoredSection], [StoredWrap]) in
        guard let number = try tables.dossiers.number(of: dossier) else {
          throw CocoaError(.coderValueNotFound)
        }
        return (
          dossier, try tables.sections.sections(of: number), try tables.wraps.wraps(of: number)
        )
      }
    }
    var opened: [Opened] = []
    for (dossier, sections, wraps) in stored {
      for section in sections {
        let wrap = wraps.first {
          $0.section == section.section && $0.role == .jeugdbeschermer && $0.grant == nil
        }
        let token = tokens[.share(dossier, section.section, generation: section.generation)]
        guard let wrap, let token,
          let author = directory.list.first(where: {
            $0.function == .jeugdbeschermer && $0.name == Person.sanne.rawValue
          })
        else { throw CocoaError(.coderValueNotFound) }
        let record = try SectionRecord.verify(
          Signed(bytes: section.bytes, signature: section.signature), by: author.keys.sign)
        let share = Share(
          dossier: dossier, section: section.section, generation: section.generation)
        let half = try share.open(wrap.box, role: pair)
        let service = try SecretBytes(copying: token)
        let key = try SectionKey.join(half, service, for: record)
        opened.append(Opened(record, half: half, service: service, key: key))
      }
    }
    return opened
  }

  /// The stored row of link `n`: what a copy of `vault.db` gives.
  func row(_ dossier: Identifier, _ n: UInt32) throws -> (link: Link, sealed: SealedEntry)? {
    try store.read { tables in
      guard let number = try tables.dossiers.number(of: dossier) else { return nil }
      let links = try SignedLink.decode(tables.links.signed(number))
      guard let link = links.first(where: { $0.link.n == n })?.link else { return nil }
      var rows: [UInt8] = []
      try tables.content.append(
        [
          ContentKey(
            n: n, section: link.header.section, entry: link.header.entry,
            revision: link.header.revision, kind: link.header.kind.rawValue)
        ], of: number, to: &rows)
      return try Rows.decode(rows, limit: 1).first.map { (link, $0.sealed) }
    }
  }

  /// E of a link, as the keystore has it.
  func token(_ link: Link) -> [UInt8]? {
    let header = link.header
    return tokens[
      .entry(
        header.dossier, header.section, entry: header.entry, revision: header.revision,
        kind: header.kind.rawValue)]
  }
}
