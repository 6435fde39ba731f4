import AuditLog
import Foundation
import Records
import Session
import Sodium
import StrictJSON
import VaultTestKit
import Vocabulary

@testable import VaultClient

/// Makes a log as an honest service would, and lets a test change it before it is written.
///
/// What is written has a matching tree and a checkpoint under the log's key: a lie of whoever holds
/// that key, so that only the verifier's other checks can find it.
final class LogMaker {
  var entries: [LogEntry] = []
  var requests: [(bytes: [UInt8], index: Int)] = []
  var records: [(signed: Signed, kind: String, leaf: Int)] = []
  var directory: [[UInt8]]
  var chains: [Identifier: Chain] = [:]
  private var sequence: Int64 = 0
  private var sessions: [UInt8: [UInt8]] = [:]

  init() throws {
    directory = try People.directory()
    leaf(.policy, .policy) {
      $0.record = LogEntry.Record(kind: "policy", hash: LogMaker.policyHash)
    }
    for record in directory {
      leaf(.directory, .directory) {
        $0.record = LogEntry.Record(kind: "directory", hash: BLAKE2b.hash(record))
      }
    }
  }

  static let policy = PolicyFiles(
    rollen: Array("{}".utf8),
    toegang: [UInt8](
      (try? Data(
        contentsOf: Places.project.appendingPathComponent("Policies/toegang.json"))) ?? Data()),
    overdracht: nil
  )
  static let policyHash = policy.hash

  /// The same with one day less, and a third file: another set, as good as the first.
  static let otherPolicy = PolicyFiles(
    rollen: policy.rollen,
    toegang: Array(
      String(decoding: policy.toegang, as: UTF8.self)
        .replacingOccurrences(of: #""dagen": 14"#, with: #""dagen": 13"#).utf8),
    overdracht: Array("{}".utf8)
  )
  static let otherPolicyHash = otherPolicy.hash

  @discardableResult
  func leaf(
    _ action: LogAction, _ object: LogObject, _ edit: (inout LogEntry) -> Void
  ) -> Int {
    var entry = LogEntry(
      index: entries.count, time: People.at + Int64(entries.count) * 1000, action: action,
      object: object, outcome: .permit)
    edit(&entry)
    entries.append(entry)
    return entry.index
  }

  /// A session's sign-in leaf; the first act of a member makes one.
  private func session(_ who: UInt8) throws -> [UInt8] {
    if let session = sessions[who] { return session }
    let m3 = Message3(
      client: "kluis/1", ephemeral: [UInt8](repeating: who, count: 32),
      second: [UInt8](repeating: 0, count: 32)
    ).encode()
    let session = BLAKE2b.hash(m3)
    let signature = Signature.sign(m3, as: .signIn, with: try People.signer(who))
    let index = leaf(.signIn, .session) {
      $0.actor = People.id(who)
      $0.role = People.role(who)
      $0.session = session
      $0.request = SHA256.hash(m3)
      $0.sig = signature
    }
    requests.append((m3, index))
    sessions[who] = session
    return session
  }

  /// One signed request with its leaves, each edited by its number.
  @discardableResult
  func act(
    _ who: UInt8, _ method: String, _ actions: [LogAction], dossier: Identifier? = nil,
    purpose: Purpose? = nil, args: [(String, JSONValue)] = [],
    _ edit: (Int, inout LogEntry) throws -> Void = { _, _ in }
  ) throws -> Int {
    let session = try session(who)
    sequence += 1
    var members = args.map { JSONMember($0.0, $0.1) }
    if let dossier { members.append(JSONMember("dossier", .id(dossier))) }
    if let purpose { members.append(JSONMember("purpose", .string(purpose.rawValue))) }
    let body = RequestBody(
      method: method, args: members, idem: .random(), origin: People.origin,
      pins: RequestBody.Pins(logSize: 0, logRoot: TreeHash.emptyRoot), seq: sequence,
      session: session
    ).encode()
    let hash = SHA256.hash(body)
    let signature = RequestBody.sign(hash: hash, with: try People.signer(who))
    for (number, action) in actions.enumerated() {
      var entry = LogEntry(
        index: entries.count, time: People.at + Int64(entries.count) * 1000, action: action,
        object: .dossier, outcome: .permit)
      entry.actor = People.id(who)
      entry.role = People.role(who)
      entry.session = session
      entry.request = hash
      entry.sig = signature
      entry.dossier = dossier
      entry.purpose = purpose
      try edit(number, &entry)
      entries.append(entry)
    }
    requests.append((body, entries.count - 1))
    return entries.count - 1
  }

  /// Adds a record to the leaf that is being made.
  func bring(_ signed: Signed, _ kind: String, in entry: inout LogEntry) {
    records.append((signed, kind, entry.index))
    entry.record = LogEntry.Record(kind: kind, hash: signed.hash)
  }

  /// The link of a write leaf, on the dossier's chain.
  func link(_ who: UInt8, _ dossier: Identifier, _ section: Section) throws -> LogEntry.Link {
    var chain = chains[dossier] ?? Chain(dossier: dossier)
    let before = chain.head.h
    let header = EntryHeader(
      dossier: dossier, section: section, entry: .random(), revision: 1, kind: .entry,
      author: People.id(who), writtenAt: People.at)
    let signed = try chain.sign(
      header, role: People.role(who), directory: UInt32(directory.count),
      content: Random.bytes(32), with: People.signer(who))
    chains[dossier] = chain
    return LogEntry.Link(
      n: signed.link.n, prev: before, hash: signed.link.hash, h: chain.head.h,
      sig: signed.signature)
  }

  func head(_ dossier: Identifier) -> LogEntry.Head {
    let head = chains[dossier]?.head ?? .start(of: dossier)
    return LogEntry.Head(n: head.n, h: head.h)
  }

  /// The size and root of the first entries.
  func pin(_ size: Int) throws -> Pin {
    var tree = TreeFrontier()
    for entry in entries.prefix(size) { tree.append(TreeHash.leafDigest(try entry.encode())) }
    return Pin(size: tree.size, root: tree.root)!
  }

  /// Writes the copy; tree and checkpoint are made to fit the entries as they are now.
  func write(to folder: String, size: Int? = nil) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let pin = try pin(size ?? entries.count)
    let note = try Checkpoint(origin: People.origin, size: pin.size, root: pin.root)
      .signed(with: People.logKey())
    try put(folder, "checkpoint", note.encode())
    try put(folder, "entries.jsonl", lines(entries.map { try $0.encode() }))
    try put(folder, "directory.jsonl", lines(directory))
    try put(
      folder, "policies.jsonl",
      lines(
        [LogMaker.policy, LogMaker.otherPolicy].map { set in
          CanonicalJSON.encode(.object([JSONMember("hash", .base64(set.hash))] + set.members))
        }))
    try put(
      folder, "requests.jsonl",
      lines(
        requests.map {
          CanonicalJSON.encode(["body": .base64($0.bytes), "index": .int(Int64($0.index))])
        }))
    try put(
      folder, "records.jsonl",
      lines(
        records.map {
          CanonicalJSON.encode([
            "bytes": .base64($0.signed.bytes), "kind": .string($0.kind),
            "leaf": .int(Int64($0.leaf)), "sig": .base64($0.signed.signature),
          ])
        }))
  }

  private func lines(_ lines: [[UInt8]]) -> [UInt8] { lines.flatMap { $0 + [0x0A] } }

  private func put(_ folder: String, _ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
  }
}
