import AuditLog
import Directory
import Records
import Sodium
import Store
import Vocabulary
import Wire

/// Links that a member brings, checked against the chain, their ciphertext and their tokens.
///
/// The signatures are checked on the connection's thread against the head that was newest then; the
/// writer only has to find that head unchanged.
struct LinkWriting: Sendable {
  /// Links in one append.
  static let appendLimit = 64
  /// Links of a whole new family: its sections, persons, entries and plans.
  static let creationLimit = 4_000

  /// One link that fits, with what goes beside it.
  struct Item: Sendable {
    let signed: SignedLink
    /// The chain after it, and before it.
    let head: Head
    let before: Head
    /// nonce ‖ ck ‖ length ‖ ciphertext; nil for a section record.
    let sealed: [UInt8]?
  }

  let dossier: Identifier
  /// The head on which the first link builds.
  let base: Head
  let items: [Item]

  /// What is wrong with the links of a request.
  enum Fault: Error {
    /// The first link builds on another head than the newest.
    case stale
    /// Bytes that no honest client sends.
    case malformed
  }

  /// - Parameters:
  ///   - base: the dossier's newest head, as committed.
  ///   - request: whose member must be the author: nobody brings another's links.
  init(
    _ links: [SignedLink], on base: Head, dossier: Identifier, _ request: SignedRequest,
    _ directory: DirectoryView
  ) throws {
    let author = request.stamp.caller.member
    guard let acting = directory.acting(author) else { throw WireError(.notSignedIn) }
    guard let first = links.first else { throw Fault.malformed }
    guard first.link.n == base.n + 1 else { throw Fault.stale }
    var sealed: [UInt32: SealedEntry] = [:]
    for row in try Rows.decode(request.rows ?? [], limit: links.count) {
      guard sealed.updateValue(row.sealed, forKey: row.n) == nil else { throw Fault.malformed }
    }
    var chain = Chain(dossier: dossier, head: base)
    var items: [Item] = []
    for signed in links {
      let header = signed.link.header
      let before = chain.head
      try chain.append(signed.link)
      // As every reader will look the author up: at the position that the link names.
      guard header.author == author, signed.link.role == acting.role,
        directory.author(author, at: signed.link.directory)
          == LinkAuthor(key: acting.key, role: acting.role)
      else { throw Fault.malformed }
      let bytes = Chain.signedBytes(dossier: dossier, head: chain.head)
      guard Signature.verify(signed.signature, of: bytes, as: .link, by: acting.key) else {
        // A signature over another head is what a stale client sends; over nothing, a broken one.
        throw Fault.stale
      }
      var stored: [UInt8]?
      if header.kind.hasContent {
        guard let row = sealed.removeValue(forKey: signed.link.n),
          row.contentHash(header) == signed.link.content,
          request.secrets?.items.has(.token(header.section, n: signed.link.n)) == true
        else { throw Fault.malformed }
        stored = row.stored
      } else if header.kind != .sectionRecord {
        throw Fault.malformed
      }
      items.append(Item(signed: signed, head: chain.head, before: before, sealed: stored))
    }
    guard sealed.isEmpty else { throw Fault.malformed }
    self.dossier = dossier
    self.base = base
    self.items = items
  }

  var head: Head { items.last?.head ?? base }

  /// The sections that are written in.
  var sections: Set<Section> { Set(items.map(\.signed.link.header.section)) }

  /// The leaf fields of one link.
  func logLink(_ item: Item) -> LogEntry.Link {
    LogEntry.Link(
      n: item.signed.link.n, prev: item.before.h, hash: item.signed.link.hash, h: item.head.h,
      sig: item.signed.signature)
  }

  /// Links and ciphertext for `vault.db`.
  func write(_ tables: VaultTables, _ number: DossierNumber) throws(StoreError) {
    for item in items {
      let link = item.signed.link
      try tables.links.append(number, n: link.n, signed: item.signed.bytes, h: item.head.h)
      if let sealed = item.sealed {
        try tables.content.append(number, link.header.section, n: link.n, sealed: sealed)
      }
    }
  }

  /// The links that bind a file's parts.
  var attachments: [Link] { items.map(\.signed.link).filter { $0.header.kind == .attachment } }

  /// The E of each entry for `keystore.db`; what an earlier, failed try left is replaced.
  func writeTokens(_ secrets: RequestSecrets, _ keystore: Keystore) throws {
    for item in items where item.sealed != nil {
      let header = item.signed.link.header
      let key = TokenKey.entry(
        dossier, header.section, entry: header.entry, revision: header.revision,
        kind: header.kind.rawValue)
      _ = try keystore.tables.tokens.remove(key)
      try keystore.tables.tokens.put(
        key, try secrets.items.value(of: .token(header.section, n: item.signed.link.n)))
    }
  }

  /// The look-up tags that came along, kept in `keystore.db` alone.
  func writeTags(_ secrets: RequestSecrets, _ keystore: Keystore) throws {
    for index in secrets.items.items.indices {
      guard case .lookup(let kind) = secrets.items.items[index] else { continue }
      try keystore.tables.tags.put(
        dossier, kind: kind.rawValue, try secrets.items.value(at: index))
    }
  }
}

extension SealedEntry {
  /// As `vault.db` keeps it: nonce 24 ‖ ck 32 ‖ length u32 ‖ ciphertext.
  var stored: [UInt8] {
    let length = UInt32(truncatingIfNeeded: ciphertext.count)
    return nonce + commitment
      + stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: length >> $0) }
      + ciphertext
  }
}
