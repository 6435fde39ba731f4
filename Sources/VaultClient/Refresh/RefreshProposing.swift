import AuditLog
import Directory
import Records
import Sodium
import StrictJSON
import Vocabulary

extension VaultSession {
  /// Makes the new boxes of some sections and proposes them to another custodian.
  ///
  /// - Returns: what was found wrong before and is no worse now.
  /// - Throws: `.stale` when a grant, a key or another refresh came first.
  func propose(
    _ block: RefreshBlock, _ sections: [Section], reason: Refresh.Reason, _ custody: CustodyKeys
  ) throws(ProposalError) -> [RefreshFault] {
    var warnings: [RefreshFault] = []
    var parts: [Refresh.Part] = []
    var boxes: [UInt8] = []
    let time = now()
    for part in block.parts where sections.contains(part.section) {
      let made = try NewHalves(part, of: block, custody, directory, at: time)
      if made.rolesDiffer { warnings.append(.rolesDiffer(part.section)) }
      parts.append(made.part)
      boxes += made.boxes
    }
    let refresh = Refresh(
      at: time, by: member, dossier: block.dossier, id: .random(), parts: parts, reason: reason)
    let signed = refresh.sign(with: keys.identity.signing)
    let ask = Ask(
      method: "refresh.propose",
      args: .object([
        ("boxes", .base64(boxes)), ("dossier", .id(block.dossier)), ("refresh", signed.json),
      ]), action: .refreshPropose, dossier: block.dossier)
    do throws(ClientError) {
      try perform(ask) { reply throws(CheckFailure) in
        try demandRecord(reply.leaf, signed, Refresh.kind)
      }
    } catch { throw .client(error) }
    return warnings
  }
}

/// Why one dossier was not proposed or not checked: a fault of its own, or the call failed.
enum ProposalError: Error {
  case fault(RefreshFault)
  case client(ClientError)
}

/// R' of one section, sealed to everybody who must have it; D is gone when this is made.
private struct NewHalves {
  let part: Refresh.Part
  /// In the record's order, one after the other.
  let boxes: [UInt8]
  let rolesDiffer: Bool

  init(
    _ part: RefreshBlock.Part, of block: RefreshBlock, _ custody: CustodyKeys,
    _ directory: DirectoryView, at time: Int64
  ) throws(ProposalError) {
    do {
      let old = Share(
        dossier: block.dossier, section: part.section, generation: part.generation)
      let halves = try StandingHalves(part, old, custody)
      guard part.generation < .max, let any = halves.any else {
        throw RefreshFault.noBoxOpens(part.section)
      }
      let share = Share(
        dossier: block.dossier, section: part.section, generation: part.generation + 1)
      let delta = try SecretBytes.random(32)
      var made: [(box: Refresh.Box, bytes: [UInt8])] = []
      for recipient in block.recipients(of: part.section, directory, at: time) {
        guard let epoch = directory.roleEpoch(recipient.role) else {
          throw RefreshFault.recipients(part.section)
        }
        // A box that opens keeps its own half, so that nothing becomes worse than it was.
        let half = try (halves[recipient.role] ?? any).half.xor(delta)
        let bytes: [UInt8]
        if let grant = recipient.grant {
          guard let member = directory.member(grant.member) else {
            throw RefreshFault.recipients(part.section)
          }
          bytes = try share.seal(half, toRole: epoch.box, andMember: member.keys.box)
        } else {
          bytes = try share.seal(half, toRole: epoch.box)
        }
        made.append((Refresh.Box(recipient, hash: Share.hash(ofBox: bytes)), bytes))
      }
      made.sort { $0.box.recipient < $1.box.recipient }
      self.part = Refresh.Part(
        section: part.section, generation: part.generation,
        d: try Refresh.commitment(
          to: delta, dossier: block.dossier, section: part.section, generation: part.generation),
        boxes: made.map(\.box))
      boxes = made.flatMap(\.bytes)
      rolesDiffer = halves.differ
    } catch let fault as RefreshFault {
      throw .fault(fault)
    } catch { throw .client(.secretMemory) }
  }
}

/// R of one section as each standing role's box holds it.
struct StandingHalves {
  /// A half that can be kept in a list.
  final class Half: Sendable {
    let half: SecretBytes
    init(_ half: consuming SecretBytes) { self.half = half }
  }

  private var halves: [Role: Half] = [:]

  /// Opens the newest box of each standing role.
  ///
  /// - Throws: `.boxWithheld`, `.notKept`; a box that does not open has no half here.
  init(
    _ part: RefreshBlock.Part, _ share: Share, _ custody: CustodyKeys
  ) throws(RefreshFault) {
    for role in Role.allCases where role.hasStandingWrap {
      guard let box = part.standing(role) else { throw .boxWithheld(part.section, role) }
      guard let half = try custody.half(box, share) else { continue }
      halves[role] = Half(half)
    }
  }

  subscript(_ role: Role) -> Half? { halves[role] }

  /// The half of the first role that has one.
  var any: Half? { Role.allCases.lazy.compactMap { halves[$0] }.first }

  /// Whether two roles hold different halves, or one holds none.
  var differ: Bool {
    guard let any else { return false }
    return halves.count < Role.allCases.count(where: \.hasStandingWrap)
      || halves.values.contains { !$0.half.equals(any.half) }
  }
}
