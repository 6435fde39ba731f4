import AuditLog
import Records
import Session
import Sodium
import StrictJSON
import Vocabulary

/// One signed request of a copy: what a member asked, as it was signed.
struct RequestLine: Sendable {
  /// The exact bytes: a body, or m3 for a sign-in.
  let bytes: [UInt8]
  /// SHA-256 of them, as entries name it.
  let hash: [UInt8]
  /// The last entry of the request.
  let index: Int
  /// Nil for a sign-in.
  let body: RequestBody?

  /// Bytes of one line at most: a body of 1 MiB in base64.
  static let limit = 2 << 20

  /// Reads `{"body":b64,"index":n}`; nil for anything else.
  init?(_ line: [UInt8]) {
    let limits = JSONLimits(bytes: RequestLine.limit, depth: 2)
    guard let value = try? CanonicalJSON.decode(line, limits: limits),
      let object = try? JSONObject(value), (try? object.allowOnly(["body", "index"])) != nil,
      let bytes = try? object.bytes("body"), let index = try? object.requireInt("index")
    else { return nil }
    self.bytes = bytes
    hash = SHA256.hash(bytes)
    self.index = Int(index)
    body = try? RequestBody(decoding: bytes)
  }

  /// What the member or partner signed, and for what.
  func signed(by party: Party) -> (bytes: [UInt8], domain: Domain) {
    body == nil ? (bytes, party.signIn) : (hash, party.request)
  }

  /// Whether the entry says what was asked: method, session, dossier, purpose, sections.
  func agrees(with entry: LogEntry) -> Bool {
    guard let body else {
      return entry.action == .signIn && entry.session == BLAKE2b.hash(bytes)
    }
    guard RequestLine.actions(of: body)?.contains(entry.action) == true,
      entry.session == body.session
    else { return false }
    let args = JSONValue.object(body.args)
    // Some methods name dossier and purpose inside a signed record; that is compared with its entry.
    let named = entry.dossier.map { Base64.encode($0.bytes) }
    let silent = [
      "access.request", "access.emergency", "access.second", "access.explain", "log.words",
    ].contains(body.method)
    guard args["dossier"]?.stringValue == named || silent && args["dossier"] == nil else {
      return false
    }
    let purpose = args["purpose"]?.stringValue
    guard purpose == entry.purpose?.rawValue || purpose == nil && body.method.hasPrefix("access.")
    else { return false }
    guard saysWords(args, entry), saysBundle(args, entry) else { return false }
    guard body.method == "dossier.open", entry.outcome == .permit else { return true }
    // What was there before a correction was shown exactly when it was asked for.
    guard (args["history"] != nil) == (entry.detail["history"] == .int(1)) else { return false }
    // "all" is decided by the role; a list is what was asked, and what a permit must say.
    guard case .array(let names) = args["sections"] else { return true }
    return Set(names.compactMap(\.stringValue)) == Set(entry.sections.map(\.name))
  }

  /// Whether the entry has the words that were sent, or names the entry whose words were read.
  private func saysWords(_ args: JSONValue, _ entry: LogEntry) -> Bool {
    // What a second completes, a grant or a policy, has no words of its own.
    let carries =
      entry.outcome == .permit && (body?.method != "access.second" || entry.action == .second)
    let sent = carries ? args[SealedWords.hashKey]?.stringValue : nil
    guard entry.sealed.map({ Base64.encode($0.words) }) == sent else { return false }
    guard entry.action == .words, entry.outcome == .permit else { return true }
    return args["index"]?.intValue.map { ["index": .int($0)] } == entry.detail
  }

  /// Whether the entry is about the bundle that was named, and says of it what was asked.
  private func saysBundle(_ args: JSONValue, _ entry: LogEntry) -> Bool {
    guard let named = args["bundle"]?.stringValue else { return true }
    let bundle = Base64.decode(named).flatMap { Identifier($0) }?.hex
    guard entry.object == .bundle, let bundle, entry.detail["bundle"] == .code(bundle) else {
      return false
    }
    guard entry.outcome == .permit else { return true }
    func names(_ kind: String, _ key: String) -> Bool {
      args[key]?.stringValue.flatMap { Base64.decode($0) }.map {
        LogEntry.Record(kind: kind, hash: $0)
      } == entry.record
    }
    switch entry.action {
    case .bundleSeal:
      guard let object = try? JSONObject(args), let sealing = try? BundleSealing(args: object)
      else { return false }
      return entry.sections == Set(sealing.sections)
        && entry.record
          == LogEntry.Record(kind: BundleSealing.recordKind, hash: sealing.recordHash)
    case .bundleReady: return names(BundleSealing.fileKind, "file")
    case .bundleSend:
      return entry.detail["way"] == args["way"]?.stringValue.map { .code($0) }
        && names(BundleSealing.mailKind, "mail")
    case .bundlePlace:
      return entry.detail["part"] == args["part"]?.intValue.map { .int($0) }
        && entry.detail["last"] == .int(args["last"] == .bool(true) ? 1 : 0)
    case .bundleCollect:
      return entry.detail["from"] == args["from"]?.intValue.map { .int($0) }
    case .bundleConfirm:
      return entry.detail["how"] == args["how"]?.stringValue.map { .code($0) }
    default: return true
    }
  }

  /// The actions that a method's entries may have. (Docs/protocol.md, Methods)
  private static func actions(of body: RequestBody) -> Set<LogAction>? {
    switch body.method {
    case "dossier.list": [.list]
    case "dossier.open":
      JSONValue.object(body.args)["writing"] == .bool(true) ? [.openForWriting] : [.open]
    case "section.begin": [.sectionBegin]
    case "section.create": [.sectionCreate, .involvement]
    case "dossier.append": [.append]
    case "attachment.put": [.attachmentPut]
    case "attachment.get": [.attachmentRead]
    case "involvement.add": [.involvement]
    case "access.head": [.accessHead]
    case "access.wraps": [.accessWraps]
    case "access.grant": [.grant]
    case "access.end": [.grantEnd]
    case "access.list": [.accessList]
    case "access.request": [.requestAct]
    case "access.emergency": [.noodtoegang]
    case "access.requests": [.requestsRead]
    case "access.second": [.second, .grant, .policy]
    case "bundle.seal": [.bundleSeal]
    case "bundle.ready": [.bundleReady]
    case "bundle.place": [.bundlePlace]
    case "bundle.send": [.bundleSend]
    case "bundle.recall": [.bundleRecall]
    case "bundle.list": [.bundleList]
    case "bundle.confirm": [.bundleConfirm]
    case "policy.read", "policy.history": [.policyRead]
    case "access.explain": [.explain]
    case "refresh.due": [.refreshDue]
    case "refresh.boxes": [.refreshBoxes]
    case "refresh.propose": [.refreshPropose]
    case "refresh.proposed": [.refreshProposed]
    case "refresh.check": [.refreshCheck]
    case "bundle.waiting": [.bundleWaiting]
    case "bundle.collect": [.bundleCollect]
    case "bundle.collected": [.bundleCollected]
    case "bundle.receipt": [.bundleReceipt]
    case "directory.append": [.directory]
    case "service.seal": [.seal]
    case "log.read": [.logRead]
    case "log.words": [.words]
    case "signal.report": [.report]
    case "log.copy": [.logExport]
    case "log.checkpoint": [.logCheckpoint]
    case "backup.create": [.backup]
    default: nil
    }
  }
}

/// One signed record of a copy: involvement, request, second, grant, its end, a section's record.
struct RecordLine: Sendable {
  let signed: Signed
  let hash: [UInt8]
  let kind: String
  /// The entry that brought it.
  let leaf: Int

  /// Reads `{"bytes":b64,"kind":…,"leaf":n,"sig":b64}`; nil for anything else.
  init?(_ line: [UInt8]) {
    let limits = JSONLimits(bytes: RequestLine.limit, depth: 2)
    guard let value = try? CanonicalJSON.decode(line, limits: limits),
      let object = try? JSONObject(value),
      (try? object.allowOnly(["bytes", "kind", "leaf", "sig"])) != nil,
      let bytes = try? object.bytes("bytes"), let signature = try? object.bytes("sig", count: 64),
      let kind = try? object.requireString("kind"), let leaf = try? object.requireInt("leaf")
    else { return nil }
    signed = Signed(bytes: bytes, signature: signature)
    hash = signed.hash
    self.kind = kind
    self.leaf = Int(leaf)
  }
}
