import StrictJSON
import Testing

@testable import Delivery

@Suite("Delivery: what is read, and what is due")
struct DeliveryTests {
  private static let program = #"{"name":"a","type":"program","path":"/bin/a","signals":"all"}"#
  private static let mail =
    #"{"name":"m","type":"mail","path":"/bin/m","signals":"all","from":"k@a.nl","others":["f@a.nl"]}"#

  private func read(
    schema: String = "dossierkluis/bode/1", spools: String = #"["/s"]"#, state: String = "/t",
    sinks: String = "[\(program)]", more: String = ""
  ) throws -> Configuration {
    let text =
      #"{"schema":"\#(schema)","spools":\#(spools),"state":"\#(state)","sinks":\#(sinks)\#(more)}"#
    return try Configuration(reading: Array(text.utf8))
  }

  @Test("A configuration: its values and its defaults")
  func configuration() throws {
    let found = try read(sinks: "[\(Self.program),\(Self.mail)]")
    #expect(found.every == 5 && found.patience == Patience(first: 30_000, most: 3_600_000))
    #expect(found.sinks[0].way == .program(Program(path: "/bin/a", arguments: [], seconds: 10)))
    #expect(found.sinks(for: .noodtoegang).map(\.name) == ["a", "m"] && found.mailSink == nil)
  }

  @Test("A configuration that is not exactly one is refused, with the place")
  func refusals() throws {
    func sink(_ text: String) -> String {
      "[" + Self.program.replacingOccurrences("\"signals\":\"all\"", text) + "]"
    }
    func mail(_ from: String, _ to: String) -> String {
      "[" + Self.mail.replacingOccurrences(from, to) + "]"
    }
    let cases: [(String, () throws -> Configuration)] = [
      ("schema", { try read(schema: "dossierkluis/bode/2") }),
      ("spools", { try read(spools: "[]") }),
      ("spools", { try read(spools: #"["s"]"#) }),
      ("spools", { try read(spools: #"["/s/../t"]"#) }),
      ("spools", { try read(spools: #"["/s","/s"]"#) }),
      ("state", { try read(state: "/s") }),
      ("sinks", { try read(sinks: "[]") }),
      ("sinks", { try read(sinks: "[\(Self.program),\(Self.program)]") }),
      ("sinks[0].type", { try read(sinks: #"[{"name":"a","type":"pager"}]"#) }),
      ("sinks[0].signals", { try read(sinks: sink(#""signals":["A b"]"#)) }),
      ("sinks[0].signals", { try read(sinks: sink(#""seconds":3"#)) }),
      ("sinks[0].seconds", { try read(sinks: sink(#""signals":"all","seconds":0"#)) }),
      ("sinks[0].shell", { try read(sinks: sink(#""signals":"all","shell":true"#)) }),
      ("sinks[0].files", { try read(sinks: sink(#""signals":"all","files":true"#)) }),
      ("sinks[0].arguments", { try read(sinks: sink(#""signals":"all","arguments":["\u0000"]"#)) }),
      ("sinks[0].path", { try read(sinks: mail("/bin/m", "bin/m")) }),
      ("sinks[0].from", { try read(sinks: mail("k@a.nl", "k@a.nl\\r\\nBcc: x@y.nl")) }),
      ("sinks[0].from", { try read(sinks: mail("k@a.nl", "-oQ/tmp@a.nl")) }),
      ("sinks[0].others", { try read(sinks: mail(#"["f@a.nl"]"#, "[]")) }),
      ("sinks[0].others", { try read(sinks: mail("f@a.nl", "FG <f@a.nl>")) }),
      ("retry.first", { try read(more: #","retry":{"first":0}"#) }),
      ("retry.most", { try read(more: #","retry":{"first":60,"most":30}"#) }),
      ("every", { try read(more: #","every":0"#) }),
      ("extra", { try read(more: #","extra":1"#) }),
      ("every", { try read(more: #","every":1,"every":2"#) }),
    ]
    for (place, make) in cases {
      let error = #expect(throws: ConfigurationError.self, "\(place)") { _ = try make() }
      #expect(error?.text.hasPrefix(place) == true, "\(place): \(error?.text ?? "")")
      #expect(error?.hint.isEmpty == false)
    }
    let files = Self.mail.replacingOccurrences("\"others\"", "\"files\":true,\"others\"")
    let second = files.replacingOccurrences("\"name\":\"m\"", "\"name\":\"n\"")
    #expect(throws: ConfigurationError.self) { try read(sinks: "[\(files),\(second)]") }
    #expect(throws: ConfigurationError.self) {
      try Configuration(reading: [UInt8](repeating: 0x20, count: Configuration.largest + 1))
    }
  }

  @Test("A wait doubles from the first to the cap, and stays there for ever")
  func patience() {
    let patience = Patience(first: 30, most: 100)
    #expect([1, 2, 3, 4, 1 << 40].map { patience.wait(after: $0) } == [30, 60, 100, 100, 100])
    #expect(Patience(first: .max / 2 + 1, most: .max).wait(after: 9) == .max)
  }

  @Test("A clock that is set back does not prolong a wait")
  func clock() throws {
    let sink = try read().sinks[0]
    let key = Ledger.Key("/s", try #require(SpoolName("1-a.json")))
    let patience = Patience(first: 1000, most: 1000)
    var ledger = Ledger()
    ledger.failed(sink, key, .exit, at: 1_000_000, patience)
    #expect(!ledger.isDue(sink, key, at: 1_000_999, patience))
    #expect(ledger.isDue(sink, key, at: 1_001_000, patience))
    #expect(ledger.isDue(sink, key, at: 10, patience))
  }

  @Test("The state is read as it was written; anything else is refused")
  func ledger() throws {
    let sink = try read().sinks[0]
    var ledger = Ledger()
    for number in 1...4 {
      let key = Ledger.Key("/s", try #require(SpoolName("\(number)-a.json")))
      if number == 2 {
        ledger.delivered(sink, key)
      } else {
        ledger.failed(sink, key, .timeLimit, at: 5, Patience(first: 1, most: 2))
      }
    }
    #expect(try Ledger(reading: ledger.bytes) == ledger)
    for end in 0..<ledger.bytes.count {
      #expect(throws: JSONError.self) { try Ledger(reading: Array(ledger.bytes[..<end])) }
    }
  }

  @Test("Names of a spool: plain, ended by .json or .eml, no path")
  func names() {
    for name in ["1-a.json", "a.eml", "1898845200000-sessie-vals-00ff.json"] {
      #expect(SpoolName(name)?.text == name)
    }
    for name in [
      "", ".json", "..json", "-a.json", "a/b.json", "../a.json", "A.json", "a.json\n", "a.txt",
      "a", "é.json", String(repeating: "a", count: 120) + ".json",
    ] {
      #expect(SpoolName(name) == nil, "\(name)")
    }
  }
}

extension String {
  fileprivate func replacingOccurrences(_ of: String, _ with: String) -> String {
    guard let range = firstRange(of: of) else { return self }
    return String(self[..<range.lowerBound]) + with + String(self[range.upperBound...])
  }
}
