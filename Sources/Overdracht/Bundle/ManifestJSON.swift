internal import Calendar
internal import Sodium
package import StrictJSON
internal import Vocabulary

extension Manifest {
  /// Bytes of a manifest: a thousand attachments and ten thousand entries, with room.
  package static let limit = 4 << 20
  private static let limits = JSONLimits(
    bytes: limit, depth: 4, string: 64 << 10, members: 16, elements: 20_000)

  package func encode() -> [UInt8] { CanonicalJSON.encode(json) }

  private var json: JSONValue {
    [
      "bundle": .id(bundle), "checkpoint": .string(checkpoint), "created": .int(created),
      "entries": .array(
        entries.map {
          [
            "entry": .id($0.entry), "revision": .int(Int64($0.revision)),
            "section": .string($0.section.name),
          ]
        }),
      "files": .array(
        files.map {
          [
            "path": .string($0.path), "sha256": .string(Base64.encode($0.sha256)),
            "size": .int($0.size),
          ]
        }),
      "ground": ground.json,
      "missing": .array(
        missing.map { ["part": .string($0.part), "reason": .string($0.reason)] }),
      "purpose": .string(purpose), "recipients": .array(recipients.map(\.json)),
      "schema": .string(Self.schema), "sender": sender.json,
      "valid_until": .string(validUntil.description),
    ]
  }

  /// Reads the bytes that `encode` writes, and no others.
  package init(decoding bytes: [UInt8]) throws(JSONError) {
    let json = try JSONObject(CanonicalJSON.decode(bytes, limits: Self.limits))
    try json.allowOnly([
      "bundle", "checkpoint", "created", "entries", "files", "ground", "missing", "purpose",
      "recipients", "schema", "sender", "valid_until",
    ])
    guard try json.requireString("schema") == Self.schema else {
      throw json.error(.notAllowed(expected: Self.schema), "schema")
    }
    let times = 0...CanonicalJSON.integers.upperBound
    self.init(
      bundle: try json.requireID("bundle"), sender: try Sender(json.requireObject("sender")),
      recipients: try json.all("recipients", Recipient.init),
      purpose: try json.requireLine("purpose"), ground: try Ground(json.requireObject("ground")),
      created: try json.requireInt("created", within: times),
      validUntil: try json.requireDate("valid_until"),
      entries: try json.all("entries", EntryRevision.init),
      files: try json.all("files", File.init),
      checkpoint: try json.requireString("checkpoint"),
      missing: try json.all("missing", MissingPart.init))
    guard !recipients.isEmpty else {
      throw json.error(.notAllowed(expected: "at least one recipient"), "recipients")
    }
    // A code stands alone: age itself has no other recipient beside a passphrase.
    guard recipients.count == 1 || recipients.allSatisfy(\.hasKey) else {
      throw json.error(.notAllowed(expected: "a code alone, or keys"), "recipients")
    }
    try checkFiles(json)
    // What is sorted here was sorted there: one spelling.
    guard encode() == bytes else {
      throw json.error(.notAllowed(expected: "files in the order of their paths"), "files")
    }
  }

  private func checkFiles(_ json: JSONObject) throws(JSONError) {
    var names: Set<String> = [Self.name, Self.signatureName]
    for file in files {
      let parts = file.path.split(separator: "/")
      let isPlace =
        parts.count == 1
        ? [Self.pageName, Self.dataName].contains(file.path)
        : parts.first.map(String.init) == Self.attachments
      guard ArchiveName.isAllowed(file.path), isPlace,
        names.insert(ArchiveName.folded(file.path)).inserted
      else { throw json.error(.notAllowed(expected: "paths of a bundle, none twice"), "files") }
    }
    guard names.isSuperset(of: [Self.pageName, Self.dataName]) else {
      throw json.error(.notAllowed(expected: "\(Self.pageName) and \(Self.dataName)"), "files")
    }
  }
}

extension Manifest.Sender {
  fileprivate var json: JSONValue {
    .object(present: [
      ("contact", .string(contact)), ("fg", .string(fg)), ("institution", .string(institution)),
      ("origin", .string(origin)), ("reply_to", replyTo.map { .string($0) }),
    ])
  }

  fileprivate init(_ json: JSONObject) throws(JSONError) {
    try json.allowOnly(["contact", "fg", "institution", "origin", "reply_to"])
    self.init(
      institution: try json.requireLine("institution"), origin: try json.requireLine("origin"),
      contact: try json.requireLine("contact"), fg: try json.requireLine("fg"),
      replyTo: json["reply_to"] == nil ? nil : try json.requireLine("reply_to"))
  }
}

extension Manifest.Recipient {
  fileprivate var hasKey: Bool {
    if case .key = self { true } else { false }
  }

  fileprivate var json: JSONValue {
    switch self {
    case .key(let partner, let name, let age):
      [
        "age": .string(age), "kind": "key", "name": .string(name), "partner": .id(partner),
      ]
    case .code(let name): ["kind": "code", "name": .string(name)]
    }
  }

  fileprivate init(_ json: JSONObject) throws(JSONError) {
    switch try json.requireString("kind") {
    case "key":
      try json.allowOnly(["age", "kind", "name", "partner"])
      self = .key(
        partner: try json.requireID("partner"), name: try json.requireLine("name"),
        age: try json.requireLine("age"))
    case "code":
      try json.allowOnly(["kind", "name"])
      self = .code(name: try json.requireLine("name"))
    default: throw json.error(.notAllowed(expected: "key or code"), "kind")
    }
  }
}

extension Manifest.Ground {
  fileprivate var json: JSONValue {
    switch self {
    case .consent(let entry): ["entry": .id(entry), "kind": "toestemming"]
    case .without(let ground, let told):
      ["ground": .string(ground), "kind": "grond", "told": .string(told)]
    }
  }

  fileprivate init(_ json: JSONObject) throws(JSONError) {
    switch try json.requireString("kind") {
    case "toestemming":
      try json.allowOnly(["entry", "kind"])
      self = .consent(entry: try json.requireID("entry"))
    case "grond":
      try json.allowOnly(["ground", "kind", "told"])
      self = .without(
        ground: try json.requireLine("ground"), told: try json.requireLine("told"))
    default: throw json.error(.notAllowed(expected: "toestemming or grond"), "kind")
    }
  }
}

extension Manifest.EntryRevision {
  fileprivate init(_ json: JSONObject) throws(JSONError) {
    try json.allowOnly(["entry", "revision", "section"])
    guard let section = Section(name: try json.requireString("section")) else {
      throw json.error(.notAllowed(expected: "a section"), "section")
    }
    let revision = try json.requireInt("revision", within: 1...Int64(UInt32.max))
    self.init(
      section: section, entry: try json.requireID("entry"), revision: UInt32(revision))
  }
}

extension Manifest.File {
  fileprivate init(_ json: JSONObject) throws(JSONError) {
    try json.allowOnly(["path", "sha256", "size"])
    guard let hash = Base64.decode(try json.requireString("sha256")), hash.count == 32 else {
      throw json.error(.notAllowed(expected: "base64 of 32 bytes"), "sha256")
    }
    self.init(
      path: try json.requireString("path"),
      size: try json.requireInt("size", within: 0...ArchiveHeader.sizeLimit), sha256: hash)
  }
}

extension Manifest.MissingPart {
  fileprivate init(_ json: JSONObject) throws(JSONError) {
    try json.allowOnly(["part", "reason"])
    self.init(part: try json.requireLine("part"), reason: try json.requireLine("reason"))
  }
}

extension JSONObject {
  func requireID(_ key: String) throws(JSONError) -> Identifier {
    guard let bytes = Base64.decode(try requireString(key)), let id = Identifier(bytes), id != .zero
    else { throw error(.notAllowed(expected: "an id"), key) }
    return id
  }

  fileprivate func requireDate(_ key: String) throws(JSONError) -> CalendarDate {
    guard let date = CalendarDate(try requireString(key)) else {
      throw error(.notAllowed(expected: "a day, YYYY-MM-DD"), key)
    }
    return date
  }

  /// A text on one line that something can be read from: it is shown to people.
  func requireLine(_ key: String) throws(JSONError) -> String {
    let text = try requireString(key)
    let plain = text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: false
      default: true
      }
    }
    guard plain, text.utf8.count <= 2_000, text.contains(where: { !$0.isWhitespace }) else {
      throw error(.notAllowed(expected: "one line of text"), key)
    }
    return text
  }

  func all<Value>(
    _ key: String, _ make: (JSONObject) throws(JSONError) -> Value
  ) throws(JSONError) -> [Value] {
    var values: [Value] = []
    for object in try requireObjects(key) { values.append(try make(object)) }
    return values
  }
}

extension JSONValue {
  static func id(_ id: Identifier) -> JSONValue { .string(Base64.encode(id.bytes)) }
}
