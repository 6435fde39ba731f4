// kluis-bench: how fast the real tools are, from a client's call to its checked answer.
//
// It founds a vault in a scratch folder, starts the `kluisd` that it was given in a process of its
// own, fills the vault through the client library and measures through it. The service's CPU time
// and memory are what the kernel says of that process; nothing is measured inside it.
//
// What it is not: a test. No figure fails a build; `Benchmarks/run` puts the goals beside them.
//
// Figures by hand: `--figures refresh --dossiers 2100 --entries 8`, and `restore` (Benchmarks/restore).
//
//   kluis-bench --kluisd PATH --kluis PATH --policies DIR --scratch DIR [--dossiers 50]

import Foundation

@main
struct KluisBench {
  static func main() throws {
    let options = try Options(CommandLine.arguments.dropFirst())
    var figures = Figures()
    figures.add("fsync", ["p50_us": try Disk.syncLatency(in: options.scratch)])
    if let kluis = options.kluis {
      figures.add("start", ["p50_ms": try Starting.milliseconds(of: kluis)])
    }
    let institution = try Institution(in: options.scratch)
    let service = try Service(
      program: options.kluisd, folder: institution.folder, policies: try Policies.folder(options),
      socket: options.socket ?? options.scratch + "/s", backups: try Restoring.folder(options))
    defer { service.stop() }
    try institution.enrol(over: service)
    let archive = try Archive(institution, service, options)
    figures.add("fill", archive.figures)
    for figure in options.figures {
      switch figure {
      case "open": figures.add("open", try Opening(archive).oneClient())
      case "open-16": figures.add("open_16", try Opening(archive).manyClients(16))
      case "append": figures.add("append", try Appending(archive).clients(1))
      case "append-16": figures.add("append_16", try Appending(archive).clients(16))
      case "refresh": figures.add("refresh", try Refreshing(archive).bothParts())
      case "restore": figures.add("restore", try Restoring(archive).wholeWay())
      case "memory": figures.add("memory", try Memory(archive).clients(256))
      default: throw Mistake("unknown figure \(figure)")
      }
    }
    print(figures.json)
  }
}

/// The project's own policies, but for the number of clients: they let 128 in, and 256 are measured.
enum Policies {
  static func folder(_ options: Options) throws -> String {
    let folder = options.scratch + "/policies"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for name in ["rollen.json", "toegang.json", "overdracht.json"] {
      let text = try String(contentsOfFile: "\(options.policies)/\(name)", encoding: .utf8)
      try text.replacingOccurrences(of: "\"clienten\": 128", with: "\"clienten\": 512")
        .write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }
    return folder
  }
}

/// What the command line says.
struct Options {
  var kluisd = ""
  var kluis: String?
  /// `kluis-keys`, for the figure `restore`.
  var keys: String?
  var policies = ""
  var scratch = ""
  var socket: String?
  var dossiers = 50
  var entries = 200
  var seconds = 5.0
  var figures = ["open", "open-16", "append", "append-16", "memory"]

  init(_ arguments: some Sequence<String>) throws {
    var rest = Array(arguments)[...]
    while let name = rest.popFirst() {
      guard let value = rest.popFirst() else { throw Mistake("\(name) needs a value") }
      switch name {
      case "--kluisd": kluisd = value
      case "--kluis": kluis = value
      case "--keys": keys = value
      case "--policies": policies = value
      case "--scratch": scratch = value
      case "--socket": socket = value
      case "--dossiers": dossiers = Int(value) ?? dossiers
      case "--entries": entries = Int(value) ?? entries
      case "--seconds": seconds = Double(value) ?? seconds
      case "--figures": figures = value.split(separator: ",").map(String.init)
      default: throw Mistake("unknown option \(name)")
      }
    }
    guard !kluisd.isEmpty, !policies.isEmpty, !scratch.isEmpty
    else { throw Mistake("--kluisd, --policies and --scratch are needed") }
  }
}

/// Why a run ended without figures.
struct Mistake: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Figures by name, in the order in which they were measured.
struct Figures {
  private var lines: [String] = []

  mutating func add(_ name: String, _ values: [String: Double]) {
    let members = values.sorted { $0.key < $1.key }
      .map { "\"\($0.key)\":\(($0.value * 1000).rounded() / 1000)" }
    lines.append("\"\(name)\":{\(members.joined(separator: ","))}")
    FileHandle.standardError.write(Data("\(lines[lines.count - 1])\n".utf8))
  }

  var json: String { "{\(lines.joined(separator: ","))}" }
}
