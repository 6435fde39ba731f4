import AuditLog
import Records
import Sodium
import Vocabulary

/// How far each dossier has come by its write entries; 50 bytes a dossier.
struct DossierHeads {
  private var heads: [Identifier: Head] = [:]

  var count: Int { heads.count }

  subscript(dossier: Identifier) -> Head? { heads[dossier] }

  /// Takes a write entry: its link follows the one before and the author signed the head.
  ///
  /// After a break the chain goes on from the entry, so that one break is one finding.
  mutating func take(
    _ entry: LogEntry, key: [UInt8]?, _ list: inout FindingList, _ checks: inout [SignatureCheck]
  ) {
    guard let dossier = entry.dossier, let link = entry.link else {
      list.add(.linkMissing, at: entry.index)
      return
    }
    let before = heads[dossier] ?? .start(of: dossier)
    let value = BLAKE2b.hash(DossierHeads.label, link.prev, link.hash)
    if link.n != before.n &+ 1 || link.prev != before.h || link.h != value {
      list.add(.linkChain, at: entry.index)
    }
    let head = Head(n: link.n, h: link.h)
    heads[dossier] = head
    guard let key else { return }
    checks.append(
      SignatureCheck(
        index: entry.index, fault: .linkSignature,
        bytes: Chain.signedBytes(dossier: dossier, head: head), signature: link.sig,
        domain: .link, key: key))
  }

  /// Holds a head that was shown against the newest one.
  func check(_ shown: LogEntry.Head?, of dossier: Identifier?) -> LogFault? {
    guard let dossier, let newest = heads[dossier] else { return .headUnknown }
    return shown == LogEntry.Head(n: newest.n, h: newest.h) ? nil : .headOld
  }

  /// As in `Chain`. (Docs/protocol.md, Entry and link)
  private static let label = Array("dossierkluis/v1/chain".utf8)
}
