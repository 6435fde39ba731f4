// Collecting: the partners' door, where a partner takes the bundles that are for it, and nothing else.
//
// A second socket with the same frames, sign-in and log as the members' one, and with four methods. Who
// signs in there is a partner of the directory, by its minisign key and in a domain of its own; a member
// cannot, and a partner cannot at the members' socket.
//
//   PartnerSide      one client: sign-in, requests, answers
//   PartnerRequest   a request that a partner signed, and its leaf
//   CollectMethod    what a partner may ask: `BundleWaitingAct` and its three brothers
//   PartnerBundle    a bundle as one of its partners may know it
//
// What a partner gets is released as everything is: after a leaf that is durable (`Release`).

import Directory
import Session
import Sodium
import StrictJSON
import Vocabulary
import Wire

/// One session of a partner.
final class PartnerSession {
  let partner: Identifier
  fileprivate let client: String
  fileprivate let line: SessionLine

  fileprivate init(partner: Identifier, client: String, line: SessionLine) {
    self.partner = partner
    self.client = client
    self.line = line
  }
}

/// The partners' door: what waits, its parts, that it arrived, and the receipt.
final class PartnerSide: ServedSide {
  private let server: VaultServer
  private let peer: UInt32?
  /// A place of `LargeAnswers`, from the release until the partner has the answer.
  private var holdsPlace = false

  init(_ server: VaultServer, peer: UInt32?) {
    self.server = server
    self.peer = peer
  }

  /// A partner brings nothing larger than a receipt.
  let frameLimit = 64 << 10

  func signIn(
    _ greeting: Greeting, _ third: [UInt8], signature: [UInt8]
  ) throws(WireError) -> (session: PartnerSession, answer: JSONValue) {
    do throws(WireError) {
      let directory = server.writer.published.directory
      guard let key = directory.partnerKey(greeting.claimed) else { throw WireError(.notSignedIn) }
      let (keys, client) = try greeting.finish(third, as: .partner, signature: signature, key: key)
      let stamp = PartnerStamp(
        partner: greeting.claimed, client: client, session: keys.session, peer: peer, key: key,
        bodyHash: SHA256.hash(third), signature: signature)
      let committed = try server.writer.perform(PartnerSignInAct(stamp: stamp, third: third))
      let answer = try server.answering.signedIn(committed, keys, stamp.bodyHash)
      let line = SessionLine(keys: keys, began: server.clock.monotonic())
      return (PartnerSession(partner: greeting.claimed, client: client, line: line), answer)
    } catch {
      throw try server.signInFault(error, of: greeting.claimed, as: .partner, peer: peer)
    }
  }

  func call(
    _ request: Request, _ session: PartnerSession
  ) throws(WireError) -> AnswerMessage {
    guard let method = CollectMethod(rawValue: request.method) else {
      throw WireError(.methodNotFound)
    }
    try server.demandTime(since: session.line.began)
    let signed = try accept(request, session)
    let committed = try server.writer.perform(try method.act(signed))
    if method == .collect { holdsPlace = server.largeAnswers.enter() }
    return try server.answering.answer(
      signed.body.pins, signed.stamp.bodyHash, committed, keys: session.line.keys, reading: nil)
  }

  /// Checks a request by the key that the partner has now; one that ended has none.
  private func accept(
    _ request: Request, _ session: PartnerSession
  ) throws(WireError) -> PartnerRequest {
    do throws(JSONError) { try request.params.allowOnly(["body", "sig"]) } catch {
      throw WireError(.invalidParams)
    }
    let key = server.writer.published.directory.partnerKey(session.partner)
    let checked = try session.line.check(request, origin: server.origin, as: .partner, key: key)
    guard let key else { throw WireError(.notSignedIn) }
    return PartnerRequest(
      body: checked.body, bytes: checked.bytes,
      stamp: PartnerStamp(
        partner: session.partner, client: session.client, session: session.line.keys.session,
        peer: peer, key: key, bodyHash: checked.hash, signature: checked.signature))
  }

  func sent() {}

  func ended() {
    if holdsPlace { server.largeAnswers.leave() }
    holdsPlace = false
  }
}
