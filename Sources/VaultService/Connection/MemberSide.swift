import Directory
import Policy
import Session
import Sodium
import StrictJSON
import Wire

/// The members' door: everything that a member may do.
final class MemberSide: ServedSide {
  private let server: VaultServer
  private let peer: UInt32?
  /// A place of `LargeAnswers`, from the release until the client has the answer.
  private var holdsPlace = false
  /// The act of the frame at hand, once it is durable, when the service changes after its answer.
  private var done: (act: any PlannedAct, committed: Committed)?

  init(_ server: VaultServer, peer: UInt32?) {
    self.server = server
    self.peer = peer
  }

  var frameLimit: Int { Int(server.writer.published.rules.policy.access.limits.frameBytes) }

  func signIn(
    _ greeting: Greeting, _ third: [UInt8], signature: [UInt8]
  ) throws(WireError) -> (session: ServedSession, answer: JSONValue) {
    do throws(WireError) {
      let directory = server.writer.published.directory
      guard let member = directory.acting(greeting.claimed) else { throw WireError(.notSignedIn) }
      let (keys, client) = try greeting.finish(
        third, as: .member, signature: signature, key: member.key)
      let caller = Caller(
        member: greeting.claimed, client: client, session: keys.session, peer: peer)
      let stamp = RequestStamp(
        caller: caller, role: member.role, bodyHash: SHA256.hash(third), signature: signature)
      let committed = try server.writer.perform(SignInAct(stamp: stamp, third: third))
      let answer = try server.answering.signedIn(committed, keys, stamp.bodyHash)
      return (
        ServedSession(keys: keys, caller: caller, began: server.clock.monotonic()), answer
      )
    } catch {
      throw try server.signInFault(error, of: greeting.claimed, as: .member, peer: peer)
    }
  }

  func call(
    _ request: Request, _ session: ServedSession
  ) throws(WireError) -> AnswerMessage {
    guard let method = Method(rawValue: request.method) else { throw WireError(.methodNotFound) }
    try server.demandTime(since: session.began)
    let signed = try session.accept(
      request, origin: server.origin,
      member: server.writer.published.directory.acting(session.caller.member))
    let act = try method.act(signed, server)
    let committed = try server.writer.perform(act)
    if method == .seal { done = (act, committed) }
    if method.answersLargely { holdsPlace = server.largeAnswers.enter() }
    return try server.answering.answer(
      signed.body.pins, signed.stamp.bodyHash, committed, keys: session.keys,
      reading: try server.reading(act, committed))
  }

  func sent() {
    if let (act, committed) = done { server.turn(after: act, committed) }
  }

  func ended() {
    done = nil
    if holdsPlace { server.largeAnswers.leave() }
    holdsPlace = false
  }
}
