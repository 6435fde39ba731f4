// Founding: how the files of a vault come to be, once.
//
// The institution key signs the first record, which names the first beheerder, the first custodian,
// the service key and the log key. That record is leaf 0 of the log. Every key of the host is drawn
// here and lies in one file each; after this call the institution key is needed no more.
//
// What it is not: it makes no role key and no member, and it opens nothing that exists.
//
//   let founded = try VaultFounding(folder: …).make(with: institutionKey, at: now)

import AuditLog
package import Directory
import Minisign
import PrivateFile
import Sodium
import Store
import Vocabulary

/// A vault to be made: where, whose, and by whom it is first governed.
package struct VaultFounding: Sendable {
  /// Must not exist, or be empty; the folder that it lies in must exist.
  package let folder: String
  package let origin: String
  /// The institution's name.
  package let institution: String
  package let beheerder: EnrolmentRequest
  package let custodian: EnrolmentRequest

  package init(
    folder: String, origin: String, institution: String, beheerder: EnrolmentRequest,
    custodian: EnrolmentRequest
  ) {
    var path = folder
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.folder = path
    self.origin = origin
    self.institution = institution
    self.beheerder = beheerder
    self.custodian = custodian
  }

  /// Makes the vault: built beside its place, then renamed to it.
  ///
  /// - Parameter now: milliseconds UTC; the time of the first record and leaf.
  package func make(
    with key: borrowing InstitutionKey, at now: Int64
  ) throws(FoundingError) -> FoundedVault {
    guard key.origin == origin else { throw .origin(key.origin) }
    let building = try BuildingFolder(for: folder)
    do throws(FoundingError) {
      let founded = try build(in: building.path, key, now)
      try building.finish()
      return founded
    } catch {
      building.abandon()
      throw error
    }
  }

  private func build(
    in path: String, _ key: borrowing InstitutionKey, _ now: Int64
  ) throws(FoundingError) -> FoundedVault {
    let secrets: HostSecrets
    do throws(SecretMemoryError) { secrets = try HostSecrets.draw() } catch { throw .memory(error) }
    let founding = Founding(
      institution: institution, origin: origin,
      beheerder: Account(beheerder, function: .beheerder, person: .drawn()),
      custodian: Account(custodian, function: .custodian, person: .drawn()),
      serviceKey: secrets.service.publicKey, logKey: secrets.log.publicKey)
    let record: [UInt8]
    do throws(DirectoryError) {
      record = try DirectoryDraft.found(founding, at: now, with: key.signing)
    } catch { throw .directory(error) }
    let bundle = BundleKey(key: secrets.bundle.publicKey)
    let start = try LogStart(record: record, origin: origin, at: now, secrets.log)

    try write(path, .rootKey, secrets.root)
    try write(path, .wrapKey, secrets.wrap)
    try write(path, .serviceKey, secrets.service.seed)
    do throws(PrivateFile.Fault) {
      try PrivateFile.create(
        path + "/" + FoundedFile.institution.rawValue, key.anchor.encode())
      try PrivateFile.create(path + "/" + FoundedFile.bundle.rawValue, bundle.file)
    } catch { throw .file(error) }
    try makeVault(path, record, start, key.anchor)
    try makeKeystore(path, secrets, start)
    return FoundedVault(anchor: key.anchor, founding: founding, bundleKey: bundle)
  }

  private func write(
    _ path: String, _ file: FoundedFile, _ key: borrowing SecretBytes
  ) throws(FoundingError) {
    let text: SecretBytes
    do throws(SecretMemoryError) { text = try HostKey.text(of: key) } catch {
      throw .memory(error)
    }
    do throws(PrivateFile.Fault) {
      try PrivateFile.create(path + "/" + file.rawValue, text)
    } catch { throw .file(error) }
  }

  private func makeVault(
    _ path: String, _ record: [UInt8], _ start: LogStart, _ anchor: Anchor
  ) throws(FoundingError) {
    let vault: Vault
    do throws(OpeningError) {
      vault = try Vault.create(path + "/" + FoundedFile.vault.rawValue, readers: 0)
    } catch { throw .opening(error) }
    do throws(StoreError) {
      try vault.begin()
      let tables = vault.tables
      try tables.meta.put("origin", Array(origin.utf8))
      // The service verifies the list by it; members have theirs on paper.
      try tables.meta.put("institution", anchor.institution)
      try tables.directory.append(1, record, hash: DirectoryRecord.hash(record))
      try tables.leaves.append(0, start.leaf)
      try tables.checkpoint.put(size: 1, note: start.checkpoint)
      try vault.commit()
      try vault.truncateLog()
    } catch { throw .database(error) }
  }

  private func makeKeystore(
    _ path: String, _ secrets: borrowing HostSecrets, _ start: LogStart
  ) throws(FoundingError) {
    do throws(KeystoreError) {
      let keystore = try Keystore.create(
        path + "/" + FoundedFile.keystore.rawValue, wrapKey: secrets.wrap, origin: origin,
        readers: 0)
      try Self.database { () throws(StoreError) in try keystore.begin() }
      try keystore.tables.tokens.put(.logKey, secrets.log.seed)
      try keystore.tables.tokens.keepBundleKey(secrets.bundle.seed)
      try keystore.tables.log.record(size: 1, root: start.root)
      try Self.database { () throws(StoreError) in
        try keystore.commit()
        try keystore.truncateLog()
      }
    } catch { throw .keystore(error) }
  }

  private static func database(_ body: () throws(StoreError) -> Void) throws(KeystoreError) {
    do throws(StoreError) { try body() } catch { throw .database(error) }
  }
}

/// Every secret of a new host.
private struct HostSecrets: ~Copyable {
  let root: SecretBytes
  let wrap: SecretBytes
  let service: SigningKeyPair
  let log: SigningKeyPair
  let bundle: SigningKeyPair

  private init(
    root: consuming SecretBytes, wrap: consuming SecretBytes, service: consuming SigningKeyPair,
    log: consuming SigningKeyPair, bundle: consuming SigningKeyPair
  ) {
    self.root = root
    self.wrap = wrap
    self.service = service
    self.log = log
    self.bundle = bundle
  }

  static func draw() throws(SecretMemoryError) -> HostSecrets {
    let root = try SecretBytes.random(HostKey.count)
    let wrap = try HostKey.wrap(root: root)
    let service = try SigningKeyPair.generate()
    return HostSecrets(
      root: root, wrap: wrap, service: service, log: try SigningKeyPair.generate(),
      bundle: try SigningKeyPair.generate())
  }
}

/// The log with its first leaf.
private struct LogStart {
  let leaf: [UInt8]
  let root: [UInt8]
  let checkpoint: [UInt8]

  init(
    record: [UInt8], origin: String, at now: Int64, _ key: borrowing SigningKeyPair
  ) throws(FoundingError) {
    var entry = LogEntry(
      index: 0, time: now, action: .directory, object: .directory, outcome: .permit)
    entry.record = LogEntry.Record(kind: "directory", hash: DirectoryRecord.hash(record))
    var tree = MerkleTree()
    do {
      leaf = try entry.encode()
      _ = tree.append(TreeHash.leaf(leaf))
      root = tree.root()
      checkpoint = try Checkpoint(origin: origin, size: 1, root: root).signed(with: key).encode()
    } catch { throw .log }
  }
}

extension Identifier {
  fileprivate static func drawn() -> Identifier { Identifier(Random.bytes(byteCount)) ?? .zero }
}
