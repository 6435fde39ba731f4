import Foundation
import Sodium
import Testing

struct PassphraseTests {
  private func reading(
    _ input: [UInt8], limit: Int = 16, _ body: (Int32) throws -> Void
  ) throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: input)
    try pipe.fileHandleForWriting.close()
    try body(pipe.fileHandleForReading.fileDescriptor)
  }

  @Test func `a passphrase is one line, and the next line is left for the next reader`() throws {
    try reading(Array("correct horse\nbattery\nend".utf8)) { fd throws in
      #expect(try SecretBytes.read(fd: fd, limit: 16).bytes == Array("correct horse".utf8))
      #expect(try SecretBytes.read(fd: fd, limit: 7).bytes == Array("battery".utf8))
      #expect(try SecretBytes.read(fd: fd, limit: 16).bytes == Array("end".utf8))
      #expect(throws: SecretReadError.nothing) { _ = try SecretBytes.read(fd: fd, limit: 16) }
    }
    try reading(Array("\n".utf8)) { fd throws in
      #expect(try SecretBytes.read(fd: fd, limit: 16).count == 0)
    }
  }

  @Test func `a passphrase over the limit is refused, not cut`() throws {
    try reading(Array("12345678".utf8)) { fd throws in
      #expect(throws: SecretReadError.tooLong) { _ = try SecretBytes.read(fd: fd, limit: 7) }
    }
    try reading(Array("12345678".utf8)) { fd throws in
      #expect(try SecretBytes.read(fd: fd, limit: 8).count == 8)
    }
    #expect(throws: SecretReadError.failed(EBADF)) { _ = try SecretBytes.read(fd: -1, limit: 8) }
  }

  /// The first vector of libsodium's own suite, test/default/pwhash_argon2id.c.
  @Test func `Argon2id gives the published key`() throws {
    let passphrase = try #require(
      Hex.decode(
        "a347ae92bce9f80f6f595a4480fc9c2fe7e7d7148d371e9487d75f5c23008ffae065577a928febd9b1973a5a"
          + "95073acdbeb6a030cfc0d79caa2dc5cd011cef02c08da232d76d52dfbca38ca8dcbd665b17d1665f7cf5fe"
          + "59772ec909733b24de97d6f58d220b20c60d7c07ec1fd93c52c31020300c6c1facd77937a597c7a6"))
    let salt = try #require(Hex.decode("5541fbc995d5c197ba290346d2c559de"))
    let limits = try PasswordHash.Limits(operations: 5, memory: 7_256_678)
    let key = try PasswordHash.derive(
      SecretBytes(copying: passphrase), salt: salt, limits: limits, count: 155)
    #expect(
      Hex.encode(key.bytes)
        == "18acec5d6507739f203d1f5d9f1d862f7c2cdac4f19d2bdff64487e60d969e3ced615337b9eec6ac4461"
        + "c6ca07f0939741e57c24d0005c7ea171a0ee1e7348249d135b38f222e4dad7b9a033ed83f5ca27277393e3"
        + "16582033c74affe2566a2bea47f91f0fd9fe49ece7e1f79f3ad6e9b23e0277c8ecc4b313225748dd2a80f5"
        + "679534a0700e246a79a49b3f74eb89ec6205fe1eeb941c73b1fcf1")
  }

  @Test func `a file cannot ask for more than 1 GiB or ten passes, or for nothing`() throws {
    for (operations, memory) in [
      (UInt64(3), (1 << 30) + 1), (11, 1 << 20), (0, 1 << 20), (3, 8191), (3, -1),
      (.max, 1 << 20), (3, .max),
    ] {
      #expect(throws: PasswordHash.StretchError.limits) {
        _ = try PasswordHash.Limits(operations: operations, memory: memory)
      }
    }
    #expect(try PasswordHash.Limits(operations: 3, memory: 256 << 20) == .moderate)
    let passphrase = try SecretBytes(count: 1)
    #expect(throws: PasswordHash.StretchError.saltLength) {
      _ = try PasswordHash.derive(passphrase, salt: [1], limits: .moderate)
    }
  }
}
