import Foundation
import StrictJSON
import VaultFixture
import VaultTestKit

/// One run of a script: a vault, a folder of its own, and what was kept so far.
final class ScriptRun {
  private let desktop = Result { try Desktop() }
  private let folder: Scratch
  /// What partners handed over.
  private let partners: Scratch
  private var kept: [String: String] = [:]

  init() throws {
    folder = try Scratch()
    partners = try Scratch()
    try Partners.write(to: partners.url)
    try Data(terminalScript.utf8).write(to: partners.url.appendingPathComponent("terminal.py"))
  }

  /// What of the step's promises did not come true.
  func findings(_ step: Script.Step) throws -> [String] {
    let result = try run(step)
    var findings: [String] = []
    if result.status != step.status {
      findings.append("exit code \(result.status), not \(step.status ?? -1)")
    }
    for check in step.checks {
      if let finding = try finding(check, result) { findings.append(finding) }
    }
    // One picture of what happened, not one per promise.
    if !findings.isEmpty {
      findings = [
        (["> " + step.command] + findings).joined(separator: "\n")
          + "\n--- stdout\n\(result.text.prefix(2000))\n--- stderr\n\(result.errorText.prefix(2000))"
      ]
    }
    return findings
  }

  private func run(_ step: Script.Step) throws -> ProgramResult {
    let desktop = try desktop.get()
    guard let person = Person.allCases.first(where: { "\($0)" == step.person }) else {
      throw Script.Mistake(line: step.line, text: "nobody is called \(step.person)")
    }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    var environment = desktop.surroundings(person)
    environment["PATH"] = Places.tools.path + ":" + path
    for name in ["LC_ALL", "LC_MESSAGES", "NO_COLOR", "COLUMNS"] { environment[name] = "" }
    environment["LANG"] = "nl_NL.UTF-8"
    environment["me"] = "--identity \(desktop.identity(person)) --passphrase-fd 3"
    environment["identity"] = desktop.identity(person)
    environment["passphrase"] = desktop.secret
    environment["examples"] = Places.project.appendingPathComponent("Examples").path
    environment["policies"] = Places.project.appendingPathComponent("Policies").path
    environment["vault"] = desktop.vault.household.folder
    environment["partners"] = partners.url.path
    // Gives a program a terminal of its own; see TerminalScript.
    environment["terminal"] = partners.url.appendingPathComponent("terminal.py").path
    environment.merge(try Partners.words()) { $1 }
    environment.merge(kept) { $1 }
    // A session of its own has no terminal; descriptor 3 has the passphrase.
    return try Program.run(
      "setsid", ["-w", "bash", "-c", "exec 3<\"$passphrase\"\n" + step.command],
      environment: environment, folder: folder.url)
  }

  private func finding(_ check: Script.Check, _ result: ProgramResult) throws -> String? {
    switch check {
    case .contains(let stream, let text):
      return result[stream].contains(text) ? nil : "\(stream) lacks: \(text)"
    case .lacks(let stream, let text):
      return result[stream].contains(text) ? "\(stream) contains: \(text)" : nil
    case .empty(let stream): return result[stream].isEmpty ? nil : "\(stream) is not empty"
    case .json(let stream):
      guard let value = try? OrdinaryJSON.decode(Array(result[stream].utf8)),
        case .object = value, result[stream].split(separator: "\n").count == 1
      else { return "\(stream) is not one JSON object on one line" }
      return nil
    case .keep(let name):
      let words = result.text.split { !$0.isHexDigit }
      guard let id = words.first(where: { $0.count == 32 }) else { return "stdout has no id" }
      kept[name] = String(id)
      return nil
    case .gone(let file):
      let there = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
      return there.contains { $0.hasPrefix(file) } ? "\(file) is there" : nil
    }
  }
}

extension ProgramResult {
  fileprivate subscript(stream: Script.Stream) -> String {
    switch stream {
    case .out: text
    case .err: errorText
    }
  }
}
