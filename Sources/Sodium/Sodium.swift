// Sodium: the one place that calls libsodium.
//
// Everything secret lives in `SecretBytes`: locked memory between guard pages, wiped when the value
// ends. It cannot be copied by accident (it is move-only), printed, or compared other than in
// constant time. Its bytes are lent to a closure as a `Span`; no pointer leaves this module.
//
// What to call:
//   a secret                 SecretBytes, SecretWriter (to put one together)
//   encrypt, decrypt         AEAD (under a key), SealedBox (to a person), Padding (before either),
//                            SecretStream (a file in parts)
//   sign, verify             Signature, with a Domain
//   hash                     BLAKE2b (ours), SHA256 (Merkle trees and requests), MAC (of answers)
//   agree on session keys    KeyExchange
//   what standards ask for   HMACSHA256, PBKDF2 (SLIP-0039); HKDF, Scrypt, X25519, ChaChaPoly (age)
//   stretch a passphrase     PasswordHash
//   bytes as text            Base64, Hex: one spelling per value
//   close the process        ProcessHardening
//
// What it is not: a place for formats. Which bytes go under which key is said by `Records` and
// `Wire`; here are only the primitives, each with the lengths that it accepts.
//
// Lengths of keys and nonces that a caller fixes in its own code are preconditions; whatever can
// come from outside (ciphertexts, public keys, signatures, encodings) is refused with an error.

internal import CSodium

enum Library {
  /// libsodium chooses its implementations and opens its random source once, here.
  ///
  /// Without a source of randomness nothing in this program is safe to run, so that is a trap.
  private static let started: Void = {
    precondition(sodium_init() >= 0, "libsodium could not start")
  }()

  static func start() {
    _ = started
  }
}
