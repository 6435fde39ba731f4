import AuditLog
import Foundation
import StrictJSON
import Testing
import VaultTestKit
import Vocabulary
import Wire

@testable import VaultService

@Suite("The schema files in Docs name what the service speaks")
struct SchemaFilesTests {
  private static let folder = Places.project.appendingPathComponent("Docs/schema")
  private static let ending = ".schema.json"

  private static func read(_ name: String) throws -> JSONObject {
    let file = folder.appendingPathComponent(name + ending)
    return try JSONObject(OrdinaryJSON.decode([UInt8](Data(contentsOf: file)), limits: .record))
  }

  private static func names(in sub: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(sub).path)
      .filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }
  }

  /// The texts of an `enum` at a path.
  private static func words(_ schema: JSONObject, _ path: String...) throws -> [String] {
    var value = JSONValue.object(schema.members)
    for key in path { value = try #require(value[key], "\(key)") }
    return try #require(value["enum"]?.arrayValue).compactMap(\.stringValue)
  }

  @Test("every method of the service has a schema, and every schema a method")
  func methods() throws {
    let methods = Method.allCases.map(\.rawValue) + CollectMethod.allCases.map(\.rawValue)
    #expect(methods.count == Set(methods).count, "a method of both doors")
    #expect(try Set(Self.names(in: "methods")) == Set(methods))
    #expect(try Set(Self.words(Self.read("body"), "properties", "method")) == Set(methods))
  }

  @Test("every schema is JSON of its draft, with its own id and no open object")
  func shapes() throws {
    var ids: Set<String> = []
    let files = try Self.names(in: "") + Self.names(in: "methods").map { "methods/" + $0 }
    for name in files {
      let schema = try Self.read(name)
      #expect(
        try schema.requireString("$schema") == "https://json-schema.org/draft/2020-12/schema")
      #expect(ids.insert(try schema.requireString("$id")).inserted, "\(name)")
      if name.hasPrefix("methods/") {
        #expect(try schema.requireString("title") == String(name.dropFirst("methods/".count)))
        let properties = try schema.requireObject("properties")
        #expect(Set(properties.members.map(\.key)) == ["args", "answer"], "\(name)")
      }
      Self.checkClosed(.object(schema.members), name)
    }
  }

  /// Every object that names its keys takes no other.
  private static func checkClosed(_ value: JSONValue, _ name: String) {
    if value["type"] == "object", value["properties"] != nil {
      #expect(value["additionalProperties"] == false, "\(name)")
    }
    for member in value.objectValue ?? [] { checkClosed(member.value, name) }
    for element in value.arrayValue ?? [] { checkClosed(element, name) }
  }

  @Test("every reference of a schema leads to a definition")
  func references() throws {
    var definitions: [String: Set<String>] = [:]
    for name in try Self.names(in: "") {
      let schema = try Self.read(name)
      let defs = try schema.optionalObject("$defs")?.members.map(\.key) ?? []
      definitions[try schema.requireString("$id")] = Set(defs)
    }
    var count = 0
    for name in try Self.names(in: "") + Self.names(in: "methods").map({ "methods/" + $0 }) {
      let schema = try Self.read(name)
      let own = try schema.requireString("$id")
      for reference in Self.references(in: .object(schema.members)) {
        let parts = reference.components(separatedBy: "#/$defs/")
        try #require(parts.count == 2, "\(name): \(reference)")
        let target = parts[0].isEmpty ? own : parts[0]
        #expect(definitions[target]?.contains(parts[1]) == true, "\(name): \(reference)")
        count += 1
      }
    }
    #expect(count > 100)
  }

  private static func references(in value: JSONValue) -> [String] {
    (value["$ref"]?.stringValue.map { [$0] } ?? [])
      + (value.objectValue ?? []).flatMap { references(in: $0.value) }
      + (value.arrayValue ?? []).flatMap { references(in: $0) }
  }

  @Test("leaf, envelope and shared words list exactly the code's own")
  func vocabulary() throws {
    let leaf = try Self.read("leaf")
    #expect(try Self.words(leaf, "properties", "action") == LogAction.allCases.map(\.rawValue))
    #expect(
      try Set(Self.words(leaf, "properties", "object")) == Set(LogObject.allCases.map(\.rawValue)))
    #expect(
      try Set(Self.words(leaf, "properties", "outcome"))
        == Set(LogOutcome.allCases.map(\.rawValue)))
    let envelope = try Self.read("envelope")
    let kinds = try Self.words(
      envelope, "$defs", "error", "properties", "error", "properties", "data", "properties", "kind")
    #expect(Set(kinds) == Set(WireFault.allCases.map(\.rawValue)))
    let words = try Self.read("words")
    #expect(try Self.words(words, "$defs", "section") == Section.allCases.map(\.name))
    #expect(try Self.words(words, "$defs", "role") == Role.allCases.map(\.name))
    #expect(try Self.words(words, "$defs", "purpose") == Purpose.allCases.map(\.rawValue))
  }
}

@Suite("Docs/protocol.md quotes the bytes that the tests hold")
struct ProtocolDocumentTests {
  private static let text: String = {
    let file = Places.project.appendingPathComponent("Docs/protocol.md")
    return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  }()

  /// Every string in the two files of examples; bodies of directory records opened.
  private static func examples() throws -> Set<String> {
    var found: Set<String> = []
    func collect(_ value: JSONValue) throws {
      if let text = value.stringValue {
        found.insert(text)
        guard text.hasPrefix("{\"body\":") else { return }
        let record = try OrdinaryJSON.decode(Array(text.utf8), limits: .record)
        let body = try #require(record["body"]?.stringValue.flatMap { Data(base64Encoded: $0) })
        found.insert(String(decoding: body, as: UTF8.self))
      }
      for member in value.objectValue ?? [] { try collect(member.value) }
      for element in value.arrayValue ?? [] { try collect(element) }
    }
    for name in ["records", "directory"] {
      let file = Places.project.appendingPathComponent("Tests/Vectors/dossierkluis/\(name).json")
      try collect(OrdinaryJSON.decode([UInt8](Data(contentsOf: file)), limits: .record))
    }
    return found
  }

  /// The lines of every fenced block of a language.
  private static func lines(of language: String) -> [String] {
    text.components(separatedBy: "\n```").dropFirst().filter { $0.hasPrefix(language + "\n") }
      .flatMap { $0.split(separator: "\n").dropFirst().map(String.init) }
  }

  @Test("every hexadecimal example stands in the vectors")
  func hexadecimal() throws {
    let examples = try Self.examples()
    let lines = Self.lines(of: "hex")
    #expect(lines.count >= 15)
    for line in lines {
      let value = try #require(line.split(separator: " ").last.map(String.init))
      #expect(value.count >= 64 && examples.contains(value), "\(line)")
    }
  }

  @Test("every quoted record and body stands in the vectors")
  func records() throws {
    let examples = try Self.examples()
    let lines = Self.lines(of: "json record") + Self.lines(of: "json body")
    #expect(lines.count == 4)
    for line in lines { #expect(examples.contains(line), "\(line)") }
    #expect(examples.contains("SR76 ZDYL A827 XDFF E2NZ 3HDL"))
    #expect(Self.text.contains("    SR76 ZDYL A827 XDFF E2NZ 3HDL\n"))
  }

  @Test("every error has its row, with its code and exit code")
  func errors() {
    for fault in WireFault.allCases where fault != .unrecognised {
      let code = "\(fault.code)".replacingOccurrences(of: "-", with: "\u{2212}")
      #expect(
        Self.text.contains("| `\(fault.rawValue)` | \(code) | \(fault.exit) |"),
        "\(fault.rawValue)")
    }
  }

  @Test("every method and every action is named")
  func names() {
    for method in Method.allCases { #expect(Self.text.contains("| `\(method.rawValue)` |")) }
    for action in LogAction.allCases { #expect(Self.text.contains("`\(action.rawValue)`")) }
  }
}
