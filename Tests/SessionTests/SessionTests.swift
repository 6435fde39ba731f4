import Records
import Session
import Sodium
import StrictJSON
import Testing
import Vocabulary

@Suite("A session: both sides agree, nobody else can speak in it")
struct SessionTests {
  /// Both sides of one session.
  static func pair(session: [UInt8] = [UInt8](repeating: 7, count: 32)) throws -> (
    client: SessionKeys, service: SessionKeys
  ) {
    let client = try KeyExchange.ephemeral()
    let service = try KeyExchange.ephemeral()
    return (
      try SessionKeys(KeyExchange.client(client, server: service.publicKey), session: session),
      try SessionKeys(KeyExchange.server(service, client: client.publicKey), session: session)
    )
  }

  @Test("What one side seals the other opens, under the same AD only, and never its own direction")
  func secretsTravelOneWay() throws {
    let (client, service) = try Self.pair()
    let secret = try SecretBytes(copying: [1, 2, 3, 4])
    let sealed = client.seal(secret, ad: [9])
    #expect(try service.open(sealed, ad: [9]).equals([1, 2, 3, 4]))
    #expect(throws: AEAD.OpenError.tampered) { _ = try service.open(sealed, ad: [8]) }
    #expect(throws: AEAD.OpenError.tampered) { _ = try client.open(sealed, ad: [9]) }
    for index in sealed.indices {
      var bad = sealed
      bad[index] ^= 1
      #expect(throws: AEAD.OpenError.tampered) { _ = try service.open(bad, ad: [9]) }
    }
    #expect(throws: AEAD.OpenError.tampered) { _ = try service.open([1, 2], ad: [9]) }
  }

  @Test("An answer is accepted for its own request, session and direction only")
  func answersAreBound() throws {
    let (client, service) = try Self.pair()
    let other = try Self.pair()
    let tag = try service.tag([1, 2], to: [3])
    #expect(try client.accepts(tag, on: [1, 2], to: [3]))
    #expect(try !client.accepts(tag, on: [1, 3], to: [3]))
    #expect(try !client.accepts(tag, on: [1, 2], to: [4]))
    #expect(try !other.client.accepts(tag, on: [1, 2], to: [3]))
    #expect(try !client.accepts(client.tag([1, 2], to: [3]), on: [1, 2], to: [3]))
  }

  @Test("The session's name is in its keys: the same agreement under another session fails")
  func keysNameTheSession() throws {
    let near = try KeyExchange.ephemeral()
    let far = try KeyExchange.ephemeral()
    let client = try SessionKeys(
      KeyExchange.client(near, server: far.publicKey), session: [1])
    let service = try SessionKeys(
      KeyExchange.server(far, client: near.publicKey), session: [2])
    #expect(try !client.accepts(service.tag([1], to: [2]), on: [1], to: [2]))
  }

  @Test(
    "Messages and bodies have one spelling: they come back as sent, and any other byte is refused")
  func oneSpelling() throws {
    let member = try #require(Identifier([UInt8](0..<16)))
    let nonce = [UInt8](repeating: 3, count: 32)
    let first = Message1(member: member, nonce: nonce, origin: "test", versions: [1])
    #expect(try Message1(decoding: first.encode()) == first)
    let second = Message2(
      version: 1, nonce: nonce, ephemeral: nonce, first: nonce, directory: 4,
      directoryHash: nonce, checkpoint: "a\nb\n")
    #expect(try Message2(decoding: second.encode()) == second)
    let third = Message3(client: "kluis/0", ephemeral: nonce, second: nonce)
    #expect(try Message3(decoding: third.encode()) == third)
    let body = RequestBody(
      method: "dossier.open", args: [JSONMember("dossier", .id(member))], idem: member,
      origin: "test", pins: .init(logSize: 3, logRoot: nonce, headNumber: 2, headHash: nonce),
      seq: 1, session: nonce)
    let bytes = body.encode()
    #expect(try RequestBody(decoding: bytes) == body)
    for bad in [bytes + [0x20], Array(bytes.dropLast()), [0x20] + bytes] {
      #expect(throws: JSONError.self) { try RequestBody(decoding: bad) }
    }
  }

  @Test("A request's signature holds for its bytes and its member only")
  func requestSignature() throws {
    let keys = try SigningKeyPair.generate()
    let other = try SigningKeyPair.generate()
    let hash = SHA256.hash([1, 2, 3])
    let signature = RequestBody.sign(hash: hash, with: keys)
    #expect(RequestBody.verify(signature, hash: hash, by: keys.publicKey))
    #expect(!RequestBody.verify(signature, hash: hash, by: other.publicKey))
    #expect(!RequestBody.verify(signature, hash: SHA256.hash([1]), by: keys.publicKey))
    // As a partner the same key signs for something else.
    #expect(!RequestBody.verify(signature, hash: hash, as: .partner, by: keys.publicKey))
    let partners = RequestBody.sign(hash: hash, as: .partner, with: keys)
    #expect(RequestBody.verify(partners, hash: hash, as: .partner, by: keys.publicKey))
    #expect(!RequestBody.verify(partners, hash: hash, by: keys.publicKey))
    #expect(
      Set([Party.member.signIn, Party.member.request]).isDisjoint(with: [Party.partner.signIn]))
  }
}
