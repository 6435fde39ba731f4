import CommandTree
import Delivery
import Glibc
import StrictJSON

/// Who would get what, and what stands in the way; nothing is started or written.
struct CheckReport: Report {
  private let configuration: Configuration
  private var findings: [(place: String, text: Text)] = []

  init(_ configuration: Configuration) {
    self.configuration = configuration
    if (try? StateFolder(configuration.state)) == nil {
      findings.append((configuration.state, Mishap.stateUnusable.text))
    }
    for path in configuration.spools where SpoolFolder(path: path).names() == nil {
      findings.append(
        (
          path,
          Text(
            nl: "niet te lezen, of voor iedereen open", en: "cannot be read, or open to everybody")
        ))
    }
    for path in configuration.spools where unsafe access(path, W_OK) != 0 {
      findings.append(
        (path, Text(nl: "er kan niets uit weg", en: "nothing can be taken from it")))
    }
    for sink in configuration.sinks {
      if let text = Self.obstacle(sink) { findings.append((sink.name, text)) }
    }
    for kind in SignalKind.known where configuration.sinks(for: kind).isEmpty {
      findings.append((kind.code, Text(nl: "niemand krijgt dit", en: "nobody gets this")))
    }
  }

  private static func obstacle(_ sink: Sink) -> Text? {
    switch sink.way {
    case .program(let program), .mail(let program, _):
      if unsafe access(program.path, X_OK) != 0 { return DeliveryFault.start.text }
      return Child.isSafe(program.path) ? nil : DeliveryFault.unsafe.text
    case .folder(let folder):
      guard let found = stat.of(folder), found.isFolder, unsafe access(folder, W_OK | X_OK) == 0
      else { return DeliveryFault.folder.text }
      return nil
    }
  }

  var exit: Int32 { findings.isEmpty ? 0 : 1 }

  /// The kinds that the service has and those that the configuration names besides.
  private var kinds: [SignalKind] {
    Set(SignalKind.known).union(configuration.sinks.flatMap { $0.kinds ?? [] }).sorted()
  }

  func lines(in language: Language) -> [String] {
    let nl = language == .nl
    var lines = kinds.map { kind in
      let names = configuration.sinks(for: kind).map(\.name).joined(separator: ", ")
      return "\(kind.code) -> \(names.isEmpty ? "-" : names)"
    }
    lines.append("mail/*.eml -> \(configuration.mailSink?.name ?? "-")")
    lines += findings.map { "\(nl ? "let op" : "attention"): \($0.place): \($0.text[language])" }
    if findings.isEmpty { lines.append(nl ? "in orde" : "in order") }
    return lines
  }

  var json: JSONValue {
    [
      "kinds": .object(
        kinds.map { kind in
          (
            kind.code,
            .array(configuration.sinks(for: kind).map { .string($0.name) })
          )
        }),
      "mail": configuration.mailSink.map { .string($0.name) } ?? .null,
      "findings": .array(
        findings.map { ["place": .string($0.place), "text": .string($0.text.en)] }),
    ]
  }
}
