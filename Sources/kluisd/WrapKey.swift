import Glibc
import Socket
import Sodium
import VaultService

/// Finds W, the key that opens the keystore key.
///
/// In this order: systemd's descriptor store (a restart needs nobody), the systemd credential
/// `wrap-key`, the file `wrap.key` of the vault's folder. (systemd.exec(5), sd_pid_notify_with_fds(3))
enum WrapKey {
  static let storedName = Activation.storedName

  /// W and whether the supervisor holds it already.
  struct Found: ~Copyable {
    let key: SecretBytes
    let isStored: Bool
  }

  static func find(_ folder: String) throws -> Found {
    if let descriptor = try Activation.stored(name: storedName) {
      _ = lseek(descriptor.raw, 0, SEEK_SET)
      return Found(key: try SecretFile.read(descriptor: descriptor.raw), isStored: true)
    }
    if let credentials = Environment.value("CREDENTIALS_DIRECTORY") {
      do {
        return Found(key: try SecretFile.read(credentials + "/wrap-key"), isStored: false)
      } catch SecretFile.Fault.missing {}
    }
    return Found(key: try SecretFile.read(folder + "/wrap.key"), isStored: false)
  }

  /// Hands W to the supervisor, so that the next start finds it there; nothing without a supervisor.
  static func store(_ key: borrowing SecretBytes, with supervisor: Supervisor) throws {
    let file = try Descriptor.memoryFile(named: storedName)
    try SecretFile.write(key, descriptor: file.raw)
    try supervisor.store(file, name: storedName)
  }
}
