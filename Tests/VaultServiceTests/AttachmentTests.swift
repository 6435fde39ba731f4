import AuditLog
import Dossier
import Foundation
import Records
import Sodium
import Store
import StrictJSON
import Testing
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultService

@Suite("Attachments: a file goes in and comes out, whole or not at all", .serialized)
struct AttachmentTests {
  private let vault: RunningVault
  private let sanne: VaultSession
  private let dossier: Identifier

  init() throws {
    vault = try RunningVault(Household())
    sanne = try vault.session(.sanne)
    dossier = try sanne.create(Families.gezin("sjors")).id
  }

  private func verified() throws -> [LogFinding] {
    let folder = vault.household.scratch.path("copy-\(UInt32.random(in: 0...UInt32.max))")
    _ = try vault.session(.fg).copyLog(into: folder)
    return LogCopyVerifier(anchor: vault.household.anchor).verify(folder: folder).findings
  }

  @Test(
    "A file of any size comes back as it was",
    arguments: [
      0, 1, Files.part - 1, Files.part, Files.part + 1, 4 * Files.part, 9 * Files.part + 17,
    ])
  func roundTrip(_ size: Int) throws {
    let bytes = Files.bytes(size)
    let attached = try sanne.attach(bytes, to: dossier, Files.new(stuk: "s01"))
    #expect(attached.bijlage.grootte == size && attached.bijlage.sha256 == SHA256.hash(bytes))
    #expect(try sanne.file(of: dossier) == bytes)
    let view = try sanne.open(dossier, purpose: .uitvoering).view(sanne.directory)
    #expect(view.bijlagen.map(\.value) == [attached.bijlage])
    #expect(view.bijlagen.first?.writing?.author == Person.sanne.rawValue)
    #expect(try verified().isEmpty)
  }

  @Test(
    "R9: who does not read the section gets neither the file nor its name; each read is in the log")
  func whoReads() throws {
    let attached = try sanne.attach(Files.bytes(5 * Files.part), to: dossier)
    #expect(try sanne.file(of: dossier).count == 5 * Files.part)
    let entries = try leaves()
    let reads = entries.filter { $0.action == .attachmentRead }
    #expect(reads.map { $0.detail["part"] } == [.int(0), .int(4)])
    #expect(
      reads.allSatisfy {
        $0.detail["entry"] == .code(attached.entry.hex) && $0.sections == [.journaal]
          && $0.purpose == .uitvoering && $0.basis?.kind == .involvement
      })
    #expect(entries.count { $0.action == .attachmentPut } == 2)
    // A colleague who knows every id is refused, and that is in the log too.
    let youssef = try HandMadeSession(vault, vault.household.ring(.youssef))
    let get = try #require(
      try youssef.call("attachment.get", Asked.get(dossier, .journaal, attached.entry)).fields)
    #expect(get["code"] == "not-involved")
    #expect(try leaves().last { $0.action == .attachmentRead }?.outcome == .refuse)
    // The jurist's consult has no diary: no description, no parts.
    try sanne.consult(
      vault.member(.jurist), in: dossier, sections: [.juridisch], purpose: .juridisch,
      until: Date.milliseconds + 86_400_000)
    let jurist = try vault.session(.jurist)
    let opened = try jurist.open(dossier, sections: [.juridisch], purpose: .juridisch)
    #expect(opened.attachments.isEmpty)
    let byHand = try HandMadeSession(vault, vault.household.ring(.jurist))
    let asked = try #require(
      try byHand.call(
        "attachment.get", Asked.get(dossier, .journaal, attached.entry, purpose: .juridisch)
      ).fields)
    #expect(asked["outcome"] == "refuse")
    let elsewhere = try #require(
      try byHand.call(
        "attachment.get", Asked.get(dossier, .juridisch, attached.entry, purpose: .juridisch)
      ).fields)
    #expect(elsewhere["code"] == "not-found")
    #expect(try verified().isEmpty)
  }

  private func leaves() throws -> [LogEntry] {
    try vault.server.store.read { tables in
      try (0..<tables.leaves.count()).map {
        try LogEntry(decoding: #require(try tables.leaves.bytes($0)))
      }
    }
  }

  @Test("No byte of a file is in any file of the vault, nor its name")
  func atRest() throws {
    var bytes = Array("DIT STAAT IN DE BIJLAGE VAN MARIEKE. ".utf8)
    while bytes.count < 3 * Files.part { bytes += bytes }
    try sanne.attach(bytes, to: dossier, Files.new("uithuisplaatsing-marieke.pdf"))
    _ = try sanne.file(of: dossier)
    for path in try VaultCopy.files(vault.household.folder) {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      for text in ["STAAT IN DE BIJLAGE", "uithuisplaatsing-marieke"] {
        #expect(data.range(of: Data(text.utf8)) == nil, "\(path)")
      }
    }
  }

  @Test(
    "A connection that breaks in the middle: sent again from the part at hand, and bound once",
    arguments: [true, false])
  func brokenUpload(wasSent: Bool) throws {
    let bytes = Files.bytes(11 * Files.part + 5)
    let interference = Interference { method, count in
      guard method == "attachment.put", [2, 3, 5].contains(count) else { return .pass }
      return wasSent ? .breakAfter : .breakBefore
    }
    let session = try interference.session(vault, .sanne, device: "tablet")
    try session.attach(bytes, to: dossier)
    // Three messages of parts; each one that broke was sent again, and no other.
    #expect(interference.count("attachment.put") == 6)
    #expect(try sanne.file(of: dossier) == bytes)
    #expect(try sanne.open(dossier, purpose: .uitvoering).attachments.count == 1)
    #expect(try verified().isEmpty)
  }

  @Test("The last answer of all is lost: the attachment is there once")
  func brokenLink() throws {
    let bytes = Files.bytes(Files.part + 1)
    let interference = Interference { method, count in
      method == "dossier.append" && count == 1 ? .breakAfter : .pass
    }
    let session = try interference.session(vault, .sanne, device: "tablet")
    try session.attach(bytes, to: dossier)
    #expect(try sanne.file(of: dossier) == bytes)
    #expect(try sanne.open(dossier, purpose: .uitvoering).attachments.count == 1)
  }

  @Test("A reading that breaks goes on from the part at hand", arguments: [true, false])
  func brokenDownload(wasAnswered: Bool) throws {
    let bytes = Files.bytes(11 * Files.part + 5)
    try sanne.attach(bytes, to: dossier)
    let interference = Interference { method, count in
      guard method == "attachment.get", [2, 4].contains(count) else { return .pass }
      return wasAnswered ? .breakAfter : .breakBefore
    }
    let session = try interference.session(vault, .sanne, device: "tablet")
    #expect(try session.file(of: dossier) == bytes)
    #expect(interference.count("attachment.get") == 5)
    #expect(try verified().isEmpty)
  }

  @Test("A connection that stays broken ends the work; nothing of it is in the dossier")
  func givenUp() throws {
    let interference = Interference { method, count in
      method == "attachment.put" && count > 1 ? .breakBefore : .pass
    }
    let session = try interference.session(vault, .sanne, device: "tablet")
    #expect(throws: ClientError.connectionLost) {
      try session.attach(Files.bytes(6 * Files.part), to: dossier)
    }
    #expect(try sanne.open(dossier, purpose: .uitvoering).attachments.isEmpty)
  }

  @Test("A file that grows, shrinks or cannot be read while it is sent is not bound")
  func changingFile() throws {
    let writable = try sanne.openForWriting(dossier, sections: [.journaal], purpose: .uitvoering)
    let bytes = Files.bytes(2 * Files.part)
    for size in [2 * Files.part - 1, 2 * Files.part + 1] {
      var given = 0
      let source = AttachmentSource(size: size) { count in
        let part = bytes[given..<min(given + count, bytes.count)]
        given += part.count
        return Array(part)
      }
      #expect(throws: ClientError.attachment(.changed)) {
        try sanne.attach(source, as: Files.new(), to: writable)
      }
    }
    let unreadable = AttachmentSource(size: 9) { _ throws(ClientError) in
      throw .attachment(.notReadable)
    }
    #expect(throws: ClientError.attachment(.notReadable)) {
      try sanne.attach(unreadable, as: Files.new(), to: writable)
    }
    #expect(throws: ClientError.inputRefused(.tooLarge)) {
      try sanne.attach(
        AttachmentSource(size: 1 << 30 + 1) { _ in [] }, as: Files.new(), to: writable)
    }
    #expect(try sanne.open(dossier, purpose: .uitvoering).attachments.isEmpty)
  }

  @Test("A colleague writes while a file is sent: its link alone is signed anew")
  func stale() throws {
    try sanne.involve(vault.member(.youssef), in: dossier)
    let youssef = try vault.session(.youssef)
    let bytes = Files.bytes(5 * Files.part)
    let entry = try NoLogNoKeyTests.entry("tussendoor")
    try sanne.attach(bytes, to: dossier) { given in
      guard given == 4 * Files.part else { return }
      do {
        let writable = try youssef.openForWriting(
          dossier, sections: [.journaal], purpose: .uitvoering)
        try youssef.append([entry], to: writable)
      } catch { Issue.record(error) }
    }
    #expect(try sanne.file(of: dossier) == bytes)
  }
}

/// Arguments of the methods, put together by hand.
enum Asked {
  static func put(
    _ dossier: Identifier, _ section: Section, _ entry: Identifier, part: Int, _ rows: [UInt8],
    hash: [UInt8]? = nil
  ) -> JSONValue {
    [
      "dossier": .base64(dossier.bytes), "entry": .base64(entry.bytes),
      "hash": .base64(hash ?? BLAKE2b.hash(rows)), "part": .int(Int64(part)),
      "section": .string(section.name),
    ]
  }

  static func get(
    _ dossier: Identifier, _ section: Section, _ entry: Identifier, from: Int = 0,
    purpose: Purpose = .uitvoering
  ) -> JSONValue {
    [
      "dossier": .base64(dossier.bytes), "entry": .base64(entry.bytes), "from": .int(Int64(from)),
      "purpose": .string(purpose.rawValue), "section": .string(section.name),
    ]
  }
}
