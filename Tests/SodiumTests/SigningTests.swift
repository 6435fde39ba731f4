import Sodium
import Testing

struct SigningTests {
  /// RFC 8032, section 7.1, tests 1 and 2.
  @Test(arguments: [
    (
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    ),
    (
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    ),
  ])
  func `Ed25519 gives the signatures of RFC 8032`(
    seed: String, publicKey: String, message: String, signature: String
  ) throws {
    let pair = try SigningKeyPair(seed: SecretBytes(copying: #require(Hex.decode(seed))))
    let message = try #require(Hex.decode(message))
    #expect(Hex.encode(pair.publicKey) == publicKey)
    let made = Signature.signPlain(message, with: pair)
    #expect(Hex.encode(made) == signature)
    #expect(Signature.verifyPlain(made, of: message, by: pair.publicKey))
  }

  @Test func `a signature for one domain is worth nothing in another`() throws {
    let pair = try SigningKeyPair.generate()
    for domain in Domain.allCases {
      let signature = Signature.sign([1, 2], as: domain, with: pair)
      for other in Domain.allCases {
        let verdict = Signature.verify(signature, of: [1, 2], as: other, by: pair.publicKey)
        #expect(verdict == (other == domain))
      }
      #expect(!Signature.verifyPlain(signature, of: [1, 2], by: pair.publicKey))
    }
    #expect(Domain.allCases.count == 15)
    #expect(Domain.refreshCheck.prefix == Array("dossierkluis/v1/refresh-check\n".utf8))
  }

  @Test func `a signature with any byte changed is refused`() throws {
    let pair = try SigningKeyPair.generate()
    let signature = Signature.sign([1, 2], as: .link, with: pair)
    for index in signature.indices {
      var changed = signature
      changed[index] ^= 16
      #expect(!Signature.verify(changed, of: [1, 2], as: .link, by: pair.publicKey))
    }
    #expect(!Signature.verify(signature, of: [1, 3], as: .link, by: pair.publicKey))
    #expect(!Signature.verify(signature, of: [1], as: .link, by: pair.publicKey))
    #expect(!Signature.verify([], of: [1, 2], as: .link, by: pair.publicKey))
    #expect(!Signature.verify(signature, of: [1, 2], as: .link, by: []))
    let other = try SigningKeyPair.generate()
    #expect(!Signature.verify(signature, of: [1, 2], as: .link, by: other.publicKey))
  }

  @Test func `a pair comes back from its seed`() throws {
    let pair = try SigningKeyPair.generate()
    let again = try SigningKeyPair(seed: pair.seed.copy())
    #expect(again.publicKey == pair.publicKey)
    #expect(throws: SecretMemoryError.wrongLength) {
      _ = try SigningKeyPair(seed: SecretBytes(count: 31))
    }
  }
}
