import Sodium

/// `service.key`: the seed of the key that signs hello, also while the vault is sealed.
enum ServiceKeyFile {
  static func read(_ path: String) throws(StartError) -> SigningKeyPair {
    do { return try SigningKeyPair(seed: SecretFile.read(path)) } catch let error
      as SecretFile.Fault
    {
      let cause = StartError.serviceKey(error.description)
      throw error == .content
        ? cause : .unavailable(.init(cause.description, hint: cause.hint))
    } catch {
      throw .unavailable(
        .init(
          "service.key cannot be kept in locked memory",
          hint: "raise the limit on locked memory (LimitMEMLOCK=, ulimit -l)"))
    }
  }
}
