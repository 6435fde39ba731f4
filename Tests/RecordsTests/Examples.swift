import Sodium
import Vocabulary

@testable import Records

/// Fixed keys, ids and times, so that every run makes the same bytes.
enum Examples {
  static func id(_ number: UInt8) -> Identifier {
    Identifier((0..<16).map { number &+ $0 &* 16 })!
  }
  static func secret(_ byte: UInt8) -> SecretBytes {
    try! SecretBytes(copying: [UInt8](repeating: byte, count: 32))
  }
  static func signer(_ byte: UInt8) -> SigningKeyPair { try! SigningKeyPair(seed: secret(byte)) }
  static func box(_ byte: UInt8) -> BoxKeyPair { try! BoxKeyPair(secret: secret(byte)) }

  static let dossier = id(1)
  static let author = id(2)
  static let colleague = id(3)
  static let at: Int64 = 1_790_000_000_000
  static let hash = BLAKE2b.hash(Array("example".utf8))
  static let head = Head(n: 7, h: hash)

  static func header(
    _ entry: UInt8 = 9, revision: UInt32 = 1, section: Section = .journaal,
    kind: EntryKind = .entry, author: Identifier = author
  ) -> EntryHeader {
    EntryHeader(
      dossier: dossier, section: section, entry: id(entry), revision: revision, kind: kind,
      author: author, writtenAt: at)
  }

  /// Author 2 signs with seed 1 as jeugdbeschermer from position 2 to 9; author 3 with seed 2.
  static func authors(_ member: Identifier, _ position: UInt32) -> LinkAuthor? {
    guard (2...9).contains(position) else { return nil }
    switch member {
    case author: return LinkAuthor(key: signer(1).publicKey, role: .jeugdbeschermer)
    case colleague: return LinkAuthor(key: signer(2).publicKey, role: .leidinggevende)
    default: return nil
    }
  }

  /// A chain of `count` links, all by the same author.
  static func chain(_ count: Int) throws -> (chain: Chain, links: [SignedLink]) {
    var chain = Chain(dossier: dossier)
    let pair = signer(1)
    var links: [SignedLink] = []
    for number in 0..<count {
      links.append(
        try chain.sign(
          header(UInt8(10 + number)), role: .jeugdbeschermer, directory: 3,
          content: BLAKE2b.hash([UInt8(number)]), with: pair))
    }
    return (chain, links)
  }

  static let request = RequestAct(
    at: at, id: id(4),
    objects: .grantToezichthouder(
      .init(
        member: id(5), role: .toezichthouder, sections: [.kern, .etiket],
        until: at + 30 * 86_400_000)),
    place: .init(dossier: dossier, head: head, purpose: .toezicht), policy: hash,
    requester: id(5), validUntil: at + 14 * 86_400_000)

  static let section = SectionRecord(
    at: at, by: author, check: hash, dossier: dossier, generation: 1, section: .kern)
  static let involvement = Involvement(
    at: at, by: author, dossier: dossier, id: id(6), member: author, since: at, sort: .regie)
  static let waarneming = Involvement(
    at: at, by: author, dossier: dossier, id: id(7), member: colleague, since: at,
    sort: .betrokken, until: at + 1)
  static let second = Second(
    at: at + 1, by: author, contrary: hash, function: .regie, id: id(8),
    request: RequestAct.hash(request.encode()), verdict: .akkoord)
  static let grant = Grant(
    at: at, by: author, byFunction: .regie, dossier: dossier, epoch: 1, from: at, head: head,
    id: id(9), member: id(5), policy: hash, purpose: .toezicht,
    request: RequestAct.hash(request.encode()), role: .toezichthouder,
    sections: [.init(section: .kern, generation: 1, box: hash)], sort: .toezicht, until: at + 9)
  static let grantEnd = GrantEnd(at: at, by: author, grant: id(9), id: id(10))
  static let words = try! Words(
    "Mag de school dit weten?", salt: [UInt8](repeating: 9, count: 32))
  static let consult = Grant(
    at: at, by: author, byFunction: .regie, dossier: dossier, epoch: 1, from: at, head: head,
    id: id(13), member: id(5), policy: hash, purpose: .juridisch, reason: words.hash, role: .jurist,
    sections: [.init(section: .kern, generation: 1, box: hash)], sort: .consult, until: at + 9)
  static let grantEndWhy = GrantEnd(
    at: at, by: author, grant: id(13), id: id(14), reason: words.hash)
  static let handover = Involvement(
    at: at, by: author, dossier: dossier, id: id(15), member: colleague, since: at, sort: .regie,
    closes: id(6), reason: words.hash)
  static let refresh = Refresh(
    at: at, by: author, dossier: dossier, id: id(11),
    parts: [
      .init(
        section: .kern, generation: 1, d: hash,
        boxes: [
          .init(.init(role: .jeugdbeschermer, epoch: 2), hash: hash),
          .init(.init(role: .leidinggevende, epoch: 1), hash: hash),
          .init(
            .init(role: .toezichthouder, epoch: 1, grant: .init(id: id(9), member: id(5))),
            hash: hash),
        ])
    ], reason: .departure)
  static let refreshCheck = RefreshCheck(
    at: at + 1, by: colleague, id: id(12), refresh: refresh.sign(with: signer(1)).hash)
}
