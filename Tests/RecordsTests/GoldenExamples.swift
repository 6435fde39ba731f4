import Sodium
import StrictJSON
import Vocabulary

@testable import Records

/// The examples that Docs/protocol.md quotes, made anew from fixed seeds.
///
/// Whatever changes here changes the format: links and records that are signed already would no
/// longer verify.
enum GoldenExamples {
  static func hex(_ bytes: [UInt8]) -> JSONValue { .string(Hex.encode(bytes)) }

  static func hex(_ secret: borrowing SecretBytes) -> JSONValue {
    var bytes: [UInt8] = []
    secret.withSpan { span in
      for index in span.indices { bytes.append(span[index]) }
    }
    return hex(bytes)
  }

  static let plaintext = "Oma haalt de kinderen op vrijdag van school."
  static let nonce = (0..<24).map { UInt8($0) }
  static let share = Share(dossier: Examples.dossier, section: .kern, generation: 1)

  /// Everything but the sealed box, which is another one every time.
  static func make() throws -> [JSONMember] {
    [
      JSONMember(
        "about", "Made from fixed seeds; bytes in hexadecimal, records as text. See check.py."),
      JSONMember("author_seed", hex(Examples.signer(1).seed)),
      JSONMember("author_key", hex(Examples.signer(1).publicKey)),
      JSONMember("dossier", hex(Examples.dossier.bytes)),
      JSONMember("entry", try entry()),
      JSONMember("attachment", try attachment()),
      JSONMember("section_check", try sectionCheck()),
      JSONMember("chain", try chain()),
      JSONMember("records", .array(records())),
      JSONMember("refresh_delta", try refreshDelta()),
      JSONMember("share", shareExample()),
      JSONMember("words", wordsExample()),
    ]
  }

  private static func sealed() throws -> SealedEntry {
    let key = Examples.secret(1)
    let token = Examples.secret(2)
    return try SealedEntry.seal(
      Array(plaintext.utf8), header: Examples.header(), sectionKey: key, token: token,
      nonce: nonce)
  }

  private static func entry() throws -> JSONValue {
    let key = Examples.secret(1)
    let token = Examples.secret(2)
    let header = Examples.header()
    let keys = try EntryKeys.derive(sectionKey: key, token: token, header: header)
    let sealed = try sealed()
    return .object([
      ("section_key", hex(key)), ("token", hex(token)), ("header", hex(header.bytes)),
      ("ek", hex(keys.encryption)), ("ck", hex(keys.commitment)), ("nonce", hex(nonce)),
      ("plaintext", .string(plaintext)), ("ciphertext", hex(sealed.ciphertext)),
      ("content", hex(sealed.contentHash(header))),
    ])
  }

  static let attachmentParts = ["Oma haalt de kinderen ", "op vrijdag ", "van school."]
  static let attachmentHeader = (0x40..<0x58).map { UInt8($0) }
  /// Sealed by check.py: our writer draws another header each time.
  static let sealedParts = [
    "67c227a2e68e77302aa520cf907fbdf11e35b330b2e78444f29899b4e1454975"
      + "33d95286f19503",
    "47e8205a574d1c54573a113ac004430dd44eb3b40727a9e76e9b181d",
    "2ccde730d939c6fbb0b846bf9a954dae88b598d7cac1f9a50431a4ac",
  ]

  /// The keys of an attachment at the place of `entry`.
  static func attachmentKeys() throws -> EntryKeys {
    let key = Examples.secret(1)
    let token = Examples.secret(2)
    return try EntryKeys.derive(
      sectionKey: key, token: token, header: Examples.header(kind: .attachment))
  }

  private static func attachment() throws -> JSONValue {
    let keys = try attachmentKeys()
    let key = try keys.attachmentKey()
    let parts = sealedParts.compactMap(Hex.decode)
    return .object([
      ("ek", hex(keys.encryption)), ("key", hex(key)), ("kop", hex(attachmentHeader)),
      ("plain", .array(attachmentParts.map { .string($0) })),
      ("parts", .array(parts.map(hex))), ("verzegeld", hex(BLAKE2b.hash(Array(parts.joined())))),
    ])
  }

  private static func sectionCheck() throws -> JSONValue {
    let key = Examples.secret(1)
    let check = try SectionKey.check(of: key, dossier: Examples.dossier, section: .kern)
    return .object([("key", hex(key)), ("section", 2), ("check", hex(check))])
  }

  private static func chain() throws -> JSONValue {
    let pair = Examples.signer(1)
    var chain = Chain(dossier: Examples.dossier)
    let start = chain.head.h
    var links: [JSONValue] = []
    let steps = [
      (
        EntryHeader.ofSection(
          .kern, dossier: Examples.dossier, author: Examples.author, writtenAt: Examples.at),
        SectionRecord.contentHash(Examples.section.encode())
      ),
      (Examples.header(), try sealed().contentHash(Examples.header())),
    ]
    for (header, content) in steps {
      let signed = try chain.sign(
        header, role: .jeugdbeschermer, directory: 3, content: content, with: pair)
      links.append(
        .object([
          ("link", hex(signed.link.bytes)), ("hash", hex(signed.link.hash)),
          ("h", hex(chain.head.h)), ("signature", hex(signed.signature)),
        ]))
    }
    return .object([("h0", hex(start)), ("links", .array(links))])
  }

  private static func records() -> [JSONValue] {
    func example<Record: SignedRecord>(_ record: Record) -> JSONValue {
      let pair = Examples.signer(1)
      let signed = record.sign(with: pair)
      return .object([
        ("kind", .string(Record.kind)), ("domain", .string(Record.domain.rawValue)),
        ("record", .string(String(decoding: signed.bytes, as: UTF8.self))),
        ("signature", hex(signed.signature)), ("hash", hex(signed.hash)),
      ])
    }
    return [
      example(Examples.section), example(Examples.involvement), example(Examples.waarneming),
      example(Examples.request), example(Examples.second), example(Examples.grant),
      example(Examples.grantEnd), example(Examples.refresh), example(Examples.refreshCheck),
      example(Examples.consult), example(Examples.grantEndWhy), example(Examples.handover),
    ]
  }

  private static func refreshDelta() throws -> JSONValue {
    let delta = Examples.secret(5)
    let d = try Refresh.commitment(
      to: delta, dossier: Examples.dossier, section: .kern, generation: 1)
    return .object([
      ("delta", hex(delta)), ("section", 2), ("generation", 1), ("d", hex(d)),
    ])
  }

  private static func wordsExample() -> JSONValue {
    let words = Examples.words
    return .object([
      ("salt", hex(Array(words.bytes.prefix(Words.saltCount)))), ("text", .string(words.text)),
      ("hash", hex(words.hash)),
    ])
  }

  private static func shareExample() -> JSONValue {
    .object([
      ("role_secret", hex(Examples.secret(8))), ("role_key", hex(Examples.box(8).publicKey)),
      ("context", hex(share.context)), ("half", hex(Examples.secret(7))),
    ])
  }
}
