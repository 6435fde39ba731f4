import Sodium
import Testing
import Vocabulary

@testable import Records

struct ReplyKeyTests {
  private static func secret(_ byte: UInt8) throws -> SecretBytes {
    try SecretBytes(copying: [UInt8](repeating: byte, count: 32))
  }

  private static func id(_ byte: UInt8) -> Identifier {
    Identifier([UInt8](repeating: byte, count: 16)) ?? .zero
  }

  private static func key(
    section: UInt8 = 1, token: UInt8 = 2, entry: UInt8 = 3, dossier: UInt8 = 4, bundle: UInt8 = 5,
    revision: UInt32 = 1, author: UInt8 = 6
  ) throws -> [UInt8] {
    let header = EntryHeader(
      dossier: id(dossier), section: .kern, entry: id(entry), revision: revision, kind: .entry,
      author: id(author), writtenAt: Int64(author))
    return try ReplyKey.derive(
      sectionKey: secret(section), token: secret(token), header: header, bundle: id(bundle)
    ).publicKey
  }

  @Test("R20: the key for answers on a bundle is of that bundle and that entry, and of no other")
  func own() throws {
    let key = try Self.key()
    #expect(try Self.key() == key && key.count == 32)
    // Who wrote it and when is known only afterwards, and counts for nothing.
    #expect(try Self.key(author: 9) == key)
    let others = try [
      Self.key(section: 9), Self.key(token: 9), Self.key(entry: 9), Self.key(dossier: 9),
      Self.key(bundle: 9), Self.key(revision: 2),
    ]
    #expect(Set(others + [key]).count == others.count + 1)
  }

  @Test("It is the one that the protocol says, and the key of the entry does not give it")
  func formula() throws {
    let header = EntryHeader(
      dossier: Self.id(4), section: .kern, entry: Self.id(3), revision: 1, kind: .entry,
      author: .zero, writtenAt: 0)
    let keys = try EntryKeys.derive(
      sectionKey: Self.secret(1), token: Self.secret(2), header: header)
    let secret = try BLAKE2b.keyed(keys.encryption, count: 32) { hash in
      hash.absorb(Array("dossierkluis/v1/reply".utf8))
      hash.absorb(Self.id(5).bytes)
    }
    #expect(try BoxKeyPair(secret: secret).publicKey == Self.key())
    #expect(try BoxKeyPair(secret: keys.encryption.copy()).publicKey != Self.key())
  }
}
