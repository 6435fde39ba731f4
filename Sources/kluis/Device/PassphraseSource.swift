import CommandTree
import Sodium

/// Where the passphrase comes from: a descriptor that was named, or the terminal.
///
/// Never an argument and never the environment: others can read both.
struct PassphraseSource {
  /// Longer is no passphrase but a file.
  static let limit = 1024

  let descriptor: Int32?
  let language: Language

  /// - Parameter name: whose passphrase it is, for the question.
  /// - Throws: 1 `no-terminal`, `passphrase-unreadable`, `interrupted`
  func read(for name: String) throws(Failure) -> SecretBytes {
    if let descriptor {
      return try PassphraseSource.line(from: descriptor)
    }
    let prompt = try TerminalPrompt()
    defer { prompt.end() }
    try prompt.ask(Texts.passphraseQuestion(name)[language])
    return try PassphraseSource.line(from: prompt.descriptor)
  }

  private static func line(from descriptor: Int32) throws(Failure) -> SecretBytes {
    do throws(SecretReadError) {
      return try SecretBytes.read(fd: descriptor, limit: limit)
    } catch { throw Failure(error) }
  }
}

extension Failure {
  /// Why a passphrase could not be read.
  init(_ error: SecretReadError) {
    switch error {
    case .tooLong:
      self.init(
        ExitCode.failed, "passphrase-unreadable", Texts.passphraseLong, hint: Texts.oneLine)
    case .nothing:
      self.init(
        ExitCode.failed, "passphrase-unreadable", Texts.passphraseNothing, hint: Texts.typeIt)
    case .failed(let number):
      self.init(
        ExitCode.failed, "passphrase-unreadable", Texts.descriptorFailed(number),
        hint: Texts.typeIt)
    case .memory:
      self.init(
        ExitCode.failed, "secret-memory", Texts.lockedMemory, hint: Texts.raiseLimit)
    }
  }
}
