import Directory
import Foundation
import Sodium
import StrictJSON
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit

/// A running vault, and everybody with an identity file and a `kluis` of their own.
final class Desktop {
  let vault: RunningVault
  private let scratch: Scratch
  private let tool = Places.tools.appendingPathComponent("kluis").path
  /// What is different for everybody's `kluis`, such as the way to the vault.
  var environment: [String: String] = [:]
  /// The file with everybody's passphrase.
  let secret: String
  static let passphrase = "vier losse woorden"

  /// - Parameter settings: what is different for the service.
  init(settings: ((Household) -> ((inout VaultSettings) -> Void))? = nil) throws {
    let household = try Household()
    vault = try RunningVault(household, settings: settings?(household))
    scratch = try Scratch()
    secret = scratch.path("passphrase")
    try Data((Self.passphrase + "\n").utf8).write(to: URL(fileURLWithPath: secret))
    for person in Person.allCases {
      let bytes = try vault.household.ring(person).identity.encode(
        passphrase: SecretBytes(copying: Array(Self.passphrase.utf8)),
        limits: PasswordHash.Limits(operations: 1, memory: 8192))
      let path = identity(person)
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
  }

  func identity(_ person: Person) -> String { scratch.path("\(person).json") }
  func path(_ name: String) -> String { scratch.path(name) }

  /// Writes the request to enrol of somebody new.
  func newcomer(_ name: String, to path: String) throws {
    let identity = try Identity.create(name: name, anchor: vault.household.anchor)
    try Data(identity.enrolment.encode()).write(to: URL(fileURLWithPath: path))
  }

  /// Runs `kluis` as one of them, in Dutch.
  func kluis(
    _ person: Person, _ words: String..., input: String = ""
  ) throws -> ProgramResult {
    try run(person, words, input: input)
  }

  /// The same in another language.
  func kluis(_ person: Person, _ words: [String], language: String) throws -> ProgramResult {
    try run(person, words, input: "", language: language)
  }

  private func run(
    _ person: Person, _ words: [String], input: String, language: String = "nl"
  ) throws -> ProgramResult {
    // The shell opens descriptor 3, so that stdin stays free for the text.
    let arguments =
      [tool] + words + ["--identity", identity(person), "--passphrase-fd", "3", "--taal", language]
    return try Program.run(
      "setsid", ["-w", "bash", "-c", "exec \"$@\" 3<\"$0\"", secret] + arguments,
      input: Array(input.utf8), environment: surroundings(person))
  }

  /// The environment of one of them: a home, no configuration, the way to the vault.
  func surroundings(_ person: Person) -> [String: String] {
    [
      "HOME": scratch.path("home-\(person)"), "XDG_CONFIG_HOME": "", "XDG_STATE_HOME": "",
      "KLUIS_HOST": "unix:\(vault.socket)",
    ].merging(environment) { $1 }
  }

  /// The same for its JSON answer.
  func answer(
    _ person: Person, _ words: String..., input: String = ""
  ) throws -> JSONValue {
    let result = try run(person, words + ["--json"], input: input)
    guard result.status == 0 else { throw NoAnswer(errors: result.errorText) }
    return try OrdinaryJSON.decode(result.output)
  }
}

/// What a command said when it was expected to answer.
struct NoAnswer: Error {
  let errors: String
}
