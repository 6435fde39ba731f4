import Sodium
import StrictJSON
import Testing
import Vocabulary

@testable import AuditLog

private func id(_ byte: UInt8) -> Identifier {
  Identifier([UInt8](repeating: byte, count: 16)) ?? .zero
}

private func hash(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }

/// An entry with every field that an entry can have.
private func fullEntry() -> LogEntry {
  var entry = LogEntry(
    index: 1_234, time: 1_790_000_000_123, action: .append, object: .dossier, outcome: .permit)
  entry.actor = id(1)
  entry.role = .jeugdbeschermer
  entry.org = "jb-west"
  entry.behalf = id(2)
  entry.purpose = .uitvoering
  entry.basis = LogEntry.Basis(.involvement, id: id(3))
  entry.reason = "not-involved"
  entry.ref = "R-1234"
  entry.dossier = id(4)
  entry.sections = [.journaal, .kern]
  entry.head = LogEntry.Head(n: 6, h: hash(5))
  entry.link = LogEntry.Link(
    n: 7, prev: hash(5), hash: hash(6), h: hash(7), sig: [UInt8](repeating: 8, count: 64))
  entry.dossiers = [LogEntry.DossierHead(dossier: id(9), head: LogEntry.Head(n: 1, h: hash(9)))]
  entry.record = LogEntry.Record(kind: "involvement", hash: hash(10))
  entry.sealed = LogEntry.Sealed(words: hash(14), box: [UInt8](repeating: 15, count: 700))
  entry.client = "kluis/1.0.0"
  entry.session = hash(11)
  entry.request = hash(12)
  entry.sig = [UInt8](repeating: 13, count: 64)
  entry.peer = 1_000
  entry.detail = ["epoch": .int(2), "step": .code("back")]
  return entry
}

@Suite struct LogEntryTests {
  @Test func theFullEntryReadsBack() throws {
    let bytes = try fullEntry().encode()
    #expect(try LogEntry(decoding: bytes) == fullEntry())
    #expect(try LogEntry(decoding: bytes).encode() == bytes)
  }

  @Test func theSmallestEntryIsTheseBytes() throws {
    let entry = LogEntry(index: 0, time: 5, action: .start, object: .service, outcome: .permit)
    let text =
      #"{"action":"start","index":0,"object":"service","outcome":"permit","time":5,"v":1}"#
    #expect(String(decoding: try entry.encode(), as: UTF8.self) == text)
    #expect(try LogEntry(decoding: Array(text.utf8)) == entry)
  }

  /// Fields leave no trace when they do not apply, and any set of them reads back.
  @Test func everyFieldMayBeAbsent() throws {
    let drops: [(inout LogEntry) -> Void] = [
      { $0.actor = nil }, { $0.role = nil }, { $0.org = nil }, { $0.behalf = nil },
      { $0.purpose = nil }, { $0.basis = nil }, { $0.reason = nil }, { $0.ref = nil },
      { $0.dossier = nil }, { $0.sections = [] }, { $0.head = nil }, { $0.link = nil },
      { $0.dossiers = nil }, { $0.record = nil }, { $0.sealed = nil }, { $0.client = nil },
      { $0.session = nil },
      { $0.request = nil }, { $0.sig = nil }, { $0.peer = nil }, { $0.detail = [:] },
    ]
    let full = try fullEntry().encode()
    for drop in drops {
      var entry = fullEntry()
      drop(&entry)
      let bytes = try entry.encode()
      #expect(bytes.count < full.count)
      #expect(try LogEntry(decoding: bytes) == entry)
    }
    for _ in 0..<200 {
      var entry = fullEntry()
      for drop in drops where Bool.random() { drop(&entry) }
      #expect(try LogEntry(decoding: entry.encode()) == entry)
    }
  }

  @Test func everyCodeReadsBack() throws {
    for action in LogAction.allCases {
      for object in LogObject.allCases {
        for outcome in LogOutcome.allCases {
          let entry = LogEntry(index: 1, time: 1, action: action, object: object, outcome: outcome)
          #expect(try LogEntry(decoding: entry.encode()) == entry)
        }
      }
    }
    for role in Role.allCases {
      for purpose in Purpose.allCases {
        var entry = fullEntry()
        entry.role = role
        entry.purpose = purpose
        #expect(try LogEntry(decoding: entry.encode()) == entry)
      }
    }
  }

  @Test func aPartnerActsInThePlaceOfAMember() throws {
    var entry = LogEntry(
      index: 3, time: 5, action: .bundleCollect, object: .bundle, outcome: .permit)
    entry.partner = id(6)
    let bytes = try entry.encode()
    #expect(
      String(decoding: bytes, as: UTF8.self).contains(#""partner":"BgYGBgYGBgYGBgYGBgYGBg=="#))
    #expect(try LogEntry(decoding: bytes) == entry)
    let both: [(inout LogEntry) -> Void] = [{ $0.actor = id(1) }, { $0.role = .jurist }]
    for change in both {
      var wrong = entry
      change(&wrong)
      #expect(throws: JSONError.self) { try wrong.encode() }
      #expect(try replace("partner", .base64(id(6).bytes)) != nil)
    }
  }

  private func refusal(_ change: (inout [JSONMember]) -> Void) throws -> JSONError? {
    let value = try CanonicalJSON.decode(fullEntry().encode())
    guard case .object(var members) = value else { return nil }
    change(&members)
    let bytes = CanonicalJSON.encode(.object(members))
    do throws(JSONError) { _ = try LogEntry(decoding: bytes) } catch { return error }
    return nil
  }

  private func replace(_ key: String, _ value: JSONValue?) throws -> JSONError? {
    try refusal { members in
      members.removeAll { $0.key == key }
      if let value { members.append(JSONMember(key, value)) }
    }
  }

  @Test func anUnknownKeyIsRefused() throws {
    #expect(try refusal { _ in } == nil)
    for key in ["words", "name", "note", "zz", "index_", "v2"] {
      let error = try refusal { $0.append(JSONMember(key, .string("x"))) }
      #expect(error?.fault == .unknownKey, "\(key)")
      #expect(error?.path == [.key(key)], "\(key)")
    }
    for (field, key) in [
      ("basis", "x"), ("head", "dossier"), ("link", "x"), ("record", "x"), ("sealed", "x"),
      ("peer", "pid"),
    ] {
      let error = try refusal { members in
        guard let place = members.firstIndex(where: { $0.key == field }),
          case .object(let inner) = members[place].value
        else { return }
        members[place] = JSONMember(field, .object(inner + [JSONMember(key, .int(1))]))
      }
      #expect(error?.fault == .unknownKey, "\(field)")
    }
  }

  @Test func aMissingFieldIsRefused() throws {
    for key in ["action", "index", "object", "outcome", "time", "v"] {
      #expect(try replace(key, nil)?.fault == .missing, "\(key)")
    }
  }

  /// No null, no other kind, no other length, no free text, no second spelling.
  @Test func wrongValuesAreRefused() throws {
    let every = try CanonicalJSON.decode(fullEntry().encode()).objectValue ?? []
    #expect(every.count == 27)
    for member in every {
      for wrong: JSONValue in [.null, .bool(true), .int(-1), .array([.int(1)]), .string("A b")] {
        #expect(try replace(member.key, wrong) != nil, "\(member.key)")
      }
    }
    let cases: [(String, JSONValue)] = [
      ("v", .int(2)), ("v", .int(0)), ("action", "opens"), ("outcome", "permitted"),
      ("role", "Jurist"), ("purpose", "nieuwsgierig"), ("org", ""), ("org", "Jeugd West"),
      ("org", "-a"), ("org", .string(String(repeating: "a", count: 65))),
      ("reason", "moeder belde"), ("reason", "é"), ("client", "kluis,1"), ("client", ""),
      ("actor", .base64([UInt8](repeating: 1, count: 15))), ("actor", "AAAAAAAAAAAAAAAAAAAAAB=="),
      ("request", .base64([UInt8](repeating: 1, count: 33))),
      ("sig", .base64([UInt8](repeating: 1, count: 32))),
      ("sections", []), ("sections", ["kern", "kern"]), ("sections", ["journaal", "kern"]),
      ("sections", ["Kern"]), ("detail", .object([JSONMember]())),
      ("detail", .object([("a", .string("two words"))])),
      ("detail", .object([("a", .object([("b", .int(1))]))])),
      ("sealed", ["box": .base64([UInt8](repeating: 1, count: 39)), "words": .base64(hash(1))]),
      (
        "sealed", ["box": .base64([UInt8](repeating: 1, count: 49_153)), "words": .base64(hash(1))]
      ),
      ("sealed", ["box": "Moeder belde vanmorgen", "words": .base64(hash(1))]),
      ("sealed", ["box": .base64([UInt8](repeating: 1, count: 40)), "words": .base64([1])]),
      ("sealed", ["box": .base64([UInt8](repeating: 1, count: 40))]),
      ("basis", .object([("kind", "none"), ("id", .base64([UInt8](repeating: 1, count: 16)))])),
      ("basis", .object([("kind", "grant")])), ("peer", .object([JSONMember]())),
      ("peer", .object([("uid", .int(1 << 32))])),
      ("head", .object([("h", .base64(hash(1))), ("n", .int(1 << 32))])),
    ]
    for (key, value) in cases {
      #expect(try replace(key, value) != nil, "\(key) \(value)")
    }
  }

  @Test func anotherSpellingIsRefused() throws {
    let bytes = try fullEntry().encode()
    for wrong in [
      bytes + [0x0A], [0x20] + bytes, Array(bytes.dropLast()), [], Array("[]".utf8),
      Array("{}".utf8), Array("null".utf8), bytes + bytes,
    ] {
      #expect(throws: JSONError.self) { try LogEntry(decoding: wrong) }
    }
  }

  /// What cannot be read back cannot be written: free text never gets into the log.
  @Test func encodeRefusesWhatDecodeWould() throws {
    let changes: [(inout LogEntry) -> Void] = [
      { $0.index = -1 }, { $0.index = 1 << 53 }, { $0.time = -1 }, { $0.org = "Jeugd West" },
      { $0.reason = "moeder belde" }, { $0.ref = "" }, { $0.client = "a b" },
      { $0.basis = LogEntry.Basis(.grant) }, { $0.basis = LogEntry.Basis(.none, id: .zero) },
      { $0.record?.kind = "X" }, { $0.record?.hash = [1] }, { $0.head?.h = [] },
      { $0.dossiers?[0].head.h = [] }, { $0.link?.n = 0 }, { $0.link?.prev = [] },
      { $0.link?.hash = [] }, { $0.link?.h = [] }, { $0.link?.sig = [] }, { $0.session = [] },
      { $0.request = [] }, { $0.sig = [] }, { $0.detail = ["A": .int(1)] },
      { $0.detail = ["a": .code("two words")] }, { $0.detail = ["a": .int(1 << 53)] },
    ]
    for (number, change) in changes.enumerated() {
      var entry = fullEntry()
      change(&entry)
      #expect(throws: JSONError.self, "change \(number)") { try entry.encode() }
    }
  }

  @Test func theLongestListFitsAndOneMoreDoesNot() throws {
    var entry = LogEntry(
      index: 9_000_000, time: 1, action: .list, object: .dossier, outcome: .permit)
    let one = LogEntry.DossierHead(dossier: id(1), head: LogEntry.Head(n: .max, h: hash(2)))
    entry.dossiers = Array(repeating: one, count: LogEntry.maximumDossiers)
    #expect(try LogEntry(decoding: entry.encode()) == entry)
    entry.dossiers?.append(one)
    #expect(throws: JSONError.self) { try entry.encode() }
    entry.dossiers = []
    #expect(try LogEntry(decoding: entry.encode()).dossiers == [])
  }
}
