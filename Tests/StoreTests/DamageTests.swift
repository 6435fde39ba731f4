import Foundation
import Sodium
import Testing
import Vocabulary

@testable import Store

/// A file that time or an enemy changed gives an error that has a name, or is read as it is; it
/// never ends the process.
@Suite struct DamageTests {
  let scratch = try! Scratch()

  private func filledVault() throws -> Data {
    do {
      let vault = try Vault.create(scratch.vault, readers: 1)
      try vault.begin()
      for d in 1...20 {
        let dossier = try vault.tables.dossiers.add(id(d), created: 1)
        for n in 1...6 as ClosedRange<UInt32> {
          try vault.tables.links.append(
            dossier, n: n, signed: signedLink(n: n, .kern, id(Int(n))), h: bytes(32, 1))
          try vault.tables.content.append(dossier, .kern, n: n, sealed: sealedRow(900, d))
        }
        try vault.tables.wraps.add(
          StoredWrap(section: .kern, generation: 1, role: .jeugdbeschermer, epoch: 1, box: [1]),
          of: dossier)
        try vault.tables.leaves.append(d - 1, bytes(600, d))
      }
      try vault.commit()
      try vault.truncateLog()
    }
    return try Data(contentsOf: URL(fileURLWithPath: scratch.vault))
  }

  /// Reads everything that a service would; returns the error's case, if there was one.
  private func readAll() throws -> StoreError? {
    do {
      let vault = try Vault.open(scratch.vault, readers: 1)
      try vault.read { tables throws in
        for (dossier, _) in try tables.dossiers.all() {
          let links = try tables.links.signed(dossier)
          let keys = try ContentKey.newest(in: links, of: Section.allCases)
          var rows: [UInt8] = []
          try tables.content.append(keys, of: dossier, to: &rows)
          _ = try tables.wraps.wraps(of: dossier)
          _ = try tables.links.head(dossier)
        }
        try tables.leaves.scan(from: 0) { _, _ in true }
      }
      try vault.checkIntegrity()
      return nil
    } catch let error as StoreError {
      return error
    } catch OpeningError.database(_, let error) {
      return error
    } catch is OpeningError {
      return .notADatabase
    }
  }

  @Test func flippedBytesGiveANamedErrorAndNeverACrash() throws {
    let whole = try filledVault()
    #expect(try readAll() == nil)
    var generator = Repeatable(state: 11)
    var refused = 0
    for round in 0..<250 {
      var damaged = whole
      // A third of the rounds hit the header and the schema, where a byte says most.
      let range = round % 3 == 0 ? 0..<8192 : 0..<whole.count
      for _ in 0..<(1 + round % 24) {
        damaged[Int.random(in: range, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      try scratch.write(damaged, to: scratch.vault)
      guard let error = try readAll() else { continue }
      refused += 1
      #expect(
        [.corrupt, .notADatabase, .cannotOpen, .full, .conflict, .noMemory].contains(error),
        "round \(round)")
    }
    #expect(refused > 30)
  }

  @Test func aTruncatedFileGivesANamedError() throws {
    let whole = try filledVault()
    var generator = Repeatable(state: 12)
    for _ in 0..<40 {
      let length = Int.random(in: 1..<whole.count - 1, using: &generator)
      try scratch.write(whole.prefix(length), to: scratch.vault)
      let error = try readAll()
      #expect(error == .corrupt || error == .notADatabase, "length \(length)")
    }
  }

  @Test func aDamagedKeystoreGivesANamedErrorAndNeverACrash() throws {
    let wrap = bytes(32, 1)
    do {
      let keystore = try Keystore.create(
        scratch.keystore, wrapKey: secret(wrap), origin: "kluis.example", readers: 1)
      try keystore.begin()
      for entry in 0..<300 {
        try keystore.tables.tokens.put(
          .entry(id(1), .kern, entry: id(entry), revision: 1, kind: 1),
          try secret(bytes(32, entry)))
      }
      try keystore.commit()
      try keystore.truncateLog()
    }
    let whole = try Data(contentsOf: URL(fileURLWithPath: scratch.keystore))
    var generator = Repeatable(state: 13)
    var refused = 0
    for _ in 0..<150 {
      var damaged = whole
      for _ in 0..<8 {
        damaged[Int.random(in: 0..<whole.count, using: &generator)] ^= UInt8.random(
          in: 1...255, using: &generator)
      }
      try scratch.write(damaged, to: scratch.keystore)
      do {
        let keystore = try Keystore.open(scratch.keystore, wrapKey: secret(wrap), readers: 1)
        let keys = try keystore.tables.tokens.keys(of: .entry, id(1))
        let values = try keystore.tables.tokens.values(of: keys)
        for (index, key) in keys.enumerated() {
          let number = key.entry.bytes.suffix(4).reduce(0) { $0 << 8 | Int($1) }
          let value = try values.slice(index * 32..<index * 32 + 32)
          #expect(value.revealed() == bytes(32, number))
        }
      } catch is KeystoreError {
        refused += 1
      }
    }
    #expect(refused > 60)
  }
}
