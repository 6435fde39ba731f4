import Foundation
import Testing
import Vocabulary

@testable import Store

@Suite struct VaultTests {
  let scratch = try! Scratch()

  private func withVault(_ body: (Vault, VaultTables, DossierNumber) throws -> Void) throws {
    let vault = try Vault.create(scratch.vault)
    try vault.begin()
    _ = try vault.tables.dossiers.add(id(1), created: 5)
    let dossier = try vault.tables.dossiers.add(id(2), created: 6)
    _ = try vault.tables.dossiers.add(id(3), created: 7)
    try body(vault, vault.tables, dossier)
    try vault.commit()
  }

  @Test func dossiersAreFoundByIdAndAnIdIsTakenOnce() throws {
    try withVault { _, tables, dossier throws in
      #expect(try tables.dossiers.number(of: id(2)) == dossier)
      #expect(try tables.dossiers.id(of: dossier) == id(2))
      #expect(try tables.dossiers.number(of: id(4)) == nil)
      #expect(try tables.dossiers.all().map(\.id) == [id(1), id(2), id(3)])
      #expect(throws: StoreError.conflict) { try tables.dossiers.add(id(2), created: 9) }
    }
  }

  @Test func theHeadIsTheNewestLinkOfThatDossierOnly() throws {
    try withVault { _, tables, dossier throws in
      let other = try #require(try tables.dossiers.number(of: id(3)))
      #expect(try tables.links.head(dossier) == nil)
      for n in 1...3 as ClosedRange<UInt32> {
        try tables.links.append(
          dossier, n: n, signed: signedLink(n: n, .kern, id(9)), h: bytes(32, Int(n)))
      }
      try tables.links.append(other, n: 9, signed: bytes(172, 1), h: bytes(32, 99))
      #expect(try tables.links.head(dossier) == StoredHead(n: 3, h: bytes(32, 3)))
      #expect(try tables.links.signed(dossier).count == 3 * 172)
      #expect(try tables.links.signed(dossier, from: 3) == signedLink(n: 3, .kern, id(9)))
      #expect(try tables.links.link(dossier, 2)?.h == bytes(32, 2))
      #expect(throws: StoreError.conflict) {
        try tables.links.append(dossier, n: 3, signed: bytes(172, 0), h: bytes(32, 0))
      }
      #expect(throws: StoreError.conflict) {
        try tables.links.append(dossier, n: 4, signed: bytes(171, 0), h: bytes(32, 0))
      }
    }
  }

  @Test func theNewestRevisionsComeWithoutWhatATombstoneCovers() throws {
    let links: [(Section, Int, UInt32, UInt8)] = [
      (.kern, 0, 1, 0), (.kern, 10, 1, 1), (.journaal, 11, 1, 1), (.kern, 10, 2, 1),
      (.kern, 12, 1, 2), (.journaal, 13, 1, 1), (.journaal, 13, 1, 3), (.plannen, 14, 1, 1),
      (.kern, 10, 1, 3), (.kern, 15, 1, 4), (.kern, 15, 2, 4),
    ]
    let all = links.enumerated().flatMap { offset, link in
      signedLink(n: UInt32(offset + 1), link.0, id(link.1), revision: link.2, kind: link.3)
    }
    let newest = try ContentKey.newest(in: all, of: [.kern, .journaal])
    #expect(newest.map(\.n) == [4, 5, 11, 3])
    #expect(newest.map(\.revision) == [2, 1, 2, 1])
    #expect(newest.map(\.kind) == [1, 2, 4, 1])
    #expect(newest.map(\.entry) == [id(10), id(12), id(15), id(11)])
    #expect(try ContentKey.newest(in: all, of: [.kern], through: 3).map(\.n) == [2])
    #expect(throws: StoreError.corrupt) {
      try ContentKey.newest(in: Array(all.dropLast()), of: [.kern])
    }
  }

  @Test func contentTravelsAsItWasStored() throws {
    try withVault { _, tables, dossier throws in
      for n in 1...9 as ClosedRange<UInt32> {
        let section: Section = n % 2 == 0 ? .kern : .journaal
        try tables.content.append(dossier, section, n: n, sealed: sealedRow(2048, Int(n)))
      }
      func key(_ n: UInt32, _ section: Section) -> ContentKey {
        ContentKey(n: n, section: section, entry: id(5), revision: 1, kind: 1)
      }
      var rows: [UInt8] = []
      try tables.content.append(
        [key(2, .kern), key(6, .kern), key(9, .journaal)], of: dossier, to: &rows)
      let expected = [2, 6, 9].flatMap { bytes(3, 0) + [UInt8($0)] + sealedRow(2048, $0) }
      #expect(rows == expected)
      #expect(throws: StoreError.corrupt) {
        try tables.content.append([key(3, .kern)], of: dossier, to: &rows)
      }
      #expect(try tables.content.remove(dossier, .kern, n: 6))
      #expect(try !tables.content.remove(dossier, .kern, n: 6))
      #expect(try tables.content.places(of: dossier).map(\.n) == [2, 4, 8, 1, 3, 5, 7, 9])
      #expect(try tables.content.removeAll(dossier) == 8)
    }
  }

  @Test func sectionsAndWrapsKeepTheirShape() throws {
    try withVault { _, tables, dossier throws in
      let kern = StoredSection(
        section: .kern, generation: 1, bytes: [1, 2], signature: bytes(64, 3))
      try tables.sections.put(kern, of: dossier)
      #expect(try tables.sections.sections(of: dossier) == [kern])
      let standing = StoredWrap(
        section: .kern, generation: 1, role: .jeugdbeschermer, epoch: 1, box: [7])
      let granted = StoredWrap(
        section: .kern, generation: 1, role: .jurist, epoch: 1,
        grant: .init(id: id(40), member: id(41)), box: [8])
      try tables.wraps.add(standing, of: dossier)
      try tables.wraps.add(granted, of: dossier)
      #expect(throws: StoreError.conflict) { try tables.wraps.add(standing, of: dossier) }
      #expect(
        try tables.wraps.wraps(of: dossier, for: .jeugdbeschermer, member: id(50)) == [standing])
      #expect(try tables.wraps.wraps(of: dossier, for: .jurist, member: id(41)) == [granted])
      #expect(try tables.wraps.wraps(of: dossier, for: .jurist, member: id(50)).isEmpty)
      try tables.wraps.remove(grant: id(40), of: dossier)
      #expect(try tables.wraps.wraps(of: dossier) == [standing])
      try tables.wraps.remove(.kern, before: 2, of: dossier)
      #expect(try tables.wraps.wraps(of: dossier).isEmpty)
    }
  }

  @Test func involvementsHoldFromTheirStartToTheirEnd() throws {
    try withVault { _, tables, dossier throws in
      let regie = StoredInvolvement(
        id: id(60), member: id(61), sort: .regie, since: 100, until: nil, record: bytes(32, 1))
      let help = StoredInvolvement(
        id: id(62), member: id(63), sort: .betrokken, since: 100, until: 200,
        record: bytes(32, 2))
      try tables.involvements.add(regie, of: dossier)
      try tables.involvements.add(help, of: dossier)
      #expect(try tables.involvements.involvements(of: dossier) == [regie, help])
      #expect(try tables.involvements.dossiers(of: id(61), at: 99).isEmpty)
      #expect(try tables.involvements.dossiers(of: id(61), at: 100) == [dossier])
      #expect(try tables.involvements.dossiers(of: id(63), at: 199) == [dossier])
      #expect(try tables.involvements.dossiers(of: id(63), at: 200).isEmpty)
      #expect(try tables.involvements.close(id(60), of: dossier, by: id(64), at: 150))
      #expect(try !tables.involvements.close(id(60), of: dossier, by: id(65), at: 160))
      #expect(try tables.involvements.dossiers(of: id(61), at: 150).isEmpty)
      let closed = try #require(try tables.involvements.involvements(of: dossier).first)
      #expect(closed.closed == .init(by: id(64), at: 150))
      #expect(closed.holds(at: 149) && !closed.holds(at: 150))
    }
  }

  @Test func grantsHoldForTheirSectionsAndTerm() throws {
    try withVault { _, tables, dossier throws in
      let grant = StoredGrant(
        id: id(70), member: id(71), role: .jurist, sort: .consult, since: 10, until: 20,
        sections: [.kern, .juridisch], record: bytes(32, 1))
      try tables.grants.add(grant, of: dossier)
      #expect(try tables.grants.grants(of: dossier) == [grant])
      #expect(try tables.grants.dossiers(of: id(71), at: 19) == [dossier])
      #expect(try tables.grants.dossiers(of: id(71), at: 20).isEmpty)
      #expect(try tables.grants.end(id(70), of: dossier, at: 15))
      #expect(try !tables.grants.end(id(70), of: dossier, at: 16))
      #expect(try tables.grants.dossiers(of: id(71), at: 15).isEmpty)
      #expect(grant.holds(at: 10) && !grant.holds(at: 9))
    }
  }

  @Test func grantsThatAreOverAreFoundByTheBoxesThatTheyStillHave() throws {
    try withVault { _, tables, dossier throws in
      for (number, until) in [(80, 30), (81, 20), (82, 40), (83, 10)] as [(Int, Int64)] {
        try tables.grants.add(
          StoredGrant(
            id: id(number), member: id(71), role: .jurist, sort: .consult, since: 1, until: until,
            sections: [.kern, .juridisch], record: bytes(32, 1)), of: dossier)
        // The last one's boxes are gone already.
        for section in number == 83 ? [] : [Section.juridisch, .kern] {
          try tables.wraps.add(
            StoredWrap(
              section: section, generation: 1, role: .jurist, epoch: 1,
              grant: .init(id: id(number), member: id(71)), box: [1]), of: dossier)
        }
      }
      func over(_ time: Int64, limit: Int = 9) throws -> [Identifier] {
        try tables.grants.boxed(overAt: time, limit: limit).map { found in
          #expect(found.dossier == dossier)
          return found.grant.id
        }
      }
      #expect(try over(19).isEmpty && over(20) == [id(81)])
      #expect(try over(39) == [id(81), id(80)] && over(40, limit: 1) == [id(81)])
      #expect(try tables.wraps.sections(ofGrant: id(81), of: dossier) == [.kern, .juridisch])
      try tables.wraps.remove(grant: id(81), of: dossier)
      #expect(try over(39) == [id(80)])
      #expect(try tables.wraps.sections(ofGrant: id(81), of: dossier).isEmpty)
    }
  }

  @Test func aRequestOfFourEyesActsOnceAndAMemberSecondsOnce() throws {
    try withVault { _, tables, dossier throws in
      let request = StoredRequest(
        id: id(80), hash: bytes(32, 8), act: "x", dossier: dossier, requester: id(81),
        validUntil: 99,
        record: bytes(32, 9))
      try tables.requests.add(request)
      #expect(throws: StoreError.conflict) { try tables.requests.add(request) }
      #expect(try tables.requests.request(hash: bytes(32, 8)) == request)
      #expect(try tables.requests.open() == [request])
      #expect(try tables.requests.open(of: dossier) == [request])
      try tables.requests.addSecond(id(82), to: id(80), by: id(83), record: bytes(32, 1))
      #expect(throws: StoreError.conflict) {
        try tables.requests.addSecond(id(84), to: id(80), by: id(83), record: bytes(32, 2))
      }
      #expect(try tables.requests.seconds(of: id(80)).map(\.member) == [id(83)])
      #expect(try tables.requests.close(id(80), as: .done))
      #expect(try !tables.requests.close(id(80), as: .refused))
      #expect(try tables.requests.open(of: dossier).isEmpty)
    }
  }

  @Test func recordsAreFoundByHashAndByDossier() throws {
    try withVault { _, tables, dossier throws in
      let record = StoredRecord(
        hash: bytes(32, 1), kind: "grant", bytes: [1], signature: bytes(64, 2), leaf: 3)
      let loose = StoredRecord(
        hash: bytes(32, 2), kind: "second", bytes: [2], signature: bytes(64, 2), leaf: 4)
      try tables.records.add(record, of: dossier)
      try tables.records.add(loose, of: nil)
      #expect(throws: StoreError.conflict) { try tables.records.add(record, of: nil) }
      #expect(try tables.records.record(hash: bytes(32, 2)) == loose)
      #expect(try tables.records.records(of: dossier, kind: "grant") == [record])
      var seen: [Int] = []
      try tables.records.scan(after: 1) { _, record in
        seen.append(record.leaf)
        return true
      }
      #expect(seen == [4])
    }
  }

  @Test func theLogIsReadInOrder() throws {
    try withVault { _, tables, _ throws in
      #expect(try tables.leaves.count() == 0)
      for n in 0..<5 {
        try tables.leaves.append(n, [UInt8(n)], body: n == 3 ? [33] : nil)
      }
      #expect(throws: StoreError.conflict) { try tables.leaves.append(4, [0]) }
      #expect(try tables.leaves.count() == 5)
      #expect(try tables.leaves.bytes(2) == [2])
      var seen: [Int] = []
      try tables.leaves.scan(from: 1) { n, _ in
        seen.append(n)
        return n < 3
      }
      #expect(seen == [1, 2, 3])
      try tables.leaves.scanBodies(from: 0) { n, body in
        #expect(n == 3 && body == [33])
        return true
      }
      for index in 0..<3 {
        try tables.tiles.append(
          level: 1, index: index, root: bytes(32, index), hashes: bytes(8192, index))
      }
      #expect(try tables.tiles.roots(level: 1, indices: 1..<3) == [bytes(32, 1), bytes(32, 2)])
      #expect(try tables.tiles.roots(level: 0, indices: 0..<3).isEmpty)
      #expect(try tables.tiles.hashes(level: 1, index: 2) == bytes(8192, 2))
      try tables.checkpoint.put(size: 4, note: [4])
      try tables.checkpoint.put(size: 5, note: [5])
      #expect(try tables.checkpoint.newest()?.note == [5])
    }
  }

  @Test func directoryPoliciesAndDoneRequestsAreRemembered() throws {
    try withVault { _, tables, _ throws in
      for n in 1...3 { try tables.directory.append(n, [UInt8(n)], hash: bytes(32, n)) }
      #expect(try tables.directory.records(from: 2, limit: 1) == [[2]])
      #expect(try tables.directory.count() == 3)
      for number in [1, 2, 3, 1] {
        try tables.policies.keep(hash: bytes(32, number), [UInt8(number)])
      }
      for (number, since) in [(1, Int64(1)), (2, 2), (1, 3)] {
        try tables.policies.enforce(hash: bytes(32, number), since: since, by: nil)
      }
      #expect(try tables.policies.newest()?.set.hash == bytes(32, 1))
      #expect(try tables.policies.newest()?.bytes == [1])
      #expect(try tables.policies.history().map(\.since) == [1, 2, 3])
      var kept: [[UInt8]] = []
      try tables.policies.scan(after: 1) { _, bytes in
        kept.append(bytes)
        return true
      }
      #expect(kept == [[2], [3]], "a set is kept once")
      let key = bytes(16, 4)
      try tables.idempotency.add(member: id(1), key: key, args: bytes(32, 5), leaf: 7)
      #expect(throws: StoreError.conflict) {
        try tables.idempotency.add(member: id(1), key: key, args: bytes(32, 6), leaf: 8)
      }
      #expect(try tables.idempotency.entry(member: id(1), key: key)?.leaf == 7)
      #expect(try tables.idempotency.entry(member: id(2), key: key) == nil)
      try tables.idempotency.removeBefore(leaf: 8)
      #expect(try tables.idempotency.entry(member: id(1), key: key) == nil)
    }
  }

  @Test func whatWasNotCommittedIsGone() throws {
    try withVault { _, _, _ in }
    do {
      let vault = try Vault.open(scratch.vault)
      try vault.begin()
      _ = try vault.tables.dossiers.add(id(9), created: 1)
      vault.rollback()
      #expect(try vault.tables.dossiers.number(of: id(9)) == nil)
      try vault.begin()
      _ = try vault.tables.dossiers.add(id(8), created: 1)
    }
    let vault = try Vault.open(scratch.vault)
    #expect(try vault.tables.dossiers.all().count == 3)
    try vault.checkIntegrity()
  }
}
