import CommandTree
import Foundation
import Glibc
import StrictJSON
import Testing
import VaultTestKit

@testable import kluis_bode

@Suite("kluis-bode: the command line", .serialized)
struct CommandLineTests {
  @Test("Its tree has no finding; help of every command in both languages, exit 0, on stdout")
  func help() throws {
    #expect(bodeWords.findings() == [])
    for locale in ["nl_NL.UTF-8", "C"] {
      for words in [[], ["run"], ["once"], ["status"], ["check"]] {
        let result = try Program.run(
          BodeWorld.tool, words + ["--help"], environment: ["LC_ALL": locale])
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(result.text.contains(locale == "C" ? "usage:" : "gebruik:"))
      }
    }
  }

  @Test("What is wrong with the configuration has its exit code, a hint, and as JSON its name")
  func refusals() throws {
    let world = try BodeWorld()
    try world.sink("alarm", "cat > /dev/null")
    func refusal(_ exit: Int32, _ code: String) throws {
      let words = try world.bode(["check"])
      #expect(words.status == exit && words.errorText.contains("hint: "), "\(code)")
      let json = try world.json(world.bode(["check", "--json"]))
      #expect(
        json["error"]?["code"] == .string(code) && json["error"]?["exit"] == .int(Int64(exit)))
      #expect(try world.once().status == exit)
    }
    try refusal(64, "config-unreadable")
    try world.configure()
    chmod(world.config, 0o666)
    try refusal(77, "config-unsafe")
    chmod(world.config, 0o600)
    rename(world.config, world.scratch.path("real.json"))
    symlink(world.scratch.path("real.json"), world.config)
    try refusal(77, "config-unsafe")
    unlink(world.config)
    try world.configure { $0["every"] = 0 }
    try refusal(65, "config-malformed")
    try world.configure()
    chmod(world.scratch.path("state"), 0o777)
    #expect(try world.once().status == 69)
    #expect(try world.bode(["check"]).status == 1)
    chmod(world.scratch.path("state"), 0o700)
    #expect(try world.bode(["check"]).status == 0)
    #expect(try Program.run(BodeWorld.tool, ["once"]).status == 64)
    #expect(try Program.run(BodeWorld.tool, ["deliver"]).status == 64)
  }

  @Test(
    "The example of Docs/bode.md is a configuration, and its schema takes what the parser takes")
  func example() throws {
    let page = try String(
      contentsOf: Places.project.appendingPathComponent("Docs/bode.md"), encoding: .utf8)
    let parts = page.components(separatedBy: "```json\n")
    let example = try #require(parts.dropFirst().first?.components(separatedBy: "```").first)
    let world = try BodeWorld()
    try world.write(Array(example.utf8), world.config)
    chmod(world.config, 0o600)
    let found = try world.json(world.bode(["check", "--json"]))
    #expect(found["kinds"]?["noodtoegang"] == ["syslog", "post", "map"])
    #expect(found["mail"] == "post")
    let schema = Places.project.appendingPathComponent("Docs/schema/bode.schema.json").path
    let check = """
      import json, jsonschema, sys
      schema = json.load(open(sys.argv[1]))
      jsonschema.Draft202012Validator.check_schema(schema)
      validator = jsonschema.Draft202012Validator(schema)
      good = json.load(open(sys.argv[2]))
      assert not list(validator.iter_errors(good)), list(validator.iter_errors(good))
      for change in [{"every": 0}, {"extra": 1}, {"sinks": []}, {"spools": ["a"]}, {"schema": "x"}]:
          assert list(validator.iter_errors({**good, **change})), change
      for sink in good["sinks"]:
          assert list(validator.iter_errors({**good, "sinks": [{**sink, "shell": True}]})), sink
      """
    let result = try Program.run("/usr/bin/python3", ["-c", check, schema, world.config])
    #expect(result.status == 0, "\(result.errorText)")
  }
}
