import AuditLog
import Policy
import Records
import Store
import StrictJSON
import Vocabulary
import Wire

/// `dossier.append`: one or more entries or flags at the end of a dossier's chain, or attachments whose
/// parts this member sent before.
struct AppendAct: PlannedAct {
  let request: SignedRequest
  let dossier: Identifier
  /// Nil when the links build on another head than the newest.
  let writing: LinkWriting?
  /// The links are none that a client of ours makes; said only to who may write here.
  private var isMalformed = false
  let firstNumber: UInt32
  /// By the number of its link, how many parts of an attachment its author sent.
  private let parts: [UInt32: Int]
  let asked: Set<Section>
  private let hasRoom: Bool

  init(_ request: SignedRequest, _ server: VaultServer) throws {
    let args = try request.args
    try args.allowOnly(["attachments", "dossier", "links"])
    self.request = request
    dossier = try args.requireIdentifier("dossier")
    let links = try SignedLink.decode(
      try args.requireBytes("links"), limit: LinkWriting.appendLimit)
    guard let first = links.first else { throw WireError(.invalidParams) }
    firstNumber = first.link.n
    asked = Set(links.map(\.link.header.section))
    hasRoom = server.settings.hasRoom(for: request.rows?.count ?? 0)
    parts = try Self.parts(args, of: links.map(\.link))
    let name = dossier
    let base = try server.store.read { tables -> StoredHead? in
      guard let number = try tables.dossiers.number(of: name) else { return nil }
      return try tables.links.head(number)
    }
    guard let base else {
      writing = nil
      return
    }
    do {
      writing = try LinkWriting(
        links, on: Head(n: base.n, h: base.h), dossier: dossier, request,
        server.writer.published.directory)
    } catch LinkWriting.Fault.stale { writing = nil } catch {
      // Refused after the policy was asked: a stranger must not learn how long a dossier is.
      writing = nil
      isMalformed = true
    }
  }

  /// Exactly one number of parts for each attachment, in the order of the links.
  private static func parts(
    _ args: JSONObject, of links: [Link]
  ) throws -> [UInt32: Int] {
    let attachments = links.filter { $0.header.kind == .attachment }
    guard !attachments.isEmpty || args["attachments"] != nil else { return [:] }
    var parts: [UInt32: Int] = [:]
    let objects = try args.requireObjects("attachments")
    guard objects.count == attachments.count, !objects.isEmpty
    else { throw WireError(.invalidParams) }
    for (object, link) in zip(objects, attachments) {
      try object.allowOnly(["n", "parts"])
      guard try object.requireUInt32("n") == link.n else { throw WireError(.invalidParams) }
      parts[link.n] = Int(try object.requireInt("parts", within: 1...Int64(AttachmentParts.most)))
    }
    return parts
  }

  /// The attachment that a link binds: all of it sent by this member, and bound by no other link.
  private func unbound(
    _ link: Link, _ state: DossierState, _ context: ActContext
  ) throws -> StoredAttachment? {
    let stored = try context.tables.attachments.attachment(link.header.entry, of: state.number)
    guard let stored, stored.n == nil, stored.member == request.stamp.caller.member,
      stored.section == link.header.section, stored.parts == parts[link.n]
    else { return nil }
    return stored
  }

  func plan(_ context: ActContext) throws -> Plan {
    let member = request.stamp.caller.member
    if let earlier = try context.repeated(request) { return earlier }
    let state = try context.dossier(dossier)
    var ruled = Ruled(
      stamp: request.stamp, action: .append, object: .dossier, dossier: dossier,
      sections: asked)
    let decision = try context.decide(
      .append(asked), by: member, on: state)
    guard case .permit(let permit) = decision.outcome else {
      guard case .refuse(let refusal) = decision.outcome else { throw StoreError.corrupt }
      return ruled.refused(refusal, body: request.bytes)
    }
    guard let state else { throw StoreError.corrupt }
    guard !isMalformed else { throw WireError(.invalidParams) }
    guard hasRoom else {
      return ruled.failed(Ruled.diskReserve, head: state.head, body: request.bytes)
    }
    guard let writing, writing.base.n == state.head.n, writing.base.h == state.head.h else {
      // The client gets what it lacks and signs only the link anew.
      let missing = try context.tables.links.signed(state.number, from: max(1, firstNumber))
      return ruled.failed("stale", head: state.head, links: missing, body: request.bytes)
    }
    var bindings: [(AttachmentNumber, n: UInt32)] = []
    for item in writing.items {
      let header = item.signed.link.header
      let newest = try context.memory.newest(
        of: header.entry, in: header.section, dossier: dossier, number: state.number,
        tables: context.tables)
      // The label is revised, never doubled; an attachment is written once; nothing becomes another kind.
      guard header.kind.hasContent, header.revision == (newest?.revision ?? 0) + 1,
        header.kind == .attachment
          ? newest == nil : newest?.kind ?? header.kind == header.kind,
        header.section != .etiket || newest != nil
      else {
        context.memory.forgetRevisions()
        return ruled.failed("revision", head: state.head, body: request.bytes)
      }
      if header.kind == .attachment {
        guard let stored = try unbound(item.signed.link, state, context) else {
          context.memory.forgetRevisions()
          return ruled.failed("parts", head: state.head, body: request.bytes)
        }
        bindings.append((stored.number, item.signed.link.n))
      }
      context.memory.wrote(header)
    }
    var plan = Plan()
    plan.leaves = writing.items.map { item in
      ruled.sections = [item.signed.link.header.section]
      var leaf = ruled.leaf(.permit, basis: permit.logBasis)
      leaf.role = permit.role
      leaf.link = writing.logLink(item)
      return leaf
    }
    plan.body = request.bytes
    let request = request
    let number = state.number
    plan.keystoreRows = { keystore in
      guard let secrets = request.secrets else { return }
      try writing.writeTokens(secrets, keystore)
      try writing.writeTags(secrets, keystore)
    }
    plan.vaultRows = { tables, first in
      try writing.write(tables, number)
      for (attachment, n) in bindings { try tables.attachments.bind(attachment, to: n) }
      try tables.remember(request, leaf: first + writing.items.count - 1)
    }
    plan.reply = .permit([JSONMember("head", writing.head.json)])
    return plan
  }
}
