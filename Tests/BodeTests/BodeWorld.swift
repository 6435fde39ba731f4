import Foundation
import Glibc
import StrictJSON
import VaultTestKit

/// A spool, a state folder and sinks that are shell scripts, in one scratch folder.
final class BodeWorld {
  let scratch: Scratch
  var sinks: [JSONValue] = []
  var retry: JSONValue = ["first": 1, "most": 2]

  static let tool = Places.tools.appendingPathComponent("kluis-bode").path
  static let noodtoegang = "1898845200000-noodtoegang-0a1b2c3d.json"

  /// - Parameter spool: where signals lie; nil for a folder of its own.
  init(spool: String? = nil) throws {
    scratch = try Scratch()
    self.spool = spool ?? scratch.path("spool")
    if spool == nil { try folder("spool") }
    try folder("state")
    try folder("sinks")
  }

  let spool: String
  var config: String { scratch.path("bode.json") }
  var bad: [String] { names(spool + "/bad") }
  /// What still waits, whole mails not counted.
  var waiting: [String] { names(spool).filter { $0 != "bad" && $0 != "mail" } }

  func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  func folder(_ name: String, mode: Int = 0o700) throws {
    try FileManager.default.createDirectory(
      atPath: scratch.path(name), withIntermediateDirectories: false,
      attributes: [.posixPermissions: mode])
  }

  func read(_ name: String) -> String? {
    (try? Data(contentsOf: URL(fileURLWithPath: scratch.path(name)))).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// A sink that runs a script of sh.
  @discardableResult
  func sink(
    _ name: String, _ script: String, seconds: Int64 = 20, signals: JSONValue = "all",
    arguments: [String] = []
  ) throws -> String {
    let path = try program(name, script)
    sinks.append([
      "name": .string(name), "type": "program", "path": .string(path),
      "arguments": .array(arguments.map { .string($0) }), "seconds": .int(seconds),
      "signals": signals,
    ])
    return path
  }

  func program(_ name: String, _ script: String) throws -> String {
    let path = scratch.path("sinks/\(name)")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
    chmod(path, 0o755)
    return path
  }

  func configure(_ change: (inout [String: JSONValue]) -> Void = { _ in }) throws {
    var fields: [String: JSONValue] = [
      "schema": "dossierkluis/bode/1", "spools": [.string(spool)],
      "state": .string(scratch.path("state")), "sinks": .array(sinks), "retry": retry, "every": 1,
    ]
    change(&fields)
    let bytes = OrdinaryJSON.encode(.object(fields.sorted { $0.key < $1.key }.map { ($0, $1) }))
    try write(bytes, config)
    chmod(config, 0o600)
  }

  func write(_ bytes: [UInt8], _ path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// A signal as the service writes it.
  static func signal(
    _ kind: String = "noodtoegang", members: [UInt8] = [1, 2], leaf: Int64 = 7
  ) -> [UInt8] {
    func id(_ byte: UInt8) -> JSONValue {
      .string(Data([UInt8](repeating: byte, count: 16)).base64EncodedString())
    }
    return CanonicalJSON.encode([
      "at": 1_898_845_200_000, "dossier": id(0xD0), "kind": .string(kind), "leaf": .int(leaf),
      "members": .array(members.map(id)), "request": id(0xE0), "schema": "dossierkluis/signaal/1",
      "until": 1_898_931_600_000,
    ])
  }

  @discardableResult
  func put(_ name: String = noodtoegang, _ bytes: [UInt8] = signal()) throws -> [UInt8] {
    try write(bytes, spool + "/" + name)
    return bytes
  }

  func bode(
    _ words: [String], environment: [String: String] = [:]
  ) throws -> ProgramResult {
    var all = ["LC_ALL": "C", "SWIFT_BACKTRACE": "enable=no"]
    all.merge(environment) { $1 }
    return try Program.run(Self.tool, words + ["--config", config], environment: all)
  }

  func once() throws -> ProgramResult { try bode(["once"]) }

  func json(_ result: ProgramResult) throws -> JSONValue {
    try OrdinaryJSON.decode(result.output, limits: .record)
  }

  /// Starts the daemon.
  func start(_ words: [String] = ["run"]) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.tool)
    process.arguments = words + ["--config", config]
    process.standardOutput = FileHandle.nullDevice
    try write([], scratch.path("journal"))
    process.standardError = FileHandle(forWritingAtPath: scratch.path("journal"))
    try process.run()
    return process
  }

  /// Waits until something holds; false when it never did.
  func wait(seconds: Double = 30, _ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
      if try condition() { return true }
      usleep(5_000)
    }
    return false
  }
}
