import AuditLog
import PrivateFile
import Records
import Sodium
import Store
import StrictJSON
import Vocabulary
import Wire

/// `bundle.send`: the bundle leaves by hand, or as a mail that the service puts into the spool.
///
/// From the leaf on it cannot be recalled. The mail is written after it, as a signal is.
struct BundleSendAct: PlannedAct {
  let ask: BundleAsk
  private let way: StoredBundle.Way
  /// The mail, with its SHA-256 as the member signed it; nil when it goes by hand.
  private let mail: (bytes: [UInt8], hash: [UInt8])?

  init(_ request: SignedRequest) throws {
    ask = try BundleAsk(request, .bundleSend, more: ["mail", "way"])
    let args = try request.args
    way = try args.requireCase("way")
    guard way == .mail else {
      guard args["mail"] == nil, request.rows == nil else { throw WireError(.invalidParams) }
      mail = nil
      return
    }
    let hash = try args.requireHash("mail")
    guard let bytes = request.rows, !bytes.isEmpty, bytes.count <= BundleSealing.mailLimit,
      SHA256.hash(bytes) == hash
    else { throw WireError(.invalidParams) }
    mail = (bytes, hash)
  }

  func plan(_ context: ActContext) throws -> Plan {
    let found: BundleFound
    switch try ask.find(context) {
    case .ended(let plan): return plan
    case .open(let open): found = open
    }
    let bundle = found.bundle
    // A mail that was logged and not written, for want of room, may be sent once more.
    let isUnwritten =
      bundle.state == .sent && bundle.sent?.way == .mail && way == .mail
      && bundle.sent?.isSpooled == false
    guard bundle.state == .sealed || isUnwritten, context.now < bundle.validUntil else {
      return found.failed("bundle-state")
    }
    let (id, way) = (bundle.id, way)
    var plan = found.plan(
      detail: ["way": .code(way.rawValue)],
      record: mail.map { LogEntry.Record(kind: BundleSealing.mailKind, hash: $0.hash) }
    ) { tables, first in
      try tables.bundleParts.remove(id)
      try tables.bundles.send(id, by: way, leaf: first)
    }
    // What was placed of it, and never whole.
    plan.endingTokens = [.bundleToken(ask.dossier, bundle: id)]
    return plan
  }

  /// After the leaf is durable: the mail lies in the spool, once; also when the act is repeated.
  func finish(_ server: VaultServer) throws -> LogReading {
    guard let mail else { return LogReading(members: []) }
    let id = ask.bundle
    let stored = try server.store.read { try $0.bundles.bundle(id) }
    if let sent = stored?.sent, sent.way == .mail, !sent.isSpooled {
      try MailSpool(server.settings.spoolPath).write(mail.bytes, of: id)
      _ = try server.writer.perform(MailSpooled(bundle: id))
    }
    return LogReading(members: [])
  }
}

/// Takes note that a mail lies in the spool; it logs nothing, the leaf of `bundle-send` said so.
private struct MailSpooled: PlannedAct {
  let bundle: Identifier

  func plan(_ context: ActContext) -> Plan {
    var plan = Plan()
    plan.vaultRows = { [bundle] tables, _ in try tables.bundles.markSpooled(bundle) }
    return plan
  }
}
