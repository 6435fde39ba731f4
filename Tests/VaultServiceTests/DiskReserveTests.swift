import AuditLog
import Dossier
import Records
import Sodium
import Synchronization
import Testing
import VaultFixture
import Vocabulary

@testable import VaultClient
@testable import VaultService

@Suite("A disk that is almost full", .serialized)
struct DiskReserveTests {
  private final class Kept: Sendable {
    let bytes = Mutex(DiskReserve.usual)
  }

  @Test(
    "R11: what the disk has left is kept for the log: writing ends there (75), opening and noodtoegang go on"
  )
  func kept() throws {
    let kept = Kept()
    let world = try BundleWorld { settings in settings.reserve.bytes = kept.bytes.withLock { $0 } }
    let gezin = try Families.gezin("anne")
    let entry = try #require(gezin.entries.first { $0.sectie == .journaal })
    let file = Random.bytes(5_000)
    let bundle = try world.sealed(file)
    func append() throws {
      let sanne = try world.session(.sanne)
      let writable = try sanne.openForWriting(
        world.dossier, sections: [.journaal], purpose: .uitvoering)
      try sanne.append([NewRevision(.entry(entry))], to: writable)
    }
    /// The code of each way to write; nil for one that went through.
    func writes() throws -> [String?] {
      [
        try world.code { try append() },
        try world.code { _ = try world.session(.sanne).create(gezin) },
        try world.code {
          try world.session(.sanne).attach(Files.bytes(Files.part + 1), to: world.dossier)
        },
        try world.code { try world.place(bundle, file) },
      ]
    }
    kept.bytes.withLock { $0 = .max }
    try world.restart()
    #expect(try writes() == ["disk-reserve", "disk-reserve", "disk-reserve", "place-full"])
    #expect(ClientError.diskReserve.exitCode == 75)
    let before = try world.leaves([.open]).count
    let opened = try world.session(.sanne).open(world.dossier, purpose: .uitvoering)
    #expect(!opened.revisions.isEmpty)
    let youssef = try world.session(.youssef)
    _ = try youssef.takeEmergency(
      to: world.dossier, words: Words("Er staat iemand voor de deur."))
    let nood = try youssef.open(world.dossier, purpose: .crisis)
    #expect(nood.emergency != nil && !nood.revisions.isEmpty)
    #expect(try world.leaves([.open]).count > before)
    // What was refused is in the log as what it was, and the log is whole.
    let failed = try world.leaves([.append, .sectionCreate, .attachmentPut])
      .filter { $0.reason == Ruled.diskReserve }
    // Each at its own act: the first part of a file, not the link that would bind it.
    #expect(failed.map(\.action) == [.append, .sectionCreate, .attachmentPut])
    #expect(try world.findings() == [])
    kept.bytes.withLock { $0 = DiskReserve.usual }
    try world.restart()
    #expect(try writes() == [nil, nil, nil, nil])
  }

  @Test(
    "The reserve is measured on the disk of the vault; where nobody can say, the disk itself refuses"
  )
  func measured() {
    var reserve = DiskReserve()
    #expect(reserve.bytes == 256 << 20)
    reserve.bytes = 0
    #expect(reserve.isLeft(after: 0, in: "/"))
    #expect(!reserve.isLeft(after: Int.max / 4, in: "/"))
    reserve.bytes = .max
    #expect(!reserve.isLeft(after: 0, in: "/"))
    #expect(reserve.isLeft(after: 0, in: "/nowhere/at/all"))
  }
}
