import AuditLog
import Directory
import Records
import Session
import Sodium
import Testing
import VaultTestKit
import Vocabulary

@testable import VaultClient

/// One lie about a partner in an otherwise right log, and the finding that must name it.
struct PartnerLie: Sendable, CustomTestStringConvertible {
  let name: String
  let fault: LogFault
  /// Tells the lie; answers the entry at which it must be found.
  let tell: @Sendable (inout PartnerStory) throws -> Int
  var testDescription: String { name }

  private static let member = PartnerLie(
    name: "a member that collects", fault: .partnerAct
  ) { story in
    story.log.entries[story.collected].partner = nil
    story.log.entries[story.collected].actor = People.id(People.anne)
    story.log.entries[story.collected].role = .jeugdbeschermer
    return story.collected
  }

  static let all: [PartnerLie] = [
    member,
    PartnerLie(name: "nobody that collects", fault: .partnerAct) { story in
      story.log.entries[story.collected].partner = nil
      return story.collected
    },
    PartnerLie(name: "a partner that does what members do", fault: .partnerAct) { story in
      try story.act(PartnerStory.north, "bundle.list", .bundleList)
    },
    PartnerLie(name: "another partner's name", fault: .requestSignature) { story in
      story.log.entries[story.collected].partner = People.id(PartnerStory.south)
      return story.collected
    },
    PartnerLie(name: "a sign-in in another partner's name", fault: .requestSignature) { story in
      story.log.entries[story.signedIn].partner = People.id(PartnerStory.south)
      return story.signedIn
    },
    PartnerLie(name: "a partner that nobody knows", fault: .partnerUnknown) { story in
      story.log.entries[story.waiting].partner = People.id(99)
      return story.waiting
    },
    PartnerLie(name: "a request that is signed as a member's", fault: .requestSignature) { story in
      try story.act(PartnerStory.north, "bundle.waiting", .bundleWaiting, as: .member)
    },
    PartnerLie(name: "a partner that has ended", fault: .partnerUnknown) { story in
      try story.add(.partnerEnd(People.id(PartnerStory.north)), nil)
      return try story.act(PartnerStory.north, "bundle.waiting", .bundleWaiting)
    },
    PartnerLie(name: "a key that was replaced", fault: .requestSignature) { story in
      try story.add(
        .partnerKey(People.id(PartnerStory.north), PartnerStory.keys(62)), nil)
      return try story.act(PartnerStory.north, "bundle.waiting", .bundleWaiting)
    },
    PartnerLie(name: "a bundle of another partner", fault: .bundleNotFor) { story in
      try story.collect(PartnerStory.south)
    },
    PartnerLie(name: "a bundle that was never sealed", fault: .bundleNotFor) { story in
      try story.collect(PartnerStory.north, bundle: People.id(121))
    },
    PartnerLie(name: "a bundle that was recalled", fault: .bundleNotWaiting) { story in
      story.log.leaf(.bundleExpire, .bundle) {
        $0.detail["bundle"] = .code(PartnerStory.bundle.hex)
      }
      return try story.collect(PartnerStory.north)
    },
    PartnerLie(name: "another bundle than was asked", fault: .requestDiffers) { story in
      story.log.entries[story.collected].detail["bundle"] = .code(People.id(121).hex)
      return story.collected
    },
    PartnerLie(name: "other parts than were asked", fault: .requestDiffers) { story in
      story.log.entries[story.collected].detail["from"] = .int(1)
      return story.collected
    },
    PartnerLie(name: "another file than was made", fault: .requestDiffers) { story in
      try story.act(
        PartnerStory.north, "bundle.collected", .bundleCollected,
        [("file", .base64(PartnerStory.manifest))])
    },
    PartnerLie(name: "a receipt that somebody else signed", fault: .bundleReceipt) { story in
      try story.receive(signer: PartnerStory.south)
    },
    PartnerLie(name: "a receipt of another bundle", fault: .bundleReceipt) { story in
      try story.receive(of: People.id(121))
    },
    PartnerLie(name: "a receipt of another manifest", fault: .bundleReceipt) { story in
      try story.receive(manifest: PartnerStory.file)
    },
    PartnerLie(name: "another receipt than came", fault: .requestDiffers) { story in
      story.log.entries[story.received].record?.hash = [UInt8](repeating: 0, count: 32)
      return story.received
    },
  ]
}

@Suite("A copy of the log is verified offline: what partners did")
struct PartnerLeavesTests {
  private func findings(_ log: LogMaker) throws -> [LogFinding] {
    let scratch = try Scratch()
    try log.write(to: scratch.path("copy"))
    return LogCopyVerifier(anchor: try People.anchor()).verify(folder: scratch.path("copy"))
      .findings
  }

  @Test("R20: a bundle that was sealed, collected and received rightly has no findings")
  func honest() throws {
    let story = try PartnerStory()
    let found = try findings(story.log)
    #expect(found == [])
  }

  @Test(
    "R20: fg verify names each lie about a partner, at its entry", arguments: PartnerLie.all)
  func lie(_ lie: PartnerLie) throws {
    var story = try PartnerStory()
    let index = try lie.tell(&story)
    let found = try findings(story.log)
    #expect(found.contains(LogFinding(lie.fault, at: index)), "\(found)")
  }

  @Test("an entry in a colleague's name behind one's own signed request is found")
  func behindAnother() throws {
    let story = try Story()
    // The same request and signature once more, right behind, with another name on it.
    let index = story.listed
    var forged = story.log.entries[index]
    forged.actor = People.id(People.bram)
    story.log.entries.insert(forged, at: index + 1)
    for next in story.log.entries.indices.dropFirst(index + 1) {
      story.log.entries[next].index = next
    }
    story.log.requests = story.log.requests.map { request in
      (request.bytes, request.index > index ? request.index + 1 : request.index)
    }
    story.log.records = story.log.records.map { record in
      (record.signed, record.kind, record.leaf > index ? record.leaf + 1 : record.leaf)
    }
    let found = try findings(story.log)
    #expect(found.contains(LogFinding(.requestSignature, at: index + 1)), "\(found)")
  }
}
