import Socket
import Wire

/// One act on its way through the writer, and where its result is waited for.
final class Job: Sendable {
  let act: any PlannedAct
  private let reply = Socket.Reply<Result<Committed, WireError>>()

  init(_ act: any PlannedAct) { self.act = act }

  func finish(_ result: Result<Committed, WireError>) { reply.fulfil(result) }

  /// Waits until the batch of this act is durable, or refused.
  func wait() throws(WireError) -> Committed {
    guard let result = reply.wait() else { throw WireError(.unavailable) }
    return try result.get()
  }
}
