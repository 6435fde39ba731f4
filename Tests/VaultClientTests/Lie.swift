import AuditLog
import Records
import Sodium
import Testing
import Vocabulary

@testable import VaultClient

/// One lie in an otherwise right log, and the finding that must name it.
struct Lie: Sendable, CustomTestStringConvertible {
  let name: String
  let fault: LogFault
  /// Tells the lie; answers the entry at which it must be found.
  let tell: @Sendable (Story) throws -> Int?

  var testDescription: String { name }

  static let all: [Lie] = [
    Lie(name: "an entry was taken out", fault: .entryIndex) { story in
      story.log.entries.remove(at: story.opened)
      return story.opened
    },
    Lie(name: "an entry is older than the one before", fault: .entryTime) { story in
      story.log.entries[story.opened].time = People.at
      return story.opened
    },
    Lie(name: "an opening in a colleague's name", fault: .requestSignature) { story in
      story.log.entries[story.opened].actor = People.id(People.bram)
      return story.opened
    },
    Lie(name: "an act of nobody", fault: .actorMissing) { story in
      story.log.entries[story.opened].actor = nil
      return story.opened
    },
    Lie(name: "an act of a stranger", fault: .actorUnknown) { story in
      story.log.entries[story.opened].actor = People.id(90)
      return story.opened
    },
    Lie(name: "an act in another function", fault: .actorRole) { story in
      story.log.entries[story.opened].role = .leidinggevende
      return story.opened
    },
    Lie(name: "a request that was not kept", fault: .requestMissing) { story in
      story.log.requests.removeAll { $0.index == story.opened }
      return story.opened
    },
    Lie(name: "a request that has no entry", fault: .requestUnused) { story in
      story.log.requests.insert((Array("{}".utf8), 12), at: 4)
      return 12
    },
    Lie(name: "another purpose than was signed", fault: .requestDiffers) { story in
      story.log.entries[story.opened].purpose = .klacht
      return story.opened
    },
    Lie(name: "more sections than were asked", fault: .requestDiffers) { story in
      story.log.entries[story.opened].sections = [.kern, .juridisch]
      return story.opened
    },
    Lie(name: "an act of another kind than was signed", fault: .requestDiffers) { story in
      story.log.entries[story.opened].action = .openForWriting
      return story.opened
    },
    Lie(name: "an old head was shown", fault: .headOld) { story in
      let old = try #require(story.log.entries[story.created - 1].link)
      story.log.entries[story.juristOpened].head = LogEntry.Head(n: old.n, h: old.h)
      return story.juristOpened
    },
    Lie(name: "a list with another head", fault: .headOld) { story in
      story.log.entries[story.listed].dossiers?[0].head.n = 3
      return story.listed
    },
    Lie(name: "a dossier that was never written", fault: .headUnknown) { story in
      story.log.entries[story.listed].dossiers?[0].dossier = People.id(79)
      return story.listed
    },
    Lie(name: "a write without its link", fault: .linkMissing) { story in
      story.log.entries[story.appended].link = nil
      return story.appended
    },
    Lie(name: "a link that does not follow", fault: .linkChain) { story in
      story.log.entries[story.appended].link?.prev = [UInt8](repeating: 0, count: 32)
      return story.appended
    },
    Lie(name: "another link than the author signed", fault: .linkChain) { story in
      story.log.entries[story.appended].link?.hash = [UInt8](repeating: 0, count: 32)
      return story.appended
    },
    Lie(name: "a write that its author did not sign", fault: .linkSignature) { story in
      story.log.entries[story.appended].link?.sig = [UInt8](repeating: 0, count: 64)
      return story.appended
    },
    Lie(name: "an access without a basis", fault: .basisMissing) { story in
      story.log.entries[story.opened].basis = nil
      return story.opened
    },
    Lie(name: "a basis that does not exist", fault: .basisUnknown) { story in
      story.log.entries[story.opened].basis?.id = People.id(99)
      return story.opened
    },
    Lie(name: "somebody else's basis", fault: .basisNotValid) { story in
      story.log.entries[story.juristOpened].basis = LogEntry.Basis(.involvement, id: story.regie)
      return story.juristOpened
    },
    Lie(name: "a grant that has ended", fault: .basisNotValid) { story in
      for index in story.juristOpened..<story.log.entries.count {
        story.log.entries[index].time += 90_000_000
      }
      return story.juristOpened
    },
    Lie(name: "a section that the grant does not name", fault: .basisNotValid) { story in
      story.log.entries[story.juristOpened].sections = [.kern, .onderzoek]
      return story.juristOpened
    },
    Lie(name: "a grant that ran out before its time", fault: .grantNotOver) { story in
      story.runOut(story.consult, at: 86_400_000 - 1)
    },
    Lie(name: "a grant that ran out twice", fault: .grantNotOver) { story in
      story.runOut(story.consult)
      return story.runOut(story.consult)
    },
    Lie(name: "a grant that ran out in a section that it does not name", fault: .grantNotOver) {
      $0.runOut($0.consult, sections: [.kern, .journaal])
    },
    Lie(name: "a grant that ran out at another dossier", fault: .grantNotOver) {
      $0.runOut($0.consult, of: People.id(78))
    },
    Lie(name: "a grant that nobody gave ran out", fault: .basisUnknown) {
      $0.runOut(People.id(99))
    },
    Lie(name: "a grant ended by a member without a record", fault: .recordMissing) { story in
      try story.log.act(
        People.leidinggevende, "access.end", [.grantEnd], dossier: story.dossier
      ) { $1.basis = LogEntry.Basis(.grant, id: story.consult) }
    },
    Lie(name: "a record that was not kept", fault: .recordMissing) { story in
      story.log.records.removeAll { $0.leaf == story.involved }
      return story.involved
    },
    Lie(name: "a record that no entry names", fault: .recordUnused) { story in
      let record = Involvement(
        at: 1, by: People.id(1), dossier: story.dossier, id: People.id(9), member: People.id(2),
        since: 1, sort: .betrokken)
      story.log.records.insert((try story.signed(record, 1), Involvement.kind, 11), at: 1)
      return 11
    },
    Lie(name: "a record under another signature", fault: .recordSignature) { story in
      story.replace(at: story.involved) {
        Signed(bytes: $0.bytes, signature: [UInt8](repeating: 0, count: 64))
      }
      return story.involved
    },
    Lie(name: "an involvement signed without regie", fault: .recordNotAllowed) { story in
      let record = Involvement(
        at: 1, by: People.id(People.bram), dossier: story.dossier, id: People.id(201),
        member: People.id(People.jurist), since: 1, sort: .betrokken)
      let signed = try story.signed(record, People.bram)
      story.replace(at: story.involved) { _ in signed }
      return story.involved
    },
    Lie(name: "a record of another dossier", fault: .recordDiffers) { story in
      let record = Involvement(
        at: 1, by: People.id(People.anne), dossier: People.id(80), id: People.id(201),
        member: People.id(People.bram), since: 1, sort: .betrokken)
      let signed = try story.signed(record, People.anne)
      story.replace(at: story.involved) { _ in signed }
      return story.involved
    },
    Lie(name: "a grant by somebody without a say", fault: .recordNotAllowed) { story in
      let entry = story.log.entries[story.consulted]
      let grant = story.grant(entry, by: People.bram, to: People.jurist, id: story.consult)
      let signed = try story.signed(grant, People.bram)
      story.replace(at: story.consulted) { _ in signed }
      return story.consulted
    },
    Lie(name: "a grant for a request that nobody made", fault: .fourEyes) { story in
      let entry = story.log.entries[story.granted]
      let grant = story.grant(
        entry, by: People.anne, to: People.toezichthouder, id: People.id(204),
        request: [UInt8](repeating: 7, count: 32))
      let signed = try story.signed(grant, People.anne)
      story.replace(at: story.granted) { _ in signed }
      return story.granted
    },
    Lie(name: "a directory record that is not the next", fault: .directoryLeaf) { story in
      story.log.entries[3].record?.hash = [UInt8](repeating: 0, count: 32)
      return 3
    },
    Lie(name: "a policy that is not in the copy", fault: .policyMissing) { story in
      story.log.entries[0].record?.hash = [UInt8](repeating: 0, count: 32)
      return 0
    },
  ]
}

extension Story {
  /// The service's own entry that a grant is over; at once when its time is.
  ///
  /// - Parameter time: milliseconds after the beginning of the story.
  @discardableResult
  func runOut(
    _ grant: Identifier, at time: Int64 = 86_400_000, sections: Set<Section> = [.kern],
    of dossier: Identifier? = nil
  ) -> Int {
    log.leaf(.grantEnd, .grant) {
      $0.time = People.at + time
      $0.dossier = dossier ?? self.dossier
      $0.sections = sections
      $0.basis = LogEntry.Basis(.grant, id: grant)
    }
  }

  /// Puts another record in the place of the one that an entry brought.
  func replace(at index: Int, _ make: (Signed) -> Signed) {
    for place in log.records.indices where log.records[place].leaf == index {
      let signed = make(log.records[place].signed)
      guard log.entries[index].record?.hash == log.records[place].signed.hash else { continue }
      log.records[place].signed = signed
      log.entries[index].record?.hash = signed.hash
    }
  }
}
