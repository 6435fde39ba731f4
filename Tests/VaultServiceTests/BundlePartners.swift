import AuditLog
import Minisign
import Records
import Sodium
import Testing
import VaultFixture
import Vocabulary

@testable import Store
@testable import VaultService

/// What a partner does to a bundle, as its rows and leaves show it; not over the wire.
struct PartnerDoes: PlannedAct {
  let action: LogAction
  let bundle: Identifier
  let partner: Identifier
  var detail: [String: LogEntry.Detail] = [:]
  var record: LogEntry.Record?
  let write: @Sendable (VaultTables, Int) throws -> Void

  func plan(_ context: ActContext) throws -> Plan {
    var plan = Plan()
    var leaf = LogEntry(index: 0, time: 0, action: action, object: .bundle, outcome: .permit)
    leaf.partner = partner
    leaf.detail = ["bundle": .code(bundle.hex)].merging(detail) { $1 }
    leaf.record = record
    plan.leaves = [leaf]
    plan.vaultRows = write
    return plan
  }
}

extension BundleWorld {
  /// A partner fetches all parts.
  func fetch(_ bundle: Identifier, _ partner: Identifier) throws {
    let parts = try parts(bundle)
    try perform(.bundleCollect, bundle, partner, ["from": .int(0), "parts": .int(Int64(parts))]) {
      try $0.bundlePartners.fetch(bundle, partner, parts: parts, leaf: $1)
    }
  }

  /// All partners have it.
  func collect(_ bundle: Identifier) throws {
    let partners = partners
    for partner in partners {
      try fetch(bundle, partner)
      try perform(.bundleCollected, bundle, partner) {
        try $0.bundlePartners.collect(bundle, partner, leaf: $1)
        guard partner == partners.last else { return }
        try $0.bundles.move(bundle, to: .collected, leaf: $1)
        try $0.bundleParts.remove(bundle)
      }
    }
  }

  /// All partners say so.
  func receive(_ bundle: Identifier, signedBy signer: Identifier? = nil) throws {
    for partner in partners {
      let receipt = try receipt(of: bundle, by: partner, signedBy: signer ?? partner)
      try perform(
        .bundleReceipt, bundle, partner,
        record: LogEntry.Record(
          kind: BundleSealing.receiptKind, hash: BLAKE2b.hash(receipt.text, receipt.sig))
      ) {
        try $0.bundlePartners.receive(bundle, receipt, leaf: $1)
        try $0.bundles.move(bundle, to: .received, leaf: $1)
      }
    }
  }

  private func receipt(
    of bundle: Identifier, by partner: Identifier, signedBy signer: Identifier
  ) throws -> StoredBundleReceipt {
    let text = Array("dossierkluis-ontvangstbewijs/1\nbundel: \(bundle.hex)\n".utf8)
    let pair = try #require(pairs.all[signer])
    return StoredBundleReceipt(
      partner: partner, text: text,
      sig: try pair.pair.sign(hash: BLAKE2b.hash(text, count: 64), comment: "x").encode())
  }

  private func perform(
    _ action: LogAction, _ bundle: Identifier, _ partner: Identifier,
    _ detail: [String: LogEntry.Detail] = [:], record: LogEntry.Record? = nil,
    _ write: @escaping @Sendable (VaultTables, Int) throws -> Void
  ) throws {
    _ = try vault.server.writer.perform(
      PartnerDoes(
        action: action, bundle: bundle, partner: partner, detail: detail, record: record,
        write: write))
  }
}
