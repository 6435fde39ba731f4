import Socket

/// How many large answers may be in memory at once.
///
/// An opened dossier is some megabytes while it is read, sealed and written as text. With a thread
/// per client, 256 clients that open at once would hold hundreds of megabytes; two cores make no
/// more than a few answers at a time anyway, and the rest may as well wait before they read.
final class LargeAnswers: Sendable {
  private let places: BlockingQueue<Void>

  /// How long one waits for a place: clients that read slowly cannot keep the others out for good.
  private static let patience = Duration.seconds(30)

  init(limit: Int) {
    places = BlockingQueue(capacity: limit)
    for _ in 0..<limit { _ = places.push(()) }
  }

  /// Waits for a place, for a while; whether there was one.
  func enter() -> Bool { places.takeBatch(max: 1, within: Self.patience)?.isEmpty == false }

  /// Gives a place back, which `enter` gave.
  func leave() { _ = places.push(()) }
}
