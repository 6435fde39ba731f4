import AuditLog
import Directory
import Minisign
import Records
import Session
import Sodium
import Store
import StrictJSON
import Vocabulary
import Wire

/// What leaves the vault for one permitted access.
struct Released: ~Copyable {
  /// `SecretItems`: S and E; nil when the act releases none.
  var secrets: SecretBytes?
  var links: [UInt8]?
  var rows: [UInt8]?
  var members: [JSONMember] = []
}

/// **The one function that lets a share or a token out.**
///
/// Nothing else in the project reads `keystore.db` for a member.
///
/// It takes a `DurableLeaf`, which only the commit makes, and releases what that leaf says: this
/// dossier, these sections, up to this head. What is not in the log is not in the answer.
struct Release: Sendable {
  let store: Vault
  let keystore: Keystore

  /// Releases for the leaf of one act; nothing unless it says `permit`.
  ///
  /// Throws: `StoreError`, `KeystoreError` when a row was changed or is missing; then nothing leaves.
  func release(_ leaf: DurableLeaf) throws -> Released {
    let entry = leaf.entry
    guard entry.outcome == .permit else { return Released() }
    if let partner = entry.partner { return try release(entry, to: partner) }
    guard let actor = entry.actor else { return Released() }
    // A refresh may take away S between the two reads; then the rows are of an earlier generation
    // than they are a moment later. Once more, from a newer snapshot of both.
    for _ in 1..<Self.tries {
      do { return try read(entry, for: actor) } catch KeystoreError.missing { continue }
    }
    return try read(entry, for: actor)
  }

  /// What a partner gets: the parts of a bundle that its leaf names, and otherwise nothing.
  private func release(_ entry: LogEntry, to partner: Identifier) throws -> Released {
    guard entry.action == .bundleCollect else { return Released() }
    // As above: the last of its partners, a recall or the end of its time may take the token away.
    for _ in 1..<Self.tries {
      do { return Released(rows: try parts(entry, for: partner)) } catch KeystoreError.missing {
        continue
      }
    }
    return Released(rows: try parts(entry, for: partner))
  }

  /// Reads of both files for one answer, before a missing token is a missing token.
  private static let tries = 3

  private func read(_ entry: LogEntry, for actor: Identifier) throws -> Released {
    let going: Outgoing
    switch entry.action {
    case .open, .openForWriting: going = try dossier(entry, for: actor)
    case .sectionBegin: going = try shares(entry)
    case .list: going = try list(entry, for: actor)
    case .words: return Released(members: try words(entry))
    case .bundleSeal: return Released(members: try bundleSignature(entry))
    case .attachmentRead: return Released(rows: try parts(entry))
    default: return Released()
    }
    return Released(
      secrets: try tokens(going.keys, as: going.items), links: going.links, rows: going.rows,
      members: going.members)
  }

  /// What of `vault.db` goes out, and which tokens go with it.
  private struct Outgoing {
    var links: [UInt8]?
    var rows: [UInt8]?
    var members: [JSONMember] = []
    private(set) var keys: [TokenKey] = []
    private(set) var items: [SecretItem] = []

    mutating func add(_ key: TokenKey, as item: SecretItem) {
      keys.append(key)
      items.append(item)
    }
  }

  /// The new S of each section of a dossier that is being made.
  private func shares(_ entry: LogEntry) throws(StoreError) -> Outgoing {
    guard let dossier = entry.dossier else { throw StoreError.corrupt }
    var going = Outgoing()
    for section in entry.sections.sorted() {
      going.add(.share(dossier, section, generation: 1), as: .share(section, generation: 1))
    }
    return going
  }

  /// One dossier: all links, and of the sections in the leaf S, wraps, newest rows with their E.
  private func dossier(
    _ entry: LogEntry, for actor: Identifier
  ) throws -> Outgoing {
    guard let dossier = entry.dossier, let head = entry.head, let role = entry.role
    else { throw StoreError.corrupt }
    let sections = entry.sections.sorted()
    return try store.read { tables -> Outgoing in
      guard let number = try tables.dossiers.number(of: dossier) else { throw StoreError.corrupt }
      var going = Outgoing()
      // A later write may be in this snapshot; the leaf's head bounds what belongs to the answer.
      let links = Array(
        try tables.links.signed(number).prefix(Int(head.n) * SignedLink.byteCount))
      let stored = try tables.sections.sections(of: number).filter {
        sections.contains($0.section)
      }
      for section in stored {
        going.add(
          .share(dossier, section.section, generation: section.generation),
          as: .share(section.section, generation: section.generation))
      }
      if entry.action == .open {
        let keys =
          entry.detail[OpenAct.historyDetail] == nil
          ? try ContentKey.newest(in: links, of: sections)
          : try ContentKey.all(in: links, of: sections)
        var rows: [UInt8] = []
        try tables.content.append(keys, of: number, to: &rows)
        going.rows = rows
        for key in keys { going.add(.entry(dossier, key), as: .token(key.section, n: key.n)) }
      }
      going.links = links
      let wraps = try tables.wraps.wraps(of: number, for: role, member: actor)
      try demandBoxes(of: entry, in: wraps, stored)
      going.members = [
        JSONMember("involvement", try tables.involvementJSON(number)),
        JSONMember("sections", SectionBlock.json(stored, wraps)),
      ]
      return going
    }
  }

  /// A grant may end between the leaf and this read: its boxes are gone, and nothing goes out.
  ///
  /// The log then says more than happened, never less. Asking again is refused.
  /// Throws: `.stale`
  private func demandBoxes(
    of entry: LogEntry, in wraps: [StoredWrap], _ sections: [StoredSection]
  ) throws(WireError) {
    guard let basis = entry.basis, basis.kind == .grant else { return }
    let boxed = wraps.filter { $0.grant?.id == basis.id }.map(\.section)
    guard sections.allSatisfy({ boxed.contains($0.section) }) else { throw WireError(.stale) }
  }

  /// The labels of every dossier that a list's leaf names.
  ///
  /// Throws: `.stale`
  private func list(
    _ entry: LogEntry, for actor: Identifier
  ) throws -> Outgoing {
    guard let role = entry.role else { throw StoreError.corrupt }
    return try store.read { tables -> Outgoing in
      var going = Outgoing()
      var blocks: [JSONValue] = []
      var rows: [UInt8] = []
      for named in entry.dossiers ?? [] {
        let label = try EtiketBlock(named, role: role, actor: actor, tables)
        // As `demandBoxes`: a grant that ended since the leaf has none.
        guard label.hasBox || role.hasStandingWrap else { throw WireError(.stale) }
        blocks.append(label.json)
        rows += named.dossier.bytes
        try tables.content.append([label.content], of: label.number, to: &rows)
        let generation = label.section.generation
        going.add(
          .share(named.dossier, .etiket, generation: generation),
          as: .share(.etiket, generation: generation))
        going.add(
          .entry(named.dossier, label.content), as: .token(.etiket, n: label.content.n))
      }
      going.rows = rows
      going.members = [JSONMember("dossiers", .array(blocks))]
      return going
    }
  }

  /// The sealed parts that a leaf names; what opens them is not among them.
  private func parts(_ entry: LogEntry) throws -> [UInt8] {
    guard let dossier = entry.dossier, let section = entry.sections.first,
      case .code(let hex) = entry.detail[AttachmentGetAct.Detail.entry],
      case .int(let from) = entry.detail[AttachmentGetAct.Detail.from],
      let attachment = Identifier(hex: hex)
    else { throw StoreError.corrupt }
    return try store.read { tables -> [UInt8] in
      guard let number = try tables.dossiers.number(of: dossier),
        let stored = try tables.attachments.bound(attachment, of: number, in: section),
        let n = stored.n, let link = try tables.links.link(number, n),
        let header = try SignedLink.decode(link.signed).first?.link.header,
        header.kind == .attachment, header.entry == attachment, header.section == section
      else { throw StoreError.corrupt }
      var rows: [UInt8] = []
      try tables.attachments.append(
        stored.parts(from: Int(from)), of: stored.number, to: &rows)
      return rows
    }
  }

  /// The boxes of the words in an earlier leaf; nothing once their log token is gone.
  private func words(_ entry: LogEntry) throws -> [JSONMember] {
    guard case .int(let index) = entry.detail[WordsReadAct.detail],
      let bytes = try store.read({ try $0.leaves.bytes(Int(index)) }),
      let sealed = try LogEntry(decoding: bytes).sealed
    else { throw StoreError.corrupt }
    let boxes = try keystore.read { tables -> [UInt8]? in
      guard let token = try tables.tokens.get(.logToken(entry.dossier ?? .zero))
      else { return nil }
      // The leaf is proven beside this answer: under another token than its own it is closed for good.
      return try LogSeal.open(sealed, under: token)
    }
    return boxes.map { [JSONMember("boxes", .base64($0))] } ?? []
  }

  /// The signature of the manifest that this leaf names, as a file in minisign's format.
  ///
  /// The row says what to sign, and the leaf vouches for the row: another hash than the logged one is
  /// not signed.
  private func bundleSignature(_ entry: LogEntry) throws -> [JSONMember] {
    guard case .code(let name) = entry.detail[BundleRows.detail], let id = Identifier(hex: name),
      let bundle = try store.read({ try $0.bundles.bundle(id) }), bundle.leaf == entry.index,
      entry.record
        == LogEntry.Record(
          kind: BundleSealing.recordKind,
          hash: BundleSealing.recordHash(bundle.hash, bundle.manifest))
    else { throw StoreError.corrupt }
    let file = try keystore.read { tables -> [UInt8] in
      guard let seed = try tables.tokens.get(.bundleKey) else { throw KeystoreError.missing }
      let pair = try SigningKeyPair(seed: seed)
      let number = BundleKey(key: pair.publicKey).number
      return try MinisignPair(number: number, pair: pair)
        .sign(hash: bundle.hash, comment: BundleSealing.comment(id)).encode()
    }
    return [JSONMember("minisig", .base64(file))]
  }

  /// Parts of a bundle, out of the layer in which they wait here; each with its length before it.
  ///
  /// Throws: `.stale` when the bundle waits no longer: the log then says more than happened.
  private func parts(_ entry: LogEntry, for partner: Identifier) throws -> [UInt8] {
    guard case .code(let name) = entry.detail[BundleRows.detail], let id = Identifier(hex: name),
      case .int(let from) = entry.detail[BundleCollectAct.fromDetail],
      case .int(let count) = entry.detail[BundleCollectAct.countDetail]
    else { throw StoreError.corrupt }
    let sealed = try store.read { tables -> [(part: BundlePart, bytes: [UInt8])] in
      guard let bundle = try PartnerBundle(id, for: partner, tables) else {
        throw StoreError.corrupt
      }
      guard bundle.stored.state == .placed else { throw WireError(.stale) }
      return try (Int(from)..<Int(from + count)).map { n in
        guard let bytes = try tables.bundleParts.sealed(id, n) else { throw StoreError.corrupt }
        let isLast = n == bundle.parts.count - 1
        return (BundlePart(bundle: id, dossier: bundle.dossier, n: n, isLast: isLast), bytes)
      }
    }
    return try keystore.read { tables -> [UInt8] in
      var rows: [UInt8] = []
      for (part, bytes) in sealed {
        guard let opened = try part.open(bytes, tables.tokens) else {
          throw KeystoreError.missing
        }
        let length = UInt32(truncatingIfNeeded: opened.count)
        for shift in [24, 16, 8, 0] as [UInt32] {
          rows.append(UInt8(truncatingIfNeeded: length >> shift))
        }
        rows += opened
      }
      return rows
    }
  }

  /// Reads tokens and puts them in the form in which they travel, without leaving locked memory.
  private func tokens(_ keys: [TokenKey], as items: [SecretItem]) throws -> SecretBytes {
    var writer = try SecretItemsWriter(capacity: keys.count)
    let values = try keystore.read { try $0.tokens.values(of: keys) }
    let count = TokenTable.valueCount
    for (index, item) in items.enumerated() {
      try writer.append(item, from: values, at: index * count)
    }
    return writer.finish()
  }
}
