import Dossier
import Foundation
import Sodium
import Store
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@Suite(
  "Replacement of the root key: another keystore key, and one of two wrap keys opens", .serialized)
struct RootReplacementTests {
  /// A vault that stands still, and what was in it.
  private struct Still {
    let copy: VaultCopy
    let tokens: [TokenKey: [UInt8]]

    init() throws {
      copy = try VaultCopy()
      tokens = try copy.tokens(TokenKind.allCases)
    }

    var keystore: String { copy.path("keystore.db") }
    var fresh: String { copy.path("wrap.key.new") }

    /// Whether the W in a file opens the keystore; nil when the file is not there.
    func opens(_ file: String) throws -> Bool? {
      guard FileManager.default.fileExists(atPath: file) else { return nil }
      do {
        _ = try Keystore.open(keystore, wrapKey: SecretFile.read(file), readers: 0)
        return true
      } catch KeystoreError.wrongWrapKey { return false }
    }

    /// It serves with what is in `wrap.key`; every token is what it was, and every dossier opens.
    func serves() throws {
      #expect(try copy.tokens(TokenKind.allCases) == tokens)
      let served = try ServedCopy(copy)
      defer { served.stop() }
      let sanne = try copy.session(.sanne, at: served.socket)
      for (dossier, contents) in zip(copy.institution.dossiers, copy.institution.contents) {
        let opened = try sanne.open(dossier, purpose: .uitvoering)
        #expect(opened.revisions.map(\.content) == contents)
      }
      #expect(try copy.verifyLog(at: served.socket).findings == [])
    }

    func drafts() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: copy.folder)
        .filter { $0.contains(".new") }.sorted()
    }
  }

  @Test(
    "Killed at each step: one of the two wrap keys opens the keystore, and nothing is lost",
    .enabled(if: Programs.areBuilt, "CrashingService is not built"),
    arguments: RotationStep.allCases)
  func kill(step: RotationStep) throws {
    let still = try Still()
    let process = try ServiceProcess(
      Programs.crashing, ["replace", still.copy.folder, step.rawValue])
    #expect(process.wait(seconds: 60) == -SIGKILL, "\(process.errors)\(process.output)")
    let isNew = [.renamed, .directorySynced, .opened].contains(step)
    #expect(try still.opens(still.copy.path("wrap.key")) == !isNew)
    #expect(try still.opens(still.fresh) == isNew)
    // The next try says what there is to do, and touches nothing.
    #expect(throws: StartError.self) { _ = try RootReplacement.begin(still.copy.folder) }
    // What the hint says.
    if isNew {
      #expect(throws: StartError.self) { _ = try ServedCopy(still.copy) }
      try FileManager.default.removeItem(atPath: still.copy.path("wrap.key"))
      try FileManager.default.moveItem(atPath: still.fresh, toPath: still.copy.path("wrap.key"))
    } else {
      try FileManager.default.removeItem(atPath: still.fresh)
    }
    try still.serves()
    #expect(try still.drafts() == [])
  }

  private func replace(
    _ still: Still, _ atStep: (RotationStep) -> Void = { _ in }
  ) throws {
    let replacement = try RootReplacement.begin(still.copy.folder)
    guard let old = try replacement.presentWrapKey() else { throw CocoaError(.fileNoSuchFile) }
    try replacement.finish(
      from: old, to: SecretBytes.random(HostKey.count), ceremony: 2, atStep: atStep)
  }

  @Test("With the old W and a copy of the old file: the old file opens, the new one does not")
  func oldWrapKey() throws {
    let still = try Still()
    let before = still.copy.scratch.path("before")
    try FileManager.default.copyItem(atPath: still.copy.folder, toPath: before)
    try replace(still)
    #expect(throws: KeystoreError.wrongWrapKey) {
      try Keystore.open(still.keystore, wrapKey: SecretFile.read(before + "/wrap.key"))
    }
    #expect(
      try Tokens.read(before, TokenKind.allCases) == still.tokens,
      "the limit: copies of before have the same halves")
    try still.serves()
  }

  @Test("It fails before the new file has its place: nothing is changed, nothing is left")
  func unchanged() throws {
    let still = try Still()
    do {
      try replace(still) {
        if $0 == .closed { unlink(still.keystore + ".new") }
      }
      Issue.record("it cannot have been replaced")
    } catch let fault as RootReplacement.Fault {
      guard case .unchanged = fault else { throw fault }
    }
    #expect(try still.drafts() == [])
    #expect(try still.opens(still.copy.path("wrap.key")) == true)
    try still.serves()
  }

  @Test("It fails after that: the new W stays beside the old, and is named")
  func halfway() throws {
    let still = try Still()
    let wrap = still.copy.path("wrap.key")
    do {
      try replace(still) {
        guard $0 == .opened else { return }
        // A folder has the name, and a file cannot take it.
        unlink(wrap)
        mkdir(wrap, 0o700)
      }
      Issue.record("it cannot have come to its end")
    } catch let fault as RootReplacement.Fault {
      guard case .halfway(_, let path) = fault else { throw fault }
      #expect(path == still.fresh)
    }
    rmdir(wrap)
    try FileManager.default.moveItem(atPath: still.fresh, toPath: wrap)
    try still.serves()
  }

  @Test("Another W than the vault's is refused, and nothing is left of the try")
  func wrongWrapKey() throws {
    let still = try Still()
    let replacement = try RootReplacement.begin(still.copy.folder)
    let wrong = try SecretBytes.random(HostKey.count)
    let root = try SecretBytes.random(HostKey.count)
    do throws(RootReplacement.Fault) {
      try replacement.finish(from: wrong, to: root, ceremony: 2)
      Issue.record("it cannot have been replaced")
    } catch {
      guard case .unchanged(KeystoreError.wrongWrapKey) = error else { throw error }
    }
    #expect(try still.drafts() == [])
    try still.serves()
  }

  @Test(
    "Sixty thousand rows are sealed anew in the memory of a few pages",
    .enabled(if: Programs.areBuilt, "CrashingService is not built"))
  func memory() throws {
    let still = try Still()
    let rows = 60_000
    do {
      let keystore = try Keystore.open(
        still.keystore, wrapKey: SecretFile.read(still.copy.path("wrap.key")), readers: 0)
      try keystore.begin()
      let dossier = still.copy.institution.dossiers[0]
      for revision in 1...UInt32(rows) {
        try keystore.tables.tokens.put(
          .entry(dossier, .journaal, entry: dossier, revision: revision, kind: 2),
          SecretBytes(copying: [UInt8](repeating: 7, count: 32)))
      }
      try keystore.commit()
      try keystore.truncateLog()
    }
    let size = try FileManager.default.attributesOfItem(atPath: still.keystore)[.size] as? Int
    #expect(try #require(size) > 7 << 20)
    let process = try ServiceProcess(Programs.crashing, ["replace", still.copy.folder])
    #expect(process.wait(seconds: 120) == 0, "\(process.errors)\(process.output)")
    let grown = try #require(
      process.output.split(separator: "\n").last?.split(separator: " ").last.flatMap { Int($0) })
    #expect(grown < 8 << 10, "\(grown) KiB; two page caches are 4 MiB, all rows are more than 12")
    #expect(try copyCount(still) == rows + still.tokens.count)
  }

  private func copyCount(_ still: Still) throws -> Int {
    try still.copy.tokens(TokenKind.allCases).count
  }
}
