package import StrictJSON
package import Vocabulary

extension Preparation {
  package func encode() -> [UInt8] { CanonicalJSON.encode(json) }

  private var json: JSONValue {
    .object(present: [
      ("contact", .string(contact)), ("days", .int(Int64(days))), ("dossier", .id(dossier)),
      ("ground", ground.json),
      (
        "missing",
        .array(
          OverdrachtPart.allCases.compactMap { part in
            reasons[part].map { ["part": .string(part.rawValue), "reason": .string($0)] }
          })
      ),
      ("purpose", .string(purpose)), ("recipients", .array(recipients.map(\.json))),
      ("schema", .string(Self.schema)),
      ("sections", .array(sections.sorted().map { .string($0.name) })),
      ("whole", whole ? .bool(true) : nil),
      ("without", .array(without.sorted().map { .id($0) })),
    ])
  }

  /// Reads the bytes that `encode` writes, and no others.
  package init(decoding bytes: [UInt8]) throws(JSONError) {
    let json = try JSONObject(CanonicalJSON.decode(bytes, limits: Self.limits))
    try json.allowOnly([
      "contact", "days", "dossier", "ground", "missing", "purpose", "recipients", "schema",
      "sections", "whole", "without",
    ])
    guard json["whole"] == nil || json["whole"] == true else {
      throw json.error(.notAllowed(expected: "true, or absent"), "whole")
    }
    try json.requireSchema(Self.schema)
    var reasons: [OverdrachtPart: String] = [:]
    for line in try json.requireObjects("missing") {
      try line.allowOnly(["part", "reason"])
      reasons[try line.requireCase("part")] = try line.requireLine("reason")
    }
    var without: Set<Identifier> = []
    for (index, word) in try json.requireStrings("without").enumerated() {
      let one = try JSONObject(
        ["id": .string(word)], path: json.path + [.key("without"), .index(index)])
      without.insert(try one.requireID("id"))
    }
    self.init(
      dossier: try json.requireID("dossier"),
      recipients: try json.all("recipients", Recipient.init),
      sections: Set(
        try json.requireList("sections", of: Section.allCases.map(\.name)) { Section(name: $0) }),
      purpose: try json.requireLine("purpose"), ground: try Ground(json.requireObject("ground")),
      days: Int(try json.requireInt("days", within: 1...366)), without: without,
      contact: try json.requireLine("contact"), reasons: reasons, whole: json["whole"] == true)
    guard !sections.isEmpty else {
      throw json.error(.notAllowed(expected: "at least one section"), "sections")
    }
    guard (1...Self.mostRecipients).contains(recipients.count) else {
      throw json.error(
        .notAllowed(expected: "one to \(Self.mostRecipients) recipients"), "recipients")
    }
    // age itself has no other recipient beside a passphrase.
    guard recipients.count == 1 || recipients.allSatisfy(\.hasKey) else {
      throw json.error(.notAllowed(expected: "a code alone, or keys"), "recipients")
    }
    guard Set(recipients.compactMap(\.partner)).count == recipients.count(where: \.hasKey) else {
      throw json.error(.notAllowed(expected: "each named once"), "recipients")
    }
    // What is sorted here was sorted there: one spelling.
    guard encode() == bytes else {
      throw json.error(.notAllowed(expected: "lists in their order, nothing twice"), "missing")
    }
  }
}

extension Preparation.Recipient {
  package var partner: Identifier? {
    if case .key(let partner, _) = self { partner } else { nil }
  }

  var hasKey: Bool { partner != nil }

  fileprivate var json: JSONValue {
    switch self {
    case .key(let partner, let fingerprint):
      .object(present: [
        ("fingerprint", fingerprint.map { .string($0) }), ("kind", "key"),
        ("partner", .id(partner)),
      ])
    case .code(let name, let kind):
      ["kind": "code", "name": .string(name), "soort": .string(kind.rawValue)]
    }
  }

  fileprivate init(_ json: JSONObject) throws(JSONError) {
    switch try json.requireString("kind") {
    case "key":
      try json.allowOnly(["fingerprint", "kind", "partner"])
      self = .key(
        partner: try json.requireID("partner"),
        fingerprint: json["fingerprint"] == nil ? nil : try json.requireLine("fingerprint"))
    case "code":
      try json.allowOnly(["kind", "name", "soort"])
      self = .code(name: try json.requireLine("name"), kind: try json.requireCase("soort"))
    default: throw json.error(.notAllowed(expected: "key or code"), "kind")
    }
  }
}

extension Preparation.Ground {
  fileprivate var json: JSONValue {
    switch self {
    case .consent(let id): ["consent": .string(id)]
    case .without(let ground, let told): ["ground": .string(ground), "told": .string(told)]
    }
  }

  fileprivate init(_ json: JSONObject) throws(JSONError) {
    if json["consent"] != nil {
      try json.allowOnly(["consent"])
      self = .consent(try json.requireLine("consent"))
    } else {
      try json.allowOnly(["ground", "told"])
      self = .without(
        ground: try json.requireLine("ground"), told: try json.requireLine("told"))
    }
  }
}
