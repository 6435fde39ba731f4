import AuditLog
import Records
import Session
import Sodium
import Store
import StrictJSON
import Vocabulary

/// The row of a bundle held against the log: each column follows from a leaf, or from the request that its
/// member signed.
///
/// A row is an index, like the rows about access. It is looked at when the vault opens, and again before
/// it decides anything: what is signed and what is given away is what the log says.
enum BundleRows {
  /// A code by which leaves name a bundle.
  static let detail = "bundle"
  /// In the leaf of `bundle-place`: the number of the part, and 1 for the last.
  static let partDetail = "part"
  static let lastDetail = "last"
  /// In the leaf of `bundle-collect`: the first part that it gave, and how many.
  private static let fromDetail = "from"
  private static let countDetail = "parts"

  /// Throws: `StoreError.corrupt` for a row that the log does not bear out.
  static func check(
    _ bundle: StoredBundle, _ partners: [StoredBundlePartner], of dossier: Identifier,
    _ tables: VaultTables
  ) throws {
    try demand(seal(bundle, partners, dossier, tables))
    if let file = bundle.file { try demand(ready(file, bundle.id, tables)) }
    if let sent = bundle.sent {
      let leaf = try leaf(sent.leaf, .bundleSend, of: bundle.id, tables)
      try demand(leaf.detail["way"] == .code(sent.way.rawValue))
    }
    let moved = try leaf(bundle.moved, nil, of: bundle.id, tables)
    try demand(states(after: moved).contains(bundle.state))
    let sizes = try tables.bundleParts.sizes(of: bundle.id)
    switch bundle.state {
    case .placed:
      let bytes = sizes.reduce(0) { $0 + $1 - BundlePart.overhead }
      try demand(Int64(bytes) == bundle.file?.size)
    case .sealed: break
    default: try demand(sizes.isEmpty)
    }
    let receipts = try tables.bundlePartners.receipts(of: bundle.id)
    for partner in partners {
      try check(partner, receipts.first { $0.partner == partner.partner }, bundle.id, tables)
    }
    try demand(receipts.count == partners.count { $0.receivedLeaf != nil })
  }

  /// What its member signed, and what was logged of it.
  private static func seal(
    _ bundle: StoredBundle, _ partners: [StoredBundlePartner], _ dossier: Identifier,
    _ tables: VaultTables
  ) throws -> Bool {
    let leaf = try leaf(bundle.leaf, .bundleSeal, of: bundle.id, tables)
    let sealing = BundleSealing(
      bundle: bundle.id, dossier: dossier, hash: bundle.hash, manifest: bundle.manifest,
      kind: bundle.kind, partners: partners.map(\.partner), sections: bundle.sections,
      ground: bundle.ground, validUntil: bundle.validUntil)
    let signed = try args(of: leaf, tables)
    return leaf.actor == bundle.sealer && leaf.dossier == dossier
      && leaf.sections == Set(bundle.sections) && leaf.time == bundle.created
      && leaf.record
        == LogEntry.Record(kind: BundleSealing.recordKind, hash: sealing.recordHash)
      && signed == sealing.args.objectValue
  }

  private static func ready(
    _ file: StoredBundle.File, _ bundle: Identifier, _ tables: VaultTables
  ) throws -> Bool {
    let leaf = try leaf(file.leaf, .bundleReady, of: bundle, tables)
    let size = try args(of: leaf, tables).first { $0.key == "size" }?.value
    return leaf.record == LogEntry.Record(kind: BundleSealing.fileKind, hash: file.hash)
      && size == .int(file.size)
  }

  /// What a partner did stands in leaves of its own.
  private static func check(
    _ partner: StoredBundlePartner, _ receipt: StoredBundleReceipt?, _ bundle: Identifier,
    _ tables: VaultTables
  ) throws {
    func own(_ index: Int, _ action: LogAction) throws -> LogEntry {
      let leaf = try leaf(index, action, of: bundle, tables)
      try demand(leaf.partner == partner.partner)
      return leaf
    }
    if let index = partner.fetchedLeaf {
      let leaf = try own(index, .bundleCollect)
      guard case .int(let from) = leaf.detail[fromDetail],
        case .int(let count) = leaf.detail[countDetail]
      else { throw StoreError.corrupt }
      try demand(from + count == Int64(partner.fetched))
    } else {
      try demand(partner.fetched == 0)
    }
    if let index = partner.collectedLeaf { _ = try own(index, .bundleCollected) }
    guard let index = partner.receivedLeaf else { return try demand(receipt == nil) }
    guard let receipt else { throw StoreError.corrupt }
    try demand(
      own(index, .bundleReceipt).record
        == LogEntry.Record(kind: BundleSealing.receiptKind, hash: hash(of: receipt)))
  }

  /// How the leaf of a receipt names it: H(text ‖ signature's file).
  static func hash(of receipt: StoredBundleReceipt) -> [UInt8] {
    Signed(bytes: receipt.text, signature: receipt.sig).hash
  }

  /// In which states a bundle can be after the act of this leaf.
  private static func states(after leaf: LogEntry) -> Set<StoredBundle.State> {
    switch leaf.action {
    case .bundleSeal: [.created]
    case .bundleReady: [.sealed]
    case .bundlePlace: leaf.detail[lastDetail] == .int(1) ? [.placed] : [.sealed]
    case .bundleSend: [.sent]
    case .bundleRecall: [.recalled]
    case .bundleConfirm: [.closed]
    case .bundleExpire: [.expired]
    case .bundleCollected: [.collected]
    case .bundleReceipt: [.received]
    default: []
    }
  }

  /// A permitted leaf about this bundle.
  private static func leaf(
    _ index: Int, _ action: LogAction?, of bundle: Identifier, _ tables: VaultTables
  ) throws -> LogEntry {
    guard let bytes = try tables.leaves.bytes(index) else { throw StoreError.corrupt }
    let leaf = try LogEntry(decoding: bytes)
    try demand(
      leaf.outcome == .permit && leaf.object == .bundle && action.map { $0 == leaf.action } ?? true
        && leaf.detail[detail] == .code(bundle.hex))
    return leaf
  }

  /// The arguments that the member of this leaf signed.
  private static func args(
    of leaf: LogEntry, _ tables: VaultTables
  ) throws -> [JSONMember] {
    var body: [UInt8]?
    try tables.leaves.scanBodies(from: leaf.index) { index, bytes in
      if index == leaf.index { body = bytes }
      return false
    }
    guard let body, SHA256.hash(body) == leaf.request else { throw StoreError.corrupt }
    return try RequestBody(decoding: body).args
  }

  private static func demand(_ holds: Bool) throws {
    guard holds else { throw StoreError.corrupt }
  }
}
