import AuditLog
import Policy
import Records
import Store
import StrictJSON
import Vocabulary

/// `access.requests`: the four-eyes requests that the member made or may act on; one's own also
/// after somebody was against it, so that the contrary view can be read.
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
    for stored in try context.tables.requests.open(orAgainst: member)
    where stored.validUntil > context.now || stored.act == RequestAct.Act.noodtoegang.rawValue {
      guard let state = try FourEyesState(stored.hash, context) else { throw StoreError.corrupt }
      guard dossier == nil || dossier == state.wish.dossier else { continue }
      let functions = try state.functions(of: member, context)
      guard stored.requester == member || !functions.isEmpty else { continue }
      shown.append(try json(state, functions, context))
    }
    var plan = Plan()
    plan.leaves = [ruled.leaf(.permit, basis: LogEntry.Basis(.none))]
    plan.body = request.bytes
    plan.reply = .permit([JSONMember("requests", .array(shown))])
    return plan
  }

  private func json(
    _ state: FourEyesState, _ functions: [SigningFunction], _ context: ActContext
  ) throws -> JSONValue {
    let stored = state.stored
    func signed(_ hash: [UInt8]) throws -> StoredRecord {
      guard let record = try context.tables.records.record(hash: hash) else {
        throw StoreError.corrupt
      }
      return record
    }
    func json(_ record: StoredRecord) -> JSONValue {
      .object([("bytes", .base64(record.bytes)), ("sig", .base64(record.signature))])
    }
    let wish = try signed(stored.record)
    let seconds = try context.tables.requests.seconds(of: stored.id).map { try signed($0.record) }
    let live = try state.isLive(context)
    return .object(present: [
      ("due", try context.reviewEnd(of: state.wish).map { .int($0) }),
      ("functions", .array(functions.map { .string($0.name) })),
      ("leaves", .array(([wish] + seconds).map { .int(Int64($0.leaf)) })),
      ("request", json(wish)), ("seconds", .array(seconds.map(json))),
      ("state", live && stored.state == .open ? "open" : "ended"),
    ])
  }
}
