import AuditLog
import Records
import Store
import StrictJSON
import Vocabulary
import Wire

/// `bundle.collect`: parts of a bundle that waits for this partner, from a place on.
///
/// Which parts go out stands in the leaf; `Release` opens those and no others.
struct BundleCollectAct: PlannedAct {
  /// In its leaf: the number of the first part, and how many.
  static let fromDetail = "from"
  static let countDetail = "parts"
  /// Bytes of the parts in one answer.
  private static let limit = 8 << 20

  let request: PartnerRequest
  let bundle: Identifier
  let from: Int

  init(_ request: PartnerRequest) throws(JSONError) {
    let args = try request.args
    try args.allowOnly(["bundle", "from"])
    self.request = request
    bundle = try args.requireIdentifier("bundle")
    from = Int(try args.requireInt("from", within: 0...Int64(UInt32.max)))
  }

  func plan(_ context: ActContext) throws -> Plan {
    try context.demand(request.stamp)
    let partner = request.stamp.partner
    guard let found = try PartnerBundle(bundle, for: partner, context.tables) else {
      return request.refused(.bundleCollect, bundle: bundle)
    }
    guard found.own.collectedLeaf == nil else {
      return request.failed(.bundleCollect, "collected", bundle: bundle)
    }
    guard found.stored.state == .placed, context.steady < found.stored.validUntil else {
      return request.failed(.bundleCollect, "bundle-state", bundle: bundle)
    }
    guard from < found.parts.count else { throw WireError(.invalidParams) }
    let count = Self.fitting(found.parts[from...])
    let next = from + count
    var plan = request.plan(.bundleCollect, bundle: bundle)
    plan.leaves[0].detail[Self.fromDetail] = .int(Int64(from))
    plan.leaves[0].detail[Self.countDetail] = .int(Int64(count))
    let bundle = bundle
    plan.vaultRows = { tables, leaf in
      try tables.bundlePartners.fetch(bundle, partner, parts: next, leaf: leaf)
    }
    plan.reply = .permit([
      JSONMember("done", .bool(next == found.parts.count)), JSONMember("next", .int(Int64(next))),
    ])
    return plan
  }

  /// How many of these parts one answer takes; at least one.
  private static func fitting(_ sizes: ArraySlice<Int>) -> Int {
    var room = limit
    let fitting = sizes.prefix { size in
      room -= size
      return room >= 0
    }
    return max(1, fitting.count)
  }
}
