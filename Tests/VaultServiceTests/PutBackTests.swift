import Dossier
import Foundation
import Records
import Store
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@Suite("A vault.db put back from just before the newest write: the E of that write is not lost")
struct PutBackTests {
  /// A copy on which Sanne wrote one entry, beside `vault.db` from just before it.
  private struct Written {
    let copy: VaultCopy
    let before: String
    let after: String
    let contents: [EntryContent]
    let tokens: [TokenKey: [UInt8]]

    init() throws {
      copy = try VaultCopy()
      before = copy.scratch.path("before")
      after = copy.scratch.path("after")
      let served = try ServedCopy(copy)
      let sanne = try copy.session(.sanne, at: served.socket)
      let dossier = copy.institution.dossiers[0]
      let writable = try sanne.openForWriting(dossier, sections: [.journaal], purpose: .uitvoering)
      try FileManager.default.copyItem(atPath: copy.folder, toPath: before)
      try sanne.append([try NoLogNoKeyTests.entry("het laatste")], to: writable)
      contents = try sanne.open(dossier, purpose: .uitvoering).revisions.map(\.content)
      served.stop()
      VaultCopy.waitUntilClosed(copy.folder)
      try FileManager.default.copyItem(atPath: copy.folder, toPath: after)
      tokens = try copy.tokens()
    }

    /// Starts and stops the service, which sweeps.
    func start(_ work: (String) throws -> Void = { _ in }) throws {
      let served = try ServedCopy(copy)
      defer { served.stop() }
      try work(served.socket)
    }

    /// The tokens that were put aside.
    func aside() throws -> [TokenKey] {
      let keystore = try Keystore.open(
        copy.path("keystore.db"), wrapKey: SecretFile.read(copy.path("wrap.key")), readers: 1)
      return try keystore.read { try $0.tokens.aside().map(\.key) }
    }
  }

  @Test("With the right file put back the last entry opens, also after starts on the wrong one")
  func putBack() throws {
    let written = try Written()
    let copy = written.copy
    try copy.replace("vault.db", from: written.before)
    for _ in 0..<3 {
      try written.start()
      #expect(try written.aside().count == 1)
      #expect(try copy.tokens().count == written.tokens.count - 1, "out of use")
    }
    try copy.replace("vault.db", from: written.after)
    try written.start { socket in
      let opened = try copy.session(.sanne, at: socket).open(
        copy.institution.dossiers[0], purpose: .uitvoering)
      #expect(opened.revisions.map(\.content) == written.contents)
      #expect(try copy.verifyLog(at: socket).findings == [])
    }
    #expect(try copy.tokens() == written.tokens)
    #expect(try written.aside().isEmpty)
  }

  @Test("When the log went on without them they are gone at the next start, and so is the way back")
  func wentOn() throws {
    let written = try Written()
    let copy = written.copy
    try copy.replace("vault.db", from: written.before)
    try written.start { socket in
      // A device that saw nothing of the lost entry cannot know, and writes.
      let sanne = try copy.session(.sanne, at: socket, device: "new")
      let writable = try sanne.openForWriting(
        copy.institution.dossiers[0], sections: [.journaal], purpose: .uitvoering)
      try sanne.append([try NoLogNoKeyTests.entry("een ander")], to: writable)
    }
    #expect(try written.aside().count == 1)
    try written.start()
    #expect(try written.aside().isEmpty)
    let lost = Set(written.tokens.keys).subtracting(try copy.tokens().keys)
    #expect(lost.count == 1)
    // The file that would need it is refused since that write, so nothing was lost that could open.
    try copy.replace("vault.db", from: written.after)
    #expect(throws: StartError.self) { try ServedCopy(copy) }
  }
}
