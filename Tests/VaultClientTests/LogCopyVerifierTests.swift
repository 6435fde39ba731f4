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

  /// Restore records are there only where a vault was restored.
  @Test(
    "a missing file is named, not ignored",
    arguments: LogPart.allCases.filter { $0 != .restores })
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

  @Test("R9: a grant that the service says is over, once, at its time: no finding")
  func ranOut() throws {
    let story = try Story()
    story.runOut(story.consult)
    story.runOut(People.id(204))
    #expect(try report(story.log).findings == [])
  }

  @Test("a toezichthouder's access with one second only is found")
  func oneSecond() throws {
    let story = try Story(seconds: [People.anne])
    let found = try report(story.log).findings
    #expect(found.contains(LogFinding(.fourEyes, at: story.granted)))
    #expect(found.contains(LogFinding(.basisUnknown, at: story.supervised)))
  }

  @Test("R12: who asks and agrees under a second account is found, though the service took it")
  func selfApproved() throws {
    var story = try Story()
    let (asked, seconds) = try story.ground(
      by: People.anne, [People.anneToo, People.leidinggevende])
    let found = try report(story.log).findings
    #expect(found == [LogFinding(.fourEyes, at: seconds[0])], "\(asked)")
  }

  @Test("R12: one person twice, a second after tegen, one after the last: each is found")
  func seconds() throws {
    for (who, verdicts, wrong) in [
      ([People.leidinggevende, People.leidinggevende], [.akkoord, .akkoord], 1),
      ([People.leidinggevende, People.bram], [.tegen, .akkoord], 1),
      (
        [People.leidinggevende, People.bram, People.leidinggevende],
        [.akkoord, .akkoord, .akkoord], 2
      ),
    ] as [([UInt8], [Second.Verdict], Int)] {
      var story = try Story()
      let (_, seconds) = try story.ground(by: People.anne, who, verdicts)
      #expect(try report(story.log).findings == [LogFinding(.fourEyes, at: seconds[wrong])])
    }
    var story = try Story()
    _ = try story.ground(by: People.anne, [People.leidinggevende, People.bram])
    #expect(try report(story.log).findings == [])
  }

  @Test("R12: a request under another policy than the one in force is found")
  func otherPolicy() throws {
    var story = try Story()
    let (asked, _) = try story.ground(
      by: People.anne, [], policy: [UInt8](repeating: 1, count: 32))
    #expect(try report(story.log).findings == [LogFinding(.policyOther, at: asked)])
  }

  @Test("R3: a ground that was asked without a word why is found, though the service took it")
  func silentGround() throws {
    var story = try Story()
    let (asked, _) = try story.ground(by: People.anne, [], reason: nil)
    #expect(try report(story.log).findings.first == LogFinding(.recordNotAllowed, at: asked))
  }

  @Test(
    "R10: a record that names other words than its entry holds, or none, or words that are not there",
    arguments: [
      { try $0.end(said: $1, named: $2) }, { try $0.involve(said: $1, named: $2) },
      { try $0.consult(said: $1, named: $2) },
    ] as [@Sendable (Story, [UInt8]?, [UInt8]?) throws -> Int])
  func otherWords(act: @Sendable (Story, [UInt8]?, [UInt8]?) throws -> Int) throws {
    let other = BLAKE2b.hash([1])
    for (said, named) in [(Story.words, Story.words), (nil, nil)] as [([UInt8]?, [UInt8]?)] {
      let story = try Story()
      _ = try act(story, said, named)
      #expect(try report(story.log).findings == [])
    }
    for (said, named) in [(Story.words, other), (Story.words, nil), (nil, Story.words)]
      as [([UInt8]?, [UInt8]?)]
    {
      let story = try Story()
      let index = try act(story, said, named)
      #expect(try report(story.log).findings == [LogFinding(.recordDiffers, at: index)])
    }
    // Words that the member did not send, in the entry.
    let story = try Story()
    let index = try act(story, Story.words, Story.words)
    story.log.entries[index].sealed = Story.sealed(other)
    #expect(try report(story.log).findings.contains(LogFinding(.requestDiffers, at: index)))
  }

  @Test("R9, R12: a policy without its approval is found, and so is one that is not in the copy")
  func unsignedPolicy() throws {
    for (hash, fault) in [
      (LogMaker.otherPolicyHash, LogFault.policyUnsigned),
      ([UInt8](repeating: 1, count: 32), .policyMissing),
    ] {
      let story = try Story()
      let index = story.log.leaf(.policy, .policy) {
        $0.record = LogEntry.Record(kind: "policy", hash: hash)
      }
      #expect(try report(story.log).findings == [LogFinding(fault, at: index)])
    }
  }

  @Test("findings stop at a limit, and say so")
  func limit() throws {
    var list = FindingList()
    for index in 0..<5000 { list.add(.headOld, at: index) }
    #expect(list.findings.count == FindingList.limit + 1)
    #expect(list.findings.last == LogFinding(.tooMany))
  }
}
