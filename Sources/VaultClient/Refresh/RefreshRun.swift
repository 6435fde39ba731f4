import Directory
import Records
import Sodium
import Vocabulary

/// What a run of a custodian did; a run that ends halfway is simply begun again.
package struct RefreshTally: Equatable, Sendable {
  /// Dossiers that were proposed, checked or verified.
  package var dossiers = 0
  package var sections = 0
  /// Dossiers that changed in the meantime; the next run takes them.
  package var stale = 0
  /// Own proposals, which somebody else must check.
  package var own = 0
  package var findings: [RefreshFinding] = []

  package init() {}

  /// Whether nothing is wrong beyond what was wrong before.
  package var isClean: Bool { !findings.contains { !$0.fault.isWarning } }
}

/// Told after each dossier: how many are done, of how many.
package typealias RefreshProgress = (_ done: Int, _ total: Int) -> Void

extension VaultSession {
  /// Proposes whatever is due, dossier by dossier.
  ///
  /// - Parameter anew: also what waits for a check already; the new proposal takes its place.
  package func proposeRefreshes(
    anew: Bool = false, progress: RefreshProgress = { _, _ in }
  ) throws(ClientError) -> RefreshTally {
    try refreshDirectory()
    let custody = CustodyKeys(keys, directory)
    let due = try dueRefreshes().filter { $0.isDue && (anew || !$0.isProposed) }
    var tally = RefreshTally()
    var done = 0
    for page in pages(of: due) {
      let blocks = try refreshBlocks(page.map(\.dossier))
      for (wanted, block) in zip(page, blocks) {
        let parts = wanted.parts.filter { !$0.why.isEmpty }
        let isDeparture = parts.contains { $0.why.contains("role-key") }
        do throws(ProposalError) {
          let warnings = try propose(
            block, parts.map(\.section), reason: isDeparture ? .departure : .grants, custody)
          tally.findings += warnings.map { RefreshFinding(dossier: block.dossier, fault: $0) }
          tally.dossiers += 1
          tally.sections += parts.count
        } catch {
          try tally.take(error, block.dossier)
        }
        done += 1
        progress(done, due.count)
      }
    }
    return tally
  }

  /// Checks whatever others proposed, puts it in force, and verifies what came of it.
  package func checkRefreshes(
    progress: RefreshProgress = { _, _ in }
  ) throws(ClientError) -> RefreshTally {
    try refreshDirectory()
    let custody = CustodyKeys(keys, directory)
    var tally = RefreshTally()
    var checked: [Identifier] = []
    let total = try dueRefreshes().count { $0.isProposed }
    var next: Int64? = 0
    while let from = next {
      let found = try refreshProposals(from: from)
      for proposed in found.page {
        let refresh = try? Refresh.decode(proposed.signed.bytes)
        let proposer = refresh.flatMap { directory.person(of: $0.by) }
        if proposer != nil, proposer == directory.person(of: member) {
          tally.own += 1
          continue
        }
        do throws(ProposalError) {
          try check(proposed, custody)
          tally.dossiers += 1
          tally.sections += refresh?.parts.count ?? 0
          checked.append(proposed.block.dossier)
        } catch {
          try tally.take(
            error, proposed.block.dossier, proposer: refresh.map { directory.name(of: $0.by) })
        }
        progress(tally.dossiers + tally.stale + tally.findings.count, total)
      }
      next = found.next
    }
    for page in pages(of: checked) {
      for block in try refreshBlocks(page) { tally.findings += verify(block, custody) }
    }
    return tally
  }

  /// Opens every role's box of every dossier, and follows the signatures of each last refresh.
  package func verifyRefreshes(
    progress: RefreshProgress = { _, _ in }
  ) throws(ClientError) -> RefreshTally {
    try refreshDirectory()
    let custody = CustodyKeys(keys, directory)
    let all = try dueRefreshes(all: true)
    var tally = RefreshTally()
    for page in pages(of: all) {
      for block in try refreshBlocks(page.map(\.dossier)) {
        tally.findings += verify(block, custody)
        tally.dossiers += 1
        tally.sections += block.parts.count
        progress(tally.dossiers, all.count)
      }
    }
    return tally
  }

  private func pages<Item>(of items: [Item]) -> [ArraySlice<Item>] {
    stride(from: 0, to: items.count, by: VaultSession.refreshPage).map {
      items[$0..<min($0 + VaultSession.refreshPage, items.count)]
    }
  }

  private func refreshBlocks(
    _ page: ArraySlice<Identifier>
  ) throws(ClientError) -> [RefreshBlock] {
    try refreshBlocks(Array(page))
  }

  /// What is wrong with the keys of a dossier as they are now.
  private func verify(_ block: RefreshBlock, _ custody: CustodyKeys) -> [RefreshFinding] {
    var findings: [RefreshFinding] = []
    for part in block.parts {
      do throws(RefreshFault) { try verify(part, of: block, custody) } catch {
        findings.append(RefreshFinding(dossier: block.dossier, fault: error))
      }
    }
    return findings
  }

  private func verify(
    _ part: RefreshBlock.Part, of block: RefreshBlock, _ custody: CustodyKeys
  ) throws(RefreshFault) {
    let share = Share(
      dossier: block.dossier, section: part.section, generation: part.generation)
    let halves = try StandingHalves(part, share, custody)
    if part.generation > 1 { try verifyProof(of: part, block) }
    guard halves.any != nil else { throw .noBoxOpens(part.section) }
    if halves.differ { throw .rolesDiffer(part.section) }
  }

  /// The refresh that made this generation: signed by two custodians, about these very boxes.
  private func verifyProof(
    of part: RefreshBlock.Part, _ block: RefreshBlock
  ) throws(RefreshFault) {
    guard let proof = part.proof,
      let refresh = try? directory.verified(
        proof.refresh, or: .record, by: { (record: Refresh) in record.by }),
      let check = try? directory.verified(
        proof.check, or: .record, by: { (record: RefreshCheck) in record.by }),
      check.refresh == proof.refresh.hash, refresh.dossier == block.dossier,
      let named = refresh.parts.first(where: { $0.section == part.section }),
      named.generation + 1 == part.generation
    else { throw .unproven(part.section) }
    let persons = [refresh.by, check.by].compactMap { directory.person(of: $0) }
    guard Set(persons).count == 2,
      [refresh.by, check.by].allSatisfy({ directory.member($0)?.function == .custodian })
    else { throw .signers }
    for role in Role.allCases where role.hasStandingWrap {
      guard let box = part.standing(role) else { throw .boxWithheld(part.section, role) }
      let isNamed = named.boxes.contains {
        $0.recipient == Refresh.Recipient(role: role, epoch: box.epoch)
          && $0.hash == Share.hash(ofBox: box.bytes)
      }
      guard isNamed else { throw .boxes }
    }
  }
}

extension RefreshTally {
  /// Takes note of one dossier that did not go; whatever is about the whole run is thrown on.
  fileprivate mutating func take(
    _ error: ProposalError, _ dossier: Identifier, proposer: String? = nil
  ) throws(ClientError) {
    switch error {
    case .fault(let fault):
      findings.append(
        RefreshFinding(
          dossier: dossier, fault: fault, proposer: fault.isOfOwnKeeping ? nil : proposer))
    case .client(.stale): stale += 1
    case .client(let error): throw error
    }
  }
}
