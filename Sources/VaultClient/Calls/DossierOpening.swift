import AuditLog
package import Directory
package import Dossier
package import Records
import StrictJSON
package import Vocabulary

/// A dossier as far as this member may read it, every piece of it proven.
package struct OpenedDossier: Sendable {
  package let id: Identifier
  package let head: Head
  /// The newest revisions, in the order in which they were written.
  package let revisions: [OpenedRevision]
  /// The revisions before those, in the order in which they were written; empty unless they were asked for.
  package let earlier: [OpenedRevision]
  /// The files among them, each with the key of its parts.
  package let attachments: [OpenedAttachment]
  /// The keys for answers on the bundles among them, newest first.
  package let replyKeys: [OpenedReplyKey]
  package let sections: [Section]
  /// Sections that exist and that this role does not read; only when all were asked for.
  package let notRead: [Section]
  /// Who is and was involved, oldest first, each record signed by who made it.
  package let involvement: [Involvement]
  /// How many revisions were destroyed under four eyes.
  package let destroyed: Int
  /// Grounds that others agreed to, for entries of these sections.
  package let grounds: [AgreedGround]
  /// Place of this opening in the log; not proven when `emergency` says so.
  package let reference: Int
  /// Set when noodtoegang is the ground of this opening.
  package let emergency: EmergencyAccess?
  /// For the next write: the links, so that they need not be fetched twice.
  let chain: VerifiedChain

  /// The contents put together again, each with its author's name.
  package func view(_ directory: DirectoryView) -> DossierView {
    DossierView(
      opened: revisions.map { revision in
        OpenedContent(
          revision.content, writing: revision.writing(by: directory.name(of: revision.author)))
      })
  }
}

extension VaultSession {
  /// Opens a dossier: all sections that the role reads, or exactly those asked for.
  ///
  /// - Parameters:
  ///   - words: the purpose in words, for the FG.
  ///   - history: with the revisions of before, for who may see what was corrected.
  /// - Throws: `.refused`, `.tampered`, `.noRoleKey`, `.noOfficerKey`
  package func open(
    _ dossier: Identifier, sections: [Section]? = nil, purpose: Purpose, words: Words? = nil,
    history: Bool = false
  ) throws(ClientError) -> OpenedDossier {
    let ask = try openAsk(dossier, sections, purpose, writing: false, words, history: history)
    return try perform(ask) { reply throws(CheckFailure) in
      let fields = OpenFields.names
      let (head, blocks, notRead) = try OpenFields.read(
        reply, asked: sections, allowing: fields)
      let chain = try verifiedChain(reply, dossier: dossier, head: head)
      let involvement = try verifiedInvolvement(reply.fields, dossier: dossier)
      let emergency = try ownEmergency(in: reply, dossier: dossier)
      try demandBasis(reply, involvement, blocks, emergency)
      let secrets = try SecretItems.read(reply)
      let open = try openSections(blocks, dossier: dossier, secrets: secrets) {
        chain.index.sectionRecord(of: $0)
      }
      let rows = try checked(.rows) { () throws(Rows.RowsError) in try Rows.decode(reply.rows) }
      try demandHistory(history, reply)
      let newest = chain.index.newest(in: Set(open.keys))
      let expected = history ? chain.index.all(in: Set(open.keys)) : newest
      try secrets.demandExactly(
        expected.map { .token($0.header.section, n: $0.n) }
          + blocks.map { .share($0.section, generation: $0.generation) })
      let revisions = try OpenedRevision.openAll(
        rows, expected: expected, sections: open, secrets: secrets)
      reply.heads[dossier] = head
      let present = Set(newest.map(\.n))
      let shown = revisions.filter { present.contains($0.n) }
      return OpenedDossier(
        id: dossier, head: head, revisions: shown,
        earlier: revisions.filter { !present.contains($0.n) },
        attachments: try OpenedAttachment.all(
          shown, links: newest, sections: open, secrets: secrets),
        replyKeys: try OpenedReplyKey.all(
          shown, links: newest, sections: open, secrets: secrets),
        sections: blocks.map(\.section),
        notRead: notRead, involvement: involvement,
        destroyed: chain.links.count { $0.link.header.kind == .tombstone },
        grounds: try readMarks(reply, of: dossier, blocks.map(\.section)),
        reference: reply.leaf.index, emergency: emergency, chain: chain)
    }
  }

  /// Gets what is needed to write in a dossier: the links and the keys of sections, no content.
  package func openForWriting(
    _ dossier: Identifier, sections: [Section], purpose: Purpose, words: Words? = nil
  ) throws(ClientError) -> WritableDossier {
    let ask = try openAsk(dossier, sections, purpose, writing: true, words)
    return try perform(ask) { reply throws(CheckFailure) in
      let (head, blocks, _) = try OpenFields.read(
        reply, asked: sections, allowing: OpenFields.names)
      try demand(reply.rows.isEmpty, .rowExtra)
      let chain = try verifiedChain(reply, dossier: dossier, head: head)
      let involvement = try verifiedInvolvement(reply.fields, dossier: dossier)
      let emergency = try ownEmergency(in: reply, dossier: dossier)
      try demandBasis(reply, involvement, blocks, emergency)
      let secrets = try SecretItems.read(reply)
      try secrets.demandExactly(
        blocks.map { .share($0.section, generation: $0.generation) })
      let open = try openSections(blocks, dossier: dossier, secrets: secrets) {
        chain.index.sectionRecord(of: $0)
      }
      reply.heads[dossier] = head
      return WritableDossier(id: dossier, chain: chain, sections: open, emergency: emergency)
    }
  }

  private func openAsk(
    _ dossier: Identifier, _ sections: [Section]?, _ purpose: Purpose, writing: Bool,
    _ words: Words?, history: Bool = false
  ) throws(ClientError) -> Ask {
    var ask = Ask(
      method: "dossier.open",
      args: .object(present: [
        ("dossier", .id(dossier)), ("history", history ? .bool(true) : nil),
        ("purpose", .string(purpose.rawValue)),
        ("sections", sections.map { .sections($0.sorted()) } ?? .string("all")),
        ("writing", .bool(writing)),
      ]), action: writing ? .openForWriting : .open, dossier: dossier, purpose: purpose)
    ask.words = try sealed(words, for: [])
    ask.goesOnUnproven = true
    return ask
  }

  /// The log says of an opening whether earlier revisions came with it, and says it of no other.
  private func demandHistory(_ history: Bool, _ reply: Reply) throws(CheckFailure) {
    guard reply.unproven == nil else { return }
    try demand(reply.leaf.detail == (history ? ["history": .int(1)] : [:]), .leaf)
  }

  /// The links of an answer, held against the pin, the head in the answer and the head in the leaf.
  func verifiedChain(
    _ reply: Reply, dossier: Identifier, head: Head
  ) throws(CheckFailure) -> VerifiedChain {
    let links = try knownLinks(reply)
    return try VerifiedChain(
      links, dossier: dossier, pin: state.pins.heads[dossier], claimed: head,
      directory: directory)
  }

  /// The links of an answer, after the directory was fetched as far as they name it.
  func knownLinks(_ reply: Reply) throws(CheckFailure) -> [SignedLink] {
    let links = try checked(.links) { () throws(LinkError) in
      try SignedLink.decode(reply.links)
    }
    if links.contains(where: { $0.link.directory > directory.position }) {
      do throws(ClientError) { try refreshDirectory() } catch { throw .other(error) }
    }
    return links
  }

  /// The involvement records of an answer: each signed by who made it, together one history.
  func verifiedInvolvement(
    _ fields: JSONObject, dossier: Identifier
  ) throws(CheckFailure) -> [Involvement] {
    let signed = try checked(.answer) { () throws(JSONError) in
      var records: [Signed] = []
      for item in try fields.requireObjects("involvement") { records.append(try Signed(item)) }
      return records
    }
    var history = InvolvementHistory(dossier: dossier)
    for record in signed {
      let involvement: Involvement = try againstDirectory { directory throws(CheckFailure) in
        try directory.verified(record, or: .record, known: signatures) { $0.by }
      }
      let leads = directory.member(involvement.by)?.function == .leidinggevende
      try checked(.record) { () throws(InvolvementHistory.Refusal) in
        try history.append(involvement, byLeidinggevende: leads)
      }
    }
    return history.records
  }
}

extension VaultSession {
  /// Demands that the ground in the log is one of this member's own, as the FG will look for it.
  ///
  /// An involvement stands among the dossier's records, a grant on the boxes of every section, and
  /// noodtoegang is this member's own request; only a leidinggevende needs none of them.
  fileprivate func demandBasis(
    _ reply: Reply, _ involvement: [Involvement], _ blocks: [SectionBlock],
    _ emergency: EmergencyAccess?
  ) throws(CheckFailure) {
    if reply.unproven != nil { return }
    let leaf = reply.leaf
    try demand((leaf.basis?.kind == .noodtoegang) == (emergency != nil), .leafBasis)
    let holds =
      switch (leaf.basis?.kind ?? LogBasisKind.none, leaf.basis?.id) {
      case (.noodtoegang, .some(let id)): emergency?.request == id
      case (.none, nil): role == .leidinggevende
      case (.involvement, .some(let id)):
        involvement.contains { $0.id == id && $0.member == member && $0.sort != .end }
      case (.grant, .some(let id)):
        blocks.allSatisfy { $0.boxes.contains { $0.grant == id } }
      default: false
      }
    try demand(holds, .leafBasis)
  }
}

/// The fields that every answer to an opening has.
enum OpenFields {
  static let names = [
    "head", "involvement", "marks", "more", "noodtoegang", "not_read", "outcome", "receipt",
    "repeated", "sections",
  ]

  /// Head and blocks, held against the leaf and against what was asked.
  static func read(
    _ reply: Reply, asked: [Section]?, allowing names: [String]
  ) throws(CheckFailure) -> (Head, [SectionBlock], [Section]) {
    let (head, notRead) = try checked(.answer) { () throws(JSONError) in
      try reply.fields.allowOnly(names)
      let head = try Head(reply.fields.requireObject("head"))
      return (head, try reply.fields.sections("not_read"))
    }
    let isProven = reply.unproven == nil
    try demand(!isProven || reply.leaf.head == LogEntry.Head(n: head.n, h: head.h), .leafHead)
    let blocks = try SectionBlock.read(reply.fields)
    let sections = Set(blocks.map(\.section))
    try demand(!isProven || reply.leaf.sections == sections, .leafSections)
    if let asked {
      try demand(sections == Set(asked) && notRead.isEmpty, .sections)
    } else {
      try demand(sections.isDisjoint(with: notRead), .sections)
      try demand(sections.union(notRead) == Set(Section.allCases), .sections)
    }
    return (head, blocks, notRead)
  }
}

extension Head {
  /// Reads `{h, n}`.
  init(_ json: JSONObject) throws(JSONError) {
    try json.allowOnly(["h", "n"])
    self.init(n: try json.uint32("n"), h: try json.bytes("h", count: 32))
  }

  var json: JSONValue { .object([("h", .base64(h)), ("n", .int(Int64(n)))]) }
}
