// Errors lead to the place; accessors refuse by kind and by name.
import StrictJSON
import Testing

@Suite("A refusal names the place")
struct JSONObjectTests {
  func refusal(_ body: () throws(JSONError) -> Void) -> JSONError? {
    do throws(JSONError) {
      try body()
      return nil
    } catch { return error }
  }

  @Test("line, column and path of a mistake in a file")
  func place() throws {
    let text = "{\n  \"entries\": [\n    {},\n    {\"datum\": \"é\", \"n\": 1.5}\n  ]\n}"
    let error = try #require(refusal { () throws(JSONError) in _ = try ordinary(text) })
    #expect(error.path.text == "entries[1].n")
    #expect(error.line == 4)
    #expect(error.column == 25)
    #expect(
      error.description == "entries[1].n: a number that is not an integer (line 4, column 25)")
    #expect(!error.hint.isEmpty)
  }

  @Test("no text of the peer reaches a message")
  func noPeerText() throws {
    let text = #"{"\u001b[2Jgeheim":{"ok":tru}}"#
    let error = try #require(refusal { () throws(JSONError) in _ = try ordinary(text) })
    #expect(error.description == "?.ok: expected a value (line 1, column 29)")
  }

  enum Soort: String, CaseIterable { case plan, brief }

  @Test("accessors give the value, nil, or an error with its path")
  func accessors() throws {
    let value = try ordinary(
      """
      {"s":"x","n":5,"t":true,"l":["a","b"],"i":[1,2],"soort":"plan","o":{"in":{"z":null}},
       "entries":[{"datum":"d"},{"datum":3},[]]}
      """)
    let top = try JSONObject(value)
    #expect(try top.requireString("s") == "x")
    #expect(try top.optionalString("weg") == nil)
    #expect(try top.requireInt("n", within: 0...5) == 5)
    #expect(try top.requireBool("t"))
    #expect(try top.requireStrings("l") == ["a", "b"])
    #expect(try top.requireInts("i") == [1, 2])
    #expect(try top.requireCase("soort", Soort.self) == .plan)
    #expect(try top.requireObject("o").requireObject("in")["z"] == .null)
    #expect(value["entries"]?[0]?["datum"]?.stringValue == "d")

    func expect(
      _ text: String, _ fault: JSONFault, _ body: () throws(JSONError) -> Void,
      _ location: SourceLocation = #_sourceLocation
    ) {
      let error = refusal(body)
      #expect(error?.fault == fault, sourceLocation: location)
      #expect(error?.path.text == text, sourceLocation: location)
    }
    expect("weg", .missing) { () throws(JSONError) in _ = try top.requireString("weg") }
    expect("n", .wrongKind(expected: .string)) { () throws(JSONError) in
      _ = try top.optionalString("n")
    }
    expect("n", .notAllowed(expected: "an integer from 0 to 4")) { () throws(JSONError) in
      _ = try top.requireInt("n", within: 0...4)
    }
    expect("s", .notAllowed(expected: "one of plan, brief")) { () throws(JSONError) in
      _ = try top.requireCase("s", Soort.self)
    }
    expect("o.in.z", .wrongKind(expected: .string)) { () throws(JSONError) in
      _ = try top.requireObject("o").requireObject("in").optionalString("z")
    }
    expect("l[0]", .wrongKind(expected: .int)) { () throws(JSONError) in
      _ = try top.requireInts("l")
    }
    expect("entries[2]", .wrongKind(expected: .object)) { () throws(JSONError) in
      _ = try top.requireObjects("entries")
    }
    expect("soort", .unknownKey) { () throws(JSONError) in
      try top.allowOnly(["s", "n", "t", "l", "i"])
    }
    expect("", .wrongKind(expected: .object)) { () throws(JSONError) in
      _ = try JSONObject([])
    }
    let entries = try JSONObject([
      "entries": .array(Array((value["entries"]?.arrayValue ?? []).prefix(2)))
    ]).requireObjects("entries")
    expect("entries[1].datum", .wrongKind(expected: .string)) { () throws(JSONError) in
      _ = try entries[1].requireString("datum")
    }
  }
}
