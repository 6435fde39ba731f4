import Records
import Store
import Vocabulary

/// What the writer remembers between batches to spare look-ups; forgotten whole on any failure.
///
/// Used on the writer's thread only.
final class WriterMemory {
  /// Dossiers whose revisions are kept.
  private static let dossierLimit = 64
  /// Dossiers that were begun and not yet created: who drew their S, and when.
  private var begun: [Identifier: (member: Identifier, at: Int64)] = [:]
  private var revisions: [Identifier: [EntryPlace: Newest]] = [:]
  private var order: [Identifier] = []
  /// Shares whose next generation is in force, and tokens of bundles that nobody may fetch any more:
  /// they go with the next commit of `keystore.db`.
  ///
  /// Forgotten by a crash; `Sweep` finds them at the next start.
  private(set) var endedTokens: [TokenKey] = []
  /// Whether more grants are over than one batch takes the boxes of.
  var hasMoreEndedGrants = false
  /// Whether more bundles are over than one batch ends.
  var hasMoreExpiredBundles = false
  /// Whether more parts that no link bound are too old than one batch takes away.
  var hasMoreUnbound = false
  /// Whether a removed one may still be in the WAL of `keystore.db`.
  private(set) var hasRemoved = false

  private struct EntryPlace: Hashable {
    let section: Section
    let entry: Identifier
  }

  /// The newest revision of an entry, attachment or flag, and which of these it is.
  struct Newest {
    let revision: UInt32
    let kind: EntryKind
  }

  /// Dossiers begun at once by one member.
  private static let begunPerMember = 64
  /// Dossiers begun at once.
  private static let begunLimit = 4096
  /// An unfinished import may be finished this long; milliseconds.
  private static let begunTime: Int64 = 3_600_000

  /// Remembers who may create this dossier; false when another member began it.
  func begin(_ dossier: Identifier, by member: Identifier, at now: Int64) -> Bool {
    if begun.count >= Self.begunLimit {
      begun = begun.filter { now - $0.value.at < Self.begunTime }
    }
    if let known = begun[dossier] { return known.member == member }
    let own = begun.values.count { $0.member == member && now - $0.at < Self.begunTime }
    guard begun.count < Self.begunLimit, own < Self.begunPerMember else { return false }
    begun[dossier] = (member, now)
    return true
  }

  func hasBegun(_ dossier: Identifier, by member: Identifier) -> Bool {
    begun[dossier]?.member == member
  }

  func created(_ dossier: Identifier) { begun[dossier] = nil }

  /// The newest revision of an entry, attachment or flag; nil when there is none with this id.
  func newest(
    of entry: Identifier, in section: Section, dossier: Identifier, number: DossierNumber,
    tables: VaultTables
  ) throws -> Newest? {
    if revisions[dossier] == nil {
      var found: [EntryPlace: Newest] = [:]
      for signed in try SignedLink.decode(tables.links.signed(number)) {
        let header = signed.link.header
        guard header.kind.hasContent else { continue }
        let place = EntryPlace(section: header.section, entry: header.entry)
        guard found[place]?.revision ?? 0 < header.revision else { continue }
        found[place] = Newest(revision: header.revision, kind: header.kind)
      }
      if order.count >= Self.dossierLimit { revisions[order.removeFirst()] = nil }
      revisions[dossier] = found
      order.append(dossier)
    }
    return revisions[dossier]?[EntryPlace(section: section, entry: entry)]
  }

  /// Takes note of a revision that the present batch writes.
  func wrote(_ header: EntryHeader) {
    let place = EntryPlace(section: header.section, entry: header.entry)
    revisions[header.dossier]?[place] = Newest(revision: header.revision, kind: header.kind)
  }

  func ended(_ tokens: [TokenKey]) { endedTokens += tokens }

  /// Takes note of a commit that removed all that had ended.
  func removedEnded() {
    hasRemoved = hasRemoved || !endedTokens.isEmpty
    endedTokens = []
  }

  func truncated() { hasRemoved = false }

  /// Whether the end of a refresh or of a bundle is still to be made.
  var isUntidy: Bool { hasRemoved || !endedTokens.isEmpty }

  /// After a rollback nothing that was noted may be believed.
  func forgetRevisions() {
    revisions = [:]
    order = []
    hasMoreEndedGrants = false
    hasMoreExpiredBundles = false
    hasMoreUnbound = false
  }
}
