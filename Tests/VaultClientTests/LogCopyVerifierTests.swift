import AuditLog
import Dossier
import Foundation
import Records
import Sodium
import StrictJSON
import Testing
import VaultTestKit
import Vocabulary

@testable import VaultClient

@Suite("A copy of the log is verified offline")
struct LogCopyVerifierTests {
  let scratch: Scratch
  var folder: String { scratch.path("copy") }

  init() throws { scratch = try Scratch() }

  func report(_ log: LogMaker, pins: [Pin] = [], size: Int? = nil) throws -> LogReport {
    try log.write(to: folder, size: size)
    return LogCopyVerifier(anchor: try People.anchor(), pins: pins).verify(folder: folder)
  }

  func faults(_ log: LogMaker) throws -> [LogFault] { try report(log).findings.map(\.fault) }

  func rewrite(_ name: String, _ edit: (String) -> String) throws {
    let path = folder + "/" + name
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try edit(text).write(toFile: path, atomically: true, encoding: .utf8)
  }

  @Test("an honest log has no findings, and its pin is the checkpoint")
  func honest() throws {
    let story = try Story()
    let report = try report(story.log, pins: [story.log.pin(3), story.log.pin(20)])
    #expect(report.findings == [])
    #expect(report.pin == (try story.log.pin(story.log.entries.count)))
    #expect(report.passes.first { $0.name == "tree" }?.count == story.log.entries.count)
    // Requests, links and records: each is one signature at least.
    #expect((report.passes.first { $0.name == "signatures" }?.count ?? 0) > 30)
  }

  @Test("a changed byte in an entry is found by the tree")
  func changedEntry() throws {
    let story = try Story()
    try story.log.write(to: folder)
    try rewrite("entries.jsonl") {
      $0.replacingOccurrences(of: "\"purpose\":\"uitvoering\"", with: "\"purpose\":\"klacht\"")
    }
    let report = LogCopyVerifier(anchor: try People.anchor()).verify(folder: folder)
    #expect(report.findings.contains { $0.fault == .treeDiffers })
    #expect(report.pin == nil)
  }

  @Test("a log that does not go through the FG's pin is found")
  func forked() throws {
    let story = try Story()
    let pin = try story.log.pin(10)
    story.log.entries[5].time -= 1
    let report = try report(story.log, pins: [pin])
    #expect(report.findings.map(\.fault).contains(.treeDiffers))
  }

  @Test("a log shorter than the FG's pin is found")
  func shorter() throws {
    let story = try Story()
    let pin = try story.log.pin(story.log.entries.count)
    story.log.entries.removeLast()
    story.log.requests.removeLast()
    #expect(try report(story.log, pins: [pin]).findings.map(\.fault) == [.treeShorter])
  }

  @Test("entries after the checkpoint are not proven")
  func unproven() throws {
    let story = try Story()
    let faults = try report(story.log, size: story.log.entries.count - 1).findings.map(\.fault)
    #expect(faults == [.treeUnproven])
  }

  @Test("a checkpoint of another key, or of another vault's anchor, is refused")
  func checkpoint() throws {
    let story = try Story()
    try story.log.write(to: folder)
    let pin = try story.log.pin(3)
    let forged = try Checkpoint(origin: People.origin, size: pin.size, root: pin.root)
      .signed(with: People.signer(99))
    try Data(forged.encode()).write(to: URL(fileURLWithPath: folder + "/checkpoint"))
    let report = LogCopyVerifier(anchor: try People.anchor()).verify(folder: folder)
    #expect(report.findings.map(\.fault) == [.checkpointSignature])
  }

  @Test("a missing file is named, not ignored", arguments: LogPart.allCases)
  func missingFile(part: LogPart) throws {
    let story = try Story()
    try story.log.write(to: folder)
    try FileManager.default.removeItem(atPath: folder + "/" + part.fileName)
    let report = LogCopyVerifier(anchor: try People.anchor()).verify(folder: folder)
    #expect(report.findings.map(\.fault) == [.fileMissing])
  }

  @Test("a directory that the institution did not found is refused")
  func directory() throws {
    let story = try Story()
    story.log.directory.swapAt(2, 3)
    #expect(try faults(story.log) == [.directoryInvalid])
  }

  @Test("every lie of a service that holds the log key is found and named", arguments: Lie.all)
  func lie(_ lie: Lie) throws {
    let story = try Story()
    let index = try lie.tell(story)
    let found = try report(story.log).findings
    #expect(found.contains(LogFinding(lie.fault, at: index)), "\(lie.name): \(found)")
    for finding in found {
      #expect(!finding.text.dutch.isEmpty && !finding.text.english.isEmpty)
    }
  }

  @Test("a toezichthouder's access with one second only is found")
  func oneSecond() throws {
    let story = try Story(seconds: [People.anne])
    let found = try report(story.log).findings
    #expect(found.contains(LogFinding(.fourEyes, at: story.granted)))
    #expect(found.contains(LogFinding(.basisUnknown, at: story.supervised)))
  }

  @Test("findings stop at a limit, and say so")
  func limit() throws {
    var list = FindingList()
    for index in 0..<5000 { list.add(.headOld, at: index) }
    #expect(list.findings.count == FindingList.limit + 1)
    #expect(list.findings.last == LogFinding(.tooMany))
  }
}
