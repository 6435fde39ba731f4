import CommandTree
import Delivery

/// Rounds through the spools: what is due is delivered, remembered, and removed once everybody has it.
///
/// The order is the promise. The state is durable before the file goes, and the file goes only when
/// each sink that wants it is in the state. One file that is damaged, and one sink that is down,
/// keep nothing else from its way.
struct Messenger {
  private let configuration: Configuration
  private let state: StateFolder
  private let language: Language
  private(set) var ledger: Ledger
  /// The kinds of the signals that were read before, so that a round does not read all again.
  private var kinds: [Ledger.Key: SignalKind] = [:]
  /// What was complained about in the round before: the same is said once.
  private var told: Set<String> = []
  private var isDirty = false

  /// What one round did and what it left.
  struct Round {
    var delivered = 0
    var failed = 0
    var setAside = 0
    /// Files that are still in a spool.
    var waiting = 0
    /// Files of those that no sink wants.
    var unwanted = 0
    /// Spools, files to set aside and files to remove that could not be reached.
    var unreachable = 0
  }

  /// Takes the lock and the state of before; a damaged state is put aside and told.
  init(_ configuration: Configuration, _ language: Language) throws(Mishap) {
    self.configuration = configuration
    self.language = language
    state = try StateFolder(configuration.state)
    try state.lock()
    if let ledger = state.read() {
      self.ledger = ledger
    } else {
      try state.setAside()
      ledger = Ledger()
      complain(Texts.line(.stateDamaged, language))
    }
  }

  /// One round; throws only when the state cannot be written, as nothing may be delivered then.
  mutating func round(_ waking: inout Waking) throws(Mishap) -> Round {
    var round = Round()
    var complaints: Set<String> = []
    var present: Set<Ledger.Key> = []
    var lookedAt: Set<String> = []
    var wanted: [(key: Ledger.Key, sinks: [Sink])] = []
    for path in configuration.spools {
      let spool = SpoolFolder(path: path)
      guard let names = spool.names() else {
        round.unreachable += 1
        complaints.insert(Texts.line(.spoolUnreadable(path), language))
        continue
      }
      if names.mailIsUnusable {
        round.unreachable += 1
        complaints.insert(Texts.line(.mailUnreadable(path), language))
      } else {
        lookedAt.insert(path)
      }
      for strange in names.strange {
        report(.name, of: nil, moved: spool.setAside(strange), &round, &complaints)
      }
      for name in names.good {
        let key = Ledger.Key(path, name)
        guard let sinks = sinks(for: key, spool, &round, &complaints) else { continue }
        present.insert(key)
        if sinks.isEmpty {
          round.unwanted += 1
          complaints.insert(Texts.line(.unwanted(name.id), language))
        } else {
          wanted.append((key, sinks))
        }
      }
    }
    forget(except: present, in: lookedAt)
    try deliver(wanted, &round, &complaints, &waking)
    for (key, sinks) in wanted where sinks.allSatisfy({ ledger.has($0, key) }) {
      // What it had is durable already; so is this before the file goes.
      try save()
      if SpoolFolder(path: key.spool).remove(key.name) {
        present.remove(key)
        kinds[key] = nil
        ledger.forget(key)
        isDirty = true
      } else {
        round.unreachable += 1
        complaints.insert(Texts.line(.cannotRemove(key.name.id), language))
      }
    }
    try save()
    for line in complaints.subtracting(told).sorted() { complain(line) }
    told = complaints
    round.waiting = present.count
    return round
  }

  /// Brings what is due, first what failed least, then the oldest.
  private mutating func deliver(
    _ wanted: [(key: Ledger.Key, sinks: [Sink])], _ round: inout Round,
    _ complaints: inout Set<String>, _ waking: inout Waking
  ) throws(Mishap) {
    let patience = configuration.patience
    let start = wallClock()
    let errands = wanted.flatMap { file in
      file.sinks.filter { ledger.isDue($0, file.key, at: start, patience) }
        .map { (key: file.key, sink: $0, failures: ledger.failures($0, file.key)) }
    }.sorted { ($0.failures, $0.key) < ($1.failures, $1.key) }
    for (key, sink, _) in errands {
      if waking.isStopping { return }
      // A sink that failed meanwhile may rest by now.
      guard ledger.isDue(sink, key, at: wallClock(), patience) else { continue }
      let spool = SpoolFolder(path: key.spool)
      do throws(DeliveryFault) {
        guard try bring(key, from: spool, to: sink, &round, &complaints, &waking) else { continue }
        ledger.delivered(sink, key)
        round.delivered += 1
        complain(Texts.line(.delivered(key.name.id, sink.name), language))
      } catch {
        // Ended by us: that is no failure of the sink.
        if error == .stopped { return }
        ledger.failed(sink, key, error, at: wallClock(), patience)
        round.failed += 1
        complain(
          Texts.line(
            .failed(key.name.id, sink.name, error, times: ledger.failures(sink, key)), language))
      }
      isDirty = true
      try save()
    }
  }

  /// False when the file is gone or was set aside.
  private mutating func bring(
    _ key: Ledger.Key, from spool: SpoolFolder, to sink: Sink, _ round: inout Round,
    _ complaints: inout Set<String>, _ waking: inout Waking
  ) throws(DeliveryFault) -> Bool {
    let load: Carrier.Load
    do throws(SpoolFolder.Damage) { load = try spool.load(key.name) } catch {
      kinds[key] = nil
      report(error, of: key.name, moved: spool.setAside(key.name), &round, &complaints)
      return false
    }
    if try Carrier.bring(load, key.name, to: sink, &waking) { return true }
    kinds[key] = nil
    return false
  }

  /// The sinks that want a file; nil when it is gone or damaged.
  private mutating func sinks(
    for key: Ledger.Key, _ spool: SpoolFolder, _ round: inout Round,
    _ complaints: inout Set<String>
  ) -> [Sink]? {
    if key.name.kind == .mail {
      return configuration.mailSink.map { [$0] } ?? []
    }
    if let kind = kinds[key] { return configuration.sinks(for: kind) }
    do throws(SpoolFolder.Damage) {
      guard let found = try spool.signal(key.name) else { return nil }
      kinds[key] = found.signal.kind
      return configuration.sinks(for: found.signal.kind)
    } catch {
      report(error, of: key.name, moved: spool.setAside(key.name), &round, &complaints)
      return nil
    }
  }

  private func report(
    _ damage: SpoolFolder.Damage, of name: SpoolName?, moved: Bool, _ round: inout Round,
    _ complaints: inout Set<String>
  ) {
    if moved {
      round.setAside += 1
      complain(Texts.line(.setAside(name?.id, damage), language))
    } else {
      round.unreachable += 1
      complaints.insert(Texts.line(.cannotSetAside(name?.id, damage), language))
    }
  }

  /// Forgets files that are gone from spools that could be looked at.
  private mutating func forget(except present: Set<Ledger.Key>, in lookedAt: Set<String>) {
    let spools = Set(configuration.spools)
    let before = ledger
    ledger.keep(sinks: Set(configuration.sinks.map(\.name))) { key in
      present.contains(key) || (spools.contains(key.spool) && !lookedAt.contains(key.spool))
    }
    kinds = kinds.filter { present.contains($0.key) }
    if ledger != before { isDirty = true }
  }

  private mutating func save() throws(Mishap) {
    guard isDirty else { return }
    try state.write(ledger)
    isDirty = false
  }
}
