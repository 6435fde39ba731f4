import CommandTree
import Delivery
import Glibc
import StrictJSON

/// The four errands; each answers the exit code.
struct Acts {
  private let arguments: ParsedArguments
  private let language: Language

  init(_ arguments: ParsedArguments, _ language: Language) {
    self.arguments = arguments
    self.language = language
  }

  func run(_ errand: Errand) -> Int32 {
    do throws(Mishap) {
      let configuration = try Configuration.read(arguments.required("config"))
      switch errand {
      case .run: return try stay(configuration)
      case .once: return try once(configuration)
      case .status:
        return show(try StatusReport(configuration))
      case .check: return show(CheckReport(configuration))
      }
    } catch {
      if errand != .run, arguments.has("json") {
        sayJSON(error.json(in: language))
      } else {
        complain(error.rendered(in: language))
      }
      return error.exit
    }
  }

  /// Rounds until SIGTERM or SIGINT.
  private func stay(_ configuration: Configuration) throws(Mishap) -> Int32 {
    var waking = Waking()
    var messenger = try Messenger(configuration, language)
    complain(Texts.line(.started, language))
    while !waking.isStopping {
      do throws(Mishap) { _ = try messenger.round(&waking) } catch {
        // A full disk passes; a service that ended would have to be started by hand.
        complain(error.rendered(in: language))
      }
      let next = Waking.now() + configuration.every * 1000
      // What a program of before left behind may wake us too.
      while !waking.isStopping, Waking.now() < next {
        waking.wait(milliseconds: next - Waking.now())
      }
    }
    complain(Texts.line(.ended, language))
    return 0
  }

  private func once(_ configuration: Configuration) throws(Mishap) -> Int32 {
    var waking = Waking()
    var messenger = try Messenger(configuration, language)
    return show(OnceReport(round: try messenger.round(&waking)))
  }

  private func show(_ report: some Report) -> Int32 {
    if arguments.has("json") {
      sayJSON(report.json)
    } else {
      for line in report.lines(in: language) { say(line) }
    }
    return report.exit
  }

  private func sayJSON(_ value: JSONValue) {
    say(String(decoding: OrdinaryJSON.encode(value, pretty: true), as: UTF8.self))
  }
}

/// What an errand found, for people and for programs.
protocol Report {
  func lines(in language: Language) -> [String]
  var json: JSONValue { get }
  var exit: Int32 { get }
}

/// What `once` did.
struct OnceReport: Report {
  let round: Messenger.Round

  /// Set aside weighs most: that was no signal of the service.
  ///
  /// Then what must be tried again.
  var exit: Int32 {
    if round.setAside > 0 { return 65 }
    if round.unreachable > 0 { return 69 }
    if round.waiting > round.unwanted { return 75 }
    return round.unwanted > 0 ? 1 : 0
  }

  func lines(in language: Language) -> [String] {
    let nl = language == .nl
    return [
      nl
        ? "bezorgd \(round.delivered), mislukt \(round.failed), opzij gezet \(round.setAside), wacht \(round.waiting)"
        : "delivered \(round.delivered), failed \(round.failed), set aside \(round.setAside), waiting \(round.waiting)"
    ]
  }

  var json: JSONValue {
    [
      "delivered": .int(Int64(round.delivered)), "failed": .int(Int64(round.failed)),
      "set-aside": .int(Int64(round.setAside)), "unreachable": .int(Int64(round.unreachable)),
      "unwanted": .int(Int64(round.unwanted)), "waiting": .int(Int64(round.waiting)),
    ]
  }
}
