import AuditLog
import Records
import Store
import StrictJSON
import Vocabulary

/// `bundle.collected`: this partner has the whole file, and on its disk.
///
/// When all its partners have it, parts and token go: what is here opens no longer, not in any copy.
struct BundleCollectedAct: PlannedAct {
  let request: PartnerRequest
  let bundle: Identifier
  /// SHA-256 of what the partner has.
  let file: [UInt8]

  init(_ request: PartnerRequest) throws(JSONError) {
    let args = try request.args
    try args.allowOnly(["bundle", "file"])
    self.request = request
    bundle = try args.requireIdentifier("bundle")
    file = try args.requireBytes("file", count: 32)
  }

  func plan(_ context: ActContext) throws -> Plan {
    try context.demand(request.stamp)
    let partner = request.stamp.partner
    guard let found = try PartnerBundle(bundle, for: partner, context.tables) else {
      return request.refused(.bundleCollected, bundle: bundle)
    }
    guard file == found.stored.file?.hash else {
      return request.failed(.bundleCollected, "file", bundle: bundle)
    }
    var plan = request.plan(.bundleCollected, bundle: bundle)
    // An answer that got lost: it was done, and is said once more.
    if found.own.collectedLeaf != nil { return plan }
    guard found.stored.state == .placed, found.own.fetched == found.parts.count else {
      return request.failed(.bundleCollected, "bundle-state", bundle: bundle)
    }
    let isLast = found.others.allSatisfy { $0.collectedLeaf != nil }
    if isLast { plan.endingTokens = [.bundleToken(found.dossier, bundle: bundle)] }
    let bundle = bundle
    plan.vaultRows = { tables, leaf in
      try tables.bundlePartners.collect(bundle, partner, leaf: leaf)
      guard isLast else { return }
      try tables.bundles.move(bundle, to: .collected, leaf: leaf)
      try tables.bundleParts.remove(bundle)
    }
    return plan
  }
}
