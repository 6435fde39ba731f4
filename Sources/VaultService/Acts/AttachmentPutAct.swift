import AuditLog
import Policy
import Records
import Sodium
import Store
import StrictJSON
import Vocabulary
import Wire

/// `attachment.put`: the next sealed parts of a file, before the link that binds them.
///
/// The service sees sizes and order. The body names the hash of what comes beside it, so that nobody
/// on the way can exchange a part, and a write that is repeated is the same write.
/// - Source: Docs/protocol.md, Attachments
struct AttachmentPutAct: PlannedAct {
  let request: SignedRequest
  let dossier: Identifier
  let section: Section
  let entry: Identifier
  /// Of the first part that comes, from 0.
  let part: Int
  /// One after the other.
  let sealed: [UInt8]
  private let limits: UnboundLimits
  private let hasRoom: Bool

  init(_ request: SignedRequest, _ server: VaultServer) throws {
    let args = try request.args
    try args.allowOnly(["dossier", "entry", "hash", "part", "section"])
    self.request = request
    limits = server.settings.unbound
    dossier = try args.requireIdentifier("dossier")
    section = try args.requireSection("section")
    entry = try args.requireIdentifier("entry")
    part = Int(try args.requireInt("part", within: 0...Int64(AttachmentParts.most - 1)))
    sealed = request.rows ?? []
    hasRoom = server.settings.hasRoom(for: sealed.count)
    let hash = try args.requireBytes("hash", count: 32)
    guard section != .etiket, entry != .zero, Self.areParts(sealed),
      part + Self.count(sealed) <= AttachmentParts.most, BLAKE2b.hash(sealed) == hash
    else { throw WireError(.invalidParams) }
  }

  private static func count(_ sealed: [UInt8]) -> Int {
    (sealed.count + AttachmentParts.sealedCount - 1) / AttachmentParts.sealedCount
  }

  /// Whole parts, and after them perhaps a shorter one.
  private static func areParts(_ sealed: [UInt8]) -> Bool {
    let rest = sealed.count % AttachmentParts.sealedCount
    return !sealed.isEmpty
      && sealed.count <= AttachmentParts.perMessage * AttachmentParts.sealedCount
      && (rest == 0 || rest >= AttachmentParts.overhead)
  }

  func plan(_ context: ActContext) throws -> Plan {
    let member = request.stamp.caller.member
    if let earlier = try context.repeated(request) { return earlier }
    let state = try context.dossier(dossier)
    let ruled = Ruled(
      stamp: request.stamp, action: .attachmentPut, object: .dossier, dossier: dossier,
      sections: [section])
    let decision = try context.decide(.append([section]), by: member, on: state)
    guard case .permit(let permit) = decision.outcome else {
      guard case .refuse(let refusal) = decision.outcome else { throw StoreError.corrupt }
      return ruled.refused(refusal, body: request.bytes)
    }
    guard let state else { throw StoreError.corrupt }
    guard hasRoom else {
      return ruled.failed(Ruled.diskReserve, head: nil, body: request.bytes)
    }
    let stored = try context.tables.attachments.attachment(entry, of: state.number)
    if let fault = try fault(stored, state, context) {
      return ruled.failed(fault, head: nil, body: request.bytes)
    }
    var plan = Plan()
    var leaf = ruled.leaf(.permit, basis: permit.logBasis)
    leaf.role = permit.role
    leaf.detail = ["entry": .code(entry.hex), "part": .int(Int64(part))]
    plan.leaves = [leaf]
    plan.body = request.bytes
    let (now, act, number) = (context.now, self, state.number)
    plan.vaultRows = { tables, first in
      if let stored {
        try tables.attachments.append(act.sealed, to: stored)
      } else {
        try tables.attachments.begin(
          act.entry, of: number, in: act.section, by: member, at: now, sealed: act.sealed)
      }
      try tables.remember(act.request, leaf: first)
    }
    return plan
  }

  /// Why these parts do not follow on what is there; nil when they do.
  private func fault(
    _ stored: StoredAttachment?, _ state: DossierState, _ context: ActContext
  ) throws -> String? {
    let member = request.stamp.caller.member
    let known = try context.memory.newest(
      of: entry, in: section, dossier: dossier, number: state.number, tables: context.tables)
    guard known == nil else { return "revision" }
    if let stored {
      // Another member's is not told apart from one that does not go on.
      guard stored.member == member, stored.section == section, stored.goesOn,
        stored.parts == part
      else { return "parts" }
    } else if part != 0 {
      return "parts"
    }
    let unbound = try context.tables.attachments.unbound(by: member)
    let others = unbound.count - (stored == nil ? 0 : 1)
    guard others < limits.count, unbound.bytes + sealed.count <= limits.bytes
    else { return "unbound" }
    return nil
  }
}

/// How much a member may send that no link binds yet, and for how long it is kept.
package struct UnboundLimits: Sendable {
  /// Attachments at once.
  package var count = 8
  /// Bytes of all of them: four of the largest.
  package var bytes = 4 * AttachmentParts.most * AttachmentParts.sealedCount
  /// Seconds since the first part came.
  package var seconds = 86_400
  /// Parts that one batch takes away, so that nobody waits long for it.
  package var sweptAtOnce = 64
}
