import Socket
import Store
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

/// A rotation of `keystore.db` that somebody waits for.
final class Rotation: Sendable {
  private let reply = Socket.Reply<Result<UInt32, KeystoreError>>()

  func finish(_ result: Result<UInt32, KeystoreError>) { reply.fulfil(result) }

  /// Waits until the new file is in its place; the epoch of its key.
  func wait() throws(KeystoreError) -> UInt32 {
    guard let result = reply.wait() else { throw .database(.busy) }
    return try result.get()
  }
}

/// What the writer's thread takes on.
enum Work: Sendable {
  /// Acts that wait together share a batch.
  case act(Job)
  /// Between two batches.
  case rotation(Rotation)
}
