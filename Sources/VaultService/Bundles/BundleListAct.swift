import AuditLog
import Policy
import Records
import Store
import StrictJSON
import Vocabulary

/// `bundle.list`: the bundles of one dossier; or of all whose bundles this member may follow, those on
/// their way or every one.
struct BundleListAct: PlannedAct {
  let request: SignedRequest
  let dossier: Identifier?
  /// Whether the list of all has those that ended too.
  private let ended: Bool

  /// Bundles in one list.
  private static let limit = 5_000
  /// How long one that expired stays on the list of all; milliseconds.
  private static let reminded: Int64 = 30 * 86_400_000

  init(_ request: SignedRequest) throws(JSONError) {
    let args = try request.args
    try args.allowOnly(["dossier", "ended"])
    self.request = request
    dossier = try args.optionalIdentifier("dossier")
    ended = try args.optionalBool("ended") ?? false
    // Of one dossier they are there anyway.
    guard dossier == nil || !ended else {
      throw args.error(.notAllowed(expected: "no dossier"), "ended")
    }
  }

  func plan(_ context: ActContext) throws -> Plan {
    let member = request.stamp.caller.member
    let ruled = Ruled(
      stamp: request.stamp, action: .bundleList, object: .bundle, dossier: dossier)
    var plan = Plan()
    plan.body = request.bytes
    var leaf: LogEntry
    var items: [JSONValue] = []
    if let dossier {
      let state = try context.dossier(dossier)
      let decision = try context.decide(.bundle([]), by: member, on: state)
      guard case .permit(let permit) = decision.outcome else {
        guard case .refuse(let refusal) = decision.outcome else { throw StoreError.corrupt }
        return ruled.refused(refusal, body: request.bytes)
      }
      guard let state else { throw StoreError.corrupt }
      leaf = ruled.leaf(.permit, basis: permit.logBasis)
      leaf.role = permit.role
      for bundle in try context.tables.bundles.bundles(of: state.number).suffix(Self.limit) {
        items.append(try context.json(bundle, of: dossier))
      }
    } else {
      leaf = ruled.leaf(.permit, basis: LogEntry.Basis(.none))
      var named: [LogEntry.DossierHead] = []
      for number in try context.candidates(member, role: request.stamp.role) {
        let open = try context.tables.bundles.bundles(of: number).filter {
          ended || isOpen($0, at: context.now)
        }
        guard !open.isEmpty, items.count + open.count <= Self.limit else { continue }
        guard let id = try context.tables.dossiers.id(of: number),
          let state = try context.dossier(id)
        else { throw StoreError.corrupt }
        let decision = try context.decide(.bundle([]), by: member, on: state)
        guard case .permit = decision.outcome else { continue }
        named.append(LogEntry.DossierHead(dossier: id, head: state.head))
        for bundle in open { items.append(try context.json(bundle, of: id)) }
      }
      leaf.dossiers = named
    }
    plan.leaves = [leaf]
    plan.reply = .permit([JSONMember("bundles", .array(items))])
    return plan
  }

  /// Whether somebody still has something to do about it: what expired tells that it did not arrive.
  private func isOpen(_ bundle: StoredBundle, at now: Int64) -> Bool {
    switch bundle.state {
    case .closed, .recalled: false
    case .expired: now - bundle.validUntil < Self.reminded
    default: true
    }
  }
}

extension ActContext {
  /// A bundle for who may follow it; its times are those of the log.
  fileprivate func json(_ bundle: StoredBundle, of dossier: Identifier) throws -> JSONValue {
    let partners = try tables.bundlePartners.partners(of: bundle.id)
    try BundleRows.check(bundle, partners, of: dossier, tables)
    let receipts = try tables.bundlePartners.receipts(of: bundle.id)
    return .object(present: [
      ("bundle", .id(bundle.id)), ("created", .int(bundle.created)), ("dossier", .id(dossier)),
      ("file", bundle.file.map { .base64($0.hash) }),
      ("kind", .string(bundle.kind.rawValue)), ("manifest", .base64(bundle.manifest)),
      (
        "partners",
        .array(
          try partners.map { partner in
            .object(present: [
              ("collected", try partner.collectedLeaf.map { .int(try time(ofLeaf: $0)) }),
              ("fetched", .int(Int64(partner.fetched))), ("partner", .id(partner.partner)),
              ("received", try partner.receivedLeaf.map { .int(try time(ofLeaf: $0)) }),
            ])
          })
      ),
      (
        "receipts",
        .array(
          receipts.map {
            [
              "partner": .id($0.partner), "sig": .base64($0.sig), "text": .base64($0.text),
            ]
          })
      ),
      ("sealer", .id(bundle.sealer)), ("state", .string(bundle.state.rawValue)),
      ("valid_until", .int(bundle.validUntil)),
      ("way", bundle.sent.map { .string($0.way.rawValue) }),
    ])
  }

  private func time(ofLeaf index: Int) throws -> Int64 {
    guard let bytes = try tables.leaves.bytes(index) else { throw StoreError.corrupt }
    return try LogEntry(decoding: bytes).time
  }
}
