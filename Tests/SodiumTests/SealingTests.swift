import Sodium
import Testing

struct SealingTests {
  /// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
  @Test func `XChaCha20-Poly1305 gives the draft's ciphertext`() throws {
    let key = try SecretBytes(copying: (0x80...0x9f).map { UInt8($0) })
    let nonce = try #require(Hex.decode("404142434445464748494a4b4c4d4e4f5051525354555657"))
    let ad = try #require(Hex.decode("50515253c0c1c2c3c4c5c6c7"))
    let text = Array(
      ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
        + "future, sunscreen would be it.").utf8)
    let sealed = AEAD.seal(text, ad: ad, nonce: nonce, key: key)
    #expect(
      Hex.encode(sealed)
        == "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
        + "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
        + "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
        + "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780a"
        + "cf49")
    #expect(try AEAD.open(sealed, ad: ad, nonce: nonce, key: key) == text)
  }

  @Test func `a ciphertext with any byte changed is refused`() throws {
    let key = try SecretBytes.random(32)
    let nonce = AEAD.nonce()
    let secret = try SecretBytes.random(20)
    let sealed = AEAD.sealSecret(secret, ad: [1], nonce: nonce, key: key)
    #expect(sealed.count == 36)
    #expect(try AEAD.openSecret(sealed, ad: [1], nonce: nonce, key: key).bytes == secret.bytes)
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 4
      #expect(throws: AEAD.OpenError.tampered) {
        _ = try AEAD.open(changed, ad: [1], nonce: nonce, key: key)
      }
      #expect(throws: AEAD.OpenError.tampered) {
        _ = try AEAD.openSecret(changed, ad: [1], nonce: nonce, key: key)
      }
    }
    #expect(throws: AEAD.OpenError.tampered) {
      _ = try AEAD.open(sealed, ad: [2], nonce: nonce, key: key)
    }
    #expect(throws: AEAD.OpenError.tampered) {
      _ = try AEAD.open(sealed, ad: [1], nonce: AEAD.nonce(), key: key)
    }
    #expect(throws: AEAD.OpenError.tampered) {
      _ = try AEAD.open(Array(sealed.dropLast()), ad: [1], nonce: nonce, key: key)
    }
    #expect(throws: AEAD.OpenError.malformed) {
      _ = try AEAD.open(Array(sealed.prefix(15)), ad: [1], nonce: nonce, key: key)
    }
    #expect(throws: AEAD.OpenError.malformed) {
      _ = try AEAD.open(sealed, ad: [1], nonce: Array(nonce.dropLast()), key: key)
    }
    #expect(throws: AEAD.OpenError.malformed) {
      _ = try AEAD.open(sealed, ad: [1], nonce: nonce, key: secret)
    }
  }

  @Test func `a sealed box opens for its key only, and not when changed`() throws {
    let pair = try BoxKeyPair.generate()
    let stranger = try BoxKeyPair.generate()
    let secret = try SecretBytes.random(32)
    let box = try SealedBox.seal(secret, to: pair.publicKey)
    #expect(box.count == 32 + SealedBox.overhead)
    #expect(try SealedBox.open(box, with: pair).bytes == secret.bytes)
    #expect(throws: SealedBox.BoxError.refused) { _ = try SealedBox.open(box, with: stranger) }
    for index in box.indices {
      var changed = box
      changed[index] ^= 1
      #expect(throws: SealedBox.BoxError.refused) { _ = try SealedBox.open(changed, with: pair) }
    }
    #expect(throws: SealedBox.BoxError.malformed) {
      _ = try SealedBox.open(Array(box.prefix(47)), with: pair)
    }
    #expect(throws: SealedBox.BoxError.badKey) { _ = try SealedBox.seal(secret, to: [1, 2]) }
    // A point of small order: everybody would know the key.
    #expect(throws: SealedBox.BoxError.badKey) {
      _ = try SealedBox.seal(secret, to: [UInt8](repeating: 0, count: 32))
    }
  }

  @Test func `a pair comes back from its secret half`() throws {
    let pair = try BoxKeyPair.generate()
    let again = try BoxKeyPair(secret: pair.secret.copy())
    #expect(again.publicKey == pair.publicKey)
    #expect(throws: SecretMemoryError.wrongLength) {
      _ = try BoxKeyPair(secret: SecretBytes(count: 33))
    }
  }
}
