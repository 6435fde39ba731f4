import AuditLog
import Policy
import Records
import Store
import StrictJSON
import Vocabulary
import Wire

/// `dossier.append`: one or more entries at the end of a dossier's chain.
struct AppendAct: PlannedAct {
  let request: SignedRequest
  let dossier: Identifier
  /// Nil when the links build on another head than the newest.
  let writing: LinkWriting?
  /// The links are none that a client of ours makes; said only to who may write here.
  private var isMalformed = false
  let firstNumber: UInt32
  let asked: Set<Section>

  init(_ request: SignedRequest, _ server: VaultServer) throws {
    let args = try request.args
    try args.allowOnly(["dossier", "links"])
    self.request = request
    dossier = try args.requireIdentifier("dossier")
    let links = try SignedLink.decode(
      try args.requireBytes("links"), limit: LinkWriting.appendLimit)
    guard let first = links.first else { throw WireError(.invalidParams) }
    firstNumber = first.link.n
    asked = Set(links.map(\.link.header.section))
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
    guard let writing, writing.base.n == state.head.n, writing.base.h == state.head.h else {
      // The client gets what it lacks and signs only the link anew.
      let missing = try context.tables.links.signed(state.number, from: max(1, firstNumber))
      return ruled.failed("stale", head: state.head, links: missing, body: request.bytes)
    }
    for item in writing.items {
      let header = item.signed.link.header
      let newest = try context.memory.revision(
        of: header.entry, in: header.section, dossier: dossier, number: state.number,
        tables: context.tables)
      // The label is revised, never doubled.
      guard header.kind == .entry, header.revision == newest + 1,
        header.section != .etiket || newest > 0
      else {
        context.memory.forgetRevisions()
        return ruled.failed("revision", head: state.head, body: request.bytes)
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
      try tables.remember(request, leaf: first + writing.items.count - 1)
    }
    plan.reply = .permit([JSONMember("head", writing.head.json)])
    return plan
  }
}
