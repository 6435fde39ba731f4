import AuditLog
import Directory
import Records
import Vocabulary

/// The refreshes that entries brought: whether each was two custodians', and the next of its sections.
struct RefreshBook {
  private struct Place: Hashable {
    let dossier: Identifier
    let section: Section
  }

  /// Proposals that were not checked yet, by their hash.
  private var proposals: [[UInt8]: Refresh] = [:]
  /// Only what is beyond the generation of birth, 1.
  private var generations: [Place: UInt32] = [:]

  /// - Parameter grants: those that hold at this entry.
  mutating func propose(
    _ record: Refresh, _ hash: [UInt8], _ entry: LogEntry, _ position: UInt32,
    _ directory: DirectoryView, grants: [Identifier: Grant]
  ) -> LogFault? {
    guard record.dossier == entry.dossier else { return .recordDiffers }
    guard entry.action == .refreshPropose, record.by == entry.actor,
      directory.role(of: record.by, at: position) == .custodian, areNext(record)
    else { return .recordNotAllowed }
    for part in record.parts {
      for box in part.boxes {
        let recipient = box.recipient
        guard directory.roleEpoch(recipient.role, epoch: recipient.epoch) != nil else {
          return .recordNotAllowed
        }
        guard let grantee = recipient.grant else { continue }
        // A box for somebody without a grant would be a way in that nobody gave.
        guard let grant = grants[grantee.id], grant.dossier == record.dossier,
          grant.member == grantee.member, grant.role == recipient.role,
          grant.sections.contains(where: { $0.section == part.section })
        else { return .recordNotAllowed }
      }
    }
    proposals[hash] = record
    return nil
  }

  /// - Parameter grants: those that hold at this entry; a box for another would outlive its grant.
  mutating func check(
    _ record: RefreshCheck, _ entry: LogEntry, _ position: UInt32, _ directory: DirectoryView,
    grants: [Identifier: Grant]
  ) -> LogFault? {
    guard let proposal = proposals[record.refresh], areNext(proposal) else {
      return .recordNotAllowed
    }
    guard proposal.dossier == entry.dossier else { return .recordDiffers }
    guard entry.action == .refreshCheck, record.by == entry.actor,
      directory.role(of: record.by, at: position) == .custodian,
      proposal.parts.allSatisfy({ part in
        part.boxes.allSatisfy { box in box.recipient.grant.map { grants[$0.id] != nil } ?? true }
      })
    else { return .recordNotAllowed }
    guard let first = directory.person(of: proposal.by),
      let second = directory.person(of: record.by), first != second
    else { return .fourEyes }
    proposals[record.refresh] = nil
    for part in proposal.parts {
      generations[Place(dossier: proposal.dossier, section: part.section)] = part.generation + 1
    }
    return nil
  }

  private func areNext(_ record: Refresh) -> Bool {
    record.parts.allSatisfy { part in
      part.generation
        == generations[Place(dossier: record.dossier, section: part.section)] ?? 1
    }
  }
}
