import Directory
import Foundation
import Sodium
import VaultTestKit

/// `kluis-keys` as a process: without a terminal, in English, passphrases on its standard input.
struct KeyTool {
  let scratch: Scratch
  static let passphrase = "correct horse battery staple"

  init() throws { scratch = try Scratch() }

  func path(_ name: String) -> String { scratch.path(name) }

  /// A session of its own has no /dev/tty, so nothing can be asked and no test can hang.
  func run(
    _ words: [String], lines: [String] = [], environment: [String: String] = [:]
  ) throws -> ProgramResult {
    let tool = Places.tools.appendingPathComponent("kluis-keys").path
    return try Program.run(
      "setsid", ["-w", tool] + words, input: Array(lines.map { $0 + "\n" }.joined().utf8),
      environment: ["LC_ALL": "C"].merging(environment) { $1 }, folder: scratch.url)
  }

  /// Names of what lies in the folder.
  func files(_ folder: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
  }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let file = path(name)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
  }

  func mode(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
  }

  /// `institution.key` and `institution.pub` under `passphrase`, cheap to open.
  func makeInstitution(origin: String = "kluis.test") throws -> Anchor {
    let key = try InstitutionKey.create(origin: origin)
    try write(
      "institution.key", key.encode(passphrase: Self.secret(Self.passphrase), limits: Self.cheap))
    try write("institution.pub", key.anchor.encode())
    return key.anchor
  }

  /// An identity NAME and its request NAME.pub under `passphrase`, cheap to open.
  func makeIdentity(_ name: String, _ anchor: Anchor) throws -> EnrolmentRequest {
    let identity = try Identity.create(name: name, anchor: anchor)
    try write(name, identity.encode(passphrase: Self.secret(Self.passphrase), limits: Self.cheap))
    try write(name + ".pub", identity.enrolment.encode())
    return identity.enrolment
  }

  static func secret(_ text: String) throws -> SecretBytes {
    try SecretBytes(copying: Array(text.utf8))
  }

  /// The least that Argon2id takes: what is tested here is not how slow a guess is.
  static var cheap: PasswordHash.Limits {
    get throws { try PasswordHash.Limits(operations: 1, memory: 8192) }
  }
}
