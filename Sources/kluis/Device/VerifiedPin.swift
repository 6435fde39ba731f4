import AuditLog
import Desk
import StrictJSON
import VaultClient

/// How far this device's FG has verified the log: the next verification goes on from there.
///
/// One small file beside the client's own pins; it is only ever raised.
struct VerifiedPin {
  private let path: String
  private static let limit = 4096

  /// - Parameter folder: of what this device remembers of the vault.
  init(in folder: String) {
    path = folder + "/" + ClientState.verifiedName
  }

  /// The newest; nil before the first verification.
  ///
  /// - Throws: 65 `verified-damaged`: taken for empty it would let a log be cut short.
  func read() throws(Failure) -> Pin? {
    guard let bytes = try InputFile.readIfThere(path, limit: Self.limit) else { return nil }
    if let json = try? CanonicalJSON.decode(bytes, limits: .record), let pin = try? Pin(json) {
      return pin
    }
    throw Failure(
      ExitCode.data, "verified-damaged", Texts.verifiedDamaged(path),
      hint: Texts.verifiedHint(path))
  }

  func raise(to pin: Pin) throws(Failure) {
    if let old = try read(), old.size >= pin.size { return }
    let bytes = CanonicalJSON.encode(pin.json)
    try OutputFile.replace(path, with: bytes)
  }
}
