import AuditLog
import Directory
import Sodium
import Store
import Vocabulary

/// Both databases, opened and found to belong together.
struct OpenedVault: ~Copyable {
  let store: Vault
  let keystore: Keystore
  let origin: String
  let serviceKey: SigningKeyPair
  let rules: RuleSet
  /// What lies in the folder in the place of the set in force.
  let refusedRules: RefusedRules?
  let lastTime: Int64
  /// The log goes on from a shorter state; to be logged before anything else.
  let restoration: Restoration?
  private let logKey: SigningKeyPair
  private let directory: DirectoryView
  private let tree: MerkleTree

  /// Readers of each database: enough for two cores, little memory.
  private static let readers = 4

  /// Opens, and refuses whatever does not belong together, saying why.
  static func open(
    _ settings: VaultSettings, wrapKey: borrowing SecretBytes
  ) throws(StartError) -> OpenedVault {
    let store: Vault
    do throws(OpeningError) {
      store = try Vault.open(settings.vaultPath, readers: Self.readers)
    } catch { throw error.cause }
    let keystore: Keystore
    do throws(KeystoreError) {
      keystore = try Keystore.open(settings.keystorePath, wrapKey: wrapKey, readers: Self.readers)
    } catch { throw error.cause }
    let origin = keystore.origin
    let named: [UInt8]?
    do { named = try store.tables.meta.value("origin") } catch { throw .logDamaged }
    guard named == Array(origin.utf8) else { throw .originsDiffer }
    let directory = try StoredDirectory.read(store.tables, origin: origin)
    let tree = try StoredLog.tree(store.tables)
    let lastTime = try StoredLog.lastTime(store.tables, size: tree.size)
    let restoration = try Restoration.find(settings, tree, directory, store.tables)
    try StoredLog.check(tree, against: keystore, store.tables, restoration)
    try StoredRights.check(store.tables, directory, at: lastTime)
    try StoredBundles.check(store.tables)
    let stored = try StoredRules.inForce(store.tables)
    let rules: RuleSet
    let refused: RefusedRules?
    if let stored {
      rules = stored
      refused = StoredRules.refusal(of: settings.policyFolder, inForce: stored, store.tables)
    } else {
      rules = try RuleFiles.first(settings.policyFolder)
      refused = nil
    }
    let serviceKey = try ServiceKeyFile.read(settings.serviceKeyPath)
    guard serviceKey.publicKey == directory.serviceKey else {
      throw .serviceKey("it is not the key that the directory names")
    }
    let logKey = try readLogKey(keystore)
    guard logKey.publicKey == directory.logKey else {
      throw .keystore(
        "the log key in keystore.db is not the one that the directory names",
        hint: "put the two files of one vault together")
    }
    try Sweep.tokensWithoutRows(keystore, store.tables, logSize: tree.size)
    return OpenedVault(
      store: store, keystore: keystore, origin: origin, serviceKey: serviceKey, rules: rules,
      refusedRules: refused, lastTime: lastTime, restoration: restoration, logKey: logKey,
      directory: directory, tree: tree)
  }

  private static func readLogKey(_ keystore: Keystore) throws(StartError) -> SigningKeyPair {
    do {
      guard let seed = try keystore.tables.tokens.get(.logKey) else { throw KeystoreError.missing }
      return try SigningKeyPair(seed: seed)
    } catch {
      throw .keystore(
        "the log key in keystore.db cannot be used", hint: "restore keystore.db's newest backup")
    }
  }

  /// The writer of this vault, with the log as it stands.
  func writer(
    _ settings: VaultSettings, _ clock: VaultClock
  ) throws(StartError) -> Writer {
    let checkpoint: [UInt8]
    let writersKey: SigningKeyPair
    do {
      checkpoint = try Checkpoint(origin: origin, size: tree.size, root: tree.root())
        .signed(with: logKey).encode()
      writersKey = try SigningKeyPair(seed: logKey.seed.copy())
    } catch { throw .logDamaged }
    return Writer(
      settings: settings, clock: clock, origin: origin, store: store, keystore: keystore,
      logKey: writersKey,
      state: PublishedState(
        directory: directory, rules: rules, log: LogState(tree: tree, checkpoint: checkpoint)))
  }
}
