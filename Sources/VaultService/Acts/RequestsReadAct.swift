import AuditLog
import Policy
import Records
import Store
import StrictJSON
import Vocabulary

/// `access.requests`: the four-eyes requests that the member made or may act on.
struct RequestsReadAct: PlannedAct {
  let request: SignedRequest
  let dossier: Identifier?

  init(_ request: SignedRequest) throws(JSONError) {
    let args = try request.args
    try args.allowOnly(["dossier"])
    self.request = request
    dossier = try args.optionalIdentifier("dossier")
  }

  func plan(_ context: ActContext) throws -> Plan {
    let member = request.stamp.caller.member
    let ruled = Ruled(
      stamp: request.stamp, action: .requestsRead, object: .request, dossier: dossier)
    var shown: [JSONValue] = []
    for stored in try context.tables.requests.open() {
      guard let id = try context.tables.dossiers.id(of: stored.dossier) else {
        throw StoreError.corrupt
      }
      guard dossier == nil || dossier == id, stored.validUntil > context.now else { continue }
      guard try stored.requester == member || mayReadHead(context, id) else { continue }
      shown.append(try json(stored, context))
    }
    var plan = Plan()
    plan.leaves = [ruled.leaf(.permit, basis: LogEntry.Basis(.none))]
    plan.body = request.bytes
    plan.reply = .permit([JSONMember("requests", .array(shown))])
    return plan
  }

  /// Whoever may approve for the dossier may see what waits for approval.
  private func mayReadHead(_ context: ActContext, _ dossier: Identifier) throws -> Bool {
    let state = try context.dossier(dossier)
    switch try context.ruling(.readHead, by: request.stamp.caller.member, on: state) {
    case .permitted: return request.stamp.role.hasStandingWrap
    case .refused: return false
    }
  }

  private func json(_ stored: StoredRequest, _ context: ActContext) throws -> JSONValue {
    func signed(_ hash: [UInt8]) throws -> JSONValue {
      guard let record = try context.tables.records.record(hash: hash) else {
        throw StoreError.corrupt
      }
      return .object([("bytes", .base64(record.bytes)), ("sig", .base64(record.signature))])
    }
    return .object([
      ("request", try signed(stored.record)),
      (
        "seconds",
        .array(try context.tables.requests.seconds(of: stored.id).map { try signed($0.record) })
      ),
      ("state", "open"),
    ])
  }
}
