import AuditLog
import Policy
import Records
import Store
import StrictJSON
import Vocabulary

/// Looks for noodtoegang that others have not reviewed in time: a leaf and a signal for each, once on
/// every Dutch working day until they have.
struct LateReviews: PlannedAct {
  /// The name under which `vault.db` remembers who was told when.
  private static let name = "late-reviews"

  func plan(_ context: ActContext) throws -> Plan {
    var plan = Plan()
    guard let today = AccessPolicy.Emergency.workingDay(at: context.now) else { return plan }
    let told = try Self.told(context.tables)
    var stillLate: [Identifier: Int] = [:]
    for stored in try context.tables.requests.open()
    where stored.act == RequestAct.Act.noodtoegang.rawValue {
      let wish = try context.wish(of: stored)
      guard let end = try context.reviewEnd(of: wish), end <= context.now else { continue }
      stillLate[wish.id] = today
      if told[wish.id] == today { continue }
      var leaf = LogEntry(
        index: 0, time: 0, action: .noodtoegangLate, object: .request, outcome: .permit)
      leaf.dossier = wish.dossier
      leaf.basis = LogEntry.Basis(.noodtoegang, id: wish.id)
      leaf.detail = ["due": .int(end)]
      let state = try wish.dossier.flatMap { try context.dossier($0) }
      plan.signals.append(
        Signal(
          kind: .reviewLate, leaf: plan.leaves.count, dossier: wish.dossier, request: wish.id,
          until: end, members: context.watchers(of: state)))
      plan.leaves.append(leaf)
    }
    if !plan.leaves.isEmpty {
      plan.vaultRows = { tables, _ in try tables.meta.put(Self.name, Self.encode(stillLate)) }
    }
    return plan
  }

  /// On which day the last leaf about each request was made.
  ///
  /// A note that cannot be read is none: somebody is reminded twice.
  private static func told(_ tables: VaultTables) throws(StoreError) -> [Identifier: Int] {
    guard let bytes = try tables.meta.value(name),
      case .array(let items)? = try? CanonicalJSON.decode(
        bytes, limits: JSONLimits(bytes: bytes.count, depth: 3))
    else { return [:] }
    var told: [Identifier: Int] = [:]
    for item in items {
      guard let object = try? JSONObject(item),
        let request = try? object.requireIdentifier("request"),
        let day = try? object.requireInt("day")
      else { continue }
      told[request] = Int(day)
    }
    return told
  }

  private static func encode(_ told: [Identifier: Int]) -> [UInt8] {
    CanonicalJSON.encode(
      .array(
        told.sorted { $0.key < $1.key }.map {
          ["day": .int(Int64($0.value)), "request": .id($0.key)]
        }
      ))
  }
}
