import AuditLog
import Directory
import Minisign
import Records
import Session
import Sodium
import StrictJSON
import Vocabulary

/// The bundles of a log, in the order of their entries: for whom each was sealed, and whether it waited
/// when a partner collected it.
struct BundleBook {
  private struct Bundle {
    let partners: Set<Identifier>
    /// SHA-256 of the manifest, which receipts name.
    let manifest: [UInt8]
    /// SHA-256 of the age file, once it was made ready.
    var file: [UInt8]?
    var isWaiting = false
  }

  private let directory: DirectoryView
  private var bundles: [Identifier: Bundle] = [:]

  init(directory: DirectoryView) { self.directory = directory }

  /// Takes a permitted entry about a bundle.
  ///
  /// - Parameters:
  ///   - body: the signed request behind it; nil when the copy has none.
  ///   - position: of the directory at this entry.
  /// - Returns: what is wrong with it; nil too for what another check finds, such as a missing request.
  mutating func take(
    _ entry: LogEntry, _ body: RequestBody?, position: UInt32
  ) -> LogFault? {
    guard case .code(let digits) = entry.detail["bundle"], let id = Identifier(hex: digits) else {
      return nil
    }
    switch entry.action {
    case .bundleSeal:
      guard let body, let args = try? JSONObject(.object(body.args)),
        let sealing = try? BundleSealing(args: args)
      else { return .requestDiffers }
      guard bundles[id] == nil else { return .bundleNotWaiting }
      bundles[id] = Bundle(partners: Set(sealing.partners), manifest: sealing.manifest)
    case .bundleReady: bundles[id]?.file = entry.record?.hash
    case .bundlePlace: bundles[id]?.isWaiting = entry.detail["last"] == .int(1)
    case .bundleSend, .bundleRecall, .bundleExpire: bundles[id]?.isWaiting = false
    case .bundleCollect, .bundleCollected, .bundleReceipt:
      return check(entry, id, body, position)
    default: break
    }
    return nil
  }

  private func check(
    _ entry: LogEntry, _ id: Identifier, _ body: RequestBody?, _ position: UInt32
  ) -> LogFault? {
    guard let partner = entry.partner, let body else { return nil }
    guard let bundle = bundles[id], bundle.partners.contains(partner) else {
      return .bundleNotFor
    }
    let args = JSONValue.object(body.args)
    switch entry.action {
    case .bundleCollect: return bundle.isWaiting ? nil : .bundleNotWaiting
    case .bundleCollected:
      return args["file"]?.stringValue == bundle.file.map { Base64.encode($0) }
        ? nil : .requestDiffers
    default:
      guard let text = args["text"]?.stringValue.flatMap({ Base64.decode($0) }),
        let signature = args["sig"]?.stringValue.flatMap({ Base64.decode($0) }),
        entry.record
          == LogEntry.Record(
            kind: BundleSealing.receiptKind, hash: BLAKE2b.hash(text, signature))
      else { return .requestDiffers }
      return isReceipt(text, signature, of: id, bundle, by: partner, position)
        ? nil : .bundleReceipt
    }
  }

  /// Whether this partner's key of then signed that this bundle arrived.
  private func isReceipt(
    _ text: [UInt8], _ signature: [UInt8], of id: Identifier, _ bundle: Bundle,
    by partner: Identifier, _ position: UInt32
  ) -> Bool {
    guard let receipt = Ontvangstbewijs(decoding: text), receipt.bundle == id,
      receipt.manifest == bundle.manifest,
      let keys = directory.partner(partner)?.keys(at: position),
      let key = try? MinisignKey(number: keys.signNumber, key: keys.sign),
      let signature = try? MinisignSignature(decoding: signature)
    else { return false }
    do throws(MinisignError) {
      try key.check(signature, hash: BLAKE2b.hash(text, count: 64))
    } catch { return false }
    return true
  }
}

extension LogAction {
  /// Whether only a partner can do this.
  var isByPartner: Bool {
    switch self {
    case .bundleWaiting, .bundleCollect, .bundleCollected, .bundleReceipt: true
    default: false
    }
  }
}
