import AuditLog
import Policy
import Records
import Sodium
import Store
import StrictJSON
import Synchronization
import Wire

/// `backup.create`: a copy of both files in the folder that the service was given for it.
///
/// The copy is made before the leaf, because the leaf names its hash; it gets its name after the leaf.
/// Nothing leaves the host.
struct BackupAct: PlannedAct {
  let request: SignedRequest
  /// Nil when the policy refuses, and when the act was done before.
  private let run: Result<BackupRun, BackupRun.Fault>?

  /// Asks the policy, then copies; blocks as long as that takes.
  init(_ request: SignedRequest, _ server: VaultServer) throws {
    try request.args.allowOnly([])
    self.request = request
    let moment = MomentAct(request: request, server: server)
    _ = try server.writer.perform(ServiceKeyKept(server: server, request: request))
    _ = try server.writer.perform(moment)
    guard let taken = moment.taken else {
      run = nil
      return
    }
    let taking = taken
    run = Result { () throws(BackupRun.Fault) in
      guard server.backups.enter() else { throw .running }
      return try BackupRun(taking.get(), server, place: server.backups)
    }
  }

  func plan(_ context: ActContext) throws -> Plan {
    if let earlier = try context.repeated(request) { return earlier }
    let ruled = Ruled(stamp: request.stamp, action: .backup, object: .service)
    let basis: LogEntry.Basis
    switch try context.ruling(.backUp, by: request.stamp.caller.member, on: nil) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let ground): basis = ground
    }
    switch run {
    // The policy changed its mind between copying and logging.
    case nil: return ruled.failed(BackupRun.Fault.failed.rawValue, head: nil, body: request.bytes)
    case .failure(let fault): return ruled.failed(fault.rawValue, head: nil, body: request.bytes)
    case .success(let run):
      var plan = Plan()
      var leaf = ruled.leaf(.permit, basis: basis)
      leaf.record = LogEntry.Record(kind: BackupManifest.kind, hash: run.hash)
      plan.leaves = [leaf]
      plan.body = request.bytes
      plan.vaultRows = { [self] tables, first in try tables.remember(request, leaf: first) }
      return plan
    }
  }

  /// After the leaf is durable: the receipt goes beside the copies, and they get their names.
  func finish(_ receipt: JSONValue) throws -> LogReading {
    guard case .success(let run) = run else { return LogReading(members: []) }
    let removed = try run.finish(receipt: CanonicalJSON.encode(receipt))
    return LogReading(members: [
      JSONMember("manifest", .base64(run.manifest)), JSONMember("name", .string(run.name)),
      JSONMember("removed", .array(removed.map { .string($0) })),
    ])
  }
}

/// Between two batches: asks the policy, and holds both files still.
///
/// It logs nothing, so it gives nothing.
private final class MomentAct: PlannedAct {
  private let request: SignedRequest
  private let server: VaultServer
  private let found = Mutex<Result<BackupMoment, BackupRun.Fault>?>(nil)

  var taken: Result<BackupMoment, BackupRun.Fault>? { found.withLock { $0 } }

  init(request: SignedRequest, server: VaultServer) {
    self.request = request
    self.server = server
  }

  func plan(_ context: ActContext) throws -> Plan {
    guard try context.mayBackUp(request) else { return Plan() }
    let settings = server.settings
    // This batch has written nothing yet, and the one before it is in both files.
    let result: Result<BackupMoment, BackupRun.Fault>
    do {
      guard settings.backupFolder != nil else { throw BackupRun.Fault.noFolder }
      result = .success(
        BackupMoment(
          vault: try .vault(settings.vaultPath), keystore: try .keystore(settings.keystorePath),
          checkpoint: server.writer.published.log.checkpoint, at: context.now))
    } catch { result = .failure(error as? BackupRun.Fault ?? .failed) }
    found.withLock { $0 = result }
    return Plan()
  }
}

/// Puts the service key among the keystore's secrets, so that its copy brings the service back.
private struct ServiceKeyKept: PlannedAct {
  let server: VaultServer
  let request: SignedRequest

  func plan(_ context: ActContext) throws -> Plan {
    var plan = Plan()
    guard try context.mayBackUp(request) else { return plan }
    let tokens = server.opened.keystore.tables.tokens
    if try tokens.keepsServiceKey(server.opened.serviceKey.seed) { return plan }
    plan.keystoreRows = { [server] keystore in
      try keystore.tables.tokens.keepServiceKey(server.opened.serviceKey.seed)
    }
    return plan
  }
}

extension ActContext {
  /// Whether this request is new and the policy permits it; what it then comes to is logged later.
  fileprivate func mayBackUp(_ request: SignedRequest) throws -> Bool {
    guard try repeated(request) == nil,
      case .permitted = try ruling(.backUp, by: request.stamp.caller.member, on: nil)
    else { return false }
    return true
  }
}
