import AuditLog
import Directory
import Dossier
import Foundation
import Records
import Sodium
import Store
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@Suite("At rest: no file of the vault holds content or a key in clear", .serialized)
struct AtRestTests {
  private static let cases = ["sjors", "anne", "dylan", "geheim-adres"]
  /// Said with an opening; sealed in the log.
  private static let said = "Oma Truus belde gisteravond laat, daarom kijk ik nu."
  private static let written = "Moeder belde zelf: de kleine Wolf slaapt weer door."

  @Test("After import, writes, grants and opens of all families: no text, no key, in any file")
  func nothingInClear() throws {
    let household = try Household()
    let vault = try RunningVault(household)
    let sanne = try vault.session(.sanne)
    var dossiers: [Identifier] = []
    for name in Self.cases { dossiers.append(try sanne.create(Families.gezin(name)).id) }
    let now = Date.milliseconds
    for dossier in dossiers {
      try sanne.involve(vault.member(.youssef), in: dossier)
      let writable = try sanne.openForWriting(
        dossier, sections: [.journaal], purpose: .uitvoering)
      try sanne.append([try NoLogNoKeyTests.entry(Self.written)], to: writable)
      try sanne.consult(
        vault.member(.jurist), in: dossier, sections: [.juridisch], purpose: .juridisch,
        until: now + 86_400_000)
    }
    for person in [Person.sanne, .youssef, .jurist] {
      let session = person == .sanne ? sanne : try vault.session(person)
      let purpose = WorkedInstitution.purpose(person)
      _ = try session.list(purpose: purpose)
      for dossier in dossiers {
        _ = try session.open(
          dossier, sections: person == .jurist ? [.juridisch] : nil, purpose: purpose,
          words: Words(Self.said))
      }
    }
    let fg = try vault.session(.fg)
    let spoken = try fg.readLog(from: 0, count: VaultSession.entriesPerPage).filter {
      $0.sealed != nil
    }
    #expect(spoken.count == 3 * dossiers.count)
    for entry in spoken { #expect(try fg.words(at: entry.index).text == Self.said) }
    _ = try fg.copyLog(into: household.scratch.path("copy"))

    // While it serves: the WAL and SHM are there and full.
    let files = try VaultCopy.files(household.folder)
    let names = Set(files.map { URL(fileURLWithPath: $0).lastPathComponent })
    #expect(names.isSuperset(of: ["vault.db", "vault.db-wal", "vault.db-shm"]))
    #expect(names.isSuperset(of: ["keystore.db", "keystore.db-wal", "keystore.db-shm"]))
    let copied = try VaultCopy.files(household.scratch.path("copy"))
    // The members' own devices as well: the client keeps pins and the directory, no content.
    let devices = try FileManager.default.contentsOfDirectory(atPath: household.scratch.url.path)
      .filter { $0.hasPrefix("state-") }
      .flatMap { try VaultCopy.files(household.scratch.path($0)) }

    try expectNoText(files + copied + devices, sanne.directory)
    try expectNoKeys(household, sanne.directory, dossiers, files, files + copied + devices)
    vault.stop()
    try expectNoText(VaultCopy.files(household.folder), sanne.directory)
  }

  private func expectNoText(_ files: [String], _ directory: DirectoryView) throws {
    var needles: Set<[UInt8]> = [Array(Self.written.utf8), Array(Self.said.utf8)]
    for name in Self.cases {
      let file = Places.project.appendingPathComponent("Examples/\(name).json")
      let of = try CaseText.needles(file)
      // The search itself works: it finds most of them in the file that they came from.
      let bytes = [UInt8](try Data(contentsOf: file))
      #expect(ByteScan(of).found(in: bytes).count > of.count / 4)
      needles.formUnion(of)
    }
    #expect(needles.count > 300)
    // Employees are in the directory by name; a case may name the same one.
    needles.subtract(directory.list.map { Array($0.name.utf8) })
    let found = try ByteScan(needles).found(inFiles: files)
    #expect(found.isEmpty, "\(found.prefix(20))")
  }

  /// - Parameters:
  ///   - vaultFiles: among them `keystore.db`, opened here by wrap.key for the true values.
  ///   - all: where none of them may occur.
  private func expectNoKeys(
    _ household: Household, _ directory: DirectoryView, _ dossiers: [Identifier],
    _ vaultFiles: [String], _ all: [String]
  ) throws {
    let tokens = try Tokens.read(household.folder, TokenKind.allCases)
    #expect(tokens.count > 80)
    var secrets: [[UInt8]] = Array(tokens.values)
    let halves = try Halves(household, directory, folder: household.folder)
    let opened = try halves.all(of: dossiers)
    #expect(opened.count == 6 * dossiers.count)
    secrets += opened.flatMap { [$0.half.plain, $0.key.plain] }
    secrets += try halves.rolePairs().map(\.plain)
    let lookup = try halves.lookupKey()
    secrets.append(lookup.plain)
    let tags = try Self.cases.flatMap { try Families.gezin($0).lookupValues() }.map { value in
      try BLAKE2b.keyed(lookup, count: 32) { hash in
        hash.absorb([value.kind.rawValue])
        hash.absorb(value.bytes)
      }.plain
    }
    #expect(tags.count > 10)
    secrets += tags
    // Raw, in hexadecimal and in base64: no form of them is anywhere.
    let forms = secrets.flatMap { secret in
      [
        secret, Array(Hex.encode(secret).utf8), Array(Base64.encode(secret).utf8.dropLast(2)),
      ]
    }
    let found = try ByteScan(forms).found(inFiles: all)
    #expect(found.isEmpty, "\(found.prefix(20))")
    // The search would find a value that is there: the public check value of each section key.
    let checks = opened.map { Array(Base64.encode($0.record.check).utf8) }
    let seen = try ByteScan(checks).found(inFiles: vaultFiles.filter { $0.contains("vault.db") })
    #expect(Set(seen.map { $0.drop { $0 != ":" } }).count == checks.count)
  }
}
