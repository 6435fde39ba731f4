import Sodium
import Testing
import Vocabulary

@testable import Records

@Suite struct TransportTests {
  private func plaintext(_ items: [SecretItem]) throws -> SecretBytes {
    var writer = try SecretItemsWriter()
    for (index, item) in items.enumerated() {
      try writer.append(item, Examples.secret(UInt8(index + 1)))
    }
    return writer.finish()
  }

  @Test func secretsComeBackByPlaceAndByName() throws {
    let items: [SecretItem] = [
      .share(.kern, generation: 1), .token(.kern, n: 7), .lookup(.bsn), .lookup(.bsn),
    ]
    let read = try SecretItems(plaintext(items))
    #expect(read.items == items)
    let same4 = try read.value(of: .token(.kern, n: 7)).equals(Examples.secret(2))
    #expect(same4)
    let same5 = try read.value(at: 3).equals(Examples.secret(4))
    #expect(same5)
    let (single, double) = (read.has(.share(.kern, generation: 1)), read.has(.lookup(.bsn)))
    #expect(single && !double)
    #expect(throws: SecretItemsError.absent) { _ = try read.value(of: .lookup(.bsn)) }
    #expect(throws: SecretItemsError.absent) { _ = try read.value(of: .token(.kern, n: 8)) }
    #expect(throws: SecretItemsError.absent) { _ = try read.value(at: 4) }
  }

  @Test func aPartialItemOrAnUnknownTagIsRefused() throws {
    let whole = try plaintext([.share(.kern, generation: 1)])
    #expect(throws: SecretItemsError.partial) { _ = try SecretItems(whole.slice(0..<37)) }
    for (index, byte) in [(0, 4), (0, 0), (1, 7), (1, 0), (5, 0)] as [(Int, UInt8)] {
      var changed = try whole.copy()
      changed.withMutableSpan { $0[index] = byte }
      #expect(throws: SecretItemsError.item(0)) { _ = try SecretItems(changed.copy()) }
    }
    let short = try SecretBytes(count: 31)
    #expect(throws: SecretItemsError.value) {
      var writer = try SecretItemsWriter()
      try writer.append(.lookup(.adres), short)
    }
  }

  private let rows = [3, 4].map { n in
    Row(
      n: n,
      sealed: SealedEntry(
        nonce: [UInt8](repeating: 1, count: 24), commitment: Examples.hash,
        ciphertext: [UInt8](repeating: UInt8(n), count: 16 + Int(n))))
  }

  @Test func rowsComeBackAloneAndAfterTheirDossier() throws {
    let bytes = Rows.encode(rows)
    #expect(bytes.count == 2 * 64 + 19 + 20)
    #expect(try Rows.decode(bytes) == rows)
    let listed = Rows.encodeListed(rows.map { (Examples.dossier, $0) })
    #expect(try Rows.decodeListed(listed).map(\.row) == rows)
    #expect(try Rows.decodeListed(listed).map(\.dossier) == [Examples.dossier, Examples.dossier])
  }

  @Test func cutRowsAndImpossibleLengthsAreRefusedBeforeMemoryIsTaken() throws {
    let bytes = Rows.encode(rows)
    for count in 1..<bytes.count where count != 83 {
      #expect(throws: Rows.RowsError.partial) { try Rows.decode(Array(bytes.prefix(count))) }
    }
    var huge = bytes
    huge.replaceSubrange(60..<64, with: [0xFF, 0xFF, 0xFF, 0xFF])
    #expect(throws: Rows.RowsError.row(0)) { try Rows.decode(huge) }
    #expect(throws: Rows.RowsError.tooMany(limit: 1)) { try Rows.decode(bytes, limit: 1) }
  }
}
