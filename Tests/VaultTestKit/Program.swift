package import Foundation

/// What a finished program said.
package struct ProgramResult: Sendable {
  package let status: Int32
  package let output: [UInt8]
  package let errors: [UInt8]

  package var text: String { String(decoding: output, as: UTF8.self) }
  package var errorText: String { String(decoding: errors, as: UTF8.self) }
}

/// Runs a program to its end, with its input given and its output kept in files so that no pipe can fill.
package enum Program {
  /// The full path of a program on PATH, or nil.
  package static func find(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    for folder in folders + ["/usr/sbin", "/sbin"] {
      let path = "\(folder)/\(name)"
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    return nil
  }

  /// Runs `path` with arguments; `environment` is added to the present one (an empty value removes).
  package static func run(
    _ path: String, _ arguments: [String], input: [UInt8] = [],
    environment: [String: String] = [:], folder: URL? = nil
  ) throws -> ProgramResult {
    let scratch = try Scratch()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path.contains("/") ? path : find(path) ?? path)
    process.arguments = arguments
    var all = ProcessInfo.processInfo.environment
    for (key, value) in environment { all[key] = value.isEmpty ? nil : value }
    process.environment = all
    if let folder { process.currentDirectoryURL = folder }
    let files = ["in", "out", "err"].map { scratch.url.appendingPathComponent($0) }
    try Data(input).write(to: files[0])
    for file in files.dropFirst() { try Data().write(to: file) }
    let handles = (
      try FileHandle(forReadingFrom: files[0]), try FileHandle(forWritingTo: files[1]),
      try FileHandle(forWritingTo: files[2])
    )
    process.standardInput = handles.0
    process.standardOutput = handles.1
    process.standardError = handles.2
    try process.run()
    process.waitUntilExit()
    return ProgramResult(
      status: process.terminationReason == .exit
        ? process.terminationStatus : -process.terminationStatus,
      output: [UInt8](try Data(contentsOf: files[1])),
      errors: [UInt8](try Data(contentsOf: files[2])))
  }
}
