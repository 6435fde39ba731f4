import AuditLog
import Directory
import Records
import Session
import Sodium
import Vocabulary

/// The walk over the entries: what one entry needs to know of those before it.
struct LogWalk {
  private(set) var list = FindingList()
  private var tree: LogVerifier?
  private var index = 0
  private var time: Int64 = 0
  private var heads = DossierHeads()
  private var book: RecordBook
  private var requests: OrderedLines<RequestLine>
  private var records: OrderedLines<RecordLine>
  /// The request of the entry before: an act of several entries has one.
  private var current: RequestLine?
  /// The signature over it that is being verified, and by whose key: once for all its entries.
  private var currentSignature: (signature: [UInt8], key: [UInt8])?
  private var bundles: BundleBook
  /// How far the directory was at this entry.
  private var position: UInt32 = 0
  private let restores: [SignedRestore]
  /// The restores that have their entry.
  private(set) var told: [RestoreRecord] = []
  private let directory: DirectoryView
  private let directoryHashes: [[UInt8]]
  /// Set when the tree came out as the checkpoint says.
  private(set) var isWhole = false

  init(
    folder: String, directory: DirectoryView, directoryHashes: [[UInt8]], anchors: [Pin],
    restores: [SignedRestore] = []
  ) throws(LogFinding) {
    self.directory = directory
    self.restores = restores
    self.directoryHashes = directoryHashes
    tree = LogVerifier(anchors: anchors)
    do throws(LineReader.Fault) {
      bundles = BundleBook(directory: directory)
      book = RecordBook(
        directory: directory, policies: try PolicyLines(folder: folder).rules)
      requests = OrderedLines(
        try LineReader(
          path: folder + "/" + LogPart.requests.fileName, limit: RequestLine.limit),
        parse: { RequestLine($0) }, hash: { $0.hash })
      records = OrderedLines(
        try LineReader(path: folder + "/" + LogPart.records.fileName, limit: RequestLine.limit),
        parse: { RecordLine($0) }, hash: { $0.hash })
    } catch { throw LogFinding(error) }
  }

  private struct Parsed: Sendable {
    let hash: SHA256.Digest
    let entry: LogEntry?
  }

  /// Takes the next lines of `entries.jsonl`.
  mutating func take(_ lines: [[UInt8]], _ timer: inout PassTimer) throws(LogFinding) {
    let parsed = timer.time("read", count: lines.count) {
      Cores.map(lines) { line in
        Parsed(hash: TreeHash.leafDigest(line), entry: try? LogEntry(decoding: line))
      }
    }
    timer.time("tree", count: lines.count) {
      for (offset, leaf) in parsed.enumerated() { grow(leaf.hash, at: index + offset) }
    }
    var checks: [SignatureCheck] = []
    do throws(LineReader.Fault) {
      try timer.time("entries", count: lines.count) { () throws(LineReader.Fault) in
        for leaf in parsed {
          if let entry = leaf.entry {
            try take(entry, &checks)
          } else {
            list.add(.entryUnreadable, at: index)
          }
          index += 1
        }
      }
    } catch { throw LogFinding(error) }
    timer.time("signatures", count: checks.count) {
      for (check, holds) in zip(checks, Cores.map(checks) { $0.holds }) where !holds {
        list.add(check.fault, at: check.index)
      }
    }
  }

  private mutating func grow(_ hash: SHA256.Digest, at index: Int) {
    do throws(LogBreak) { try tree?.append(leafHash: hash) } catch {
      list.add(LogFault(error), at: index)
      // What follows cannot be proven any more; the other checks go on.
      tree = nil
    }
  }

  private mutating func take(
    _ entry: LogEntry, _ checks: inout [SignatureCheck]
  ) throws(LineReader.Fault) {
    if entry.index != index { list.add(.entryIndex, at: index) }
    if entry.time < time { list.add(.entryTime, at: index) }
    time = max(time, entry.time)
    let key = actorKey(entry)
    try checkRequest(entry, key, &checks)
    try checkRecord(entry, &checks)
    guard entry.outcome == .permit else { return }
    if entry.object == .bundle {
      let body = current?.hash == entry.request ? current?.body : nil
      note(bundles.take(entry, body, position: position))
    }
    switch entry.action {
    case .sectionCreate:
      heads.take(entry, key: key, &list, &checks)
    case .append:
      heads.take(entry, key: key, &list, &checks)
      note(book.check(basisOf: entry))
    case .open, .openForWriting:
      note(heads.check(entry.head, of: entry.dossier))
      note(book.check(basisOf: entry))
    case .attachmentPut, .attachmentRead, .bundleSeal, .bundleReady, .bundlePlace, .bundleSend,
      .bundleRecall, .bundleConfirm:
      note(book.check(basisOf: entry))
    case .list, .refreshBoxes, .refreshProposed, .bundleList:
      for shown in entry.dossiers ?? [] { note(heads.check(shown.head, of: shown.dossier)) }
    case .noodtoegangLate: note(book.emergencies.check(late: entry))
    case .grantEnd where entry.record == nil: note(book.runOut(entry))
    default: break
    }
  }

  /// What others should have reviewed by the time of the newest entry.
  var lateReviews: [LateReview] { book.emergencies.late(at: time) }

  private mutating func note(_ fault: LogFault?) {
    if let fault { list.add(fault, at: index) }
  }

  /// The key of the member or partner who acted, at this point of the directory.
  private mutating func actorKey(_ entry: LogEntry) -> [UInt8]? {
    if entry.action != .signIn, (entry.partner != nil) != entry.action.isByPartner {
      list.add(.partnerAct, at: index)
    }
    if let partner = entry.partner {
      let key = directory.partnerKey(partner, at: position)
      if key == nil { list.add(.partnerUnknown, at: index) }
      return key
    }
    guard let actor = entry.actor else {
      if entry.action.isByMember { list.add(.actorMissing, at: index) }
      return nil
    }
    guard entry.action != .signInFailed else { return nil }
    guard let author = directory.author(actor, at: position) else {
      list.add(.actorUnknown, at: index)
      return nil
    }
    if let role = entry.role, role != author.role { list.add(.actorRole, at: index) }
    return author.key
  }

  private mutating func checkRequest(
    _ entry: LogEntry, _ key: [UInt8]?, _ checks: inout [SignatureCheck]
  ) throws(LineReader.Fault) {
    guard entry.actor != nil || entry.partner != nil, entry.action != .signInFailed else { return }
    guard let hash = entry.request, let signature = entry.sig else {
      list.add(.requestMissing, at: index)
      return
    }
    if current?.hash != hash {
      guard let (line, passed) = try requests.take(hash) else {
        list.add(.requestMissing, at: index)
        return
      }
      for line in passed { list.add(.requestUnused, at: line.index) }
      current = line
      currentSignature = nil
    }
    guard let current else { return }
    if !current.agrees(with: entry) { list.add(.requestDiffers, at: index) }
    // By this very key: another actor's entry cannot hide behind a signature that holds.
    guard let key, currentSignature.map({ $0 != (signature, key) }) ?? true else { return }
    currentSignature = (signature, key)
    let signed = current.signed(by: entry.partner == nil ? .member : .partner)
    checks.append(
      SignatureCheck(
        index: index, fault: .requestSignature, bytes: signed.bytes, signature: signature,
        domain: signed.domain, key: key))
  }

  private mutating func checkRecord(
    _ entry: LogEntry, _ checks: inout [SignatureCheck]
  ) throws(LineReader.Fault) {
    guard entry.outcome == .permit, let record = entry.record else { return }
    switch record.kind {
    case "directory":
      guard Int(position) < directoryHashes.count,
        directoryHashes[Int(position)] == record.hash
      else { return list.add(.directoryLeaf, at: index) }
      position += 1
    // What a backup or a bundle holds is elsewhere, and not in the copy of the log; the request says the
    // same of a bundle.
    case BackupManifest.kind, BundleSealing.recordKind, BundleSealing.fileKind,
      BundleSealing.mailKind, BundleSealing.receiptKind:
      break
    case RestoreRecord.kind:
      let restore = restores.first { $0.hash == record.hash }
      guard let restore, restore.record.size == index else {
        return list.add(.restoreInvalid, at: index)
      }
      told.append(restore.record)
    case "policy":
      note(book.enforce(record.hash, entry))
    default:
      guard let (line, passed) = try records.take(record.hash) else {
        return list.add(.recordMissing, at: index)
      }
      // Section records come with a dossier's first links and are named by no entry of their own.
      for line in passed where line.kind != SectionRecord.kind {
        list.add(.recordUnused, at: line.leaf)
      }
      if line.kind != record.kind || line.leaf != index { list.add(.recordDiffers, at: index) }
      let (fault, check) = book.take(line, entry, position: position)
      note(fault)
      if let check { checks.append(check) } else { note(fault == nil ? .recordSignature : nil) }
    }
  }

  /// The tree's end, and the lines that nobody named.
  mutating func finish(_ timer: inout PassTimer) throws(LogFinding) {
    if let tree {
      do throws(LogBreak) {
        try tree.finish()
        isWhole = true
      } catch { list.add(LogFault(error)) }
    }
    do throws(LineReader.Fault) {
      while true {
        let rest = try requests.rest()
        if rest.isEmpty { break }
        for line in rest where line.index < index { list.add(.requestUnused, at: line.index) }
      }
      while true {
        let rest = try records.rest()
        if rest.isEmpty { break }
        for line in rest where line.leaf < index && line.kind != SectionRecord.kind {
          list.add(.recordUnused, at: line.leaf)
        }
      }
    } catch { throw LogFinding(error) }
    if restores.contains(where: { $0.record.size < index && !told.contains($0.record) }) {
      list.add(.restoreInvalid)
    }
    if requests.unreadable > 0 { list.add(.requestMissing) }
    if records.unreadable > 0 { list.add(.recordMissing) }
  }
}

extension LogFault {
  init(_ error: LogBreak) {
    self =
      switch error {
      case .notAnEntry: .entryUnreadable
      case .wrongIndex: .entryIndex
      case .earlierThanBefore: .entryTime
      case .rootDiffers: .treeDiffers
      case .tooShort: .treeShorter
      case .unproven: .treeUnproven
      }
  }
}

extension LogAction {
  /// Whether only a member can do this; the rest the service may do by itself.
  var isByMember: Bool {
    switch self {
    case .signInFailed, .start, .stop, .unseal, .heartbeat, .clockStep, .backup, .restore,
      .policy, .directory, .witness, .grantEnd, .noodtoegangLate, .bundleExpire:
      false
    default: true
    }
  }
}
