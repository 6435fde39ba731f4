import Dispatch
import Synchronization

/// Spreads checks that do not depend on each other over the cores of the machine.
enum Cores {
  /// Below this many items a second thread costs more than it brings.
  static let worthwhile = 32

  /// The results in the order of the items.
  static func map<Item: Sendable, Value: Sendable>(
    _ items: [Item], _ transform: @Sendable (Item) -> Value
  ) -> [Value] {
    guard items.count > worthwhile else { return items.map(transform) }
    let width = max(worthwhile / 2, items.count / 64)
    let parts = (items.count + width - 1) / width
    let done = Mutex<[Int: [Value]]>([:])
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let range = part * width..<min((part + 1) * width, items.count)
      let values = items[range].map(transform)
      done.withLock { $0[part] = values }
    }
    return done.withLock { found in (0..<parts).flatMap { found[$0] ?? [] } }
  }

  /// Index of the first item that does not hold; nil when all do.
  static func firstFailure<Item: Sendable>(
    in items: [Item], _ holds: @Sendable (Item) -> Bool
  ) -> Int? {
    map(items, holds).firstIndex(of: false)
  }
}
