import AuditLog
import Directory
import Dossier
package import Records
import Sodium
import StrictJSON
import Vocabulary

extension VaultSession {
  /// Links in one write; a request carries no more.
  package static let linksPerWrite = 64
  /// How often a link is signed anew because a colleague was first.
  private static let attempts = 5

  /// Writes revisions, all or none.
  ///
  /// When others wrote in between, their links are verified and only our links are signed anew; when
  /// they revised the same entry, the write ends as `.stale` and the dossier must be opened again.
  /// - Returns: the new head.
  @discardableResult
  package func append(
    _ revisions: [NewRevision], to dossier: WritableDossier
  ) throws(ClientError) -> Head {
    guard (1...VaultSession.linksPerWrite).contains(revisions.count) else {
      throw .inputRefused(.tooLarge)
    }
    let time = now()
    var sealed: [SealedRevision] = []
    for revision in revisions {
      guard let section = dossier.sections[revision.content.section] else {
        throw .inputRefused(.unknownEntry)
      }
      sealed.append(
        try SealedRevision(
          revision, dossier: dossier.id, author: member, at: time, key: section.key))
    }
    return try append(sealed, tags: LookupTags(revisions.map(\.content)), to: dossier)
  }

  /// The same for what is encrypted already.
  func append(
    _ sealed: [SealedRevision], tags: LookupTags, to dossier: WritableDossier
  ) throws(ClientError) -> Head {
    for _ in 0..<VaultSession.attempts {
      guard sealed.allSatisfy({ $0.follows(dossier.chain.index) }) else { throw .stale }
      if let head = try attempt(sealed, tags, on: dossier) { return head }
    }
    throw .stale
  }

  /// One attempt; nil when the head was stale and the missing links have been taken in.
  private func attempt(
    _ sealed: [SealedRevision], _ tags: LookupTags, on dossier: WritableDossier
  ) throws(ClientError) -> Head? {
    var chain = dossier.chain.chain
    let first = chain.head
    var links: [SignedLink] = []
    for revision in sealed {
      links.append(
        try sign(
          revision.header, content: revision.sealed.contentHash(revision.header), on: &chain))
    }
    var ask = Ask(
      method: "dossier.append",
      args: .object(present: [
        ("attachments", attachments(of: zip(links, sealed).map { ($0, $1) })),
        ("dossier", .id(dossier.id)), ("links", .base64(SignedLink.encode(links))),
      ]), action: .append, dossier: dossier.id)
    ask.earlier = Array(repeating: .append, count: links.count - 1)
    ask.rows = Rows.encode(
      zip(links, sealed).map { Row(n: $0.link.n, sealed: $1.sealed) })
    ask.usableFailure = "stale"
    let secrets = try writeSecrets(zip(links, sealed).map { ($0, $1) }, tags)
    return try perform(ask, secrets: secrets) { reply throws(CheckFailure) in
      let head = try checked(.answer) { () throws(JSONError) in
        try Head(reply.fields.requireObject("head"))
      }
      guard reply.outcome == .permit else {
        try takeMissing(reply, head: head, on: dossier)
        return nil
      }
      try demand(head == chain.head, .head)
      try demandLeaves(reply.earlier + [reply.leaf], of: links, after: first)
      try dossier.chain.extend(with: links, directory: directory)
      reply.heads[dossier.id] = head
      return head
    }
  }

  /// How many parts were sent of each attachment; nil when there is none.
  private func attachments(of linked: [(SignedLink, SealedRevision)]) -> JSONValue? {
    let attachments = linked.compactMap { signed, revision in
      revision.parts.map { parts -> JSONValue in
        ["n": .int(Int64(signed.link.n)), "parts": .int(Int64(parts))]
      }
    }
    return attachments.isEmpty ? nil : .array(attachments)
  }

  /// Verifies the links that we missed and takes them in.
  private func takeMissing(
    _ reply: Reply, head: Head, on dossier: WritableDossier
  ) throws(CheckFailure) {
    let missing = try knownLinks(reply)
    try demand(!missing.isEmpty, .links)
    try dossier.chain.extend(with: missing, directory: directory)
    try demand(dossier.chain.head == head, .head)
    reply.heads[dossier.id] = head
  }

  /// Signs the next link of a chain as this member, by the directory that this session verified.
  func sign(
    _ header: EntryHeader, content: [UInt8], on chain: inout Chain
  ) throws(ClientError) -> SignedLink {
    do throws(ChainError) {
      return try chain.sign(
        header, role: role, directory: directory.position, content: content,
        with: keys.identity.signing)
    } catch { throw .inputRefused(.tooLarge) }
  }

  /// E of every linked revision, and the tags; sealed by `perform`.
  func writeSecrets(
    _ linked: [(SignedLink, SealedRevision)], _ tags: LookupTags
  ) throws(ClientError) -> SecretBytes {
    let lookup = tags.values.isEmpty ? nil : try lookupKey()
    do throws(SecretItemsError) {
      var writer = try SecretItemsWriter(capacity: linked.count + tags.values.count)
      for (signed, revision) in linked {
        try writer.append(
          .token(revision.header.section, n: signed.link.n), revision.token)
      }
      if let lookup { try tags.append(to: &writer, under: lookup) }
      return writer.finish()
    } catch { throw .secretMemory }
  }

  private func lookupKey() throws(ClientError) -> OpenLookupKey {
    do throws(CheckFailure) {
      guard let key = try keys.lookupKey(in: directory) else {
        throw CheckFailure.other(.noLookupKey)
      }
      return key
    } catch {
      switch error {
      case .other(let error): throw error
      case .tampered(let reason):
        throw .tampered(reason, Evidence(path: nil, officers: directory.officers))
      }
    }
  }

  /// Demands that the write leaves are exactly our links, in their order.
  func demandLeaves(
    _ leaves: [LogEntry], of links: [SignedLink], after first: Head
  ) throws(CheckFailure) {
    try demand(leaves.count == links.count, .leafMissing)
    var chain = Chain(dossier: links.first?.link.header.dossier ?? .zero, head: first)
    for (leaf, signed) in zip(leaves, links) {
      let before = chain.head.h
      do throws(ChainError) { try chain.append(signed.link) } catch { throw .tampered(.links) }
      let expected = LogEntry.Link(
        n: signed.link.n, prev: before, hash: signed.link.hash, h: chain.head.h,
        sig: signed.signature)
      try demand(leaf.link == expected, .leafLink)
      try demand(leaf.sections == [signed.link.header.section], .leafSections)
    }
  }
}
