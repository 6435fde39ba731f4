import AuditLog
import Records
import Store
import StrictJSON
import Vocabulary

/// `bundle.ready`: the sealed file is made; from now on the bundle is this file and no other.
struct BundleReadyAct: PlannedAct {
  private let ask: BundleAsk
  private let file: [UInt8]
  private let size: Int64

  init(_ request: SignedRequest) throws(JSONError) {
    ask = try BundleAsk(request, .bundleReady, more: ["file", "size"])
    file = try request.args.requireHash("file")
    size = try request.args.requireInt("size", within: 1...CanonicalJSON.integers.upperBound)
  }

  func plan(_ context: ActContext) throws -> Plan {
    let found: BundleFound
    switch try ask.find(context) {
    case .ended(let plan): return plan
    case .open(let open): found = open
    }
    guard found.bundle.state == .created, context.now < found.bundle.validUntil else {
      return found.failed("bundle-state")
    }
    let (id, size, file) = (found.bundle.id, size, file)
    return found.plan(record: LogEntry.Record(kind: BundleSealing.fileKind, hash: file)) {
      tables, first in
      try tables.bundles.makeReady(id, StoredBundle.File(size: size, hash: file, leaf: first))
    }
  }
}
