import Records
import Session
import Socket
import Sodium
import StrictJSON
import Wire

/// One client of a sealed vault: it is told so, may read the directory, and may bring a share.
final class SealedConnection {
  private let vault: SealedVault
  private let transport: Transport
  private let takesShares: Bool
  private var shares = 0
  /// The share that this client brought was the last one needed.
  private var opened = false

  private static let frame = 64 << 10
  /// Somebody types 33 words from paper; who brings none has nothing to type.
  private var idle: Duration { .seconds(takesShares ? 900 : 60) }
  /// Shares that one connection may bring, mistakes included.
  private static let shareLimit = 32
  /// Directory records in one page.
  private static let directoryPage = 500

  init(_ vault: SealedVault, _ transport: Transport, takesShares: Bool = true) {
    self.vault = vault
    self.transport = transport
    self.takesShares = takesShares
  }

  /// Serves until the client ends, is idle for too long, or breaks the protocol's framing.
  func serve() {
    transport.limitFrames(to: Self.frame)
    do throws(SocketError) {
      while let frame = try transport.readFrame(idle: idle) {
        try transport.writeFrame(response(to: frame).encode())
        if opened { vault.turn() }
      }
    } catch {
      if case .frame(let fault) = error.fault {
        try? transport.writeFrame(Response(id: nil, error: fault).encode())
      }
    }
    transport.close()
  }

  private func response(to frame: [UInt8]) -> Response {
    let request: Request
    do throws(RequestRefusal) { request = try Request(message: frame) } catch {
      return Response(error)
    }
    do { return try Response(id: request.id, result: try result(of: request)) } catch {
      return Response(id: request.id, error: error as? WireError ?? WireError(.internalFailure))
    }
  }

  private func result(of request: Request) throws(WireError) -> JSONValue {
    switch request.method {
    case "directory": return try directory(request.params)
    case "unseal.offer" where takesShares: return try offer(request.params)
    case "unseal.share" where takesShares: return try share(request.params)
    default: throw WireError(.sealed)
    }
  }

  private func directory(_ params: JSONObject) throws(WireError) -> JSONValue {
    let from = try read { () throws(JSONError) in
      try params.allowOnly(["from"])
      return Int(try params.requireInt("from", within: 1...Int64(UInt32.max)))
    }
    let page = vault.records.dropFirst(from - 1).prefix(Self.directoryPage)
    return .object([
      ("records", .array(page.map { .base64($0) })), ("size", .int(Int64(vault.records.count))),
    ])
  }

  private func offer(_ params: JSONObject) throws(WireError) -> JSONValue {
    let nonce = try read { () throws(JSONError) in
      try params.allowOnly(["nonce"])
      return try params.requireBytes("nonce", count: Message1.nonceCount)
    }
    let (bytes, signature) = vault.offer(nonce: nonce)
    return .object([("offer", .base64(bytes)), ("sig", .base64(signature))])
  }

  private func share(_ params: JSONObject) throws(WireError) -> JSONValue {
    shares += 1
    guard shares <= Self.shareLimit else { throw WireError(.busy) }
    let box = try read { () throws(JSONError) in
      try params.allowOnly(["box"])
      return try params.requireBytes("box")
    }
    let answer = try vault.take(box)
    opened = answer.opensNow
    return .object([
      ("fate", .string(answer.fate.rawValue)), ("missing", .int(Int64(answer.missing))),
      ("open", .bool(answer.isOpen)),
    ])
  }

  private func read<Value>(
    _ body: () throws(JSONError) -> Value
  ) throws(WireError) -> Value {
    do throws(JSONError) { return try body() } catch { throw WireError(.invalidParams) }
  }
}
