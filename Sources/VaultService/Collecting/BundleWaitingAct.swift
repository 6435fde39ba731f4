import AuditLog
import Records
import Store
import StrictJSON
import Vocabulary

/// `bundle.waiting`: what waits here for this partner, each held against the log before it is named.
struct BundleWaitingAct: PlannedAct {
  let request: PartnerRequest

  /// Bundles in one answer; the others come once these were collected.
  private static let limit = 500

  init(_ request: PartnerRequest) throws(JSONError) {
    try request.args.allowOnly([])
    self.request = request
  }

  func plan(_ context: ActContext) throws -> Plan {
    try context.demand(request.stamp)
    let waiting = try context.tables.bundles.waiting(
      for: request.stamp.partner, at: context.steady
    ).prefix(Self.limit)
    var bundles: [JSONValue] = []
    for row in waiting {
      guard
        let found = try PartnerBundle(row.id, for: request.stamp.partner, context.tables),
        let file = found.stored.file
      else { throw StoreError.corrupt }
      let bundle = found.stored
      bundles.append(
        .object([
          ("bundle", .id(bundle.id)), ("created", .int(bundle.created)),
          ("file", .base64(file.hash)),
          ("parts", .int(Int64(found.parts.count))),
          ("size", .int(file.size)), ("valid_until", .int(bundle.validUntil)),
        ]))
    }
    var plan = request.plan(.bundleWaiting, bundle: nil)
    plan.reply = .permit([JSONMember("bundles", .array(bundles))])
    return plan
  }
}
