import AuditLog
import Policy
import Records
import Store
import StrictJSON
import Vocabulary

/// `attachment.get`: sealed parts of a file, each message of them an entry of the log.
///
/// What opens them went out with `dossier.open`, or never. Which parts this leaf lets out stands in it.
/// - Source: Docs/protocol.md, Attachments
struct AttachmentGetAct: PlannedAct {
  /// Names in the leaf's detail.
  enum Detail {
    static let entry = "entry"
    static let from = "part"
  }

  let request: SignedRequest
  let dossier: Identifier
  let section: Section
  let entry: Identifier
  /// The first part, from 0.
  let from: Int
  let purpose: Purpose

  init(_ request: SignedRequest) throws(JSONError) {
    let args = try request.args
    try args.allowOnly(["dossier", "entry", "from", "purpose", "section"])
    self.request = request
    dossier = try args.requireIdentifier("dossier")
    section = try args.requireSection("section")
    entry = try args.requireIdentifier("entry")
    from = Int(try args.requireInt("from", within: 0...Int64(AttachmentParts.most - 1)))
    purpose = try args.requireCase("purpose")
  }

  func plan(_ context: ActContext) throws -> Plan {
    let state = try context.dossier(dossier)
    let ruled = Ruled(
      stamp: request.stamp, action: .attachmentRead, object: .dossier, dossier: dossier,
      sections: [section], purpose: purpose)
    let decision = try context.decide(
      .open(.these([section])), by: request.stamp.caller.member, on: state, for: purpose)
    guard case .permit(let permit) = decision.outcome else {
      guard case .refuse(let refusal) = decision.outcome else { throw StoreError.corrupt }
      return ruled.refused(refusal, body: request.bytes)
    }
    guard let state,
      let stored = try context.tables.attachments.bound(entry, of: state.number, in: section),
      from < stored.parts
    else { return ruled.failed("not-found", head: nil, body: request.bytes) }
    var plan = Plan()
    var leaf = ruled.leaf(.permit, basis: permit.logBasis)
    leaf.role = permit.role
    leaf.detail = [Detail.entry: .code(entry.hex), Detail.from: .int(Int64(from))]
    plan.leaves = [leaf]
    plan.body = request.bytes
    let next = stored.parts(from: from).upperBound
    plan.reply = .permit([
      JSONMember("done", .bool(next == stored.parts)), JSONMember("next", .int(Int64(next))),
    ])
    return plan
  }
}

extension AttachmentTable {
  /// An attachment that a link binds, of this section; nil for one that is not there or not bound.
  func bound(
    _ entry: Identifier, of dossier: DossierNumber, in section: Section
  ) throws(StoreError) -> StoredAttachment? {
    guard let stored = try attachment(entry, of: dossier), stored.section == section,
      stored.n != nil
    else { return nil }
    return stored
  }
}

extension StoredAttachment {
  /// The parts of one message.
  func parts(from first: Int) -> Range<Int> {
    first..<max(first, min(first + AttachmentParts.perMessage, parts))
  }
}
