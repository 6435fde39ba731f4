/// A bounded queue between threads: many put in, one takes out in batches.
///
/// It is what the service's writer thread waits on; a batch is what it commits together.
package final class BlockingQueue<Element: Sendable>: @unchecked Sendable {
  private let monitor = Monitor()
  private var elements: [Element] = []
  private var isClosed = false
  /// Elements that may wait at most.
  package let capacity: Int

  package init(capacity: Int) { self.capacity = capacity }

  /// Adds an element; false when the queue is full or closed, which a service answers with *busy*.
  package func push(_ element: Element) -> Bool {
    monitor.locked {
      guard !isClosed, elements.count < capacity else { return false }
      elements.append(element)
      monitor.signal()
      return true
    }
  }

  /// Waits for elements and takes the oldest, at most `max`.
  ///
  /// An empty array means that the time is over; nil that the queue is closed and empty.
  package func takeBatch(max: Int, within time: Duration? = nil) -> [Element]? {
    let deadline = Deadline.after(time)
    return monitor.locked {
      while elements.isEmpty {
        if isClosed { return nil }
        guard monitor.wait(until: deadline) else { return [] }
      }
      let batch = Array(elements.prefix(max))
      elements.removeFirst(batch.count)
      return batch
    }
  }

  /// Lets nothing in any more; what waits can still be taken.
  package func close() {
    monitor.locked {
      isClosed = true
      monitor.broadcast()
    }
  }
}

/// One value that one thread waits for and another gives, once.
package final class Reply<Value: Sendable>: @unchecked Sendable {
  private let monitor = Monitor()
  private var value: Value?

  package init() {}

  /// Gives the value; a second one is ignored.
  package func fulfil(_ value: Value) {
    monitor.locked {
      if self.value == nil { self.value = value }
      monitor.broadcast()
    }
  }

  /// Waits for the value; nil when the time is over.
  package func wait(within time: Duration? = nil) -> Value? {
    let deadline = Deadline.after(time)
    return monitor.locked {
      while value == nil, monitor.wait(until: deadline) {}
      return value
    }
  }
}
