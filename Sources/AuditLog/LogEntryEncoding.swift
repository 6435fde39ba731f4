import Sodium
package import StrictJSON
import Vocabulary

extension LogEntry {
  /// The leaf: the entry's one spelling.
  ///
  /// - Throws: `.notAllowed` for what `decode` would refuse, such as a text that is no code: nothing
  ///   unreadable and no free text gets into the log.
  package func encode() throws(JSONError) -> [UInt8] {
    try check()
    return CanonicalJSON.encode(json)
  }

  /// Whether this may stand in clear as the name and version of a client.
  package static func isClientName(_ text: String) -> Bool { LogText.isLabel(text) }

  /// What the types leave open, in the same rules as `decode`.
  private func check() throws(JSONError) {
    func demand(_ holds: Bool, _ key: String, _ expected: String) throws(JSONError) {
      guard holds else { throw JSONError(.notAllowed(expected: expected), path: [.key(key)]) }
    }
    func demand(_ bytes: [UInt8]?, _ key: String, count: Int) throws(JSONError) {
      try demand(bytes == nil || bytes?.count == count, key, "\(count) bytes")
    }
    let integers = 0...CanonicalJSON.integers.upperBound
    try demand(integers.contains(Int64(index)), "index", "an index")
    try demand(integers.contains(time), "time", "a time")
    try demand(partner == nil || actor == nil && role == nil, "partner", "an actor or a partner")
    try demand(org.map(LogText.isCode) ?? true, "org", "a code")
    try demand(reason.map(LogText.isCode) ?? true, "reason", "a code")
    try demand(ref.map(LogText.isLabel) ?? true, "ref", "a label")
    try demand(client.map(LogText.isLabel) ?? true, "client", "a label")
    try demand(basis.map { ($0.kind == .none) == ($0.id == nil) } ?? true, "basis", "kind and id")
    try demand(record.map { LogText.isCode($0.kind) } ?? true, "record", "a code")
    try demand(record?.hash, "record", count: 32)
    try demand(head?.h, "head", count: 32)
    try demand(dossiers?.allSatisfy { $0.head.h.count == 32 } ?? true, "dossiers", "32 bytes")
    try demand(
      dossiers.map { $0.count <= LogEntry.maximumDossiers } ?? true, "dossiers",
      "at most \(LogEntry.maximumDossiers) dossiers")
    try demand(link.map { $0.n > 0 } ?? true, "link", "a number from 1")
    try demand(link?.prev, "link", count: 32)
    try demand(link?.hash, "link", count: 32)
    try demand(link?.h, "link", count: 32)
    try demand(link?.sig, "link", count: 64)
    try demand(sealed?.words, "sealed", count: 32)
    try demand(sealed.map { Sealed.fits($0.box) } ?? true, "sealed", "a nonce and ciphertext")
    try demand(session, "session", count: 32)
    try demand(request, "request", count: 32)
    try demand(sig, "sig", count: 64)
    try demand(detail.count <= LogEntry.limits.members, "detail", "at most 32 details")
    for (key, value) in detail {
      try demand(LogText.isKey(key), "detail", "keys of a-z, 0-9 and _")
      switch value {
      case .int(let number):
        try demand(CanonicalJSON.integers.contains(number), "detail", "an integer")
      case .code(let text): try demand(LogText.isCode(text), "detail", "a code")
      }
    }
  }

  private var json: JSONValue {
    .object(present: [
      ("action", .string(action.rawValue)),
      ("actor", actor?.json),
      ("basis", basis?.json),
      ("behalf", behalf?.json),
      ("client", client.map { .string($0) }),
      ("detail", detail.isEmpty ? nil : .object(detail.map { ($0.key, $0.value.json) })),
      ("dossier", dossier?.json),
      ("dossiers", dossiers.map { .array($0.map(\.json)) }),
      ("head", head?.json),
      ("index", .int(Int64(index))),
      ("link", link?.json),
      ("object", .string(object.rawValue)),
      ("org", org.map { .string($0) }),
      ("outcome", .string(outcome.rawValue)),
      ("partner", partner?.json),
      ("peer", peer.map { .object([("uid", .int(Int64($0)))]) }),
      ("purpose", purpose.map { .string($0.rawValue) }),
      ("reason", reason.map { .string($0) }),
      ("record", record?.json),
      ("ref", ref.map { .string($0) }),
      ("request", request.map { .base64($0) }),
      ("role", role.map { .string($0.name) }),
      ("sealed", sealed?.json),
      ("sections", sections.isEmpty ? nil : .array(sections.sorted().map { .string($0.name) })),
      ("session", session.map { .base64($0) }),
      ("sig", sig.map { .base64($0) }),
      ("time", .int(time)),
      ("v", .int(1)),
    ])
  }
}

extension LogEntry.Head {
  fileprivate var json: JSONValue { .object([("h", .base64(h)), ("n", .int(Int64(n)))]) }
}

extension LogEntry.DossierHead {
  fileprivate var json: JSONValue {
    .object([
      ("dossier", dossier.json), ("h", .base64(head.h)), ("n", .int(Int64(head.n))),
    ])
  }
}

extension LogEntry.Link {
  fileprivate var json: JSONValue {
    .object([
      ("h", .base64(h)), ("hash", .base64(hash)), ("n", .int(Int64(n))), ("prev", .base64(prev)),
      ("sig", .base64(sig)),
    ])
  }
}

extension LogEntry.Basis {
  fileprivate var json: JSONValue {
    .object(present: [("id", id?.json), ("kind", .string(kind.rawValue))])
  }
}

extension LogEntry.Record {
  fileprivate var json: JSONValue {
    .object([("hash", .base64(hash)), ("kind", .string(kind))])
  }
}

extension LogEntry.Sealed {
  fileprivate var json: JSONValue {
    .object([("box", .base64(box)), ("words", .base64(words))])
  }
}

extension LogEntry.Detail {
  fileprivate var json: JSONValue {
    switch self {
    case .int(let number): .int(number)
    case .code(let text): .string(text)
    }
  }
}

extension Identifier {
  fileprivate var json: JSONValue { .base64(bytes) }
}

extension JSONValue {
  /// Bytes as padded base64.
  static func base64(_ bytes: [UInt8]) -> JSONValue { .string(Base64.encode(bytes)) }
}
