import CommandTree
import Delivery
import StrictJSON

/// What waits, what fails and what was set aside; it reads, and needs no lock.
struct StatusReport: Report {
  /// A sink with what it still has to get.
  struct Standing {
    let name: String
    var waiting = 0
    var failing = 0
    /// The worst of its failures.
    var worst: Ledger.Failing?
  }

  private var sinks: [Standing]
  private var waiting = 0
  private var unwanted = 0
  private var damaged = 0
  private var setAside = 0
  private var unreadable: [String] = []
  private var stateDamaged = false

  init(_ configuration: Configuration) throws(Mishap) {
    let state = try StateFolder(configuration.state)
    let ledger = state.read()
    stateDamaged = ledger == nil
    sinks = configuration.sinks.map { Standing(name: $0.name) }
    for path in configuration.spools {
      let spool = SpoolFolder(path: path)
      setAside += spool.setAsideCount
      guard let names = spool.names() else {
        unreadable.append(path)
        continue
      }
      if names.mailIsUnusable { unreadable.append(path + "/mail") }
      damaged += names.strange.count
      for name in names.good {
        take(Ledger.Key(path, name), spool, configuration, ledger ?? Ledger())
      }
    }
  }

  private mutating func take(
    _ key: Ledger.Key, _ spool: SpoolFolder, _ configuration: Configuration, _ ledger: Ledger
  ) {
    let wanting: [Sink]
    if key.name.kind == .mail {
      wanting = configuration.mailSink.map { [$0] } ?? []
    } else {
      do throws(SpoolFolder.Damage) {
        guard let found = try spool.signal(key.name) else { return }
        wanting = configuration.sinks(for: found.signal.kind)
      } catch {
        damaged += 1
        return
      }
    }
    waiting += 1
    if wanting.isEmpty { unwanted += 1 }
    for index in sinks.indices where wanting.contains(where: { $0.name == sinks[index].name }) {
      guard let sink = wanting.first(where: { $0.name == sinks[index].name }),
        !ledger.has(sink, key)
      else { continue }
      sinks[index].waiting += 1
      guard let failing = ledger.items[key]?.failing[sink.name] else { continue }
      sinks[index].failing += 1
      if failing.count > sinks[index].worst?.count ?? 0 { sinks[index].worst = failing }
    }
  }

  /// 1 while something needs a person or a sink to come back.
  var exit: Int32 {
    let isWell =
      sinks.allSatisfy { $0.failing == 0 } && unwanted == 0 && damaged == 0 && setAside == 0
      && unreadable.isEmpty && !stateDamaged
    return isWell ? 0 : 1
  }

  func lines(in language: Language) -> [String] {
    let nl = language == .nl
    var lines = sinks.map { sink in
      var line = "\(sink.name): " + (nl ? "wacht \(sink.waiting)" : "waiting \(sink.waiting)")
      if let worst = sink.worst {
        line += nl ? ", mislukt \(sink.failing)" : ", failing \(sink.failing)"
        line += " (\(worst.why.text[language]), \(worst.count) \(nl ? "keer" : "times"))"
      }
      return line
    }
    lines.append(nl ? "in de spool: \(waiting)" : "in the spool: \(waiting)")
    if unwanted > 0 {
      lines.append(
        nl ? "zonder bestemming: \(unwanted)" : "wanted by no sink: \(unwanted)")
    }
    if damaged > 0 { lines.append(nl ? "beschadigd: \(damaged)" : "damaged: \(damaged)") }
    if setAside > 0 {
      lines.append(
        nl
          ? "opzij gezet in bad/: \(setAside); laat het zien voordat u het weghaalt"
          : "set aside in bad/: \(setAside); have it looked at before you remove it")
    }
    if stateDamaged { lines.append(nl ? "de stand is beschadigd" : "the state is damaged") }
    return lines + unreadable.map { nl ? "niet te lezen: \($0)" : "cannot be read: \($0)" }
  }

  var json: JSONValue {
    [
      "sinks": .array(
        sinks.map { sink in
          .object(present: [
            ("name", .string(sink.name)), ("waiting", .int(Int64(sink.waiting))),
            ("failing", .int(Int64(sink.failing))), ("attempts", sink.worst.map { .int($0.count) }),
            ("last", sink.worst.map { .int($0.last) }), ("next", sink.worst.map { .int($0.next) }),
            ("why", sink.worst.map { .string($0.why.rawValue) }),
          ])
        }), "waiting": .int(Int64(waiting)), "unwanted": .int(Int64(unwanted)),
      "damaged": .int(Int64(damaged)), "set-aside": .int(Int64(setAside)),
      "unreadable": .array(unreadable.map { .string($0) }), "state-damaged": .bool(stateDamaged),
    ]
  }
}
