/// How long to wait after a failure: twice as long each time, up to a cap.
package struct Patience: Equatable, Sendable {
  /// Milliseconds after the first failure.
  package let first: Int64
  /// Milliseconds at most.
  package let most: Int64

  package init(first: Int64, most: Int64) {
    self.first = first
    self.most = max(first, most)
  }

  /// Milliseconds to wait after so many failures in a row, from 1.
  package func wait(after failures: Int64) -> Int64 {
    var wait = first
    var counted: Int64 = 1
    // Ends at the cap, so that a great count neither loops long nor overflows.
    while counted < failures, wait < most {
      wait = wait > most / 2 ? most : wait * 2
      counted += 1
    }
    return wait
  }
}
