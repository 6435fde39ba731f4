import AuditLog
import Policy
import Records
import Store
import StrictJSON
import Vocabulary
import Wire

/// What the acts on a bundle have in common: which one, and whether this member may.
struct BundleAsk {
  let request: SignedRequest
  let action: LogAction
  let bundle: Identifier
  let dossier: Identifier

  /// - Parameter more: arguments of this act beside `bundle` and `dossier`.
  init(_ request: SignedRequest, _ action: LogAction, more: [String] = []) throws(JSONError) {
    let args = try request.args
    try args.allowOnly(["bundle", "dossier"] + more)
    self.request = request
    self.action = action
    bundle = try args.requireIdentifier("bundle")
    dossier = try args.requireIdentifier("dossier")
  }

  /// A bundle that this member may do this to, or what to answer in the place of that.
  enum Found {
    case ended(Plan)
    case open(BundleFound)
  }

  /// Asks the policy: of a bundle that is not there the same, without its sections.
  ///
  /// So whoever is not involved cannot tell whether there is one, and a bundle of another dossier is not
  /// there for whoever is.
  func find(_ context: ActContext) throws -> Found {
    if let earlier = try context.repeated(request) { return .ended(earlier) }
    let state = try context.dossier(dossier)
    let stored = try context.tables.bundles.bundle(bundle).flatMap {
      $0.dossier == state?.number ? $0 : nil
    }
    var ruled = Ruled(
      stamp: request.stamp, action: action, object: .bundle, dossier: dossier,
      detail: [BundleRows.detail: .code(bundle.hex)])
    let act = Act.bundle(Set(stored?.sections ?? []))
    let decision = try context.decide(act, by: request.stamp.caller.member, on: state)
    switch decision.outcome {
    case .refuse(let refusal): return .ended(ruled.refused(refusal, body: request.bytes))
    case .permit(let permit):
      guard let state, let stored else {
        return .ended(ruled.failed("not-found", head: nil, body: request.bytes))
      }
      let partners = try context.tables.bundlePartners.partners(of: bundle)
      try BundleRows.check(stored, partners, of: dossier, context.tables)
      ruled.sections = Set(stored.sections)
      return .open(
        BundleFound(
          ask: self, state: state, bundle: stored, partners: partners, ruled: ruled,
          permit: permit))
    }
  }
}

/// A bundle as the writer finds it, for a member who may do this to it.
struct BundleFound {
  let ask: BundleAsk
  let state: DossierState
  let bundle: StoredBundle
  let partners: [StoredBundlePartner]
  let ruled: Ruled
  let permit: Permit

  func failed(_ code: String) -> Plan {
    ruled.failed(code, head: nil, body: ask.request.bytes)
  }

  /// The plan of one leaf that is permitted, and what is written with it.
  func plan(
    detail: [String: LogEntry.Detail] = [:], record: LogEntry.Record? = nil,
    write: @escaping (VaultTables, Int) throws -> Void
  ) -> Plan {
    var plan = Plan()
    var leaf = ruled.leaf(.permit, basis: permit.logBasis)
    leaf.role = permit.role
    leaf.record = record
    leaf.detail.merge(detail) { $1 }
    plan.leaves = [leaf]
    plan.body = ask.request.bytes
    let request = ask.request
    plan.vaultRows = { tables, first in
      try write(tables, first)
      try tables.remember(request, leaf: first)
    }
    return plan
  }

  /// Why nothing of it can be taken back or sent any more: it left, or it was fetched.
  var goneCode: String {
    switch bundle.state {
    case _ where bundle.sent != nil: "left"
    case .collected, .received, .closed: "collected"
    default: "bundle-state"
    }
  }
}
