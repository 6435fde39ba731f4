import AuditLog
import Records
import Store
import Vocabulary

/// Ends the bundles whose time is over and that have not gone: token and parts leave.
///
/// Nobody was given anything of them since the last moment. A leaf for each, by nobody. What is to be done
/// is what has not ended yet, so a crash, a long stop or an old backup leaves nothing out.
/// - Source: Docs/protocol.md, Methods, bundle.place
struct ExpiredBundles: PlannedAct {
  /// Bundles of one batch; the others follow in the next ones, with what members ask in between.
  static let limit = 100

  func plan(_ context: ActContext) throws -> Plan {
    context.memory.hasMoreExpiredBundles = false
    let over = try context.tables.bundles.over(at: context.now, limit: Self.limit + 1)
    let plan = try Plan(expiring: over.prefix(Self.limit), why: "term", context.tables)
    context.memory.hasMoreExpiredBundles = over.count > Self.limit
    return plan
  }
}

/// Ends the bundles that wait here under a token that is gone.
///
/// `keystore.db` was brought back from a copy, and copies have no such tokens. It is done with the first
/// batch, whole: nobody is told that a bundle waits which opens no more. Their senders place them again.
struct LostBundles: PlannedAct {
  let keystore: Keystore

  func plan(_ context: ActContext) throws -> Plan {
    var lost: [StoredBundle] = []
    try context.tables.bundles.scan { bundle in
      guard bundle.state == .placed,
        let dossier = try context.tables.dossiers.id(of: bundle.dossier)
      else { return }
      do {
        let key = TokenKey.bundleToken(dossier, bundle: bundle.id)
        if try !keystore.tables.tokens.opens(key) { lost.append(bundle) }
      } catch KeystoreError.tampered {
        // It opens nothing either.
        lost.append(bundle)
      }
    }
    return try Plan(expiring: lost[...], why: "token", context.tables)
  }
}

extension Plan {
  /// - Parameter why: `term`, or `token` when it was lost.
  fileprivate init(
    expiring bundles: ArraySlice<StoredBundle>, why: String, _ tables: VaultTables
  ) throws {
    self.init()
    for bundle in bundles {
      guard let dossier = try tables.dossiers.id(of: bundle.dossier) else {
        throw StoreError.corrupt
      }
      var leaf = LogEntry(
        index: 0, time: 0, action: .bundleExpire, object: .bundle, outcome: .permit)
      leaf.dossier = dossier
      leaf.sections = Set(bundle.sections)
      leaf.detail = [BundleRows.detail: .code(bundle.id.hex), "why": .code(why)]
      leaves.append(leaf)
      if bundle.state.holdsParts {
        endingTokens.append(.bundleToken(dossier, bundle: bundle.id))
      }
    }
    guard !bundles.isEmpty else { return }
    vaultRows = { tables, first in
      for (offset, bundle) in bundles.enumerated() {
        try tables.bundleParts.remove(bundle.id)
        try tables.bundles.move(bundle.id, to: .expired, leaf: first + offset)
      }
    }
  }
}
