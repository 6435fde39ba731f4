import AuditLog
import Directory
import Dossier
import Foundation
import Records
import Session
import Socket
import Sodium
import StrictJSON
import Synchronization
import Testing
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary
import Wire

@testable import VaultClient

@Suite("Hostile bytes against the running service", .serialized)
struct FramesTests {
  private static func framed(_ text: String) -> [UInt8] { Frame.encode(Array(text.utf8)) }

  private static func call(_ method: String, _ params: String = "{}") -> [UInt8] {
    framed(#"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(params)}"#)
  }

  /// The service still serves, and nothing but the FG's own looks came into the log.
  private func expectUnharmed(_ family: GrantFamily, _ before: [LogEntry]) throws {
    let fg = try family.world.session(.fg)
    let new = try fg.wholeLog()[before.count...]
    #expect(new.filter { $0.actor != fg.member }.map(\.action) == [])
    #expect(
      try family.sanne.open(family.dossier, purpose: .uitvoering).revisions.map(\.content)
        == family.gezin.contents())
  }

  @Test("messages that are no requests are answered by their fault, and the connection goes on")
  func messages() throws {
    let family = try GrantFamily()
    let before = try family.world.session(.fg).wholeLog()
    let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    let cases: [(String, [UInt8], WireFault)] = [
      ("not JSON", Self.framed("{"), .parse),
      ("not UTF-8", Frame.encode([0x22, 0xFF, 0xFE, 0x22]), .parse),
      ("a NUL", Frame.encode([0]), .parse),
      ("two values", Self.framed("{}{}"), .parse),
      (
        "a key twice",
        Self.framed(#"{"jsonrpc":"2.0","id":1,"id":2,"method":"hello","params":{}}"#), .parse
      ),
      (
        "too deep", Self.framed(#"{"jsonrpc":"2.0","id":1,"method":"hello","params":\#(deep)}"#),
        .tooDeep
      ),
      ("a batch", Self.framed("[]"), .batch),
      ("a number", Self.framed("1"), .invalidRequest),
      ("no id", Self.framed(#"{"jsonrpc":"2.0","method":"hello","params":{}}"#), .notification),
      (
        "another version", Self.framed(#"{"jsonrpc":"1.0","id":1,"method":"hello"}"#),
        .invalidRequest
      ),
      (
        "a key too many", Self.framed(#"{"jsonrpc":"2.0","id":1,"method":"hello","x":1}"#),
        .invalidRequest
      ),
      ("params as a list", Self.call("hello", "[]"), .invalidParams),
      ("hello without m1", Self.call("hello"), .invalidParams),
      ("hello with a number", Self.call("hello", #"{"m1":1}"#), .invalidParams),
      ("hello with no base64", Self.call("hello", #"{"m1":"*"}"#), .invalidParams),
      ("hello with more", Self.call("hello", #"{"m1":"AA==","m2":1}"#), .invalidParams),
      ("sign-in before hello", Self.call("sign-in", #"{"m3":"AA==","sig":"AA=="}"#), .notSignedIn),
      ("directory from nothing", Self.call("directory", #"{"from":0}"#), .invalidParams),
      ("no such method", Self.call("dossier.destroy"), .notSignedIn),
    ]
    let one = try RawSocket(family.world.vault.socket)
    for (name, bytes, fault) in cases {
      one.write(bytes)
      #expect(try one.fault() == fault, "\(name)")
    }
    let methods = [
      "dossier.list", "dossier.open", "section.begin", "section.create", "dossier.append",
      "involvement.add", "access.head", "access.wraps", "access.grant", "access.request",
      "access.requests", "access.second", "access.explain", "directory.append", "log.read",
      "log.copy", "log.checkpoint", "log.words",
    ]
    for method in methods {
      one.write(Self.call(method, #"{"body":"e30=","sig":"AA=="}"#))
      #expect(try one.fault() == .notSignedIn, "\(method)")
    }
    try expectUnharmed(family, before)
  }

  @Test("a broken frame is named and ends its connection; a large one is not waited for")
  func frames() throws {
    let family = try GrantFamily()
    let before = try family.world.session(.fg).wholeLog()
    let cases: [(String, String, WireFault)] = [
      ("garbage", "GET / HTTP/1.1\r\n\r\n", .badFrame),
      ("another header", "Content-length: 2\r\n\r\n{}", .badFrame),
      ("no length", "Content-Length: \r\n\r\n", .badFrame),
      ("length 0", "Content-Length: 0\r\n\r\n", .badFrame),
      ("a leading zero", "Content-Length: 02\r\n\r\n{}", .badFrame),
      ("a negative length", "Content-Length: -1\r\n\r\n", .badFrame),
      ("a stranger's 64 KiB and 1", "Content-Length: 65537\r\n\r\n", .frameTooLarge),
      ("more than any number", "Content-Length: 99999999999999999999999\r\n\r\n", .frameTooLarge),
    ]
    for (name, text, fault) in cases {
      let one = try RawSocket(family.world.vault.socket)
      one.write(Array(text.utf8))
      #expect(try one.fault() == fault, "\(name)")
      guard case .closed = try one.hear() else {
        Issue.record("\(name): still connected")
        continue
      }
    }
    // Cut off anywhere: no answer, and no harm.
    let whole = Self.call("hello", #"{"m1":"AA=="}"#)
    for length in 1..<whole.count {
      let one = try RawSocket(family.world.vault.socket)
      one.write(Array(whole[..<length]))
      one.finish()
      guard case .closed = try one.hear() else {
        Issue.record("an answer to \(length) bytes")
        continue
      }
    }
    // A member's frame may be large, but not larger than the limit.
    let signedIn = try HandMadeSession(
      family.world.vault, family.world.vault.household.ring(.beheerder))
    #expect(throws: (any Error).self) {
      try signedIn.transport.writeFrame([UInt8](repeating: 0x20, count: Frame.limit + 1))
      _ = try Response(message: signedIn.transport.readFrame(idle: .seconds(10)) ?? [])
        .outcome.get()
    }
    let fg = try family.world.session(.fg)
    #expect(try fg.wholeLog()[before.count...].filter { $0.outcome != .permit }.isEmpty)
    try expectStillServes(family)
  }

  private func expectStillServes(_ family: GrantFamily) throws {
    #expect(
      try family.sanne.open(family.dossier, purpose: .uitvoering).revisions.map(\.content)
        == family.gezin.contents())
  }

  @Test("Three thousand seeded messages of noise: no crash, no leaf, no memory kept")
  func noise() throws {
    let family = try GrantFamily()
    let path = family.world.vault.socket
    let before = try family.world.session(.fg).wholeLog()
    var numbers = SeededNumbers(seed: 20_261_121)
    let hello = Message1(
      member: family.sanne.member, nonce: numbers.bytes(32), origin: Household.origin,
      versions: [1]
    ).encode()
    let valid = try Request(
      id: .int(1), method: "hello", params: .object([("m1", .base64(hello))])
    ).encode()
    var heard = (answers: 0, hangUps: 0)
    func round(_ count: Int) throws {
      var one = try RawSocket(path)
      for _ in 0..<count {
        var bytes: [UInt8]
        switch Int.random(in: 0..<4, using: &numbers) {
        case 0: bytes = numbers.bytes(Int.random(in: 1...400, using: &numbers))
        case 1: bytes = Frame.encode(numbers.bytes(Int.random(in: 1...4_000, using: &numbers)))
        case 2:
          // A hello with some of its bytes changed.
          bytes = valid
          for _ in 0..<Int.random(in: 1...4, using: &numbers) {
            bytes[Int.random(in: bytes.indices, using: &numbers)] = numbers.bytes(1)[0]
          }
          bytes = Frame.encode(bytes)
        default: bytes = Frame.encode([UInt8](repeating: 0x5B, count: 60_000))
        }
        guard one.write(bytes), case .response(let response) = try one.hear(within: 30)
        else {
          heard.hangUps += 1
          one = try RawSocket(path)
          continue
        }
        heard.answers += 1
        // Only a change outside the signed message leaves a hello that may be answered.
        if case .success(let result) = response.outcome {
          #expect(result["m2"] != nil && result["secrets"] == nil)
        }
      }
    }
    try round(500)
    let memory = try ResidentMemory.kibibytes()
    try round(Torture.count(2_500, long: 50_000))
    let grown = try ResidentMemory.kibibytes() - memory
    // 2,500 rounds carried some 40 MiB; other suites run beside this one.
    #expect(grown < 128 << 10, "\(grown) KiB")
    #expect(heard.answers > 1_000 && heard.hangUps > 300, "\(heard)")
    try expectUnharmed(family, before)
  }

  @Test("wrong types, missing and strange parameters of every method are refused as such")
  func parameters() throws {
    let family = try GrantFamily()
    let vault = family.world.vault
    let dossier = JSONValue.id(family.dossier)
    let signed = JSONValue.object([
      ("bytes", .base64(Array("{}".utf8))), ("sig", .base64([UInt8](repeating: 0, count: 64))),
    ])
    let kern = JSONValue.sections([.kern])
    let methods: [(String, [(String, JSONValue)], optional: Set<String>)] = [
      ("dossier.list", [("purpose", "uitvoering")], []),
      (
        "dossier.open",
        [
          ("dossier", dossier), ("purpose", "uitvoering"), ("sections", kern),
          ("writing", .bool(false)),
        ], []
      ),
      (
        "section.begin", [("dossier", .id(.random())), ("sections", .sections(Section.allCases))],
        []
      ),
      (
        "section.create",
        [
          ("boxes", []), ("dossier", .id(.random())), ("involvement", signed),
          ("links", .base64([])), ("records", []),
        ], []
      ),
      ("dossier.append", [("dossier", dossier), ("links", .base64([1, 2, 3]))], []),
      ("involvement.add", [("dossier", dossier), ("record", signed)], []),
      ("access.head", [("dossier", dossier)], []),
      ("access.wraps", [("dossier", dossier), ("sections", kern)], []),
      ("access.grant", [("boxes", []), ("dossier", dossier), ("grant", signed)], []),
      ("access.request", [("request", signed)], []),
      ("access.requests", [("dossier", dossier)], ["dossier"]),
      ("access.second", [("boxes", []), ("grant", signed), ("second", signed)], []),
      ("access.explain", [("ref", .int(1))], []),
      ("access.explain", [("dossier", dossier), ("member", .id(family.sanne.member))], []),
      ("directory.append", [("record", .base64([1]))], []),
      ("log.read", [("count", .int(1)), ("from", .int(0))], []),
      ("log.copy", [("from", .int(0)), ("part", "entries")], []),
    ]
    let wrong: [JSONValue] = [
      .null, .bool(true), .int(-1), .int(CanonicalJSON.integers.upperBound), "", "*", "AA==",
      "entries ", [], ["kern", "kern"], ["juridisch", "kern"], ["niets"], [.null], [.int(1)],
      .object([("x", .int(1))]),
    ]
    // Values from the list that are right for one of the parameters.
    func isRight(_ method: String, _ key: String, _ value: JSONValue) -> Bool {
      switch key {
      case "writing": value == .bool(true)
      case "ref", "from": value == .int(CanonicalJSON.integers.upperBound)
      case "record": method == "directory.append" && ["", "AA=="].contains(value)
      default: false
      }
    }
    let session = try HandMadeSession(vault, vault.household.ring(.sanne))
    var tried = 0
    func expect(_ method: String, _ args: [(String, JSONValue)], _ what: String) throws {
      let answer = try session.call(
        method, .object(args.sorted { $0.0 < $1.0 }.map { ($0.0, $0.1) }))
      #expect(answer.fault == .invalidParams, "\(method), \(what)")
      tried += 1
    }
    let before = try family.world.session(.fg).wholeLog()
    for (method, args, optional) in methods {
      try expect(method, args + [("zz", .int(1))], "a strange key")
      for (place, (key, _)) in args.enumerated() {
        var without = args
        without.remove(at: place)
        if !optional.contains(key) { try expect(method, without, "without \(key)") }
        for value in wrong where !isRight(method, key, value) {
          var changed = args
          changed[place].1 = value
          try expect(method, changed, "\(key) = \(value)")
        }
      }
    }
    try expect("log.checkpoint", [("zz", .int(1))], "a strange key")
    #expect(tried > 450)
    #expect(
      try session.call("dossier.destroy", .object([("dossier", dossier)])).fault
        == .methodNotFound)
    #expect(try session.call("hello", .object([("m1", "AA==")])).fault == .methodNotFound)
    try expectUnharmed(family, before)
  }

  @Test("a request whose bytes were changed, or which comes out of turn, is nobody's request")
  func changedRequests() throws {
    let family = try GrantFamily()
    let vault = family.world.vault
    let args = JSONValue.object([
      ("dossier", .id(family.dossier)), ("purpose", "uitvoering"), ("sections", "all"),
      ("writing", .bool(false)),
    ])
    let session = try HandMadeSession(vault, vault.household.ring(.sanne))
    let before = try family.world.session(.fg).wholeLog()
    var numbers = SeededNumbers(seed: 77)
    for round in 0..<Torture.count(300, long: 3_000) {
      let answer = try session.call("dossier.open", args) { params in
        let key = round % 2 == 0 ? "body" : "sig"
        guard let place = params.firstIndex(where: { $0.0 == key }),
          case .string(let text) = params[place].1, var bytes = Base64.decode(text)
        else { return }
        let at = Int.random(in: bytes.indices, using: &numbers)
        bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
        params[place].1 = .base64(bytes)
      }
      #expect([.badSignature, .invalidParams].contains(answer.fault), "round \(round)")
      if answer.fault == .invalidParams { session.notCounted() }
    }
    #expect(try session.call("dossier.open", args).fields != nil)
    for skip in [Int64(-1), 1, 1_000] {
      #expect(try session.call("dossier.open", args, skip: skip).fault == .outOfSequence)
    }
    // Another session's request, letter for letter.
    let other = try HandMadeSession(vault, vault.household.ring(.sanne))
    var stolen: [(String, JSONValue?)] = []
    _ = try other.call("dossier.open", args) { stolen = $0 }
    #expect(try session.call("dossier.open", args) { $0 = stolen }.fault == .badSignature)
    #expect(try other.call("dossier.open", args) { $0 = stolen }.fault == .outOfSequence)
    // And a right one still is.
    #expect(
      try session.call("dossier.open", args).fields?.requireString("outcome") == "permit")
    let fg = try family.world.session(.fg)
    let opens = try fg.wholeLog()[before.count...].filter { $0.actor == family.sanne.member }
    #expect(opens.map(\.action) == [.open, .signIn, .open, .open])
  }
}
