package import StrictJSON

extension Ledger {
  package static let schema = "dossierkluis/bode-stand/1"
  /// Largest file that is read, bytes: some hundred thousand files that wait.
  package static let largest = 64 << 20

  /// The bytes of its file.
  package var bytes: [UInt8] {
    let list = items.sorted { $0.key < $1.key }.map { key, item -> JSONValue in
      .object([
        ("done", .array(item.done.sorted().map { .string($0) })),
        ("failing", Self.list(item.failing)), ("name", .string(key.name.text)),
        ("spool", .string(key.spool)),
      ])
    }
    return CanonicalJSON.encode(
      .object([
        ("items", .array(list)), ("schema", .string(Self.schema)), ("sinks", Self.list(sinks)),
      ]))
  }

  /// Reads what `bytes` wrote.
  package init(reading bytes: [UInt8]) throws(JSONError) {
    let limits = JSONLimits(bytes: Self.largest, depth: 6, string: 1024, elements: 1 << 20)
    let object = try JSONObject(try CanonicalJSON.decode(bytes, limits: limits))
    try object.allowOnly(["items", "schema", "sinks"])
    guard try object.requireString("schema") == Self.schema else {
      throw object.error(.notAllowed(expected: "the schema \(Self.schema)"), "schema")
    }
    sinks = try Self.failing(object, "sinks")
    for entry in try object.requireObjects("items") {
      try entry.allowOnly(["done", "failing", "name", "spool"])
      guard let name = SpoolName(try entry.requireString("name")) else {
        throw entry.error(.notAllowed(expected: "a name of the spool"), "name")
      }
      items[Key(try entry.requireString("spool"), name)] = Item(
        done: Set(try entry.requireStrings("done")), failing: try Self.failing(entry, "failing"))
    }
  }

  private static func list(_ failing: [String: Failing]) -> JSONValue {
    .array(
      failing.sorted { $0.key < $1.key }.map { sink, failing in
        .object([
          ("count", .int(failing.count)), ("last", .int(failing.last)),
          ("next", .int(failing.next)), ("sink", .string(sink)),
          ("why", .string(failing.why.rawValue)),
        ])
      })
  }

  private static func failing(
    _ object: JSONObject, _ key: String
  ) throws(JSONError) -> [String: Failing] {
    var found: [String: Failing] = [:]
    for entry in try object.requireObjects(key) {
      try entry.allowOnly(["count", "last", "next", "sink", "why"])
      found[try entry.requireString("sink")] = Failing(
        count: try entry.requireInt("count", within: 1...CanonicalJSON.integers.upperBound),
        last: try entry.requireInt("last"), next: try entry.requireInt("next"),
        why: try entry.requireCase("why"))
    }
    return found
  }
}
