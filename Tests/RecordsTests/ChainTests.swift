import Sodium
import Testing
import Vocabulary

@testable import Records

@Suite struct ChainTests {
  private func verify(
    _ links: [SignedLink], pin: Head? = nil, claimed: Head? = nil
  ) throws -> Chain {
    try Chain.verify(
      links, dossier: Examples.dossier, pin: pin, claimed: claimed, authors: Examples.authors)
  }

  @Test func aWholeChainVerifiesAndEndsAtItsHead() throws {
    let (chain, links) = try Examples.chain(5)
    #expect(try verify(links) == chain)
    #expect(try verify(links, claimed: chain.head).head.n == 5)
    #expect(try verify([]).head == .start(of: Examples.dossier))
  }

  @Test func droppedReorderedAndReplayedLinksAreRefused() throws {
    let (chain, links) = try Examples.chain(4)
    #expect(throws: ChainError.order(n: 3)) { try verify([links[0], links[2], links[3]]) }
    #expect(throws: ChainError.order(n: 3)) {
      try verify([links[0], links[2], links[1], links[3]])
    }
    #expect(throws: ChainError.order(n: 2)) {
      try verify([links[0], links[1], links[1], links[2]])
    }
    #expect(throws: ChainError.order(n: 2)) { try verify(Array(links.dropFirst())) }
    #expect(throws: ChainError.notTheClaimedHead(n: 4)) {
      try verify(Array(links.dropLast()), claimed: chain.head)
    }
  }

  @Test func aLinkSignedOnAnotherPastIsRefused() throws {
    let (_, links) = try Examples.chain(2)
    var other = Chain(dossier: Examples.dossier)
    let pair = Examples.signer(1)
    let first = try other.sign(
      Examples.header(77), role: .jeugdbeschermer, directory: 3, content: Examples.hash,
      with: pair)
    #expect(throws: ChainError.signature(n: 2)) { try verify([first, links[1]]) }
  }

  @Test func aLinkOfAnotherDossierIsRefused() throws {
    let (_, links) = try Examples.chain(1)
    #expect(throws: ChainError.dossier(n: 1)) {
      try Chain.verify(links, dossier: Examples.id(8), authors: Examples.authors)
    }
    var chain = Chain(dossier: Examples.id(8))
    let pair = Examples.signer(1)
    #expect(throws: ChainError.dossier(n: 1)) {
      try chain.sign(
        Examples.header(), role: .jeugdbeschermer, directory: 3, content: Examples.hash,
        with: pair)
    }
  }

  private func single(
    author: Identifier = Examples.author, role: Role = .jeugdbeschermer, directory: UInt32 = 3,
    seed: UInt8 = 1
  ) throws -> [SignedLink] {
    var chain = Chain(dossier: Examples.dossier)
    let pair = Examples.signer(seed)
    return [
      try chain.sign(
        Examples.header(author: author), role: role, directory: directory,
        content: Examples.hash, with: pair)
    ]
  }

  @Test func aWrongAuthorRoleOrDirectoryPositionIsRefused() throws {
    #expect(try verify(single()).head.n == 1)
    #expect(throws: ChainError.signature(n: 1)) { try verify(single(seed: 2)) }
    #expect(throws: ChainError.signature(n: 1)) {
      try verify(single(author: Examples.colleague, role: .leidinggevende))
    }
    #expect(throws: ChainError.role(n: 1)) { try verify(single(role: .leidinggevende)) }
    #expect(throws: ChainError.author(n: 1)) { try verify(single(author: Examples.id(12))) }
    #expect(throws: ChainError.author(n: 1)) { try verify(single(directory: 1)) }
    #expect(throws: ChainError.author(n: 1)) { try verify(single(directory: 10)) }
  }

  @Test func onlySignaturesAboveThePinAreCheckedAgain() throws {
    let (chain, links) = try Examples.chain(5)
    let pin = try verify(Array(links.prefix(3))).head
    let (again, checks) = try Chain.recompute(
      links, dossier: Examples.dossier, pin: pin, authors: Examples.authors)
    #expect(again == chain)
    #expect(checks.map(\.n) == [4, 5])
    let all = checks.allSatisfy { $0.holds }
    #expect(all)
  }

  @Test func aChainThatLeavesThePinIsRefused() throws {
    let (_, links) = try Examples.chain(3)
    let wrong = Head(n: 2, h: Examples.hash)
    #expect(throws: ChainError.notOnPin(n: 2)) { try verify(links, pin: wrong) }
    #expect(throws: ChainError.shorterThanPin(n: 4)) {
      try verify(links, pin: Head(n: 4, h: Examples.hash))
    }
    #expect(throws: ChainError.notOnPin(n: 0)) {
      try verify(links, pin: Head(n: 0, h: Examples.hash))
    }
  }

  @Test func missedLinksExtendAHeadAndARefusedOneLeavesItAsItWas() throws {
    let (whole, links) = try Examples.chain(4)
    var chain = try verify(Array(links.prefix(2)))
    let before = chain
    let forged = SignedLink(link: links[3].link, signature: links[2].signature)
    #expect(throws: ChainError.signature(n: 4)) {
      try chain.extend(with: [links[2], forged], authors: Examples.authors)
    }
    #expect(chain == before)
    try chain.extend(with: Array(links.suffix(2)), authors: Examples.authors)
    #expect(chain == whole)
  }

  @Test func theIndexGivesTheNewestRevisionThatNoTombstoneCovers() throws {
    func link(_ n: UInt32, _ header: EntryHeader) -> Link {
      Link(header: header, n: n, role: .jeugdbeschermer, directory: 3, content: Examples.hash)
    }
    let links = [
      link(1, .ofSection(.kern, dossier: Examples.dossier, author: Examples.author, writtenAt: 1)),
      link(2, Examples.header(20)), link(3, Examples.header(21)),
      link(4, Examples.header(20, revision: 2)),
      link(5, Examples.header(21, kind: .tombstone)),
      link(6, Examples.header(22, section: .onderzoek)),
    ]
    let index = try EntryIndex(links)
    #expect(index.newest(in: [.journaal]).map(\.n) == [4])
    #expect(index.newest(in: [.journaal, .onderzoek]).map(\.n) == [4, 6])
    #expect(index.sectionRecord(of: .kern)?.n == 1)
    #expect(index.sectionRecord(of: .journaal) == nil)
    #expect(throws: ChainError.revisionTwice(n: 7)) {
      try EntryIndex(links + [link(7, Examples.header(20, revision: 2))])
    }
  }

  @Test func aFlagIsInTheIndexWithItsRevisionsAndNeverBecomesAnotherKind() throws {
    func link(_ n: UInt32, _ header: EntryHeader) -> Link {
      Link(header: header, n: n, role: .jeugdbeschermer, directory: 3, content: Examples.hash)
    }
    let links = [
      link(1, Examples.header(20)), link(2, Examples.header(21, kind: .flag)),
      link(3, Examples.header(21, revision: 2, kind: .flag)),
      link(4, Examples.header(22, kind: .flag)), link(5, Examples.header(22, kind: .tombstone)),
      link(6, Examples.header(23, kind: .attachment)),
    ]
    let index = try EntryIndex(links)
    #expect(index.newest(in: [.journaal]).map(\.n) == [1, 3, 6])
    #expect(index.all(in: [.journaal]).map(\.n) == [1, 2, 3, 6])
    #expect(index.newest(of: Examples.id(21), in: .journaal)?.header.kind == .flag)
    for (entry, kind) in [
      (20, .flag), (21, .entry), (21, .attachment), (23, .flag),
    ] as [(UInt8, EntryKind)] {
      for revision in [1, 2, 3] as [UInt32] {
        #expect(throws: ChainError.revisionTwice(n: 7)) {
          try EntryIndex(links + [link(7, Examples.header(entry, revision: revision, kind: kind))])
        }
      }
    }
  }

  @Test func anAttachmentIsInTheIndexAndNeverBecomesAnEntryOrTheOtherWay() throws {
    func link(_ n: UInt32, _ header: EntryHeader) -> Link {
      Link(header: header, n: n, role: .jeugdbeschermer, directory: 3, content: Examples.hash)
    }
    let links = [
      link(1, Examples.header(20)), link(2, Examples.header(21, kind: .attachment)),
      link(3, Examples.header(22, kind: .attachment)),
      link(4, Examples.header(22, kind: .tombstone)),
    ]
    let index = try EntryIndex(links)
    #expect(index.newest(in: [.journaal]).map(\.n) == [1, 2])
    #expect(index.newest(of: Examples.id(21), in: .journaal)?.header.kind == .attachment)
    for (entry, kind) in [(20, .attachment), (21, .entry)] as [(UInt8, EntryKind)] {
      for revision in [1, 2] as [UInt32] {
        #expect(throws: ChainError.revisionTwice(n: 5)) {
          try EntryIndex(links + [link(5, Examples.header(entry, revision: revision, kind: kind))])
        }
      }
    }
  }
}
