import Glibc

/// Signals as messages to one waiting thread, instead of interruptions of all. (sigwait(3))
package struct Signals: Sendable {
  /// Ends the service in order.
  package static let terminate = SIGTERM
  /// Asks it to read its policies again.
  package static let hangUp = SIGHUP

  private let numbers: [Int32]

  /// Holds these signals back from all threads started later; call it before the first one.
  package static func holding(_ numbers: [Int32]) -> Signals {
    let signals = Signals(numbers: numbers)
    var set = signals.set
    _ = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    return signals
  }

  /// Waits for the next of them.
  package func next() -> Int32 {
    var set = set
    var number: Int32 = 0
    while unsafe sigwait(&set, &number) != 0 {}
    return number
  }

  private var set: sigset_t {
    var set = sigset_t()
    _ = unsafe sigemptyset(&set)
    for number in numbers { _ = unsafe sigaddset(&set, number) }
    return set
  }
}
