import Sodium
package import StrictJSON
import Vocabulary

extension LogEntry {
  /// The most dossiers that one list can name: their heads take 1 MiB.
  package static let maximumDossiers = 8_192
  /// A leaf's limits: a list of `maximumDossiers` fits.
  package static let limits = JSONLimits(
    bytes: 1 << 21, depth: 3, string: (Sealed.limit + 2) / 3 * 4, members: 32,
    elements: maximumDossiers)

  private static let keys = [
    "action", "actor", "basis", "behalf", "client", "detail", "dossier", "dossiers", "head",
    "index", "link", "object", "org", "outcome", "partner", "peer", "purpose", "reason", "record",
    "ref", "request", "role", "sealed", "sections", "session", "sig", "time", "v",
  ]

  /// Reads a leaf's exact bytes; they are the entry's only spelling, or they are refused.
  ///
  /// - Throws: with the path of the field, also for an unknown key.
  package init(decoding bytes: [UInt8]) throws(JSONError) {
    let json = try JSONObject(CanonicalJSON.decode(bytes, limits: LogEntry.limits))
    try json.allowOnly(LogEntry.keys)
    _ = try json.requireInt("v", within: 1...1)
    self.init(
      index: Int(try json.requireInt("index", within: 0...CanonicalJSON.integers.upperBound)),
      time: try json.requireInt("time", within: 0...CanonicalJSON.integers.upperBound),
      action: try json.requireCase("action"), object: try json.requireCase("object"),
      outcome: try json.requireCase("outcome"))
    actor = try json.identifier("actor")
    role = try json.named("role", "a role") { Role(name: $0) }
    partner = try json.identifier("partner")
    guard partner == nil || actor == nil && role == nil else {
      throw json.error(.notAllowed(expected: "an actor or a partner"), "partner")
    }
    org = try json.code("org")
    behalf = try json.identifier("behalf")
    purpose = try json.optionalCase("purpose")
    if let inner = try json.optionalObject("basis") { basis = try Basis(inner) }
    reason = try json.code("reason")
    ref = try json.label("ref")
    dossier = try json.identifier("dossier")
    sections = try LogEntry.sections(json)
    if let inner = try json.optionalObject("head") {
      try inner.allowOnly(["h", "n"])
      head = try Head(inner)
    }
    if let inner = try json.optionalObject("link") { link = try Link(inner) }
    if let list = try json.optionalObjects("dossiers") {
      var heads: [DossierHead] = []
      for inner in list { heads.append(try DossierHead(inner)) }
      dossiers = heads
    }
    if let inner = try json.optionalObject("record") { record = try Record(inner) }
    if let inner = try json.optionalObject("sealed") { sealed = try Sealed(inner) }
    client = try json.label("client")
    session = try json.bytes("session", count: 32)
    request = try json.bytes("request", count: 32)
    sig = try json.bytes("sig", count: 64)
    if let inner = try json.optionalObject("peer") {
      try inner.allowOnly(["uid"])
      peer = UInt32(try inner.requireInt("uid", within: 0...Int64(UInt32.max)))
    }
    detail = try LogEntry.detail(json)
  }

  /// Section names, in the order of the sections, each once, at least one.
  private static func sections(_ json: JSONObject) throws(JSONError) -> Set<Section> {
    guard let names = try json.optionalStrings("sections") else { return [] }
    var last: Section?
    var sections: Set<Section> = []
    for name in names {
      guard let section = Section(name: name), last.map({ $0 < section }) ?? true else {
        throw json.error(.notAllowed(expected: "names of sections in their order"), "sections")
      }
      sections.insert(section)
      last = section
    }
    guard last != nil else {
      throw json.error(.notAllowed(expected: "at least one section, or absent"), "sections")
    }
    return sections
  }

  private static func detail(_ json: JSONObject) throws(JSONError) -> [String: Detail] {
    guard let inner = try json.optionalObject("detail") else { return [:] }
    guard !inner.members.isEmpty else {
      throw json.error(.notAllowed(expected: "at least one detail, or absent"), "detail")
    }
    var detail: [String: Detail] = [:]
    for member in inner.members {
      guard LogText.isKey(member.key) else { throw inner.error(.keyNotCanonical, member.key) }
      switch member.value {
      case .int(let number): detail[member.key] = .int(number)
      case .string(let text) where LogText.isCode(text): detail[member.key] = .code(text)
      default: throw inner.error(.notAllowed(expected: "an integer or a code"), member.key)
      }
    }
    return detail
  }
}

extension LogEntry.Head {
  fileprivate init(_ json: JSONObject) throws(JSONError) {
    self.init(
      n: UInt32(try json.requireInt("n", within: 0...Int64(UInt32.max))),
      h: try json.requireBytes("h", count: 32))
  }
}

extension LogEntry.DossierHead {
  fileprivate init(_ json: JSONObject) throws(JSONError) {
    try json.allowOnly(["dossier", "h", "n"])
    self.init(dossier: try json.requireIdentifier("dossier"), head: try LogEntry.Head(json))
  }
}

extension LogEntry.Link {
  fileprivate init(_ json: JSONObject) throws(JSONError) {
    try json.allowOnly(["h", "hash", "n", "prev", "sig"])
    self.init(
      n: UInt32(try json.requireInt("n", within: 1...Int64(UInt32.max))),
      prev: try json.requireBytes("prev", count: 32),
      hash: try json.requireBytes("hash", count: 32), h: try json.requireBytes("h", count: 32),
      sig: try json.requireBytes("sig", count: 64))
  }
}

extension LogEntry.Basis {
  fileprivate init(_ json: JSONObject) throws(JSONError) {
    try json.allowOnly(["id", "kind"])
    let kind = try json.requireCase("kind", LogBasisKind.self)
    let id = try json.identifier("id")
    guard (kind == .none) == (id == nil) else {
      throw json.error(.notAllowed(expected: "the record's id, absent for none only"), "id")
    }
    self.init(kind, id: id)
  }
}

extension LogEntry.Sealed {
  fileprivate init(_ json: JSONObject) throws(JSONError) {
    try json.allowOnly(["box", "words"])
    guard let box = Base64.decode(try json.requireString("box")), LogEntry.Sealed.fits(box) else {
      throw json.error(.notAllowed(expected: "a nonce and ciphertext in base64"), "box")
    }
    self.init(words: try json.requireBytes("words", count: 32), box: box)
  }

  /// A nonce and a tag at least.
  static func fits(_ box: [UInt8]) -> Bool {
    (AEAD.nonceCount + AEAD.tagCount...limit).contains(box.count)
  }
}

extension LogEntry.Record {
  fileprivate init(_ json: JSONObject) throws(JSONError) {
    try json.allowOnly(["hash", "kind"])
    guard let kind = try json.code("kind") else { throw json.error(.missing, "kind") }
    self.init(kind: kind, hash: try json.requireBytes("hash", count: 32))
  }
}
