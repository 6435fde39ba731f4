import AuditLog
package import Directory
import Records
import Sodium
import StrictJSON
package import Vocabulary

/// A bundle that waits at a vault for a partner.
package struct WaitingBundle: Equatable, Sendable {
  package let bundle: Identifier
  /// Bytes of the age file.
  package let size: Int64
  /// SHA-256 of the age file, 32 bytes.
  package let file: [UInt8]
  /// Milliseconds UTC.
  package let created: Int64
  /// The first moment at which it waits no longer, ms.
  package let validUntil: Int64
  /// How many parts it comes in.
  package let parts: Int
}

/// A signed-in partner at the partners' door of one vault.
///
/// It trusts the service as little as a member does: the directory is signed from the anchor on, each
/// answer proves that it was logged as it was asked, and the log goes on from what this device saw.
/// Not for use from two threads at once: a session has one sequence.
package final class CollectSession {
  package let state: ClientState
  package let directory: DirectoryView
  package let partner: Partner
  private let now: () -> Int64
  private var line: SignedLine

  /// Signs in over a connection that was just made.
  ///
  /// - Parameters:
  ///   - keys: the partner's signing key; the directory says whose it is.
  ///   - anchor: the institution, as it came on paper or by a colleague's hand.
  ///   - client: program and version, such as `kluis/1.0.0`; it stands in the log.
  ///   - now: milliseconds UTC.
  /// - Throws: `.partnerUnknown`; `.tampered` when the service cannot prove itself, the directory or
  ///   the log does not continue what this device saw; `.signInRefused`; connection failures.
  package init(
    over connection: consuming Channel, as keys: PartnerRing, at anchor: Anchor,
    state: ClientState, client: String, now: @escaping () -> Int64
  ) throws(ClientError) {
    var channel = connection
    guard state.pins.origin.utf8.elementsEqual(anchor.origin.utf8) else { throw .wrongOrigin }
    let known = try DirectoryFetch(state: state, anchor: anchor).verified(over: &channel)
    guard let partner = known.partner(signingBy: keys.publicKey) else { throw .partnerUnknown }
    let signer = Signer(keys, as: partner.id, at: anchor)
    let signedIn = try SignIn(signer, state: state, channel: channel).run(client: client, now: now)
    self.state = state
    self.partner = partner
    self.now = now
    directory = signedIn.directory
    line = SignedLine(signedIn)
  }

  /// Signs and sends a request, checks its answer, and lets `read` check what is the call's own.
  ///
  /// The log pin rises after `read` has returned, and for a refusal or failure after its receipt was
  /// checked. Whatever fails a check ends as `.tampered` with evidence.
  func perform<Value>(
    _ ask: Ask, read: (Reply) throws(CheckFailure) -> Value
  ) throws(ClientError) -> Value {
    let sent = try line.prepare(ask, .random(), pins: state.pins)
    let result = try line.send(sent, ask, nil)
    var parts = AnswerParts()
    do throws(CheckFailure) {
      parts = try AnswerParts(result.fields, rows: result.tail)
      guard let logKey = directory.noteKey else { throw .tampered(.directory) }
      let check = AnswerCheck(logKey: logKey, pin: state.pins.log, expected: sent.expected)
      let (reply, pin) = try check.reply(
        to: ask, parts, body: sent.expected.request, session: line.session)
      switch reply.outcome {
      case .permit: break
      case .refuse:
        let refusal = try Refusal(reply)
        try raise(pin)
        throw .other(.refused(refusal))
      case .fail:
        let code = reply.fields["code"]?.stringValue
        try demand(code == reply.leaf.reason, .leafOutcome)
        try raise(pin)
        throw .other(
          code.flatMap(CollectFault.init(rawValue:)).map { .collecting($0) }
            ?? ClientError(failure: code))
      }
      let value = try read(reply)
      try raise(pin)
      return value
    } catch {
      throw state.fault(
        error, in: ask.method, directory, now(), body: sent.body, answer: parts.answer)
    }
  }

  /// For what was found wrong after its answers had held, such as a whole file.
  func fault(_ reason: Tampering, in method: String) -> ClientError {
    state.fault(.tampered(reason), in: method, directory, now(), body: [])
  }

  private func raise(_ pin: Pin) throws(CheckFailure) {
    do throws(ClientError) { try state.raise(log: pin) } catch { throw .other(error) }
  }
}
