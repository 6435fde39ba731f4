import Foundation
import StrictJSON
import Testing

@testable import Dossier

@Suite("The JSON Schema and the importer say the same")
struct SchemaTests {
  /// Reads {schema, files} and prints one verdict per file; `format` is left out on purpose, so
  /// that the verdict does not hang on which optional checkers a machine has.
  private static let program = """
    import json, sys
    from jsonschema import Draft202012Validator
    work = json.load(sys.stdin)
    Draft202012Validator.check_schema(work["schema"])
    validator = Draft202012Validator(work["schema"])
    json.dump([validator.is_valid(file) for file in work["files"]], sys.stdout)
    """

  /// Whether Python with jsonschema is on this machine.
  private static let canRun: Bool = {
    (try? python("import jsonschema; jsonschema.Draft202012Validator", input: [])) != nil
  }()

  private struct PythonFailed: Error {}

  private static func python(_ program: String, input: [UInt8]) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program]
    let output = Pipe()
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("gezin-\(UUID().uuidString).json")
    try Data(input).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    process.standardInput = try FileHandle(forReadingFrom: file)
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw PythonFailed() }
    return Array(bytes)
  }

  private static func schema() throws -> JSONValue {
    let file = Fixtures.root.appendingPathComponent("Docs/schema/gezin-1.schema.json")
    return try OrdinaryJSON.decode(Array(Data(contentsOf: file)))
  }

  private func verdicts(_ files: [JSONValue]) throws -> [Bool] {
    let work = try JSONValue.object([("schema", Self.schema()), ("files", .array(files))])
    let answer = try OrdinaryJSON.decode(
      Self.python(Self.program, input: OrdinaryJSON.encode(work)))
    return try #require(answer.arrayValue).map { $0 == .bool(true) }
  }

  @Test("Every mutated file is refused, at its own place", arguments: MutatedFiles.all.indices)
  func importerRefuses(_ index: Int) throws {
    let mutation = MutatedFiles.all[index]
    let problems = Fixtures.problems(MutatedFiles.file(mutation))
    #expect(!problems.isEmpty, "\(mutation.name)")
    let key = mutation.path.split(separator: "/").last { Int($0) == nil } ?? ""
    #expect(problems.contains { $0.contains(key) }, "\(mutation.name): \(problems)")
  }

  @Test(
    "Schema and importer agree on good and bad files",
    .enabled(if: canRun, "python3 with the package jsonschema is not on this machine"))
  func agree() throws {
    let full = GezinFile.value(of: FullFamily.gezin)
    let good =
      try Fixtures.examples.map(Fixtures.value) + [full]
      + [["a.pdf", "map met spatie/dér de/foto 1.jpg"], []].map {
        full.setting("entries/0/bijlagen", to: $0)
      }
    #expect(try verdicts(good) == good.map { _ in true })
    let found = try verdicts(MutatedFiles.all.map(MutatedFiles.file))
    for (mutation, isValid) in zip(MutatedFiles.all, found) {
      // What the importer refuses the schema refuses, but for the few rules it cannot express;
      // those are listed, so that a rule that moves to the schema is noticed here.
      #expect(isValid == !mutation.schemaSees, "\(mutation.name)")
    }
  }

  @Test("The schema knows exactly the keys, words and limits of the importer")
  func sameVocabulary() throws {
    let schema = try Self.schema()
    func keys(_ definition: String) -> Set<String> {
      Set((schema["$defs"]?[definition]?["properties"]?.objectValue ?? []).map(\.key))
    }
    func words(_ definition: String, _ key: String) -> [String] {
      let list = schema["$defs"]?[definition]?["properties"]?[key]?["enum"]?.arrayValue ?? []
      return list.compactMap(\.stringValue)
    }
    #expect(keys("gezin") == Set(GezinGegevens.keys))
    #expect(keys("maatregel") == Set(Maatregel.keys))
    #expect(keys("betrokkene") == Set(Betrokkene.keys))
    #expect(keys("entry") == Set(Entry.keys + [GezinBijlage.key]))
    #expect(keys("plan") == Set(Plan.keys))
    #expect(words("betrokkene", "rol") == Rol.allCases.map(\.rawValue))
    #expect(words("maatregel", "soort") == MaatregelSoort.allCases.map(\.rawValue))
    #expect(words("plan", "soort") == PlanSoort.allCases.map(\.rawValue))
    #expect(words("entry", "aard") == Aard.allCases.map(\.rawValue))
    #expect(words("entry", "stem") == Stem.allCases.map(\.rawValue))
    for (definition, known) in [("entry", Entry.keys), ("betrokkene", Betrokkene.keys)] {
      let shield = schema["$defs"]?[definition]?["properties"]?["afgeschermdVoor"]?["items"]
      let fields = shield?["properties"]?["veld"]?["enum"]?.arrayValue?.compactMap(\.stringValue)
      #expect(fields == known)
    }
    let properties = schema["properties"]
    #expect(properties?["betrokkenen"]?["maxItems"] == .int(Int64(Limits.persons)))
    #expect(properties?["entries"]?["maxItems"] == .int(Int64(Limits.entries)))
    #expect(properties?["plannen"]?["maxItems"] == .int(Int64(Limits.plans)))
    #expect(schema["$defs"]?["line"]?["maxLength"] == .int(Int64(Limits.line)))
    #expect(schema["$defs"]?["text"]?["maxLength"] == .int(Int64(Limits.text)))
  }
}
