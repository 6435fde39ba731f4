import AgeFile
import Desk

/// A partner's secret age keys, from the file that `age-keygen` made.
enum AgeKeys {
  /// - Throws: 1 `file-not-readable`, `file-owner`, `file-mode`; 65 `age-identity-file`
  static func read(_ path: String) throws(Failure) -> [AgeIdentity] {
    let file = try InputFile.readSecret(path)
    do throws(AgeKeyError) { return try AgeIdentity.readFile(file) } catch {
      throw Failure(
        ExitCode.data, "age-identity-file", Texts.identityFile(path), hint: Texts.identityFileHint)
    }
  }
}
