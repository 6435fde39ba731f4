import Foundation
import Socket
import Synchronization

/// Work on several threads at once, until all are done.
enum AtOnce {
  /// Throws the first error that any of them threw.
  static func run(_ count: Int, _ work: @escaping @Sendable (Int) throws -> Void) throws {
    let failure = Mutex<(any Error)?>(nil)
    let group = DispatchGroup()
    for index in 0..<count {
      group.enter()
      _ = try WorkerThread.start("test-\(index)") {
        do { try work(index) } catch { failure.withLock { $0 = $0 ?? error } }
        group.leave()
      }
    }
    group.wait()
    if let error = failure.withLock({ $0 }) { throw error }
  }
}
