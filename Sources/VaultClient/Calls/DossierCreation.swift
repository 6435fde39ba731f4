import AuditLog
import Directory
package import Dossier
package import Records
import Sodium
import StrictJSON
package import Vocabulary

// A dossier is born in two acts. The first draws S for its sections; the second brings, at once or
// not at all, the section records, the boxes, the first entries, and regie for who imports it.

extension VaultSession {
  /// Makes a dossier of a family; this member gets regie.
  ///
  /// - Returns: the new dossier's id and head.
  package func create(_ gezin: Gezin) throws(ClientError) -> (id: Identifier, head: Head) {
    try create(
      gezin.contents().map { (.random(), [$0]) }, LookupTags(values: gezin.lookupValues()))
  }

  /// Makes a dossier of a family that another institution handed over, with what stood in it before.
  ///
  /// - Parameters:
  ///   - ids: under which its entries come in; its files are to be sent under theirs.
  ///   - label: by which it is recognised here; a label is never handed over.
  package func create(
    _ family: HandedOver, under ids: HandedOver.NewIDs, label: String
  ) throws(ClientError) -> (id: Identifier, head: Head) {
    try create(
      [(.random(), [.etiket(label)])]
        + zip(ids.chains, family.chains).map { ($0, $1.map(ids.moved)) },
      LookupTags(values: family.gezin(etiket: label)?.lookupValues() ?? []))
  }

  /// - Parameter chains: per entry its id and its revisions, oldest first.
  private func create(
    _ chains: [(entry: Identifier, revisions: [EntryContent])], _ tags: LookupTags
  ) throws(ClientError) -> (id: Identifier, head: Head) {
    let id = Identifier.random()
    let draft = try begin(id)
    let time = now()
    for (entry, revisions) in chains {
      var written: UInt32 = 0
      for content in revisions {
        guard let key = draft.keys[content.section] else { throw .inputRefused(.unknownEntry) }
        let new = NewRevision(content, of: entry, buildingOn: written)
        let revision = try SealedRevision(
          new, dossier: id, author: member, at: time, key: key.key)
        let hash = revision.sealed.contentHash(revision.header)
        draft.add(revision, try sign(revision.header, content: hash, on: &draft.chain))
        written += 1
      }
    }
    return (id, try complete(draft, tags: tags, at: time))
  }

  /// Asks for S of every section and makes keys, records, boxes and the sections' own links.
  private func begin(_ id: Identifier) throws(ClientError) -> DossierDraft {
    let sections = Section.allCases.sorted()
    let ask = Ask(
      method: "section.begin",
      args: .object([("dossier", .id(id)), ("sections", .sections(sections))]),
      action: .sectionBegin, dossier: id)
    // A role key that was replaced since this session began is no key for a new dossier.
    try refreshDirectory()
    let standing = try standingRoles()
    return try perform(ask) { reply throws(CheckFailure) in
      try demand(reply.leaf.sections == Set(sections), .leafSections)
      let secrets = try SecretItems.read(reply)
      try secrets.demandExactly(sections.map { .share($0, generation: 1) })
      let draft = DossierDraft(id: id)
      for section in sections {
        let service = try secrets.checkedValue(of: .share(section, generation: 1))
        do throws(ClientError) {
          try draft.makeSection(section, service: service, for: standing, by: self)
        } catch { throw .other(error) }
      }
      return draft
    }
  }

  /// The newest public key of each role that has a wrap from the first day.
  private func standingRoles() throws(ClientError) -> [RoleEpoch] {
    var roles: [RoleEpoch] = []
    for role in Role.allCases where role.hasStandingWrap {
      guard let epoch = directory.roleEpoch(role) else { throw .noRoleKey }
      roles.append(epoch)
    }
    return roles
  }

  private func complete(
    _ draft: DossierDraft, tags: LookupTags, at time: Int64
  ) throws(ClientError) -> Head {
    let regie = Involvement(
      at: time, by: member, dossier: draft.id, id: .random(), member: member, since: time,
      sort: .regie
    ).sign(with: keys.identity.signing)
    var ask = Ask(
      method: "section.create",
      args: .object([
        ("boxes", .array(draft.boxes)), ("dossier", .id(draft.id)),
        ("involvement", regie.json), ("links", .base64(SignedLink.encode(draft.links))),
        ("records", .array(draft.records.map(\.json))),
      ]), action: .involvement, dossier: draft.id)
    ask.earlier = Array(repeating: .sectionCreate, count: draft.links.count)
    ask.rows = Rows.encode(draft.revisions.map { Row(n: $0.0.link.n, sealed: $0.1.sealed) })
    let secrets = try writeSecrets(draft.revisions, tags)
    return try perform(ask, secrets: secrets) { reply throws(CheckFailure) in
      let head = try checked(.answer) { () throws(JSONError) in
        try Head(reply.fields.requireObject("head"))
      }
      try demand(head == draft.chain.head, .head)
      try demandLeaves(reply.earlier, of: draft.links, after: .start(of: draft.id))
      try demand(
        reply.leaf.record == LogEntry.Record(kind: Involvement.kind, hash: regie.hash),
        .leafLink)
      reply.heads[draft.id] = head
      return head
    }
  }
}

/// A dossier that is being put together.
final class DossierDraft {
  let id: Identifier
  var chain: Chain
  private(set) var keys: [Section: OpenSection] = [:]
  private(set) var records: [Signed] = []
  private(set) var boxes: [JSONValue] = []
  private(set) var links: [SignedLink] = []
  private(set) var revisions: [(SignedLink, SealedRevision)] = []

  init(id: Identifier) {
    self.id = id
    chain = Chain(dossier: id)
  }

  func add(_ revision: SealedRevision, _ link: SignedLink) {
    links.append(link)
    revisions.append((link, revision))
  }

  /// Draws R, puts K together, signs its record, wraps R for the standing roles.
  func makeSection(
    _ section: Section, service: borrowing SecretBytes, for standing: [RoleEpoch],
    by session: VaultSession
  ) throws(ClientError) {
    let time = session.now()
    let share = Share(dossier: id, section: section, generation: 1)
    let (key, check) = try makeKey(section, service: service) { half throws(ClientError) in
      for role in standing {
        let box: [UInt8]
        do throws(ContextBox.BoxError) { box = try share.seal(half, toRole: role.box) } catch {
          throw .secretMemory
        }
        boxes.append(
          .object([
            ("box", .base64(box)), ("epoch", .int(Int64(role.epoch))),
            ("role", .string(role.role.name)), ("section", .string(section.name)),
          ]))
      }
    }
    let record = SectionRecord(
      at: time, by: session.member, check: check, dossier: id, generation: 1, section: section
    ).sign(with: session.keys.identity.signing)
    records.append(record)
    let header = EntryHeader.ofSection(
      section, dossier: id, author: session.member, writtenAt: time)
    links.append(
      try session.sign(
        header, content: SectionRecord.contentHash(record.bytes), on: &chain))
    keys[section] = key
  }

  /// Draws R, lends it to `wrap`, and answers K with its check value.
  private func makeKey(
    _ section: Section, service: borrowing SecretBytes,
    wrap: (borrowing SecretBytes) throws(ClientError) -> Void
  ) throws(ClientError) -> (OpenSection, [UInt8]) {
    let half: SecretBytes
    do throws(SecretMemoryError) { half = try SecretBytes.random(32) } catch {
      throw .secretMemory
    }
    try wrap(half)
    do throws(SecretMemoryError) {
      let key = try SectionKey.join(half, service)
      let check = try SectionKey.check(of: key, dossier: id, section: section)
      return (OpenSection(section: section, generation: 1, key: key), check)
    } catch { throw .secretMemory }
  }
}
