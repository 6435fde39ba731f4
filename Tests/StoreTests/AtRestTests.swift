import Foundation
import Sodium
import Testing
import Vocabulary

@testable import Store

@Suite struct AtRestTests {
  let scratch = try! Scratch()

  @Test func noSecretLiesInAnyFile() throws {
    let vault = try Vault.create(scratch.vault)
    let wrap = Random.bytes(32)
    let keystore = try Keystore.create(
      scratch.keystore, wrapKey: secret(wrap), origin: "kluis.example")
    var values = [wrap]
    func fresh(_ count: Int = 32) throws -> SecretBytes {
      values.append(Random.bytes(count))
      return try secret(values[values.count - 1])
    }
    try keystore.begin()
    for entry in 1...50 {
      try keystore.tables.tokens.put(
        .entry(id(1), .kern, entry: id(entry), revision: 1, kind: 1), try fresh())
    }
    try keystore.tables.tokens.put(.share(id(1), .kern, generation: 1), try fresh())
    try keystore.tables.tokens.put(.logToken(id(1)), try fresh())
    try keystore.tables.tokens.put(.logKey, try fresh(64))
    for kind in 1...3 as ClosedRange<UInt8> {
      try keystore.tables.tags.put(id(1), kind: kind, try fresh())
    }
    try keystore.commit()
    try vault.begin()
    _ = try vault.tables.dossiers.add(id(1), created: 1)
    try vault.commit()
    func expectNothing() throws {
      let rest = try scratch.bytesAtRest()
      // The key of a row is in clear: the search itself works.
      #expect(rest.range(of: Data(id(50).bytes)) != nil)
      for value in values {
        for start in 0...(value.count - 32) {
          #expect(rest.range(of: Data(value[start..<start + 32])) == nil)
        }
        #expect(rest.range(of: Data(value[..<8])) == nil)
        #expect(rest.range(of: Data(value[(value.count - 8)...])) == nil)
      }
    }
    try expectNothing()
    try keystore.truncateLog()
    try expectNothing()
  }

  @Test func whatWasDeletedIsInNoFileAfterTruncation() throws {
    let vault = try Vault.create(scratch.vault)
    let keystore = try Keystore.create(
      scratch.keystore, wrapKey: secret(bytes(32, 1)), origin: "kluis.example")
    let marks = (0..<6).map { _ in Random.bytes(48) }
    try vault.begin()
    let dossier = try vault.tables.dossiers.add(id(1), created: 1)
    for (n, mark) in marks.enumerated() {
      // One short row, and one that spills to overflow pages.
      let body = n % 2 == 0 ? mark : bytes(9_000, 3) + mark + bytes(9_000, 3) + mark
      try vault.tables.content.append(
        dossier, .kern, n: UInt32(n + 1), sealed: sealedRow(64, 1) + body)
    }
    try vault.commit()
    let key = TokenKey.share(id(1), .kern, generation: 1)
    try keystore.tables.tokens.put(key, try secret(bytes(32, 9)))
    var row = try keystore.tables.connection.query("SELECT sealed FROM token")
    #expect(try row.next())
    let sealed = row.blob(0)
    #expect(try !row.next())
    try vault.truncateLog()
    try keystore.truncateLog()
    let before = try scratch.bytesAtRest()
    for mark in marks { #expect(before.range(of: Data(mark)) != nil) }
    #expect(before.range(of: Data(sealed)) != nil)

    #expect(try vault.tables.content.removeAll(dossier) == marks.count)
    #expect(try keystore.tables.tokens.remove(key))
    try vault.truncateLog()
    try keystore.truncateLog()
    let after = try scratch.bytesAtRest()
    for mark in marks { #expect(after.range(of: Data(mark)) == nil) }
    #expect(after.range(of: Data(sealed)) == nil)
    #expect(after.range(of: Data(sealed[24..<72])) == nil)
    let wal = try FileManager.default.attributesOfItem(atPath: scratch.vault + "-wal")
    #expect(wal[.size] as? Int == 0)
  }
}
