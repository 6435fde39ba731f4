import Policy
import Records
import Socket
import Sodium
import Store
import StrictJSON
import Wire

/// One client, on a thread of its own: reads a frame, answers it, until it leaves or is silent.
///
/// What it may ask after signing in, and who may sign in, is its side's.
final class ClientConnection<Side: ServedSide> {
  private enum Standing {
    case fresh
    case greeted(Greeting)
    case signedIn(Side.Session)
  }

  private let server: VaultServer
  private let transport: Transport
  private let side: Side
  private var standing = Standing.fresh

  init(_ server: VaultServer, _ transport: Transport) {
    self.server = server
    self.transport = transport
    side = Side(server, peer: (try? transport.peer())?.uid)
  }

  /// Serves until the client ends, is idle for too long, or breaks the protocol's framing.
  func serve() {
    transport.limitFrames(to: StrangersLimits.frame)
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
    defer { side.ended() }
    let response = response(to: frame)
    try transport.writeFrame(response.head(), and: response.tail)
    side.sent()
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
    case (_, .signedIn(let session)): return try side.call(request, session)
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
        let records = try tables.directory.records(from: from, limit: StrangersLimits.directoryPage)
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
    let (session, answer) = try side.signIn(greeting, third, signature: signature)
    standing = .signedIn(session)
    transport.limitFrames(to: min(Frame.limit, side.frameLimit))
    return answer
  }
}

/// What somebody gets who has not signed in.
private enum StrangersLimits {
  /// Bytes of a frame.
  static let frame = 64 << 10
  /// Directory records in one page.
  static let directoryPage = 500
}
