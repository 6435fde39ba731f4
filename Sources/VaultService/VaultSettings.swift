package import Store

/// Where the vault lives and how much it takes on; all limits are named here.
package struct VaultSettings: Sendable {
  /// The folder with `vault.db`, `keystore.db` and `service.key`.
  package var folder: String
  /// The folder with `rollen.json`, `toegang.json` and, to share anything, `overdracht.json`.
  package var policyFolder: String
  /// Where `backup.create` puts its copies; nil when this service makes none.
  package var backupFolder: String?
  /// Clients served at once; the next one is told to try again.
  package var clientLimit = 512
  /// The same at the partners' door, which has places of its own.
  package var partnerLimit = 64
  /// A client that has not signed in and says nothing for this long is closed; seconds.
  ///
  /// For members the policy says how long.
  package var strangerSeconds = 60
  /// Requests that one batch takes on, so that the first does not wait for the last.
  package var batchLimit = 128
  /// Failed sign-ins per minute that are logged one by one; more are refused unread.
  package var failedSignInsPerMinute = 60
  /// A heartbeat leaf after this long without any leaf; seconds, so that no gap is silent.
  package var heartbeatSeconds = 3600
  /// How often the writer looks for reviews that are late and for grants that are over; seconds.
  package var tickSeconds = 60
  /// Opened dossiers and pages of the log that are in memory at once, until their client has them.
  package var largeAnswers = 4
  /// What of the disk is kept for the log.
  package var reserve = DiskReserve()
  /// How much of attachments may wait for the link that binds it.
  package var unbound = UnboundLimits()
  /// How much of bundles may wait for partners.
  package var waiting = WaitingLimits()
  /// Called when the service must become something else: see `VaultServer.isSealing`.
  package var turn: @Sendable () -> Void = {}
  /// Called before each named step of the write: a test ends the process there.
  package var atStep: @Sendable (WriteStep) -> Void = { _ in }
  /// The same for the steps of a backup.
  package var atBackupStep: @Sendable (BackupStep) -> Void = { _ in }
  /// The same for the steps of a rotation of `keystore.db`.
  package var atRotationStep: @Sendable (RotationStep) -> Void = { _ in }

  package init(folder: String, policyFolder: String) {
    self.folder = folder
    self.policyFolder = policyFolder
  }

  package var vaultPath: String { folder + "/vault.db" }
  package var keystorePath: String { folder + "/keystore.db" }
  package var serviceKeyPath: String { folder + "/service.key" }
  /// Signals for people, one file each, until somebody delivers them.
  package var spoolPath: String { folder + "/spool" }
}

/// The moments of a write at which a crash must lose nothing that was acknowledged.
package enum WriteStep: String, CaseIterable, Sendable {
  case decided
  case keystoreWritten = "keystore-written"
  case keystoreCommitted = "keystore-committed"
  case vaultWritten = "vault-written"
  case vaultCommitted = "vault-committed"
  case checkpointSigned = "checkpoint-signed"
  case released
  // Only after a refresh or the end of a bundle, when nobody writes: what ended is removed.
  case endedTokensRemoved = "ended-tokens-removed"
  case endedTokensCommitted = "ended-tokens-committed"

  /// The steps that every write passes, in order.
  package static let ofEveryWrite: [WriteStep] = [
    .decided, .keystoreWritten, .keystoreCommitted, .vaultWritten, .vaultCommitted,
    .checkpointSigned, .released,
  ]
}
