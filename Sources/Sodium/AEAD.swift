internal import CSodium

/// XChaCha20-Poly1305 (IETF): what is encrypted here also cannot be changed.
///
/// Keys are 32 bytes, nonces 24 random bytes, and the ciphertext is 16 bytes longer than the
/// plaintext. The additional data `ad` is authenticated and not stored.
/// - Source: crypto_aead_xchacha20poly1305_ietf_encrypt(3), draft-irtf-cfrg-xchacha-03
package enum AEAD {
  package static let keyCount = 32
  package static let nonceCount = 24
  package static let tagCount = 16

  /// Why a ciphertext was not opened.
  package enum OpenError: Error, Equatable, CustomStringConvertible {
    /// Shorter than a tag, or the key or nonce has another length than the cipher's.
    case malformed
    /// Not what was sealed under this key, nonce and additional data.
    case tampered
    case memory(SecretMemoryError)

    package var description: String {
      switch self {
      case .malformed: "this is not a ciphertext of this kind"
      case .tampered: "the ciphertext was changed, or belongs to another key or place"
      case .memory(let error): error.description
      }
    }

    package var hint: String {
      switch self {
      case .malformed, .tampered: "do not use it; fetch it again, and report it if that fails"
      case .memory(let error): error.hint
      }
    }
  }

  /// A fresh nonce: 24 random bytes do not repeat.
  package static func nonce() -> [UInt8] { Random.bytes(nonceCount) }

  /// Encrypts public-type bytes, such as dossier text.
  ///
  /// - Precondition: the key has 32 bytes and the nonce 24.
  package static func seal(
    _ plaintext: [UInt8], ad: [UInt8], nonce: [UInt8], key: borrowing SecretBytes
  ) -> [UInt8] {
    seal(plaintext.span, ad, nonce, key)
  }

  /// Encrypts a secret; as `seal`.
  package static func sealSecret(
    _ plaintext: borrowing SecretBytes, ad: [UInt8], nonce: [UInt8], key: borrowing SecretBytes
  ) -> [UInt8] {
    plaintext.withSpan { seal($0, ad, nonce, key) }
  }

  private static func seal(
    _ plaintext: Span<UInt8>, _ ad: [UInt8], _ nonce: [UInt8], _ key: borrowing SecretBytes
  ) -> [UInt8] {
    precondition(key.count == keyCount && nonce.count == nonceCount, "key or nonce length")
    let key = unsafe key.pointer
    return unsafe plaintext.withUnsafeBufferPointer { plain in
      unsafe [UInt8](unsafeUninitializedCapacity: plain.count + tagCount) { out, filled in
        guard let start = out.baseAddress else { return }
        unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
          start, nil, plain.baseAddress, UInt64(plain.count), ad, UInt64(ad.count), nil,
          nonce, key)
        filled = plain.count + tagCount
      }
    }
  }

  /// Decrypts to plain bytes.
  ///
  /// - Throws: `.malformed`, `.tampered`
  package static func open(
    _ ciphertext: [UInt8], ad: [UInt8], nonce: [UInt8], key: borrowing SecretBytes
  ) throws(OpenError) -> [UInt8] {
    let count = try plaintextCount(ciphertext, nonce, key)
    let key = unsafe key.pointer
    var opened = false
    let plaintext = unsafe [UInt8](unsafeUninitializedCapacity: count) { out, filled in
      opened = unsafe open(ciphertext, ad, nonce, key, to: out.baseAddress)
      filled = opened ? count : 0
    }
    guard opened else { throw .tampered }
    return plaintext
  }

  /// Decrypts straight into locked memory.
  ///
  /// - Throws: `.malformed`, `.tampered`, `.memory`
  package static func openSecret(
    _ ciphertext: [UInt8], ad: [UInt8], nonce: [UInt8], key: borrowing SecretBytes
  ) throws(OpenError) -> SecretBytes {
    let count = try plaintextCount(ciphertext, nonce, key)
    let plaintext: SecretBytes
    do { plaintext = try SecretBytes(count: count) } catch { throw .memory(error) }
    guard unsafe open(ciphertext, ad, nonce, key.pointer, to: plaintext.pointer) else {
      throw .tampered
    }
    return plaintext
  }

  /// Decrypts `nonce ‖ ciphertext` into a part of a secret: many short values without a cell each.
  ///
  /// - Parameter sealed: as it lies in a file or message.
  /// - Parameter offset: where the plaintext begins in `target`, which must have room for it.
  /// - Returns: how long the plaintext is.
  /// - Throws: `.malformed`, also when it does not fit; `.tampered`, and then that part is zeros.
  package static func open(
    _ sealed: Span<UInt8>, ad: [UInt8], key: borrowing SecretBytes, into target: inout SecretBytes,
    at offset: Int
  ) throws(OpenError) -> Int {
    let count = sealed.count - nonceCount - tagCount
    guard key.count == keyCount, count >= 0, offset >= 0, offset <= target.count - count
    else { throw .malformed }
    let opened = unsafe sealed.withUnsafeBufferPointer { sealed in
      guard let start = sealed.baseAddress else { return false }
      return unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
        target.pointer + offset, nil, nil, start + nonceCount, UInt64(count + tagCount), ad,
        UInt64(ad.count), start, key.pointer) == 0
    }
    guard opened else { throw .tampered }
    return count
  }

  private static func plaintextCount(
    _ ciphertext: [UInt8], _ nonce: [UInt8], _ key: borrowing SecretBytes
  ) throws(OpenError) -> Int {
    guard key.count == keyCount, nonce.count == nonceCount, ciphertext.count >= tagCount
    else { throw .malformed }
    return ciphertext.count - tagCount
  }

  private static func open(
    _ ciphertext: [UInt8], _ ad: [UInt8], _ nonce: [UInt8], _ key: UnsafePointer<UInt8>,
    to out: UnsafeMutablePointer<UInt8>?
  ) -> Bool {
    unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
      out, nil, nil, ciphertext, UInt64(ciphertext.count), ad, UInt64(ad.count), nonce, key) == 0
  }
}
