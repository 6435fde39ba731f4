// Envelopes: one request, one answer, every refusal with its name, code and exit.
import StrictJSON
import Testing
import Wire

@Suite("Envelopes say what JSON-RPC says, and less")
struct EnvelopeTests {
  func refusal(_ text: String) -> RequestRefusal? {
    refusal(bytes: Array(text.utf8))
  }

  func refusal(bytes: [UInt8]) -> RequestRefusal? {
    do throws(RequestRefusal) {
      _ = try Request(message: bytes)
      return nil
    } catch { return error }
  }

  @Test("a request survives the wire, ids of both kinds")
  func requestRoundTrip() throws {
    for id in [RequestID.int(-7), .string("é-1")] {
      let request = try Request(id: id, method: "dossier.open", params: ["body": "QUJD", "n": 3])
      let read = try Request(message: request.encode())
      #expect(read.id == id)
      #expect(read.method == "dossier.open")
      #expect(read.params.members == request.params.members)
    }
    let bare = try Request(
      message: Array(#" {"id":1,"method":"log.checkpoint","jsonrpc":"2.0"}"#.utf8))
    #expect(bare.params.members.isEmpty)
  }

  @Test(
    "what is not a request is refused by name, with the id when there is one",
    arguments: [
      ("", .parse, nil), ("{", .parse, nil), ("[]", .batch, nil),
      (#"[{"jsonrpc":"2.0","id":1,"method":"a"}]"#, .batch, nil), ("1", .invalidRequest, nil),
      (#"{"jsonrpc":"2.0","method":"a","params":{}}"#, .notification, nil),
      (#"{"jsonrpc":"2.0","id":null,"method":"a"}"#, .invalidRequest, nil),
      (#"{"jsonrpc":"2.0","id":1.5,"method":"a"}"#, .parse, nil),
      (#"{"jsonrpc":"1.0","id":1,"method":"a"}"#, .invalidRequest, .int(1)),
      (#"{"id":1,"method":"a"}"#, .invalidRequest, .int(1)),
      (#"{"jsonrpc":"2.0","id":"x"}"#, .invalidRequest, .string("x")),
      (#"{"jsonrpc":"2.0","id":1,"method":""}"#, .invalidRequest, .int(1)),
      (#"{"jsonrpc":"2.0","id":1,"method":"A b"}"#, .invalidRequest, .int(1)),
      (#"{"jsonrpc":"2.0","id":1,"method":"a","extra":1}"#, .invalidRequest, .int(1)),
      (#"{"jsonrpc":"2.0","id":1,"method":"a","params":[1]}"#, .invalidParams, .int(1)),
      (#"{"jsonrpc":"2.0","id":1,"id":2,"method":"a"}"#, .parse, nil),
    ] as [(String, WireFault, RequestID?)])
  func refused(_ text: String, _ fault: WireFault, _ id: RequestID?) {
    #expect(refusal(text) == RequestRefusal(id: id, error: WireError(fault)))
  }

  @Test("long ids, deep params and text that is not UTF-8")
  func hostile() {
    let long = String(repeating: "x", count: 65)
    #expect(
      refusal(#"{"jsonrpc":"2.0","id":"\#(long)","method":"a"}"#)?.error.fault == .invalidRequest)
    let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    #expect(
      refusal(#"{"jsonrpc":"2.0","id":1,"method":"a","params":{"a":\#(deep)}}"#)?.error.fault
        == .tooDeep)
    let bytes = Array(#"{"jsonrpc":"2.0","id":1,"method":"a","params":{"a":""#.utf8)
    #expect(refusal(bytes: bytes + [0xC0, 0xAF] + Array(#""}}"#.utf8))?.error.fault == .parse)
  }

  @Test("results and errors survive the wire")
  func responseRoundTrip() throws {
    let result = try Response(id: .int(4), result: ["answer": "QUJD"])
    let read = try Response(message: result.encode())
    #expect(read.id == .int(4))
    #expect(try read.outcome.get().requireString("answer") == "QUJD")
    for fault in WireFault.allCases where fault != .unrecognised {
      let error = WireError(fault, ref: fault == .refused ? 12 : nil)
      let back = try Response(message: Response(id: .string("a"), error: error).encode())
      #expect(throws: error) { try back.outcome.get() }
    }
    let unread = try Response(
      message: Response(RequestRefusal(id: nil, error: WireError(.parse))).encode())
    #expect(unread.id == nil)
  }

  @Test("bytes beside a result survive the wire as they are, line feeds and all")
  func tail() throws {
    let rows: [UInt8] = [0x0A, 0x7B, 0xFF, 0x0A]
    let response = try Response(id: .int(4), result: ["answer": "a\nb"], tail: rows[...])
    let read = try Response(message: response.encode())
    #expect(try read.outcome.get().requireString("answer") == "a\nb")
    #expect(Array(read.tail) == rows)
    #expect(response.encode() == response.head() + rows)
  }

  @Test(
    "a tail is exactly as long as announced, beside a result, after one line feed",
    arguments: [
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"tail\":3}\nab",
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"tail\":1}\nab",
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"tail\":0}\n",
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"tail\":2}",
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\nab",
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n",
      "{\"jsonrpc\":\"2.0\",\n\"id\":1,\"result\":{},\"tail\":2}\nab",
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"tail\":2,\"error\":{\"code\":1,\"message\":\"m\",\"data\":{\"kind\":\"busy\"}}}\nab",
    ])
  func strangeTails(_ text: String) {
    #expect(throws: JSONError.self) { _ = try Response(message: Array(text.utf8)) }
  }

  @Test("an error of a newer service is kept apart and its words are not shown")
  func unknownError() throws {
    let text = #"""
      {"jsonrpc":"2.0","id":1,"error":{"code":-32050,"message":"\u001b[2J","data":{"kind":"later","hint":"x","exit":0}}}
      """#
    let response = try Response(message: Array(text.utf8))
    let error = WireError(.unrecognised)
    #expect(throws: error) { try response.outcome.get() }
    #expect(error.exit == 1)
    #expect(!error.description.contains("\u{1B}"))
  }

  @Test(
    "answers that no service of ours writes are refused with their place",
    arguments: [
      (#"{"jsonrpc":"2.0","id":1}"#, "result"),
      (#"{"jsonrpc":"2.0","id":1,"result":[]}"#, "result"),
      (#"{"jsonrpc":"2.0","id":null,"result":{}}"#, "id"),
      (#"{"jsonrpc":"2.1","id":1,"result":{}}"#, "jsonrpc"),
      (#"{"jsonrpc":"2.0","id":1,"result":{},"x":1}"#, "x"),
      (#"{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"m","data":{}}}"#, "error.data.kind"),
      (
        #"{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":"m","data":{"kind":"busy"}}}"#,
        "result"
      ),
    ])
  func strangeAnswers(_ text: String, _ place: String) {
    do throws(JSONError) {
      _ = try Response(message: Array(text.utf8))
      Issue.record("accepted \(text)")
    } catch { #expect(error.path.text == place) }
  }

  @Test("every fault has its own name, words, and an exit code of the house")
  func table() {
    let faults = WireFault.allCases
    #expect(Set(faults.map(\.rawValue)).count == faults.count)
    #expect(Set(faults.map(\.message)).count == faults.count)
    for fault in faults {
      #expect([1, 64, 65, 69, 75, 77].contains(fault.exit))
      #expect(!fault.hint.isEmpty)
      #expect((-32_768 ... -32_000).contains(fault.code))
    }
    #expect(WireFault.sealed.exit == 69 && WireFault.refused.exit == 77)
    #expect(WireFault.stale.exit == 75 && WireFault.tampered.exit == 65)
  }

  @Test("400 kB of ciphertext passes within 20 ms, unoptimised")
  func largeCiphertext() throws {
    let ciphertext = String(repeating: "QUJD", count: 100_000)
    let request = try Request(id: .int(1), method: "a", params: ["rows": .string(ciphertext)])
    let message = request.encode()
    let time = try ContinuousClock().measure {
      let read = try Request(message: message)
      #expect(try read.params.requireString("rows") == ciphertext)
    }
    #expect(time < .milliseconds(20))
  }
}
