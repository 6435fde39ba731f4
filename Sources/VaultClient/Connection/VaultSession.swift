import AuditLog
package import Directory
import Glibc
import Records
import Session
import Sodium
import StrictJSON
package import Vocabulary

/// A signed-in member at one vault.
///
/// Calls are in `Calls/`; this file is their common way.
/// Not for use from two threads at once: a session has one sequence.
package final class VaultSession {
  let keys: KeyRing
  package let state: ClientState
  /// As verified; grows when a link names a newer position.
  package var directory: DirectoryView
  package let member: Identifier
  /// The member's function.
  package let role: Role
  let now: () -> Int64
  private var line: SignedLine
  private let client: String
  /// Makes a new connection when one broke in the middle of a write; without it the member is told
  /// that nobody knows whether the write was done.
  package var redial: (() throws(ClientError) -> Channel)?
  /// Policy sets that were read, by hash: a set never changes.
  var knownSets: [[UInt8]: PolicySet] = [:]
  let rolePairs = RolePairs()
  /// Of the newest answer that held.
  private var newestReceipt: JSONValue?
  let signatures = VerifiedSignatures()

  /// Nil for a sign-in that is no member's.
  init?(
    keys: KeyRing, state: ClientState, _ signedIn: SignedIn, client: String,
    now: @escaping () -> Int64
  ) {
    guard let role = signedIn.role else { return nil }
    self.client = client
    self.keys = keys
    self.state = state
    directory = signedIn.directory
    member = keys.identity.member
    self.role = role
    line = SignedLine(signedIn)
    self.now = now
  }

  package var origin: String { directory.anchor.origin }

  /// Signs and sends a request, checks its answer, and lets `read` check what is the call's own.
  ///
  /// The pins rise after `read` has returned, and for a refusal or failure after its receipt was
  /// checked. Whatever fails a check ends as `.tampered` with evidence.
  /// - Parameter secrets: plaintext of the request's secrets; sealed here for this session.
  func perform<Value>(
    _ ask: Ask, secrets: consuming SecretBytes? = nil,
    read: (Reply) throws(CheckFailure) -> Value
  ) throws(ClientError) -> Value {
    let idem = Identifier.random()
    var sent = try line.prepare(ask, idem, pins: state.pins)
    var earlier: [ExpectedLeaf] = []
    let result: Channel.Received
    while true {
      do throws(ClientError) {
        result = try line.send(sent, ask, secrets)
        break
      } catch {
        guard case .connectionLost = error, ask.isWrite || ask.isLongWork, redial != nil,
          earlier.count < (ask.isLongWork ? Self.longWorkTries : 1)
        else { throw error }
        // Nobody knows whether it was done: asked again under the same key, it is done once.
        earlier.append(sent.expected)
        try resume(patiently: ask.isLongWork)
        sent = try line.prepare(ask, idem, pins: state.pins)
      }
    }
    let (body, hash) = (sent.body, sent.expected.request)
    var parts = AnswerParts()
    do throws(CheckFailure) {
      parts = try AnswerParts(result.fields, rows: result.tail)
      let check = AnswerCheck(
        logKey: try logKey(), pin: state.pins.log, expected: sent.expected,
        earlier: ask.isWrite ? earlier : [])
      let (reply, pin) = try check.reply(to: ask, parts, body: hash, session: line.session)
      if reply.outcome == .refuse {
        let refusal = try Refusal(reply)
        try raise(pin, reply)
        throw .other(.refused(refusal))
      }
      if reply.outcome == .fail, reply.fields["code"]?.stringValue != ask.usableFailure {
        try raise(pin, reply)
        throw .other(
          ClientError(failure: reply.fields["code"]?.stringValue, ofBundle: ask.isOfBundle))
      }
      let value = try read(reply)
      try raise(pin, reply)
      return value
    } catch {
      let failure = state.fault(
        error, in: ask.method, directory, now(), body: body, answer: parts.answer,
        links: parts.links)
      guard ask.goesOnUnproven, case .tampered(let reason, let evidence) = failure,
        reason.isOfReceipt,
        let reply = unproven(parts, to: ask, body: hash)
      else { throw failure }
      reply.unproven = Unproven(
        reason: reason, evidence: evidence, told: tell(reason, of: ask.dossier))
      // What fails now is more than a receipt, and the first failure says enough.
      do throws(CheckFailure) { return try read(reply) } catch { throw failure }
    }
  }

  /// The newest state of the log that was proven to this session: a signed note, as text.
  ///
  /// Nil before the first request.
  package var checkpointNote: String? {
    newestReceipt.flatMap { try? Receipt($0) }.map {
      String(decoding: $0.checkpoint, as: UTF8.self)
    }
  }

  private func raise(_ pin: Pin, _ reply: Reply) throws(CheckFailure) {
    newestReceipt = reply.fields["receipt"]
    do throws(ClientError) {
      try state.raise(log: pin, heads: reply.heads)
    } catch { throw .other(error) }
  }

  /// An answer as far as it goes without its receipt; nil unless it is the service's and brings this
  /// member's own noodtoegang to this dossier, which nobody else can have signed.
  private func unproven(_ parts: AnswerParts, to ask: Ask, body: [UInt8]) -> Reply? {
    guard let dossier = ask.dossier,
      let reply = Reply(unproven: parts, to: ask, body, line.session),
      let emergency = try? ownEmergency(in: reply, dossier: dossier), emergency.until > now()
    else { return nil }
    return reply
  }

  /// Says through the service that its answer did not hold, so that the FG hears of it; whether it
  /// was there to hear.
  ///
  /// Its answer to this is no more to be believed, and is not looked at.
  private func tell(_ reason: Tampering, of dossier: Identifier?) -> Bool {
    let ask = Ask(
      method: "signal.report",
      args: .object(present: [
        ("dossier", dossier.map { .id($0) }), ("reason", .string(reason.rawValue)),
      ]), action: .report, dossier: dossier)
    guard let sent = try? line.prepare(ask, .random(), pins: state.pins) else { return false }
    return (try? line.send(sent, ask, nil)) != nil
  }

  /// How often a part of long work is sent again before it is given up.
  private static let longWorkTries = 3
  /// Seconds between two tries while the vault is not there, in the middle of long work.
  ///
  /// A service that was killed is back in five.
  private static let pauses: [UInt32] = [1, 2, 4, 8]

  /// Signs in anew over a new connection; requests go on from there.
  private func resume(patiently: Bool) throws(ClientError) {
    for pause in patiently ? Self.pauses : [] {
      do throws(ClientError) { return try resume() } catch {
        guard error == .unreachable || error == .connectionLost else { throw error }
        sleep(pause)
      }
    }
    try resume()
  }

  private func resume() throws(ClientError) {
    guard let redial else { throw .connectionLost }
    let fresh = try SignIn(Signer(keys), state: state, channel: redial())
      .run(client: client, now: now)
    line = SignedLine(fresh)
    directory = fresh.directory
  }

  func logKey() throws(CheckFailure) -> NoteKey {
    guard let key = directory.noteKey else { throw .tampered(.directory) }
    return key
  }

  /// Fetches and verifies directory records that are newer than what this session knows.
  func refreshDirectory() throws(ClientError) {
    directory = try DirectoryFetch(state: state, anchor: keys.identity.anchor)
      .extend(directory, over: &line.channel)
  }

  /// Runs a check against the directory; when it fails and the directory has grown since this
  /// session looked, once more: its member may have come after that.
  func againstDirectory<Value>(
    _ check: (DirectoryView) throws(CheckFailure) -> Value
  ) throws(CheckFailure) -> Value {
    let known = directory
    do throws(CheckFailure) { return try check(known) } catch {
      do throws(ClientError) { try refreshDirectory() } catch { throw .other(error) }
      guard directory.position > known.position else { throw error }
      return try check(directory)
    }
  }
}

extension Identifier {
  /// A new id: 16 random bytes.
  package static func random() -> Identifier { Identifier(Random.bytes(byteCount)) ?? .zero }
}

extension Refusal {
  /// A typed throw does not go through `map`.
  fileprivate static func place(_ fields: JSONObject) throws(JSONError) -> PolicyPlace? {
    guard let object = try fields.optionalObject("policy") else { return nil }
    return try PolicyPlace(object)
  }
}

extension Refusal.PolicyPlace {
  fileprivate init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly(["file", "place", "rule"])
    file = try object.requireString("file")
    place = try object.requireString("place")
    rule = try object.requireString("rule")
  }
}

extension Refusal {
  /// Reads a refusal and holds it against its leaf: the log must show the same refusal.
  init(_ reply: Reply) throws(CheckFailure) {
    let fields = reply.fields
    let refusal = try checked(.answer) { () throws(JSONError) in
      Refusal(
        code: try fields.requireString("code"),
        reference: Int(try fields.requireInt("ref", within: 0...CanonicalJSON.integers.upperBound)),
        sections: try fields.optionalStrings("sections") ?? [],
        ways: try fields.requireStrings("ways"),
        policy: try Refusal.place(fields))
    }
    try demand(reply.leaf.index == refusal.reference, .leaf)
    try demand(reply.leaf.reason == refusal.code, .leafOutcome)
    self = refusal
  }
}
