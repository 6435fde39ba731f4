import AuditLog
import Directory
import Foundation
import Records
import Sodium
import StrictJSON
import Vocabulary

@testable import VaultClient

// Acts that would change how everybody stands are put to the service with one fault that is found
// only after the policy has permitted: a time of ten minutes ago, a hash of other rules, links on an
// old head. So one vault serves the whole table: `failed` is permitted, `refused` is not.

/// An act of the table.
enum TriedAct: Hashable, CustomStringConvertible {
  case open([Section]?, Purpose)
  case openForWriting([Section], Purpose)
  case append(Section)
  case involve
  case handOverRegie
  case endInvolvement
  case consult
  case requestGrant
  /// In the function in which somebody of this role could second; a jurist claims to have regie.
  case second
  case readHead
  case readWraps(Section)
  case readRequests
  case explain

  var description: String {
    switch self {
    case .open(let sections, let purpose):
      "open \(sections.map { $0.map(\.name).joined(separator: "+") } ?? "all") for \(purpose)"
    case .openForWriting(let sections, let purpose):
      "open \(sections.map(\.name).joined(separator: "+")) for writing, \(purpose)"
    case .append(let section): "append in \(section)"
    case .readWraps(let section): "read wraps of \(section)"
    case .involve: "involve"
    case .handOverRegie: "hand over regie"
    case .endInvolvement: "end involvement"
    case .consult: "grant a consult"
    case .requestGrant: "request a grant"
    case .second: "second"
    case .readHead: "read head"
    case .readRequests: "read requests"
    case .explain: "explain"
    }
  }
}

extension VaultSession {
  /// Sends arguments as they are; `failing` is the code of a failure after the permit.
  func probe(
    _ method: String, _ args: [(String, JSONValue?)], _ action: LogAction,
    dossier: Identifier? = nil, purpose: Purpose? = nil, failing: String? = nil,
    rows: [UInt8] = []
  ) throws(ClientError) -> CallResult {
    var ask = Ask(
      method: method, args: .object(present: args), action: action, dossier: dossier,
      purpose: purpose)
    ask.usableFailure = failing
    ask.rows = rows
    return try perform(ask) { reply in
      reply.outcome == .permit ? .done : .failed(failing ?? "?")
    }
  }

  /// Brings a grant with its boxes.
  func bring(
    _ grant: Signed, _ boxes: [JSONValue], dossier: Identifier, purpose: Purpose
  ) throws(ClientError) {
    _ = try probe(
      "access.grant",
      [("boxes", .array(boxes)), ("dossier", .id(dossier)), ("grant", grant.json)], .grant,
      dossier: dossier, purpose: purpose)
  }

  /// One link, number 1, of a revision that nobody will ever see.
  func probeAppend(_ dossier: Identifier, _ section: Section) throws(ClientError) -> CallResult {
    var chain = Chain(dossier: dossier)
    let link = try sign(
      EntryHeader(
        dossier: dossier, section: section, entry: .random(), revision: 1, kind: .entry,
        author: member, writtenAt: now()), content: Random.bytes(32), on: &chain)
    return try probe(
      "dossier.append",
      [("dossier", .id(dossier)), ("links", .base64(SignedLink.encode([link])))], .append,
      dossier: dossier, failing: "stale")
  }

  func probeInvolvement(
    _ sort: Involvement.Sort, of subject: Identifier, in dossier: Identifier
  ) throws(ClientError) -> CallResult {
    let past = now() - 600_000
    let record = Involvement(
      at: past, by: member, dossier: dossier, id: .random(), member: subject, since: past,
      sort: sort, closes: sort == .betrokken ? nil : .random()
    ).sign(with: keys.identity.signing)
    return try probe(
      "involvement.add", [("dossier", .id(dossier)), ("record", record.json)], .involvement,
      dossier: dossier, failing: "clock")
  }

  func probeConsult(_ jurist: Identifier, _ dossier: Identifier) throws(ClientError) -> CallResult {
    let box = Random.bytes(42 + 32 + 2 * SealedBox.overhead)
    let grant = Grant(
      at: now(), by: member, byFunction: approvingFunction, dossier: dossier, epoch: 1,
      from: now(), head: Head(n: 1, h: Random.bytes(32)), id: .random(), member: jurist,
      policy: Random.bytes(32), purpose: .juridisch, role: .jurist,
      sections: [Grant.Part(section: .kern, generation: 1, box: Share.hash(ofBox: box))],
      sort: .consult, until: now() + MovableClock.day
    ).sign(with: keys.identity.signing)
    return try probe(
      "access.grant",
      [
        ("boxes", .array([.object([("box", .base64(box)), ("section", .string("kern"))])])),
        ("dossier", .id(dossier)), ("grant", grant.json),
      ], .grant, dossier: dossier, purpose: .juridisch, failing: "policy")
  }

  func probeRequest(_ dossier: Identifier) throws(ClientError) -> CallResult {
    let past = now() - 600_000
    let request = RequestAct(
      at: past, id: .random(),
      objects: .grantToezichthouder(
        RequestAct.Access(
          member: member, role: .toezichthouder, sections: [.kern],
          until: now() + MovableClock.day)),
      place: RequestAct.Place(
        dossier: dossier, head: Head(n: 1, h: Random.bytes(32)), purpose: .toezicht),
      policy: Random.bytes(32), requester: member,
      validUntil: past + MovableClock.day
    ).sign(with: keys.identity.signing)
    return try probe(
      "access.request", [("request", request.json)], .requestAct, dossier: dossier,
      purpose: .toezicht, failing: "clock")
  }

  /// - Parameter known: whether the request exists; then its leaf names dossier and purpose.
  func probeSecond(
    _ request: [UInt8], as function: SigningFunction, _ dossier: Identifier, known: Bool
  ) throws(ClientError) -> CallResult {
    let second = Second(
      at: now() - 600_000, by: member, function: function, id: .random(), request: request,
      verdict: .akkoord
    ).sign(with: keys.identity.signing)
    return try probe(
      "access.second", [("second", second.json)], .second, dossier: known ? dossier : nil,
      purpose: known ? .toezicht : nil, failing: "stale")
  }
}
