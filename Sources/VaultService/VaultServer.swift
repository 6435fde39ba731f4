import AuditLog
import Directory
import Policy
import Records
import Session
package import Socket
package import Sodium
package import Store
import StrictJSON
import Synchronization
import Vocabulary
package import Wire

/// A vault that is open and serves: `start`, then `serve` connections until `stop`.
package final class VaultServer: Sendable {
  package let settings: VaultSettings
  package let origin: String
  let clock: VaultClock
  let store: Vault
  let writer: Writer
  let opened: OpenedVault
  let answering: Answering
  let largeAnswers: LargeAnswers
  let backups = BackupPlace()
  private let failures: FailureBudget
  private let lock: VaultLock
  /// The writer's thread has ended.
  private let written = Socket.Reply<Bool>()
  private let clients = Clients(thread: "client")
  /// Those at the partners' door; they cannot keep members out, nor their mistakes members' from the log.
  private let partners = Clients(thread: "partner")
  private let partnerFailures: FailureBudget
  private let isToBeSealed = Mutex(false)

  /// Whether a member had it sealed: then whoever runs it stops it and waits for share holders.
  package var isSealing: Bool { isToBeSealed.withLock { $0 } }

  /// Opens both files, checks that they belong together, sweeps what a crash left, and starts the
  /// writer.
  ///
  /// Nothing is served yet.
  ///
  /// - Parameter wrapKey: W, 32 bytes.
  /// Throws: `StartError`, which says what is wrong and what to do.
  package init(
    settings: VaultSettings, clock: VaultClock, wrapKey: borrowing SecretBytes
  ) throws(StartError) {
    lock = try VaultLock(settings.folder)
    opened = try OpenedVault.open(settings, wrapKey: wrapKey)
    self.settings = settings
    largeAnswers = LargeAnswers(limit: settings.largeAnswers)
    self.clock = clock
    origin = opened.origin
    store = opened.store
    failures = FailureBudget(perMinute: settings.failedSignInsPerMinute)
    partnerFailures = FailureBudget(perMinute: settings.failedSignInsPerMinute)
    answering = Answering(
      store: opened.store, release: Release(store: opened.store, keystore: opened.keystore))
    writer = try opened.writer(settings, clock)
    let writer = writer
    let written = written
    let lastTime = opened.lastTime
    do {
      _ = try WorkerThread.start("writer") {
        writer.run(lastTime: lastTime)
        written.fulfil(true)
      }
      if let restoration = opened.restoration {
        _ = try writer.perform(RestoreAct(restoration: restoration))
      }
      _ = try writer.perform(ServiceEvent(action: .start))
      _ = try writer.perform(RulesInForce(rules: opened.rules))
      if let refused = opened.refusedRules { _ = try writer.perform(RulesRefused(refused)) }
    } catch let error as WireError {
      endWriting()
      throw .log(error)
    } catch { throw .thread }
  }

  /// Logs that share holders opened the vault, before anybody is served.
  ///
  /// - Parameter ceremony: the one whose shares they were.
  package func logUnsealing(ceremony: UInt32) throws(StartError) {
    do { _ = try writer.perform(Unsealed(ceremony: ceremony)) } catch { throw .log(error) }
  }

  /// Serves one client on a thread of its own; over the limit it is told to try again.
  package func serve(_ descriptor: consuming Descriptor) {
    let limit = min(
      settings.clientLimit, Int(writer.published.rules.policy.access.limits.clients))
    clients.admit(descriptor, limit: limit) { [self] transport in
      ClientConnection<MemberSide>(self, transport).serve()
    }
  }

  /// Serves one client of the partners' door, who can do nothing but collect.
  package func serveCollect(_ descriptor: consuming Descriptor) {
    partners.admit(descriptor, limit: settings.partnerLimit) { [self] transport in
      ClientConnection<PartnerSide>(self, transport).serve()
    }
  }

  /// Why the policy files in the folder did not count when the vault was opened; nil when they are
  /// the set in force.
  package var refusedRules: StartError? { opened.refusedRules.map(StartError.init) }

  /// Reads the policy files again, and says so when they are not the set in force.
  ///
  /// They never come into force by this: that takes a request and its seconds.
  package func reloadRules() throws(StartError) {
    let refused: RefusedRules?
    do {
      refused = try store.read { [self] tables in
        StoredRules.refusal(
          of: settings.policyFolder, inForce: writer.published.rules, tables)
      }
    } catch { throw .policyDamaged }
    guard let refused else { return }
    do { _ = try writer.perform(RulesRefused(refused)) } catch { throw .log(error) }
    throw StartError(refused)
  }

  /// Looks for late reviews, for grants and bundles that are over now and for attachments that no link came
  /// to bind, as the writer does by itself every minute.
  package func tick() throws(WireError) {
    _ = try writer.perform(LateReviews())
    _ = try writer.perform(EndedGrants())
    _ = try writer.perform(ExpiredBundles())
    _ = try writer.perform(UnboundAttachments(limits: settings.unbound))
  }

  /// Draws another keystore key and writes `keystore.db` anew; the key's epoch.
  ///
  /// What was deleted before is in no file afterwards, and the key in a copy of before opens no row. Who
  /// opens dossiers meanwhile goes on; who writes waits for as long as the rows take.
  /// - Throws: `KeystoreError`; `.database(.busy)` while a backup is made. Then all is as before.
  package func rotateKeystore() throws(KeystoreError) -> UInt32 { try writer.rotateKeystore() }

  /// Logs the end, writes what waits, hangs up on all clients.
  package func stop() {
    _ = try? writer.perform(ServiceEvent(action: .stop))
    endWriting()
    clients.close()
    partners.close()
  }

  /// Lets what waits be written, then lets go of the vault.
  private func endWriting() {
    writer.stop()
    _ = written.wait()
    lock.release()
  }

  /// What somebody hears whose sign-in ended with `fault`.
  ///
  /// Who could not prove who they are hears no more than that, and a leaf says so: as long as there are
  /// not so many that logging them would be an attack.
  /// Throws: `.busy`, and what the log says.
  func signInFault(
    _ fault: WireError, of claimed: Identifier, as party: Party, peer: UInt32?
  ) throws(WireError) -> WireError {
    guard fault.fault == .badSignature || fault.fault == .notSignedIn else { return fault }
    let budget = party == .member ? failures : partnerFailures
    guard budget.take(at: clock.monotonic()) else { throw WireError(.busy) }
    _ = try writer.perform(
      SignInFailedAct(claimed: claimed, party: party, peer: peer, reason: fault.fault.rawValue))
    return WireError(.notSignedIn)
  }

  /// A session lasts as long as the policy says.
  ///
  /// Throws: `.sessionEnded`
  func demandTime(since began: Int64) throws(WireError) {
    let minutes = writer.published.rules.policy.access.session.lengthMinutes
    guard clock.monotonic() - began < 60_000 * minutes else { throw WireError(.sessionEnded) }
  }

  /// Has the service seal itself, once the one who asked for it was answered.
  func turn(after act: any PlannedAct, _ committed: Committed) {
    guard act is SealAct, case .permit = committed.reply else { return }
    isToBeSealed.withLock { $0 = true }
    settings.turn()
  }

  /// What a permitted look at the log brings.
  func reading(_ act: any PlannedAct, _ committed: Committed) throws(WireError) -> LogReading? {
    guard case .permit = committed.reply else { return nil }
    do {
      return switch act {
      case let act as LogAct: try store.read { try LogReading(act.wish, committed.log, $0) }
      case let act as WordsReadAct:
        try store.read { try LogReading(wordsAt: act.index, committed.log, $0) }
      case let act as BackupAct where !committed.isRepeated:
        try act.finish(answering.receipt(committed))
      // Also when it is repeated: the first time may have ended between the leaf and the mail.
      case let act as BundleSendAct: try act.finish(self)
      default: nil
      }
    } catch { throw WireError(.unavailable) }
  }
}
