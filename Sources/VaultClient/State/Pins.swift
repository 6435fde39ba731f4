package import AuditLog
package import Records
import Sodium
import StrictJSON
package import Vocabulary

/// What this device saw last; anything later must continue it.
package struct Pins: Equatable, Sendable {
  /// The newest record of the directory that was verified.
  package struct Position: Equatable, Sendable {
    package let n: Int
    /// H of the signed record, 32 bytes.
    package let hash: [UInt8]

    package init(n: Int, hash: [UInt8]) {
      self.n = n
      self.hash = hash
    }
  }

  package let origin: String
  package private(set) var log: Pin?
  package private(set) var directory: Position?
  /// The policy set that was last found in force and approved, 32 bytes.
  package private(set) var policy: [UInt8]?
  package private(set) var heads: [Identifier: Head] = [:]
  /// H of every restore record that was seen; each lowers a pin at most once.
  package private(set) var restored: Set<[UInt8]> = []

  package init(origin: String) {
    self.origin = origin
  }

  // Each pin only rises; whether the higher one continues the lower is checked before.

  mutating func raise(log new: Pin) {
    if new.size > log?.size ?? 0 { log = new }
  }

  mutating func raise(directory new: Position) {
    if new.n > directory?.n ?? 0 { directory = new }
  }

  /// Takes note of a restore record that counts, and goes back to where it says if the log beyond is
  /// what this device saw; whether it went back.
  ///
  /// The heads go with it: which dossiers the lost part was about, nobody can prove any more.
  mutating func take(_ restore: SignedRestore) -> Bool {
    let record = restore.record
    if let log, log.size > record.size, !record.covers(size: log.size, root: log.root) {
      return false
    }
    guard restored.insert(restore.hash).inserted, let log, log.size > record.size,
      let lower = Pin(size: record.size, root: record.root)
    else { return false }
    self.log = lower
    heads = [:]
    // A set that was approved in the lost part may be gone with it: the next one is walked to anew.
    policy = nil
    return true
  }

  mutating func raise(policy new: [UInt8]) { policy = new }

  mutating func raise(_ head: Head, of dossier: Identifier) {
    if head.n > heads[dossier]?.n ?? 0 { heads[dossier] = head }
  }
}

extension Pins {
  /// What one answer raised.
  struct Risen: Equatable {
    var log: Pin?
    var directory: Position?
    var heads: [Identifier: Head] = [:]

    var isEmpty: Bool { log == nil && directory == nil && heads.isEmpty }
  }

  mutating func raise(_ risen: Risen) {
    if let new = risen.log { raise(log: new) }
    if let new = risen.directory { raise(directory: new) }
    for (dossier, head) in risen.heads { raise(head, of: dossier) }
  }

  /// The part of `wish` that is higher than what is here.
  func risen(by wish: Risen) -> Risen {
    Risen(
      log: wish.log.flatMap { $0.size > log?.size ?? 0 ? $0 : nil },
      directory: wish.directory.flatMap { $0.n > directory?.n ?? 0 ? $0 : nil },
      heads: wish.heads.filter { $0.value.n > heads[$0.key]?.n ?? 0 })
  }
}

extension Pins.Risen {
  func encode() -> [UInt8] {
    CanonicalJSON.encode(.object(present: members))
  }

  /// The pins themselves, as a line of the journal and the whole file spell them.
  var members: [(String, JSONValue?)] {
    [
      (
        "directory",
        directory.map { .object([("hash", .base64($0.hash)), ("n", .int(Int64($0.n)))]) }
      ),
      (
        "heads",
        .array(
          heads.sorted { $0.key < $1.key }.map { dossier, head in
            .object([
              ("dossier", .id(dossier)), ("h", .base64(head.h)), ("n", .int(Int64(head.n))),
            ])
          })
      ),
      ("log", log?.json),
    ]
  }

  init(decoding bytes: [UInt8]) throws(JSONError) {
    let json = try JSONObject(CanonicalJSON.decode(bytes, limits: Pins.limits))
    try json.allowOnly(["directory", "heads", "log"])
    try self.init(json)
  }

  init(_ json: JSONObject) throws(JSONError) {
    if let value = json["log"] { log = try Pin(value) }
    if let position = try json.optionalObject("directory") {
      try position.allowOnly(["hash", "n"])
      directory = Pins.Position(
        n: Int(try position.requireInt("n", within: 1...Int64(UInt32.max))),
        hash: try position.bytes("hash", count: 32))
    }
    for item in try json.requireObjects("heads") {
      try item.allowOnly(["dossier", "h", "n"])
      heads[try item.identifier("dossier")] = Head(
        n: try item.uint32("n", from: 1), h: try item.bytes("h", count: 32))
    }
  }
}

extension Pins {
  private static let schema = "dossierkluis/pins/1"
  /// Some hundred thousand dossiers.
  static let limit = 32 << 20

  static let limits = JSONLimits(bytes: limit, depth: 4, string: 1024, elements: 1 << 20)

  func encode() -> [UInt8] {
    let all = Risen(log: log, directory: directory, heads: heads)
    return CanonicalJSON.encode(
      .object(
        present: all.members + [
          ("origin", .string(origin)), ("policy", policy.map { .base64($0) }),
          (
            "restored",
            restored.isEmpty
              ? nil : .array(restored.map { Base64.encode($0) }.sorted().map { .string($0) })
          ), ("schema", .string(Pins.schema)),
        ]))
  }

  init(decoding bytes: [UInt8]) throws(JSONError) {
    let json = try JSONObject(CanonicalJSON.decode(bytes, limits: Pins.limits))
    try json.allowOnly(["directory", "heads", "log", "origin", "policy", "restored", "schema"])
    guard try json.requireString("schema") == Pins.schema else {
      throw json.error(.notAllowed(expected: Pins.schema), "schema")
    }
    origin = try json.requireString("origin")
    for text in try json.optionalStrings("restored") ?? [] {
      guard let hash = Base64.decode(text), hash.count == 32 else {
        throw json.error(.notAllowed(expected: "hashes in base64"), "restored")
      }
      restored.insert(hash)
    }
    policy = try json.optionalBytes("policy", count: 32)
    raise(try Risen(json))
  }
}
