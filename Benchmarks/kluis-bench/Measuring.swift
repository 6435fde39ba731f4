import Dispatch
import Socket
import Synchronization

/// Hands a value to one thread; the one who hands it over does not touch it meanwhile.
struct Handed<Value>: @unchecked Sendable {
  let value: Value
}

/// Several clients at work until the time is over: how much was done, and what it cost.
struct Run {
  let done: Double
  /// Seconds.
  let wall: Double
  /// CPU seconds of the service, and of this process.
  let service: Double
  let own: Double

  /// - Parameter work: called again and again with an item, on that item's own thread.
  init<Item>(
    _ items: [Item], seconds: Double, of service: Service,
    _ work: @escaping @Sendable (Item) throws -> Void
  ) throws {
    let (start, serviceStart, ownStart) = (now(), service.cpu, ownCPU())
    let end = start + seconds
    let outcome = Mutex((done: 0, failure: String?.none))
    let finished = DispatchSemaphore(value: 0)
    for item in items.map({ Handed(value: $0) }) {
      _ = try WorkerThread.start("bench") { @Sendable in
        var count = 0
        var failure: String?
        do {
          while now() < end {
            try work(item.value)
            count += 1
          }
        } catch { failure = "\(error)" }
        outcome.withLock { [count, failure] in
          $0.done += count
          $0.failure = $0.failure ?? failure
        }
        finished.signal()
      }
    }
    for _ in items { finished.wait() }
    wall = now() - start
    self.service = service.cpu - serviceStart
    own = ownCPU() - ownStart
    done = Double(outcome.withLock { $0.done })
    if let failure = outcome.withLock({ $0.failure }) { throw Mistake(failure) }
  }

  var figures: [String: Double] {
    [
      "count": done, "per_second": done / wall, "per_service_cpu_second": done / service,
      "service_cpu_us": service / done * 1e6, "client_cpu_us": own / done * 1e6,
    ]
  }
}
