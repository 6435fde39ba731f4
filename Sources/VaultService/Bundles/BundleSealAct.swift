import AuditLog
import Directory
import Policy
import Records
import Store
import StrictJSON
import Vocabulary

/// `bundle.seal`: the institution signs the manifest of a bundle.
///
/// The service sees two hashes of it. The signature is made by `Release`, after the leaf.
struct BundleSealAct: PlannedAct {
  let request: SignedRequest
  let sealing: BundleSealing
  /// The public half of the bundle key in `keystore.db`; nil when there is none.
  private let key: [UInt8]?

  init(_ request: SignedRequest, _ server: VaultServer) throws {
    self.request = request
    sealing = try BundleSealing(args: request.args)
    key = try server.opened.keystore.read { try $0.tokens.bundlePublicKey() }
  }

  func plan(_ context: ActContext) throws -> Plan {
    if let earlier = try context.repeated(request) { return earlier }
    let state = try context.dossier(sealing.dossier)
    let ruled = Ruled(
      stamp: request.stamp, action: .bundleSeal, object: .bundle, dossier: sealing.dossier,
      sections: Set(sealing.sections), detail: [BundleRows.detail: .code(sealing.bundle.hex)])
    let terms = ShareTerms(
      kind: sealing.kind, ground: sealing.ground, until: sealing.validUntil)
    let decision = try context.decide(
      .share(Set(sealing.sections), terms), by: request.stamp.caller.member, on: state)
    guard case .permit(let permit) = decision.outcome else {
      guard case .refuse(let refusal) = decision.outcome else { throw StoreError.corrupt }
      return ruled.refused(refusal, body: request.bytes)
    }
    guard let state else { throw StoreError.corrupt }
    // An id that is in use, in whichever dossier, looks like one that is not there.
    guard try context.tables.bundles.bundle(sealing.bundle) == nil else {
      return ruled.refused(Refusal.Code.notInvolved.rawValue, body: request.bytes)
    }
    guard let key, key == context.directory.bundleKey?.key else {
      return ruled.failed("no-bundle-key", head: nil, body: request.bytes)
    }
    for id in sealing.partners {
      guard let partner = context.directory.partner(id), partner.isActive,
        partner.kind == sealing.kind
      else { return ruled.failed("not-found", head: nil, body: request.bytes) }
    }
    var plan = Plan()
    var leaf = ruled.leaf(.permit, basis: permit.logBasis)
    leaf.role = permit.role
    leaf.record = LogEntry.Record(kind: BundleSealing.recordKind, hash: sealing.recordHash)
    plan.leaves = [leaf]
    plan.body = request.bytes
    let (member, now) = (request.stamp.caller.member, context.now)
    plan.vaultRows = { [self] tables, first in
      try tables.bundles.add(
        StoredBundle(
          id: sealing.bundle, dossier: state.number, sealer: member, sections: sealing.sections,
          kind: sealing.kind, ground: sealing.ground, hash: sealing.hash,
          manifest: sealing.manifest, created: now, validUntil: sealing.validUntil, leaf: first),
        for: sealing.partners)
      try tables.remember(request, leaf: first)
    }
    return plan
  }
}
