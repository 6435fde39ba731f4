import Sodium

/// `service.key`: the seed of the key that signs hello, also while the vault is sealed.
enum ServiceKeyFile {
  static func read(_ path: String) throws(StartError) -> SigningKeyPair {
    do { return try SigningKeyPair(seed: SecretFile.read(path)) } catch let error
      as SecretFile.Fault
    {
      throw .serviceKey(error.description)
    } catch { throw .serviceKey("it cannot be kept in locked memory") }
  }
}
