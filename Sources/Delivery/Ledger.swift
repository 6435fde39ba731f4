/// What the messenger remembers: who has what already, what failed, and when to try again.
///
/// It is written after each delivery and before the file leaves the spool. A crash in between gives
/// a sink a signal once more, under the same id, and never loses one.
package struct Ledger: Equatable, Sendable {
  /// One file of one spool.
  package struct Key: Hashable, Comparable, Sendable {
    package let spool: String
    package let name: SpoolName

    package init(_ spool: String, _ name: SpoolName) {
      self.spool = spool
      self.name = name
    }

    package static func < (left: Key, right: Key) -> Bool {
      // A signal's name begins with its time: the oldest come first, whichever spool they lie in.
      (left.name, left.spool) < (right.name, right.spool)
    }
  }

  /// Failures in a row.
  package struct Failing: Equatable, Sendable {
    package internal(set) var count: Int64
    /// Milliseconds since 1970-01-01 UTC.
    package internal(set) var last: Int64
    /// When to try again, likewise.
    package internal(set) var next: Int64
    package internal(set) var why: DeliveryFault

    /// Whether it is time; a clock that was set back must not make a wait longer than the cap.
    func isDue(at now: Int64, _ patience: Patience) -> Bool {
      next <= now || next > now + patience.most
    }
  }

  /// What is known of one file.
  package struct Item: Equatable, Sendable {
    /// Names of the sinks that have it.
    package internal(set) var done: Set<String> = []
    /// By the name of the sink.
    package internal(set) var failing: [String: Failing] = [:]
  }

  package internal(set) var items: [Key: Item] = [:]
  /// Sinks whose newest deliveries all failed, by name.
  package internal(set) var sinks: [String: Failing] = [:]

  /// A sink that fails so often in a row rests as a whole: one that is down must not be asked for
  /// each file that waits, and one file that it cannot take must not keep the others from it.
  static let failuresBeforeRest: Int64 = 3

  package init() {}

  /// Whether a sink has a file already.
  package func has(_ sink: Sink, _ key: Key) -> Bool {
    items[key]?.done.contains(sink.name) ?? false
  }

  /// How often a sink failed at a file.
  package func failures(_ sink: Sink, _ key: Key) -> Int64 {
    items[key]?.failing[sink.name]?.count ?? 0
  }

  /// Whether a sink must get a file now.
  package func isDue(_ sink: Sink, _ key: Key, at now: Int64, _ patience: Patience) -> Bool {
    guard !has(sink, key), !isResting(sink, at: now, patience) else { return false }
    return items[key]?.failing[sink.name]?.isDue(at: now, patience) ?? true
  }

  /// Whether a sink that keeps failing is left alone for now.
  package func isResting(_ sink: Sink, at now: Int64, _ patience: Patience) -> Bool {
    guard let failing = sinks[sink.name], failing.count >= Self.failuresBeforeRest else {
      return false
    }
    return !failing.isDue(at: now, patience)
  }

  /// A sink has a file.
  package mutating func delivered(_ sink: Sink, _ key: Key) {
    items[key, default: Item()].done.insert(sink.name)
    items[key]?.failing[sink.name] = nil
    sinks[sink.name] = nil
  }

  /// A sink did not take a file.
  package mutating func failed(
    _ sink: Sink, _ key: Key, _ why: DeliveryFault, at now: Int64, _ patience: Patience
  ) {
    let count = failures(sink, key) + 1
    items[key, default: Item()].failing[sink.name] = Failing(
      count: count, last: now, next: now + patience.wait(after: count), why: why)
    let inARow = (sinks[sink.name]?.count ?? 0) + 1
    let rest = inARow - Self.failuresBeforeRest + 1
    sinks[sink.name] = Failing(
      count: inARow, last: now, next: rest > 0 ? now + patience.wait(after: rest) : now, why: why)
  }

  /// Forgets a file that left its spool.
  package mutating func forget(_ key: Key) { items[key] = nil }

  /// Forgets what is gone: files that are in no spool any more, sinks that are in no configuration.
  package mutating func keep(sinks names: Set<String>, where isThere: (Key) -> Bool) {
    items = items.filter { isThere($0.key) }
    sinks = sinks.filter { names.contains($0.key) }
  }
}

/// Why a sink does not have a file.
package enum DeliveryFault: String, CaseIterable, Error, Sendable {
  /// The program ended with another code than 0, or by a signal.
  case exit
  /// The program took longer than it may, and was ended.
  case timeLimit = "time-limit"
  /// The program is missing or cannot be started.
  case start
  /// The program can be changed by others than root and its owner.
  case unsafe
  /// The folder is missing, full or closed.
  case folder
  /// The messenger was told to stop, and ended the program.
  case stopped
}
