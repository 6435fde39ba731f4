import AuditLog
import Directory
import Records
import Socket
import Sodium
import Store
import Synchronization
import Wire

/// What the other threads see of the vault's state; replaced as a whole after each commit.
struct PublishedState: Sendable {
  var directory: DirectoryView
  var rules: RuleSet
  var log: LogState
}

/// The one thread that writes.
///
/// Requests that wait when a batch closes share its commits, its fsyncs and its checkpoint
/// signature.
///
/// Order on disk: `keystore.db`, then `vault.db` (rows, leaves, idempotency in one transaction), then
/// the checkpoint; SQLite has no commit across two WAL files. A failure of any of them fails the
/// whole batch: nobody in it is answered with anything but "the log is unavailable".
final class Writer: Sendable {
  private let queue: BlockingQueue<Work>
  private let state: Mutex<PublishedState>
  private let settings: VaultSettings
  private let clock: VaultClock
  private let origin: String
  private let store: Vault
  private let keystore: Keystore
  private let logKey: SigningKeyPair

  /// Requests that may wait at once; more are told to try again.
  private static let queueCapacity = 4096
  /// A wait may end this much before its time.
  private static let early = Duration.milliseconds(5)

  init(
    settings: VaultSettings, clock: VaultClock, origin: String, store: Vault, keystore: Keystore,
    logKey: consuming SigningKeyPair, state: PublishedState
  ) {
    self.settings = settings
    self.clock = clock
    self.origin = origin
    self.store = store
    self.keystore = keystore
    self.logKey = logKey
    self.state = Mutex(state)
    queue = BlockingQueue(capacity: Self.queueCapacity)
  }

  /// The state after the newest commit.
  var published: PublishedState { state.withLock { $0 } }

  /// Has an act decided, logged and made durable.
  ///
  /// Blocks.
  func perform(_ act: any PlannedAct) throws(WireError) -> Committed {
    let job = Job(act)
    guard queue.push(.act(job)) else { throw WireError(.busy) }
    return try job.wait()
  }

  /// Has `keystore.db` sealed anew under another key, between two batches; the key's epoch.
  ///
  /// Blocks. Those who wait at once share one rotation.
  /// - Throws: `KeystoreError`; then the old file and its key are in use as before, and nothing is lost.
  func rotateKeystore() throws(KeystoreError) -> UInt32 {
    let rotation = Rotation()
    guard queue.push(.rotation(rotation)) else { throw .database(.busy) }
    return try rotation.wait()
  }

  /// Lets what waits be written, then ends `run`.
  func stop() { queue.close() }

  /// The writer's thread: batches until `stop`.
  func run(lastTime: Int64) {
    var batches = BatchClock(clock: clock, lastTime: lastTime)
    let memory = WriterMemory()
    let spool = Spool(settings.spoolPath, left: try? store.tables.meta.value(Spool.name))
    let heartbeat = Duration.seconds(settings.heartbeatSeconds)
    let tick = Duration.seconds(settings.tickSeconds)
    var (busyAt, tickedAt) = (ContinuousClock.now, ContinuousClock.now)
    var isStart = true
    while let batch = queue.takeBatch(
      max: settings.batchLimit, within: Self.pause(memory, otherwise: min(heartbeat, tick)))
    {
      var jobs: [Job] = []
      var rotations: [Rotation] = []
      for work in batch {
        switch work {
        case .act(let job): jobs.append(job)
        case .rotation(let rotation): rotations.append(rotation)
        }
      }
      if batch.isEmpty { removeEnded(memory) }
      let time = ContinuousClock.now + Self.early
      if batch.isEmpty, time - busyAt >= heartbeat { jobs.append(Job(Heartbeat())) }
      if !jobs.isEmpty { busyAt = time }
      let isTick = time - tickedAt >= tick
      if isTick {
        jobs.append(Job(LateReviews()))
        tickedAt = time
      }
      // With the first batch too: what ended while no service ran.
      if isTick || isStart || memory.hasMoreEndedGrants { jobs.append(Job(EndedGrants())) }
      if isTick || isStart || memory.hasMoreExpiredBundles { jobs.append(Job(ExpiredBundles())) }
      if isTick || isStart || memory.hasMoreUnbound {
        jobs.append(Job(UnboundAttachments(limits: settings.unbound)))
      }
      // Nobody is served before the first batch is done.
      if isStart { jobs.append(Job(LostBundles(keystore: keystore))) }
      isStart = false
      if !jobs.isEmpty { write(jobs, &batches, memory, spool) }
      if !rotations.isEmpty { rotate(for: rotations, memory) }
    }
    removeEnded(memory)
  }

  /// How long to wait for requests before going on by itself.
  private static func pause(_ memory: WriterMemory, otherwise usual: Duration) -> Duration {
    if memory.hasMoreEndedGrants || memory.hasMoreExpiredBundles || memory.hasMoreUnbound {
      return .zero
    }
    return memory.isUntidy ? quiet : usual
  }

  /// After a refresh, or the end of a bundle: when nobody wrote for this long, what ended leaves the disk.
  private static let quiet = Duration.seconds(1)

  /// Removes the shares that a refresh replaced and the tokens of ended bundles, from `keystore.db` and from its WAL.
  ///
  /// What fails is tried again after the next batch, or done by the next start.
  private func removeEnded(_ memory: WriterMemory) {
    guard memory.isUntidy else { return }
    do {
      if !memory.endedTokens.isEmpty {
        let log = published.log
        try keystore.begin()
        try removeEndedRows(memory)
        try keystore.tables.log.record(size: log.tree.size, root: log.tree.root())
        settings.atStep(.endedTokensRemoved)
        try keystore.commit()
        memory.removedEnded()
      }
      settings.atStep(.endedTokensCommitted)
      try keystore.truncateLog()
      memory.truncated()
    } catch { keystore.rollback() }
  }

  /// Rotates once for all who wait; this thread writes nothing meanwhile.
  private func rotate(for waiting: [Rotation], _ memory: WriterMemory) {
    removeEnded(memory)
    let result = Result { () throws(KeystoreError) in
      try keystore.rotate(atStep: settings.atRotationStep)
      return keystore.epoch
    }
    for rotation in waiting { rotation.finish(result) }
  }

  private func removeEndedRows(_ memory: WriterMemory) throws(KeystoreError) {
    for token in memory.endedTokens { _ = try keystore.tables.tokens.remove(token) }
  }

  private func write(
    _ jobs: [Job], _ batches: inout BatchClock, _ memory: WriterMemory, _ spool: Spool
  ) {
    let before = published
    let (now, wall, steady, step) = batches.next()
    var signals: [SpooledSignal] = []
    var planned: [Job] = []
    do {
      try store.begin()
      var directory = before.directory
      var rules = before.rules
      var commit = Commit(store: store, tree: before.log.tree)
      var keystoreRows: [(Keystore) throws -> Void] = []
      let logTokens = LogTokens(keystore)
      var endingTokens: [TokenKey] = []
      if let step { try commit.add(ClockStep.plan(step), at: now) }
      for job in jobs {
        let context = ActContext(
          tables: store.tables, directory: directory, rules: rules, now: now,
          wall: wall, steady: steady, memory: memory)
        let plan: Plan
        do {
          plan = try logTokens.sealing(job.act.plan(context))
        } catch let error where !Self.isOfTheStore(error) {
          // One damaged dossier, or one bad request, is no reason to fail its neighbours.
          memory.forgetRevisions()
          job.finish(.failure(error as? WireError ?? WireError(.tampered)))
          continue
        }
        let first = commit.tree.size
        do { try commit.add(plan, at: now) } catch let fault as WireError {
          memory.forgetRevisions()
          job.finish(.failure(fault))
          continue
        }
        if let rows = plan.keystoreRows { keystoreRows.append(rows) }
        endingTokens += plan.endingTokens
        directory = plan.directory ?? directory
        rules = plan.rules ?? rules
        signals += plan.signals.map { SpooledSignal($0, at: now, first: first) }
        planned.append(job)
      }
      try spool.note(signals, store.tables)
      if logTokens.hasNew { keystoreRows.append(logTokens.write) }
      settings.atStep(.decided)
      try writeKeystore(keystoreRows, before.log, memory)
      settings.atStep(.vaultWritten)
      let log = before.log
      let results = try commit.commit(atStep: settings.atStep) { tree in
        tree.size == log.tree.size ? log.checkpoint : try sign(tree)
      }
      if let newest = results.last?.log {
        state.withLock {
          $0.log = newest
          $0.directory = directory
          $0.rules = rules
        }
      }
      memory.ended(endingTokens)
      batches.committed(now)
      // The leaf is the truth: what cannot be written now is written with the next batch.
      spool.committed(signals)
      settings.atStep(.released)
      // The clock step's own result, when there is one, goes to nobody.
      for (job, result) in zip(planned, results.suffix(planned.count)) {
        job.finish(.success(result))
      }
    } catch {
      keystore.rollback()
      store.rollback()
      memory.forgetRevisions()
      // Whoever got no plan has been told already; the others learn that nothing was done.
      for job in jobs { job.finish(.failure(WireError(.logUnavailable))) }
      believeTheFile(after: before)
    }
  }

  /// After a failed commit the file decides: a commit whose fsync failed may be there all the same.
  ///
  /// While the file cannot be read the old state stays, and every batch fails until it can.
  private func believeTheFile(after before: PublishedState) {
    do {
      guard try store.tables.leaves.count() != before.log.tree.size else { return }
      let tree = try StoredLog.tree(store.tables)
      let directory = try StoredDirectory.read(store.tables, origin: origin)
      let rules = try store.tables.policies.newest().map { try RuleSet(stored: $0.bytes) }
      let log = LogState(tree: tree, checkpoint: try sign(tree))
      state.withLock {
        $0.log = log
        $0.directory = directory
        if let rules { $0.rules = rules }
      }
    } catch {}
  }

  /// Whether the store itself failed: then nothing more can be written in this batch.
  private static func isOfTheStore(_ error: any Error) -> Bool {
    switch error {
    case let error as StoreError: !error.isDamage
    case KeystoreError.database(let error): !error.isDamage
    default: false
    }
  }

  /// Makes tokens durable before the rows that need them.
  ///
  /// What is left without rows by a crash in between is swept at the next start.
  private func writeKeystore(
    _ rows: [(Keystore) throws -> Void], _ log: LogState, _ memory: WriterMemory
  ) throws {
    guard !rows.isEmpty else { return }
    try keystore.begin()
    try removeEndedRows(memory)
    for row in rows { try row(keystore) }
    try keystore.tables.log.record(size: log.tree.size, root: log.tree.root())
    settings.atStep(.keystoreWritten)
    try keystore.commit()
    memory.removedEnded()
    settings.atStep(.keystoreCommitted)
  }

  private func sign(_ tree: MerkleTree) throws -> [UInt8] {
    try Checkpoint(origin: origin, size: tree.size, root: tree.root()).signed(with: logKey).encode()
  }
}
