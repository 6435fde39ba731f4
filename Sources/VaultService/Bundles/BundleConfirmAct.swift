import AuditLog
import Records
import Store
import StrictJSON
import Vocabulary

/// `bundle.confirm`: somebody here saw that it arrived, and recorded it in the dossier; it is closed.
struct BundleConfirmAct: PlannedAct {
  private let ask: BundleAsk
  private let how: BundleProof

  init(_ request: SignedRequest) throws(JSONError) {
    ask = try BundleAsk(request, .bundleConfirm, more: ["how"])
    how = try request.args.requireCase("how")
  }

  func plan(_ context: ActContext) throws -> Plan {
    let found: BundleFound
    switch try ask.find(context) {
    case .ended(let plan): return plan
    case .open(let open): found = open
    }
    switch found.bundle.state {
    case .sent, .collected, .received: break
    default: return found.failed("bundle-state")
    }
    let id = found.bundle.id
    return found.plan(detail: ["how": .code(how.rawValue)]) { tables, first in
      try tables.bundles.move(id, to: .closed, leaf: first)
    }
  }
}
