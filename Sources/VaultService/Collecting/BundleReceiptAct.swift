import AuditLog
import Directory
import Minisign
import Records
import Sodium
import Store
import StrictJSON
import Vocabulary

/// `bundle.receipt`: this partner says, signed, that it received a bundle (R20).
///
/// The service checks what it can: the bundle, the manifest's hash, and the partner's own signature. The
/// sender's client checks it again.
struct BundleReceiptAct: PlannedAct {
  /// Bytes of a signature's file.
  private static let signatureLimit = 16_384

  let request: PartnerRequest
  let bundle: Identifier
  let text: [UInt8]
  /// The signature's file, as minisign writes it.
  let signature: [UInt8]

  init(_ request: PartnerRequest) throws(JSONError) {
    let args = try request.args
    try args.allowOnly(["bundle", "sig", "text"])
    self.request = request
    bundle = try args.requireIdentifier("bundle")
    text = try args.requireBytes("text")
    signature = try args.requireBytes("sig")
    guard text.count <= Ontvangstbewijs.limit, signature.count <= Self.signatureLimit else {
      throw args.error(.notAllowed(expected: "a receipt"), "text")
    }
  }

  func plan(_ context: ActContext) throws -> Plan {
    try context.demand(request.stamp)
    let partner = request.stamp.partner
    guard let found = try PartnerBundle(bundle, for: partner, context.tables) else {
      return request.refused(.bundleReceipt, bundle: bundle)
    }
    guard isGood(for: found.stored, context.directory) else {
      return request.failed(.bundleReceipt, "receipt", bundle: bundle)
    }
    var plan = request.plan(.bundleReceipt, bundle: bundle)
    let receipt = StoredBundleReceipt(partner: partner, text: text, sig: signature)
    plan.leaves[0].record = LogEntry.Record(
      kind: BundleSealing.receiptKind, hash: BundleRows.hash(of: receipt))
    if found.own.receivedLeaf != nil {
      // An answer that got lost: it is here, and is said once more; another one is not taken.
      let known = try context.tables.bundlePartners.receipts(of: bundle)
      return known.contains(receipt)
        ? plan : request.failed(.bundleReceipt, "repeated", bundle: bundle)
    }
    guard found.mayBeReceived else {
      return request.failed(.bundleReceipt, "bundle-state", bundle: bundle)
    }
    let isLast =
      found.stored.state != .placed
      && found.others.allSatisfy { $0.receivedLeaf != nil }
    let bundle = bundle
    plan.vaultRows = { tables, leaf in
      try tables.bundlePartners.receive(bundle, receipt, leaf: leaf)
      if isLast { try tables.bundles.move(bundle, to: .received, leaf: leaf) }
    }
    return plan
  }

  private func isGood(for stored: StoredBundle, _ directory: DirectoryView) -> Bool {
    guard let receipt = Ontvangstbewijs(decoding: text), receipt.bundle == bundle,
      receipt.manifest == stored.manifest,
      let keys = directory.partner(request.stamp.partner)?.keys,
      let key = try? MinisignKey(number: keys.signNumber, key: keys.sign),
      let signature = try? MinisignSignature(decoding: signature)
    else { return false }
    do throws(MinisignError) {
      try key.check(signature, hash: BLAKE2b.hash(text, count: 64))
    } catch { return false }
    return true
  }
}

extension PartnerBundle {
  /// Whether this partner may have it: it collected it here, or it left by another way.
  fileprivate var mayBeReceived: Bool {
    switch stored.state {
    case .placed, .collected: own.collectedLeaf != nil
    case .sent, .received: true
    case .created, .sealed, .closed, .recalled, .expired: false
    }
  }
}
