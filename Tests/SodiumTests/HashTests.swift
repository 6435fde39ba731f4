import Sodium
import Testing

struct HashTests {
  @Test func `SHA-256 gives the digests of FIPS 180`() {
    #expect(
      Hex.encode(SHA256.hash(Array("abc".utf8)))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      Hex.encode(SHA256.hash())
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    let long = Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
    #expect(
      Hex.encode(SHA256.hash(Array(long[..<20]), Array(long[20...])))
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }

  @Test func `a Merkle node is the hash of prefix, left and right`() throws {
    let left = SHA256.digest([1])
    let right = SHA256.digest([2])
    #expect(SHA256.node(1, left, right).bytes == SHA256.hash([1] + left.bytes + right.bytes))
    #expect(SHA256.node(1, left, right) != SHA256.node(1, right, left))
    #expect(SHA256.node(1, left, right) != SHA256.node(0, left, right))
    #expect(try #require(SHA256.Digest(left.bytes)) == left)
    #expect(SHA256.Digest([UInt8](repeating: 0, count: 31)) == nil)
    #expect(SHA256.Digest([UInt8](repeating: 0, count: 33)) == nil)
  }

  @Test func `BLAKE2b-512 of abc is that of RFC 7693`() {
    #expect(
      Hex.encode(BLAKE2b.hash(Array("abc".utf8), count: 64))
        == "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
        + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923")
  }

  @Test func `BLAKE2b-256 of nothing and of parts`() {
    #expect(
      Hex.encode(BLAKE2b.hash([]))
        == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8")
    #expect(BLAKE2b.hash([1, 2], [], [3]) == BLAKE2b.hash([1, 2, 3]))
    #expect(BLAKE2b.hash() == BLAKE2b.hash([]))
  }

  /// The first keyed vectors of the BLAKE2 reference (`blake2b` KAT): key 00…3f.
  @Test func `keyed BLAKE2b-512 gives the reference's digests`() throws {
    let key = try SecretBytes(copying: (0..<64).map { UInt8($0) })
    let empty = try BLAKE2b.keyedPublic(key, count: 64) { _ in }
    #expect(
      Hex.encode(empty)
        == "10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786"
        + "b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc13fc51568")
    let zero = try BLAKE2b.keyedPublic(key, count: 64) { $0.absorb([0]) }
    #expect(
      Hex.encode(zero)
        == "961f6dd1e4dd30f63901690c512e78e4b45e4742ed197c3c5e45c549fd25f2e4"
        + "187b0bc9fe30492b16b0d0bc4ef9b0f34c7003fac09a5ef1532e69430234cebd")
  }

  @Test func `a keyed hash absorbs bytes, secrets and parts of secrets alike`() throws {
    let key = try SecretBytes.random(32)
    let secret = try SecretBytes(copying: [9, 1, 2, 3, 9])
    let whole = try BLAKE2b.keyed(key, count: 32) { $0.absorb([7, 1, 2, 3]) }
    let parts = try BLAKE2b.keyed(key, count: 32) {
      $0.absorb([7])
      $0.absorb(secret, in: 1..<4)
    }
    let middle = try secret.slice(1..<4)
    let slices = try BLAKE2b.keyed(key, count: 32) {
      $0.absorb([7])
      $0.absorb(middle)
    }
    #expect(whole.bytes == parts.bytes && whole.bytes == slices.bytes)
    let other = try SecretBytes.random(32)
    let elsewhere = try BLAKE2b.keyed(other, count: 32) { $0.absorb([7, 1, 2, 3]) }
    #expect(whole.bytes != elsewhere.bytes)
    #expect(throws: SecretMemoryError.wrongLength) {
      _ = try BLAKE2b.keyed(secret, count: 32) { _ in }
    }
  }

  @Test func `a MAC is refused when tag, text or key differs`() throws {
    let key = try SecretBytes.random(32)
    let tag = try MAC.tag([1, 2], [3], key: key)
    #expect(tag.count == 32)
    #expect(try MAC.verify(tag, of: [1], [2, 3], key: key))
    #expect(try !MAC.verify(tag, of: [1, 2, 4], key: key))
    #expect(try !MAC.verify(Array(tag[..<31]), of: [1, 2, 3], key: key))
    for index in tag.indices {
      var changed = tag
      changed[index] ^= 1
      #expect(try !MAC.verify(changed, of: [1, 2, 3], key: key))
    }
    let other = try SecretBytes.random(32)
    #expect(try !MAC.verify(tag, of: [1, 2, 3], key: other))
  }
}
