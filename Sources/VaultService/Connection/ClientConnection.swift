import Directory
import Policy
import Records
import Session
import Socket
import Sodium
import Store
import StrictJSON
import Vocabulary
import Wire

/// One client, on a thread of its own: reads a frame, answers it, until it leaves or is silent.
final class ClientConnection {
  private enum Standing {
    case fresh
    case greeted(Greeting)
    case signedIn(ServedSession)
  }

  private let server: VaultServer
  private let transport: Transport
  private let peer: UInt32?
  private var standing = Standing.fresh
  /// A place of `LargeAnswers`, from the release until the client has the answer.
  private var holdsPlace = false
  /// The act of the frame at hand, once it is durable.
  private var done: (act: any PlannedAct, committed: Committed)?

  /// Bytes of a frame from somebody who has not signed in.
  private static let strangersFrame = 64 << 10
  /// Directory records in one page.
  private static let directoryPage = 500

  init(_ server: VaultServer, _ transport: Transport) {
    self.server = server
    self.transport = transport
    peer = (try? transport.peer())?.uid
  }

  /// Serves until the client ends, is idle for too long, or breaks the protocol's framing.
  func serve() {
    transport.limitFrames(to: Self.strangersFrame)
    do throws(SocketError) {
      while let frame = try transport.readFrame(idle: idle) {
        try answer(frame)
      }
    } catch {
      // A frame that cannot be read has no id to answer to; say what was wrong, then hang up.
      if case .frame(let fault) = error.fault {
        try? transport.writeFrame(Response(id: nil, error: fault).encode())
      }
    }
    transport.close()
  }

  private func answer(_ frame: [UInt8]) throws(SocketError) {
    defer {
      done = nil
      if holdsPlace { server.largeAnswers.leave() }
      holdsPlace = false
    }
    let response = response(to: frame)
    try transport.writeFrame(response.head(), and: response.tail)
    if let (act, committed) = done { server.turn(after: act, committed) }
  }

  /// How long this client may be silent: as the policy says, less for who has not signed in.
  private var idle: Duration {
    guard case .signedIn = standing else { return .seconds(server.settings.strangerSeconds) }
    return .seconds(60 * server.writer.published.rules.policy.access.session.idleMinutes)
  }

  private func response(to frame: [UInt8]) -> Response {
    let request: Request
    do throws(RequestRefusal) { request = try Request(message: frame) } catch {
      return Response(error)
    }
    let message: AnswerMessage
    do throws(WireError) { message = try self.message(for: request) } catch {
      return Response(id: request.id, error: error)
    }
    do {
      return try Response(id: request.id, result: message.result, tail: message.rows[...])
    } catch {
      return Response(id: request.id, error: WireError(.internalFailure))
    }
  }

  private func message(for request: Request) throws(WireError) -> AnswerMessage {
    switch (request.method, standing) {
    case ("hello", .fresh), ("hello", .greeted): return AnswerMessage(result: try hello(request))
    case ("sign-in", .greeted(let greeting)):
      return AnswerMessage(result: try signIn(request, greeting))
    case ("directory", _): return AnswerMessage(result: try directory(request))
    case (_, .signedIn(let session)): return try call(request, session)
    default: throw WireError(.notSignedIn)
    }
  }

  private func hello(_ request: Request) throws(WireError) -> JSONValue {
    let first: [UInt8]
    do throws(JSONError) {
      try request.params.allowOnly(["m1"])
      first = try request.params.requireBytes("m1")
    } catch { throw WireError(.invalidParams) }
    let greeting = try Greeting(
      first, origin: server.origin, state: server.writer.published,
      serviceKey: server.opened.serviceKey)
    standing = .greeted(greeting)
    return .object([("m2", .base64(greeting.second)), ("sig", .base64(greeting.signature))])
  }

  /// The signed list, to whoever may reach the socket: a client must know the service key before
  /// it can believe a hello.
  private func directory(_ request: Request) throws(WireError) -> JSONValue {
    let from: Int
    do throws(JSONError) {
      try request.params.allowOnly(["from"])
      from = Int(try request.params.requireInt("from", within: 1...Int64(UInt32.max)))
    } catch { throw WireError(.invalidParams) }
    do {
      return try server.store.read { tables -> JSONValue in
        let records = try tables.directory.records(from: from, limit: Self.directoryPage)
        let restores = try StoredRestores.all(tables)
        return .object(present: [
          ("records", .array(records.map { .base64($0) })),
          ("restores", restores.isEmpty ? nil : .array(restores.map { .base64($0) })),
          ("size", .int(Int64(try tables.directory.count()))),
        ])
      }
    } catch { throw WireError(.unavailable) }
  }

  private func signIn(_ request: Request, _ greeting: Greeting) throws(WireError) -> JSONValue {
    standing = .fresh
    let third: [UInt8]
    let signature: [UInt8]
    do throws(JSONError) {
      try request.params.allowOnly(["m3", "sig"])
      third = try request.params.requireBytes("m3")
      signature = try request.params.requireBytes("sig", count: Signature.count)
    } catch { throw WireError(.invalidParams) }
    do throws(WireError) {
      let directory = server.writer.published.directory
      guard let member = directory.acting(greeting.member) else { throw WireError(.notSignedIn) }
      let (keys, client) = try greeting.finish(third, signature: signature, key: member.key)
      let caller = Caller(
        member: greeting.member, client: client, session: keys.session, peer: peer)
      let stamp = RequestStamp(
        caller: caller, role: member.role, bodyHash: SHA256.hash(third), signature: signature)
      let committed = try server.writer.perform(SignInAct(stamp: stamp, third: third))
      let answer = try server.answering.signedIn(committed, keys, stamp)
      standing = .signedIn(
        ServedSession(keys: keys, caller: caller, began: server.clock.monotonic()))
      transport.limitFrames(
        to: min(
          Frame.limit, Int(server.writer.published.rules.policy.access.limits.frameBytes)))
      return answer
    } catch {
      if error.fault == .badSignature || error.fault == .notSignedIn {
        try server.logFailedSignIn(
          SignInFailedAct(claimed: greeting.member, peer: peer, reason: error.fault.rawValue))
        throw WireError(.notSignedIn)
      }
      throw error
    }
  }

  private func call(_ request: Request, _ session: ServedSession) throws(WireError)
    -> AnswerMessage
  {
    guard let method = Method(rawValue: request.method) else { throw WireError(.methodNotFound) }
    let published = server.writer.published
    let minutes = published.rules.policy.access.session.lengthMinutes
    guard server.clock.monotonic() - session.began < 60_000 * minutes else {
      throw WireError(.sessionEnded)
    }
    let signed = try session.accept(
      request, origin: server.origin, member: published.directory.acting(session.caller.member))
    let act = try method.act(signed, server)
    let committed = try server.writer.perform(act)
    if method == .seal { done = (act, committed) }
    if method.answersLargely { holdsPlace = server.largeAnswers.enter() }
    return try server.answering.answer(
      signed, committed, keys: session.keys, reading: try server.reading(act, committed))
  }
}
