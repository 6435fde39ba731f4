import Sodium
import Testing
import Vocabulary

@testable import Records

@Suite struct LinkTests {
  @Test func aHeaderIs67BytesAndComesBack() throws {
    let header = Examples.header()
    #expect(header.bytes.count == 67)
    #expect(try EntryHeader(header.bytes) == header)
  }

  @Test func aHeaderWithReservedBytesAnotherSuiteOrAnImpossibleFieldIsRefused() throws {
    func changed(_ index: Int, _ byte: UInt8) -> [UInt8] {
      var bytes = Examples.header().bytes
      bytes[index] = byte
      return bytes
    }
    for index in 63..<67 {
      #expect(throws: LinkError.reserved) { try EntryHeader(changed(index, 1)) }
    }
    #expect(throws: LinkError.suite) { try EntryHeader(changed(62, 2)) }
    #expect(throws: LinkError.section) { try EntryHeader(changed(16, 7)) }
    #expect(throws: LinkError.section) { try EntryHeader(changed(16, 0)) }
    #expect(throws: LinkError.kind) { try EntryHeader(changed(37, 5)) }
    #expect(throws: LinkError.time) { try EntryHeader(changed(54, 0xFF)) }
    #expect(throws: LinkError.time) { try EntryHeader(changed(55, 0x20)) }
    #expect(throws: LinkError.zero) { try EntryHeader(changed(36, 0)) }
    #expect(throws: LinkError.shape) { try EntryHeader(changed(37, 0)) }
    #expect(throws: LinkError.length) { try EntryHeader(Examples.header().bytes.dropLast()) }
    #expect(throws: LinkError.length) { try EntryHeader(Examples.header().bytes + [0]) }
  }

  @Test func linksTravelAsAConcatenationOf172BytesEach() throws {
    let links = try Examples.chain(3).links
    let blob = SignedLink.encode(links)
    #expect(blob.count == 3 * 172)
    #expect(try SignedLink.decode(blob) == links)
    #expect(try SignedLink.decode([]).isEmpty)
    #expect(throws: LinkError.length) { try SignedLink.decode(blob.dropLast()) }
    #expect(throws: LinkError.tooMany(limit: 2)) { try SignedLink.decode(blob, limit: 2) }
  }

  @Test func everyFlippedBitOfALinkIsRefused() throws {
    let (chain, links) = try Examples.chain(1)
    let bytes = links[0].bytes
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << bit
        #expect(throws: (any Error).self, "byte \(index) bit \(bit)") {
          let link = try SignedLink(changed)
          _ = try Chain.verify([link], dossier: Examples.dossier, authors: Examples.authors)
        }
      }
    }
    #expect(
      try Chain.verify(links, dossier: Examples.dossier, authors: Examples.authors) == chain)
  }
}
