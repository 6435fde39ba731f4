import Sodium
import Testing
import Vocabulary

@testable import Records

@Suite struct SealingTests {
  private let plaintext = Array("Oma haalt de kinderen op.".utf8)

  private func link(_ sealed: SealedEntry, _ header: EntryHeader) -> Link {
    Link(
      header: header, n: 1, role: .jeugdbeschermer, directory: 3,
      content: sealed.contentHash(header))
  }

  private func seal(_ header: EntryHeader) throws -> SealedEntry {
    let key = Examples.secret(1)
    let token = Examples.secret(2)
    return try SealedEntry.seal(plaintext, header: header, sectionKey: key, token: token)
  }

  private func open(
    _ sealed: SealedEntry, _ link: Link, key: UInt8 = 1, token: UInt8 = 2
  ) throws -> [UInt8] {
    let key = Examples.secret(key)
    let token = Examples.secret(token)
    return try sealed.open(link: link, sectionKey: key, token: token)
  }

  @Test func anEntryComesBackPaddedToAtLeast512Bytes() throws {
    let header = Examples.header()
    let sealed = try seal(header)
    #expect(sealed.ciphertext.count == 512 + 16)
    #expect(try open(sealed, link(sealed, header)) == plaintext)
  }

  @Test func aWrongSectionKeyOrTokenIsRefusedBeforeAnythingIsDecrypted() throws {
    let header = Examples.header()
    let sealed = try seal(header)
    // The ciphertext is no ciphertext at all: were it looked at first, the error would be its.
    let broken = SealedEntry(nonce: sealed.nonce, commitment: sealed.commitment, ciphertext: [])
    for (key, token) in [(3, 2), (1, 3)] as [(UInt8, UInt8)] {
      #expect(throws: SealedEntry.OpenError.commitment) {
        try open(broken, link(broken, header), key: key, token: token)
      }
    }
    #expect(throws: SealedEntry.OpenError.ciphertext(.malformed)) {
      try open(broken, link(broken, header))
    }
  }

  @Test func whatTheLinkDoesNotVouchForIsRefused() throws {
    let header = Examples.header()
    let sealed = try seal(header)
    let other = try seal(header)
    #expect(throws: SealedEntry.OpenError.content) { try open(other, link(sealed, header)) }
  }

  @Test func aCiphertextMovedToAnotherHeaderDoesNotOpen() throws {
    let sealed = try seal(Examples.header())
    for header in [Examples.header(11), Examples.header(revision: 2), Examples.header(kind: .flag)]
    {
      #expect(throws: SealedEntry.OpenError.commitment) {
        try open(sealed, link(sealed, header))
      }
    }
    // The author and the time are not in the keys, but they are in the additional data.
    let foreign = Examples.header(author: Examples.colleague)
    #expect(throws: SealedEntry.OpenError.ciphertext(.tampered)) {
      try open(sealed, link(sealed, foreign))
    }
  }

  @Test func aStandingWrapOpensWithTheRoleInItsPlaceOnly() throws {
    let share = Share(dossier: Examples.dossier, section: .kern, generation: 1)
    let half = Examples.secret(7)
    let role = Examples.box(8)
    let other = Examples.box(9)
    let box = try share.seal(half, toRole: role.publicKey)
    let same1 = try share.open(box, role: role).equals(half)
    #expect(same1)
    #expect(throws: ContextBox.BoxError.box(.refused)) { _ = try share.open(box, role: other) }
    for moved in [
      Share(dossier: Examples.id(2), section: .kern, generation: 1),
      Share(dossier: Examples.dossier, section: .etiket, generation: 1),
      Share(dossier: Examples.dossier, section: .kern, generation: 2),
    ] {
      #expect(throws: ContextBox.BoxError.context) { _ = try moved.open(box, role: role) }
    }
  }

  @Test func aGrantedWrapTakesTheRoleAndThePerson() throws {
    let share = Share(dossier: Examples.dossier, section: .kern, generation: 1)
    let half = Examples.secret(7)
    let role = Examples.box(8)
    let member = Examples.box(9)
    let stranger = Examples.box(10)
    let box = try share.seal(half, toRole: role.publicKey, andMember: member.publicKey)
    let same2 = try share.open(box, role: role, member: member).equals(half)
    #expect(same2)
    #expect(throws: ContextBox.BoxError.box(.refused)) { _ = try share.open(box, role: role) }
    #expect(throws: ContextBox.BoxError.box(.refused)) {
      _ = try share.open(box, role: role, member: stranger)
    }
    #expect(throws: ContextBox.BoxError.box(.refused)) {
      _ = try share.open(box, role: stranger, member: member)
    }
    #expect(throws: ContextBox.BoxError.box(.refused)) {
      _ = try share.open(box, role: member, member: role)
    }
  }

  @Test func onlyTheTwoRightHalvesMakeTheSectionKey() throws {
    let role = Examples.secret(1)
    let service = Examples.secret(2)
    let wrong = Examples.secret(3)
    let key = try SectionKey.join(role, service)
    let record = SectionRecord(
      at: 1, by: Examples.author,
      check: try SectionKey.check(of: key, dossier: Examples.dossier, section: .kern),
      dossier: Examples.dossier, generation: 1, section: .kern)
    let same3 = try SectionKey.join(role, service, for: record).equals(key)
    #expect(same3)
    #expect(throws: SectionKey.JoinError.check) {
      _ = try SectionKey.join(role, wrong, for: record)
    }
    let elsewhere = SectionRecord(
      at: 1, by: Examples.author, check: record.check, dossier: Examples.dossier, generation: 1,
      section: .etiket)
    #expect(throws: SectionKey.JoinError.check) {
      _ = try SectionKey.join(role, service, for: elsewhere)
    }
  }
}
