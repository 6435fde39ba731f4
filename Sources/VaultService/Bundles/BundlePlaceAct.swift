import AuditLog
import Records
import Sodium
import Store
import StrictJSON
import Vocabulary
import Wire

/// `bundle.place`: one part of the sealed file comes to wait here for its partners.
///
/// Parts come in order; part 0 begins anew, whatever was there. With the last the whole is held against
/// what was made ready, read back from the disk.
struct BundlePlaceAct: PlannedAct {
  private let ask: BundleAsk
  private let part: BundlePart
  /// Where this part ends in the file.
  private let end: Int64
  private let limits: WaitingLimits
  private let hasRoom: Bool
  /// Nil when the part does not follow on what is there; what is wrong is said to who may know.
  private let prepared: Prepared?

  /// What was made of the part before the writer's turn: sealing and hashing take longer than deciding.
  private final class Prepared: Sendable {
    let sealed: [UInt8]
    /// The token, when this part drew it.
    let token: Drawn?
    /// The newest change of the bundle when it was looked at.
    let moved: Int
    /// Whether the whole is what was made ready; true before the last part.
    let isWhole: Bool

    init(_ sealed: [UInt8], token: Drawn?, moved: Int, isWhole: Bool) {
      self.sealed = sealed
      self.token = token
      self.moved = moved
      self.isWhole = isWhole
    }
  }

  private final class Drawn: Sendable {
    let value: SecretBytes
    init(_ value: consuming SecretBytes) { self.value = value }
  }

  init(_ request: SignedRequest, _ server: VaultServer) throws {
    ask = try BundleAsk(request, .bundlePlace, more: ["last", "part"])
    let args = try request.args
    part = BundlePart(
      bundle: ask.bundle, dossier: ask.dossier,
      n: Int(try args.requireInt("part", within: 0...Int64(BundleSealing.partLimit - 1))),
      isLast: try args.requireBool("last"))
    // Only the last may be shorter: then the number alone says where a part belongs.
    guard let rows = request.rows, !rows.isEmpty, rows.count <= BundleSealing.partBytes,
      part.isLast || rows.count == BundleSealing.partBytes
    else { throw WireError(.invalidParams) }
    end = Int64(part.n) * Int64(BundleSealing.partBytes) + Int64(rows.count)
    limits = server.settings.waiting
    hasRoom = server.settings.hasRoom(for: rows.count)
    prepared = try Self.prepare(part, rows, server)
  }

  private static func prepare(
    _ part: BundlePart, _ rows: [UInt8], _ server: VaultServer
  ) throws -> Prepared? {
    let seen = try server.store.read { tables -> (bundle: StoredBundle, parts: Int)? in
      guard let bundle = try tables.bundles.bundle(part.bundle),
        try tables.dossiers.id(of: bundle.dossier) == part.dossier
      else { return nil }
      return (bundle, try tables.bundleParts.sizes(of: part.bundle).count)
    }
    guard let (bundle, parts) = seen, bundle.state == .sealed || bundle.state == .expired,
      let file = bundle.file, part.n == 0 || part.n == parts
    else { return nil }
    let isWhole = try !part.isLast || holds(part, rows, file, server)
    let keystore = server.opened.keystore
    if let sealed = try keystore.read({ try part.seal(rows, $0.tokens) }) {
      return Prepared(sealed, token: nil, moved: bundle.moved, isWhole: isWhole)
    }
    // Parts under a token that is gone open no more: there is nothing to go on from.
    guard part.n == 0 else { return nil }
    let token = try Drawn(SecretBytes.random(AEAD.keyCount))
    let sealed = part.seal(rows, under: token.value)
    return Prepared(sealed, token: token, moved: bundle.moved, isWhole: isWhole)
  }

  /// Whether the parts on the disk, and this last one, are the file that was made ready.
  private static func holds(
    _ last: BundlePart, _ rows: [UInt8], _ file: StoredBundle.File, _ server: VaultServer
  ) throws -> Bool {
    var hash = SHA256.Running()
    var size: Int64 = 0
    for n in 0..<last.n {
      let part = BundlePart(bundle: last.bundle, dossier: last.dossier, n: n, isLast: false)
      guard let sealed = try server.store.read({ try $0.bundleParts.sealed(part.bundle, n) }),
        let bytes = try server.opened.keystore.read({ try part.open(sealed, $0.tokens) })
      else { return false }
      hash.add(bytes[...])
      size += Int64(bytes.count)
    }
    hash.add(rows[...])
    return size + Int64(rows.count) == file.size && hash.finish() == file.hash
  }

  func plan(_ context: ActContext) throws -> Plan {
    let found: BundleFound
    switch try ask.find(context) {
    case .ended(let plan): return plan
    case .open(let open): found = open
    }
    let bundle = found.bundle
    // Who opens it with a code has no key to sign in with. What expired may come anew, when its token was
    // lost and not its time.
    guard bundle.state == .sealed || bundle.state == .expired, let file = bundle.file,
      !found.partners.isEmpty, context.now < bundle.validUntil
    else { return found.failed(bundle.state == .placed ? "bundle-state" : found.goneCode) }
    // More than was made ready would lie here uncounted.
    guard end <= file.size else { return found.failed("file") }
    guard hasRoom else { return found.failed("place-full") }
    if let fault = try limits.fault(bundle, file.size, context.tables) {
      return found.failed(fault)
    }
    guard let prepared, prepared.moved == bundle.moved else { return found.failed("part") }
    guard prepared.isWhole else { return found.failed("file") }
    let part = part
    var plan = found.plan(detail: [
      BundleRows.partDetail: .int(Int64(part.n)),
      BundleRows.lastDetail: .int(part.isLast ? 1 : 0),
    ]) { tables, first in
      if part.n == 0 { try tables.bundleParts.remove(part.bundle) }
      try tables.bundleParts.add(part.bundle, part.n, prepared.sealed)
      try tables.bundles.move(part.bundle, to: part.isLast ? .placed : .sealed, leaf: first)
    }
    if let token = prepared.token {
      plan.keystoreRows = { try $0.tables.tokens.put(part.key, token.value) }
    }
    return plan
  }
}
