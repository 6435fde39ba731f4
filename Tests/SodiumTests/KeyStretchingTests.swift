import Sodium
import Testing

/// HMAC-SHA-256 and PBKDF2, against the vectors of their RFCs.
struct KeyStretchingTests {
  private func code(_ key: [UInt8], _ message: String) throws -> String {
    Hex.encode(
      try HMACSHA256.tag(
        of: SecretBytes(copying: Array(message.utf8)), key: SecretBytes(copying: key)
      ).bytes)
  }

  @Test func `HMAC-SHA-256 gives the tags of RFC 4231, cases 1, 2 and 6`() throws {
    #expect(
      try code([UInt8](repeating: 0x0B, count: 20), "Hi There")
        == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    #expect(
      try code(Array("Jefe".utf8), "what do ya want for nothing?")
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    #expect(
      try code(
        [UInt8](repeating: 0xAA, count: 131),
        "Test Using Larger Than Block-Size Key - Hash Key First")
        == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
  }

  private func key(
    _ password: String, _ salt: String, _ iterations: Int, _ count: Int
  ) throws -> String {
    Hex.encode(
      try PBKDF2.derive(
        SecretBytes(copying: Array(password.utf8)), salt: SecretBytes(copying: Array(salt.utf8)),
        iterations: iterations, count: count
      ).bytes)
  }

  @Test func `PBKDF2 gives the keys of RFC 7914, section 11`() throws {
    #expect(
      try key("passwd", "salt", 1, 64)
        == "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
        + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783")
    #expect(
      try key("Password", "NaCl", 80_000, 64)
        == "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
        + "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d")
  }

  /// The inputs of RFC 6070 with SHA-256; the RFC itself gives SHA-1.
  @Test func `PBKDF2 with several iterations and a last block cut short`() throws {
    #expect(
      try key("password", "salt", 2, 32)
        == "ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43")
    #expect(
      try key(
        "passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096, 40)
        == "348c89dbcbd32b2f32d814b8116e84cf2b17347ebc1800181c4e2a1fb8dd53e1c635518c7dac47e9")
  }
}
