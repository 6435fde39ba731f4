package import Directory
import Glibc
import Sodium
package import VaultClient

/// The identity file of who types: only theirs, closed to others, opened with their passphrase.
package enum OwnIdentity {
  /// Reads the file, after its owner and mode were checked on the open descriptor.
  ///
  /// - Throws: 1 `no-identity`, `file-owner`, `file-mode`; 65 `identity-malformed`
  package static func read(_ path: String) throws(Failure) -> IdentityFile {
    let bytes: [UInt8]
    do throws(Failure) { bytes = try InputFile.readOwn(path) } catch {
      guard error.code == "file-not-readable" else { throw error }
      throw Failure(
        ExitCode.failed, "no-identity", Texts.noIdentity(path), hint: Texts.makeIdentity)
    }
    do throws(IdentityError) { return try IdentityFile.decode(bytes) } catch {
      throw Failure(error, path)
    }
  }

  /// Opens it with the passphrase that is asked or given.
  ///
  /// - Throws: 77 `passphrase`; 65 `identity-inconsistent`; 1 without memory for keys
  package static func open(
    _ file: IdentityFile, at path: String, _ source: Passphrase
  ) throws(Failure) -> KeyRing {
    let passphrase = try source.read(for: file.request.name)
    do throws(IdentityError) {
      return KeyRing(try file.open(passphrase: passphrase))
    } catch { throw Failure(error, path) }
  }
}

extension Failure {
  /// Why a sealed file of keys was not made or does not open.
  ///
  /// - Parameter path: the file that was meant.
  package init(_ error: IdentityError, _ path: String) {
    switch error {
    case .passphrase:
      self.init(
        ExitCode.refused, "passphrase", Texts.wrongPassphrase(path), hint: Texts.tryPassphrase)
    case .malformed, .proof, .stretch(.limits), .stretch(.saltLength):
      self.init(
        ExitCode.data, "identity-malformed", Texts.identityMalformed(path),
        hint: Texts.identityCopy)
    case .inconsistent:
      self.init(
        ExitCode.data, "identity-inconsistent", Texts.identityInconsistent(path),
        hint: Texts.identityCopy)
    case .input:
      self.init(ExitCode.usage, "identity-input", Texts.identityInput, hint: Texts.inputForm)
    case .stretch:
      self.init(ExitCode.failed, "memory", Texts.stretchFailed, hint: Texts.freeMemory)
    case .memory: self = .memory
    }
  }

  /// No locked memory is left for keys.
  package static let memory = Failure(
    ExitCode.failed, "secret-memory", Texts.lockedMemory, hint: Texts.raiseLimit)
}
