import AuditLog
import Directory
import Records
import Sodium
import StrictJSON
import Vocabulary

extension VaultSession {
  /// Opens the boxes before and after a proposal and, when nothing is lost by it, signs and brings D.
  ///
  /// - Throws: a fault that says what is wrong with the proposal; then nothing was sent.
  func check(
    _ proposed: ProposedRefresh, _ custody: CustodyKeys
  ) throws(ProposalError) {
    let refresh = try verifiedProposal(proposed)
    let items = try deltas(of: refresh, proposed.boxes, proposed.block, custody)
    let check = RefreshCheck(
      at: now(), by: member, id: .random(), refresh: proposed.signed.hash)
    let signed = check.sign(with: keys.identity.signing)
    let ask = Ask(
      method: "refresh.check",
      args: .object([("check", signed.json), ("dossier", .id(refresh.dossier))]),
      action: .refreshCheck, dossier: refresh.dossier)
    do throws(ClientError) {
      try perform(ask, secrets: items) { reply throws(CheckFailure) in
        try demandRecord(reply.leaf, signed, RefreshCheck.kind)
      }
    } catch { throw .client(error) }
  }

  /// D of every part, found in the boxes before and after.
  func deltas(
    of refresh: Refresh, _ bytes: [UInt8], _ block: RefreshBlock, _ custody: CustodyKeys
  ) throws(ProposalError) -> SecretBytes {
    let boxes = try split(bytes, of: refresh)
    do {
      var writer = try SecretItemsWriter(capacity: refresh.parts.count)
      for (part, boxes) in zip(refresh.parts, boxes) {
        let delta = try delta(of: part, boxes, block, custody)
        try writer.append(.delta(part.section, generation: part.generation + 1), delta)
      }
      return writer.finish()
    } catch let fault as RefreshFault {
      throw .fault(fault)
    } catch { throw .client(.secretMemory) }
  }

  /// The record of a proposal, signed by another active custodian about this dossier.
  private func verifiedProposal(
    _ proposed: ProposedRefresh
  ) throws(ProposalError) -> Refresh {
    guard
      let refresh = try? directory.verified(
        proposed.signed, or: .record, by: { (record: Refresh) in record.by }),
      refresh.dossier == proposed.block.dossier,
      directory.role(of: refresh.by) == .custodian,
      directory.person(of: refresh.by) != directory.person(of: member)
    else { throw .fault(.signers) }
    for part in refresh.parts {
      guard
        let present = proposed.block.parts.first(where: { $0.section == part.section }),
        present.generation == part.generation
      else { throw .client(.stale) }
      let due = proposed.block.recipients(of: part.section, directory, at: now())
      guard Set(part.boxes.map(\.recipient)) == Set(due) else {
        throw .fault(.recipients(part.section))
      }
    }
    return refresh
  }

  /// The boxes of each part, when they are those that the record names.
  private func split(
    _ bytes: [UInt8], of refresh: Refresh
  ) throws(ProposalError) -> [[RefreshBlock.Box]] {
    var rest = bytes[...]
    var result: [[RefreshBlock.Box]] = []
    for part in refresh.parts {
      var boxes: [RefreshBlock.Box] = []
      for named in part.boxes {
        let recipient = named.recipient
        let taken = Array(
          rest.prefix(recipient.grant == nil ? Share.standingCount : Share.grantedCount))
        guard Share.hash(ofBox: taken) == named.hash else { throw .fault(.boxes) }
        rest = rest.dropFirst(taken.count)
        boxes.append(
          RefreshBlock.Box(
            role: recipient.role, epoch: recipient.epoch, grant: recipient.grant?.id,
            bytes: taken))
      }
      result.append(boxes)
    }
    guard rest.isEmpty else { throw .fault(.boxes) }
    return result
  }

  /// D = R xor R', the same for every standing role and the one that the record commits to.
  private func delta(
    of part: Refresh.Part, _ boxes: [RefreshBlock.Box], _ block: RefreshBlock,
    _ custody: CustodyKeys
  ) throws -> SecretBytes {
    guard let present = block.parts.first(where: { $0.section == part.section }) else {
      throw RefreshFault.boxes
    }
    let old = try StandingHalves(
      present,
      Share(dossier: block.dossier, section: part.section, generation: part.generation), custody)
    let share = Share(
      dossier: block.dossier, section: part.section, generation: part.generation + 1)
    var found: StandingHalves.Half?
    for role in Role.allCases where role.hasStandingWrap {
      guard let box = boxes.first(where: { $0.role == role && $0.grant == nil }),
        let half = try custody.half(box, share)
      else { throw RefreshFault.newBox(part.section, role) }
      // A role whose present box does not open gets another role's half: better than none.
      guard let before = old[role] ?? old.any else { throw RefreshFault.noBoxOpens(part.section) }
      let delta = try half.xor(before.half)
      if let found, !found.half.equals(delta) { throw RefreshFault.delta(part.section) }
      found = StandingHalves.Half(delta)
    }
    guard let found else { throw RefreshFault.noBoxOpens(part.section) }
    let d = try Refresh.commitment(
      to: found.half, dossier: block.dossier, section: part.section, generation: part.generation)
    guard ConstantTime.equal(d, part.d) else { throw RefreshFault.delta(part.section) }
    return try found.half.copy()
  }
}
