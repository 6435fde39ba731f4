import Sodium
import Testing

/// HKDF, scrypt, X25519 and ChaCha20-Poly1305, against the vectors of their RFCs.
struct OtherStandardsTests {
  private func secret(_ hex: String) throws -> SecretBytes {
    try SecretBytes(copying: #require(Hex.decode(hex)))
  }

  private func counting(_ range: ClosedRange<UInt8>) -> [UInt8] { Array(range) }

  @Test func `HKDF-SHA-256 gives the keys of RFC 5869, test cases 1, 2 and 3`() throws {
    let input = try SecretBytes(copying: [UInt8](repeating: 0x0B, count: 22))
    #expect(
      try Hex.encode(
        HKDF.derive(input, salt: counting(0...0x0C), info: counting(0xF0...0xF9), count: 42).bytes)
        == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")
    let long = try SecretBytes(copying: counting(0...0x4F))
    #expect(
      try Hex.encode(
        HKDF.derive(long, salt: counting(0x60...0xAF), info: counting(0xB0...0xFF), count: 82).bytes
      )
        == "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
        + "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
        + "cc30c58179ec3e87c14c01d5c1f3434f1d87")
    #expect(
      try Hex.encode(HKDF.derive(input, salt: [], info: [], count: 42).bytes)
        == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")
  }

  @Test func `HKDF gives as many bytes as one key may have, and the first do not depend on them`()
    throws
  {
    let input = try SecretBytes(copying: [1, 2, 3])
    let short = try HKDF.derive(input, salt: [4], info: [5]).bytes
    let long = try HKDF.derive(input, salt: [4], info: [5], count: HKDF.maximumCount).bytes
    #expect(long.count == 8160 && Array(long.prefix(32)) == short)
    #expect(Array(long[8128...]) != Array(long[8096..<8128]))
  }

  @Test func `scrypt gives the keys of RFC 7914, section 12`() throws {
    let none = try SecretBytes(count: 0)
    #expect(
      try Hex.encode(
        Scrypt.derive(
          none, salt: [], cost: Scrypt.Cost(logN: 4, blockSize: 1, lanes: 1), count: 64
        ).bytes)
        == "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
        + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")
    let password = try SecretBytes(copying: Array("pleaseletmein".utf8))
    #expect(
      try Hex.encode(
        Scrypt.derive(
          password, salt: Array("SodiumChloride".utf8), cost: Scrypt.Cost(logN: 14), count: 64
        ).bytes)
        == "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
        + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887")
  }

  @Test func `X25519 agrees as in RFC 7748, section 6.1`() throws {
    let alice = try BoxKeyPair(
      secret: secret("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"))
    let bob = try BoxKeyPair(
      secret: secret("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"))
    let shared = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"
    #expect(try Hex.encode(X25519.agree(alice.secret, with: bob.publicKey).bytes) == shared)
    #expect(try Hex.encode(X25519.agree(bob.secret, with: alice.publicKey).bytes) == shared)
  }

  @Test func `a public key that gives everybody the same secret is refused`() throws {
    let own = try SecretBytes.random(32)
    var one = [UInt8](repeating: 0, count: 32)
    #expect(throws: X25519.AgreementError.badKey) { _ = try X25519.agree(own, with: one) }
    one[0] = 1
    #expect(throws: X25519.AgreementError.badKey) { _ = try X25519.agree(own, with: one) }
    let ofOrderEight = try #require(
      Hex.decode("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"))
    #expect(throws: X25519.AgreementError.badKey) { _ = try X25519.agree(own, with: ofOrderEight) }
    #expect(throws: X25519.AgreementError.badKey) {
      _ = try X25519.agree(own, with: [UInt8](repeating: 9, count: 31))
    }
  }

  /// The ciphertexts are those of OpenSSL: the RFC's own example has additional data.
  @Test
  func `ChaCha20-Poly1305 seals as another implementation, and opens nothing that was changed`()
    throws
  {
    let key = try SecretBytes(copying: counting(0x80...0x9F))
    let nonce = counting(0...11)
    let plain = Array("Ladies and Gentlemen of the class of '99".utf8)
    var sealed: [UInt8] = [1]
    ChaChaPoly.seal(plain.span, nonce: nonce, key: key, appendingTo: &sealed)
    #expect(
      Hex.encode(sealed)
        == "01"
        + "29d75f9911c40858fc866b5da5b1794ed038be8c0522f2844b758268b0a00e7e53e12d98a9a882df"
        + "a690292068b3b662c91203b17b5b17b0")
    var empty: [UInt8] = []
    ChaChaPoly.seal([UInt8]().span, nonce: nonce, key: key, appendingTo: &empty)
    #expect(Hex.encode(empty) == "536d44772021380abe709d84144c65d2")
    sealed.removeFirst()

    var opened: [UInt8] = [2]
    var result = ChaChaPoly.open(sealed.span, nonce: nonce, key: key, appendingTo: &opened)
    #expect(result && opened == [2] + plain)
    result = ChaChaPoly.open(empty.span, nonce: nonce, key: key, appendingTo: &opened)
    #expect(result && opened == [2] + plain)
    #expect(try ChaChaPoly.openSecret(sealed, nonce: nonce, key: key)?.bytes == plain)
    #expect(
      ChaChaPoly.sealSecret(try SecretBytes(copying: plain), nonce: nonce, key: key) == sealed)

    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 1
      result = ChaChaPoly.open(changed.span, nonce: nonce, key: key, appendingTo: &opened)
      let secret = try ChaChaPoly.openSecret(changed, nonce: nonce, key: key)?.bytes
      #expect(!result && secret == nil && opened == [2] + plain)
    }
    for count in 0..<sealed.count {
      let cut = Array(sealed[..<count])
      result = ChaChaPoly.open(cut.span, nonce: nonce, key: key, appendingTo: &opened)
      let secret = try ChaChaPoly.openSecret(cut, nonce: nonce, key: key)?.bytes
      #expect(!result && secret == nil && opened == [2] + plain)
    }
    result = ChaChaPoly.open(
      sealed.span, nonce: counting(1...12), key: key, appendingTo: &opened)
    #expect(!result && opened == [2] + plain)
  }
}
