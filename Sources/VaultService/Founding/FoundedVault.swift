package import Directory

/// What the founding of a vault made.
package struct FoundedVault: Sendable {
  /// What every member's identity names; the file `institution.pub`.
  package let anchor: Anchor
  /// What the first record says.
  package let founding: Founding
  /// Under which bundles will be signed, once a directory record says so; the file `bundle.pub`.
  package let bundleKey: BundleKey
}

/// The files in a new vault's folder.
package enum FoundedFile: String, CaseIterable, Sendable {
  /// The host's root key, until share holders keep it in parts. Leaves the machine.
  case rootKey = "root.key"
  /// W: opens `keystore.db` at a start.
  case wrapKey = "wrap.key"
  /// Proves to clients that this is the vault.
  case serviceKey = "service.key"
  /// The service's halves of the section keys, the erasure tokens, the log key and the bundle key; sealed
  /// under W.
  case keystore = "keystore.db"
  /// Ciphertext, directory and log.
  case vault = "vault.db"
  /// The institution's public key and the vault's name.
  case institution = "institution.pub"
  /// The public key under which bundles are signed, as minisign writes it.
  case bundle = "bundle.pub"
}
