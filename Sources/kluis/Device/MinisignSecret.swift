import Desk
import Minisign
import Sodium

/// The secret minisign key of who types: only theirs, closed to others, opened with its passphrase.
enum MinisignSecret {
  /// - Throws: 77 `passphrase`; 65 `minisign-secret`; 1 without memory for keys, and what reading throws
  static func open(_ path: String, _ desk: Desk) throws(Failure) -> MinisignPair {
    let file = try InputFile.readSecret(path)
    let isLocked: Bool
    do throws(MinisignError) { isLocked = try MinisignKeyFile.isLocked(file) } catch {
      throw Failure(secret: error, path)
    }
    let passphrase = isLocked ? try passphrase(for: path, desk) : try none()
    do throws(MinisignError) { return try MinisignKeyFile.unlock(file, passphrase) } catch {
      throw Failure(secret: error, path)
    }
  }

  private static func passphrase(for path: String, _ desk: Desk) throws(Failure) -> SecretBytes {
    try Passphrase(descriptor: desk.passphraseDescriptor, language: desk.language).read(for: path)
  }

  private static func none() throws(Failure) -> SecretBytes {
    do throws(SecretMemoryError) { return try SecretBytes(count: 0) } catch { throw .memory }
  }
}

extension Failure {
  /// Why a secret minisign key did not open or sign.
  init(secret error: MinisignError, _ path: String) {
    switch error {
    case .passphrase:
      self.init(
        ExitCode.refused, "passphrase", Texts.wrongPassphrase(path), hint: Texts.tryPassphrase)
    case .workingMemory, .memory: self = .memory
    default:
      self.init(
        ExitCode.data, "minisign-secret", Texts.minisignSecret(path),
        hint: Texts.minisignSecretHint)
    }
  }
}
