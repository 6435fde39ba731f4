internal import CSodium

/// ChaCha20-Poly1305 (IETF), where a standard of others asks for it; ours is `AEAD`.
///
/// Its nonce of 12 bytes is too short to be random: it is a counter under a key that is used once, and
/// who calls it answers for that. There is no additional data.
///
/// - Source: RFC 8439; crypto_aead_chacha20poly1305_ietf_encrypt(3)
package enum ChaChaPoly {
  package static let keyCount = 32
  package static let nonceCount = 12
  package static let tagCount = 16

  /// Appends ciphertext and tag to `sealed`.
  ///
  /// - Precondition: the key has 32 bytes and the nonce 12.
  package static func seal(
    _ plaintext: Span<UInt8>, nonce: [UInt8], key: borrowing SecretBytes,
    appendingTo sealed: inout [UInt8]
  ) {
    precondition(key.count == keyCount && nonce.count == nonceCount, "key or nonce length")
    let key = unsafe key.pointer
    let count = plaintext.count + tagCount
    unsafe plaintext.withUnsafeBufferPointer { plain in
      sealed.append(addingCapacity: count) { out in
        unsafe out.withUnsafeMutableBufferPointer { buffer, filled in
          guard let start = buffer.baseAddress else { return }
          unsafe crypto_aead_chacha20poly1305_ietf_encrypt(
            start, nil, plain.baseAddress, UInt64(plain.count), nil, 0, nil, nonce, key)
          filled = count
        }
      }
    }
  }

  /// Appends the plaintext to `opened`, and nothing when this was not sealed under key and nonce.
  ///
  /// - Precondition: the key has 32 bytes and the nonce 12.
  package static func open(
    _ sealed: Span<UInt8>, nonce: [UInt8], key: borrowing SecretBytes,
    appendingTo opened: inout [UInt8]
  ) -> Bool {
    precondition(key.count == keyCount && nonce.count == nonceCount, "key or nonce length")
    let count = sealed.count - tagCount
    guard count >= 0 else { return false }
    let key = unsafe key.pointer
    var verified = false
    unsafe sealed.withUnsafeBufferPointer { sealed in
      // One byte of room more, so that an empty plaintext has an address too.
      opened.append(addingCapacity: count + 1) { out in
        unsafe out.withUnsafeMutableBufferPointer { buffer, filled in
          guard let start = buffer.baseAddress, let from = sealed.baseAddress else { return }
          verified =
            unsafe crypto_aead_chacha20poly1305_ietf_decrypt(
              start, nil, nil, from, UInt64(sealed.count), nil, 0, nonce, key) == 0
          filled = verified ? count : 0
        }
      }
    }
    return verified
  }

  /// Encrypts a secret; as `seal`.
  package static func sealSecret(
    _ secret: borrowing SecretBytes, nonce: [UInt8], key: borrowing SecretBytes
  ) -> [UInt8] {
    var sealed: [UInt8] = []
    secret.withSpan { seal($0, nonce: nonce, key: key, appendingTo: &sealed) }
    return sealed
  }

  /// Decrypts straight into locked memory; nil when this was not sealed under key and nonce.
  ///
  /// - Precondition: the key has 32 bytes and the nonce 12.
  package static func openSecret(
    _ sealed: [UInt8], nonce: [UInt8], key: borrowing SecretBytes
  ) throws(SecretMemoryError) -> SecretBytes? {
    precondition(key.count == keyCount && nonce.count == nonceCount, "key or nonce length")
    guard sealed.count >= tagCount else { return nil }
    let opened = try SecretBytes(count: sealed.count - tagCount)
    guard
      unsafe crypto_aead_chacha20poly1305_ietf_decrypt(
        opened.pointer, nil, nil, sealed, UInt64(sealed.count), nil, 0, nonce, key.pointer) == 0
    else { return nil }
    return opened
  }
}
