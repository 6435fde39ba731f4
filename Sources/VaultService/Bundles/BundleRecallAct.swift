import AuditLog
import Records
import Store
import StrictJSON
import Vocabulary

/// `bundle.recall`: nobody fetches it any more.
///
/// What a partner has is with that partner.
struct BundleRecallAct: PlannedAct {
  private let ask: BundleAsk

  init(_ request: SignedRequest) throws(JSONError) { ask = try BundleAsk(request, .bundleRecall) }

  func plan(_ context: ActContext) throws -> Plan {
    let found: BundleFound
    switch try ask.find(context) {
    case .ended(let plan): return plan
    case .open(let open): found = open
    }
    switch found.bundle.state {
    case .created, .sealed, .placed: break
    default: return found.failed(found.goneCode)
    }
    let parts = Int64(found.partners.map(\.fetched).max() ?? 0)
    let id = found.bundle.id
    var plan = found.plan(detail: ["parts": .int(parts)]) { tables, first in
      try tables.bundleParts.remove(id)
      try tables.bundles.move(id, to: .recalled, leaf: first)
    }
    plan.endingTokens = [.bundleToken(ask.dossier, bundle: id)]
    plan.reply = .permit([JSONMember("parts", .int(parts))])
    return plan
  }
}
