import Records
import Store
import Vocabulary

/// Takes tokens and tags out of use that a crash between the two commits left without a row.
///
/// A `vault.db` put back from just before the newest write looks the same: so they are kept until the
/// log went on without them, and come back into use when their row turns up. It runs only after the
/// log's length was checked.
/// - Source: Docs/protocol.md, Order on disk
enum Sweep {
  static func tokensWithoutRows(
    _ keystore: Keystore, _ tables: VaultTables, logSize size: Int
  ) throws(StartError) {
    var kept: (dossier: Identifier, tokens: Set<TokenKey>)?
    var shares = PresentShares()
    do {
      let moment = SweepMoment(
        size: size, recorded: try keystore.tables.log.recorded()?.size ?? 0)
      try keystore.begin()
      _ = try keystore.tables.tokens.sweep(moment) { key in
        switch key.kind {
        case .share:
          let standing = try shares.standing(of: key, tables)
          if standing == .ended { try shares.demandSuccessor(of: key, keystore) }
          return standing
        case .entry:
          guard let number = try tables.dossiers.number(of: key.dossier) else { return .absent }
          // Keys come in the order of their dossiers: one dossier at a time is enough.
          if kept?.dossier != key.dossier {
            kept = (key.dossier, try tokens(of: key.dossier, number, tables))
          }
          return kept?.tokens.contains(key) == true ? .present : .absent
        // Acts about no dossier have a log token too.
        case .logToken:
          return try key.dossier == .zero || tables.dossiers.number(of: key.dossier) != nil
            ? .present : .absent
        // What was recalled, collected or expired is never kept.
        case .bundleToken:
          guard let bundle = try tables.bundles.bundle(key.entry),
            try tables.dossiers.id(of: bundle.dossier) == key.dossier
          else { return .absent }
          return bundle.state.holdsParts ? .present : .ended
        default: return .present
        }
      }
      _ = try keystore.tables.tags.sweep(moment) { try tables.dossiers.number(of: $0) != nil }
      try keystore.commit()
      try emptyLog(of: keystore)
    } catch {
      keystore.rollback()
      throw error as? StartError ?? cause(error)
    }
  }

  /// A stop may have come between removing a token and emptying the WAL: it leaves that too.
  private static func emptyLog(of keystore: Keystore) throws(StoreError) {
    do throws(StoreError) { try keystore.truncateLog() } catch {
      guard error == .busy else { throw error }
      // Another program reads the file: it is emptied after the next removal.
    }
  }

  /// The share of each section's present generation.
  ///
  /// A refresh that a crash cut short is undone before `vault.db` was committed and finished after, for
  /// then the wraps are of that generation. A share of an earlier generation has ended; that the
  /// section's is true was found before (`StoredRights`).
  private struct PresentShares {
    private var dossier: Identifier?
    private var sections: [StoredSection] = []

    mutating func standing(
      of key: TokenKey, _ tables: VaultTables
    ) throws(StoreError) -> TokenStanding {
      if dossier != key.dossier {
        dossier = key.dossier
        let number = try tables.dossiers.number(of: key.dossier)
        sections =
          try number.map { number throws(StoreError) in
            try tables.sections.sections(of: number)
          } ?? []
      }
      guard let section = sections.first(where: { $0.section == key.section })
      else { return .absent }
      if key.revision == section.generation { return .present }
      return key.revision < section.generation ? .ended : .absent
    }

    /// A refresh makes S' before S ends, so S without it is of a `keystore.db` from before the refresh.
    ///
    /// It opens nothing here, and beside the `vault.db` of its own time it opens everything. Call it after `standing` of the same key.
    func demandSuccessor(of key: TokenKey, _ keystore: Keystore) throws {
      guard let section = sections.first(where: { $0.section == key.section }) else { return }
      let next = TokenKey.share(
        key.dossier, section.section, generation: section.generation)
      guard try !keystore.tables.tokens.opens(next) else { return }
      throw StartError.keystore(
        "keystore.db is older than the last refresh of dossier \(key.dossier.hex), section \(section.section.name)",
        hint:
          "put the newest keystore.db back; if it is lost, recover with vault.db of the same backup (Docs/ramp.md)"
      )
    }
  }

  private static func cause(_ error: any Error) -> StartError {
    switch error {
    case KeystoreError.database(.corrupt): KeystoreError.database(.corrupt).cause
    case is KeystoreError, StoreError.full, StoreError.readOnly, StoreError.busy,
      StoreError.inputOutput:
      .unavailable(
        .init(
          "keystore.db cannot be swept",
          hint: "free space on its disk and see that it may be written"))
    default:
      .file(
        .init(
          "a dossier in vault.db is damaged", hint: "keep the file, restore its newest backup"))
    }
  }

  /// The token of every revision that has a link.
  private static func tokens(
    of dossier: Identifier, _ number: DossierNumber, _ tables: VaultTables
  ) throws -> Set<TokenKey> {
    var keys: Set<TokenKey> = []
    for signed in try SignedLink.decode(tables.links.signed(number)) {
      let header = signed.link.header
      guard header.kind.hasContent else { continue }
      keys.insert(
        .entry(
          dossier, header.section, entry: header.entry, revision: header.revision,
          kind: header.kind.rawValue))
    }
    return keys
  }
}
