import CommandTree
import Directory
import Glibc
import Sodium
import VaultClient

/// The identity file of who types: only theirs, closed to others, opened with their passphrase.
enum OwnIdentity {
  /// An identity file is a few hundred bytes.
  private static let limit = 64 * 1024

  /// Reads the file, after its owner and mode were checked on the open descriptor.
  ///
  /// - Throws: 1 `no-identity`, `identity-owner`, `identity-mode`; 65 `identity-malformed`
  static func read(_ path: String) throws(Failure) -> IdentityFile {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw Failure(
        ExitCode.failed, "no-identity", Texts.noIdentity(path), hint: Texts.makeIdentity)
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid()
    else {
      throw Failure(
        ExitCode.failed, "identity-owner", Texts.notOwnIdentity(path), hint: Texts.ownIdentity)
    }
    // 0600, or 0400 for who never changes it.
    guard status.st_mode & 0o177 == 0 else {
      throw Failure(
        ExitCode.failed, "identity-mode", Texts.identityOpen(path), hint: Texts.chmod(path))
    }
    let bytes = try InputFile.read(descriptor, named: path, limit: limit)
    do throws(IdentityError) { return try IdentityFile.decode(bytes) } catch {
      throw Failure(error)
    }
  }

  /// Opens it with the passphrase that the source gives.
  static func open(
    _ file: IdentityFile, _ source: PassphraseSource
  ) throws(Failure) -> KeyRing {
    do throws(ProcessHardening.HardeningError) { try ProcessHardening.apply() } catch {
      throw Failure(
        ExitCode.failed, "hardening", Texts.hardening, hint: Texts.hardeningHint)
    }
    let passphrase = try source.read(for: file.request.name)
    do throws(IdentityError) {
      return KeyRing(try file.open(passphrase: passphrase))
    } catch { throw Failure(error) }
  }
}

extension Failure {
  /// Why an identity file does not open.
  init(_ error: IdentityError) {
    switch error {
    case .passphrase:
      self.init(
        ExitCode.failed, "passphrase", Texts.wrongPassphrase, hint: Texts.tryPassphrase)
    case .malformed:
      self.init(
        ExitCode.data, "identity-malformed", Texts.identityMalformed, hint: Texts.identityCopy)
    case .proof, .inconsistent:
      self.init(
        ExitCode.data, "identity-inconsistent", Texts.identityInconsistent,
        hint: Texts.identityCopy)
    case .input:
      self.init(ExitCode.failed, "passphrase-empty", Texts.identityInput, hint: Texts.typeIt)
    case .stretch:
      self.init(
        ExitCode.failed, "memory", Texts.stretchFailed, hint: Texts.freeMemory)
    case .memory:
      self.init(
        ExitCode.failed, "secret-memory", Texts.lockedMemory, hint: Texts.raiseLimit)
    }
  }
}
