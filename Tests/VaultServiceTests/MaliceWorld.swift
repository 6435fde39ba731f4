import AuditLog
import Directory
import Dossier
import Foundation
import Records
import Sodium
import Store
import StrictJSON
import Testing
import VaultClient
import VaultFixture
import Vocabulary

@testable import VaultService

/// One family in a running vault, and the devices of those who look for lies.
///
/// The word for who lies: *between* has the wire and no key; *root* has the host: service key, log
/// key, both databases and the running program.
final class MaliceWorld: Sendable {
  let vault: RunningVault
  let dossier: Identifier
  let gezin: String
  private static let devices = DeviceNumbers()

  /// A vault in which Sanne has imported the family Bosman; with `lotte`, a second entry after it.
  init() throws {
    vault = try RunningVault(Household())
    let sanne = try vault.session(.sanne, device: "import")
    let family = try Families.gezin("sjors")
    dossier = try sanne.create(family).id
    gezin = "gezin Bosman, Zoetermeer"
  }

  var server: VaultServer { vault.server }

  /// A memory of its own for each lie, so that no lie profits from another's pins.
  func device(_ person: Person) throws -> ClientState {
    try vault.household.state(person, device: "d\(Self.devices.next())")
  }

  func signIn(
    _ person: Person, _ state: ClientState, over channel: Channel? = nil
  ) throws -> VaultSession {
    try VaultSession.signIn(
      over: channel ?? vault.channel(), as: vault.household.ring(person), state: state,
      client: "test/1", now: { MaliceWorld.now })
  }

  static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

  /// Another revision of the family's first entry in the diary, by Sanne herself.
  @discardableResult
  func writeMore(_ text: String = "Een regel erbij.") throws -> Head {
    let session = try signIn(.sanne, device(.sanne))
    let target = try session.openForWriting(
      dossier, sections: [.etiket], purpose: .uitvoering)
    let etiket = try #require(
      session.open(dossier, sections: [.etiket], purpose: .uitvoering).revisions.first)
    return try session.append(
      [NewRevision(.etiket(text), of: etiket.entry, buildingOn: etiket.revision)], to: target)
  }

  /// The dossier's links as they are stored.
  func links(of id: Identifier? = nil) throws -> [SignedLink] {
    let name = id ?? dossier
    return try server.store.read { tables in
      let number = try #require(try tables.dossiers.number(of: name))
      return try SignedLink.decode(tables.links.signed(number))
    }
  }

  func head(of id: Identifier? = nil) throws -> Head {
    var chain = Chain(dossier: id ?? dossier)
    for signed in try links(of: id) { try chain.append(signed.link) }
    return chain.head
  }

  /// Every leaf of the real log, as bytes.
  func leaves() throws -> [[UInt8]] {
    try server.store.read { tables in
      try (0..<tables.leaves.count()).map { try #require(try tables.leaves.bytes($0)) }
    }
  }

  func entries(from first: Int = 0) throws -> [LogEntry] {
    try leaves().dropFirst(first).map { try LogEntry(decoding: $0) }
  }

  func directoryRecords() throws -> [[UInt8]] {
    try server.store.read { try $0.directory.records(from: 1, limit: 1000) }
  }
}

/// A counter for names.
final class DeviceNumbers: @unchecked Sendable {
  private let lock = NSLock()
  private var value = 0
  func next() -> Int {
    lock.withLock {
      value += 1
      return value
    }
  }
}

/// Runs a call that must be found out, and holds what the user is told and what is kept.
///
/// Exit 65 and this finding; words in two languages that say what and whom to tell; an evidence file
/// with finding, request and answer, unless the lie is in the directory's own bytes; pins unchanged
/// to the byte. Nothing is returned, because the call throws.
func noticed(
  _ finding: Tampering, on state: ClientState, evidence: Bool = true,
  _ name: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation,
  _ call: () throws -> Void
) {
  let pins = state.pins
  func files() -> [Data?] {
    ["pins.json", "pins.journal"].map {
      try? Data(contentsOf: URL(fileURLWithPath: state.directory.path + "/" + $0))
    }
  }
  let kept = files()
  do {
    try call()
    Issue.record("the lie went unnoticed: \(name ?? "")", sourceLocation: sourceLocation)
  } catch ClientError.tampered(let what, let kept) {
    let error = ClientError.tampered(what, kept)
    #expect(what == finding, name, sourceLocation: sourceLocation)
    #expect(error.exitCode == 65, name, sourceLocation: sourceLocation)
    #expect(
      !error.what.dutch.isEmpty && error.what.dutch != error.what.english, name,
      sourceLocation: sourceLocation)
    #expect(error.next.dutch.contains("FG"), name, sourceLocation: sourceLocation)
    if evidence {
      holdEvidence(kept, finding, error, name, sourceLocation)
    }
  } catch {
    Issue.record("\(name ?? ""): \(error) instead of \(finding)", sourceLocation: sourceLocation)
  }
  #expect(state.pins == pins, name, sourceLocation: sourceLocation)
  #expect(files() == kept, name, sourceLocation: sourceLocation)
}

private func holdEvidence(
  _ kept: Evidence, _ finding: Tampering, _ error: ClientError, _ name: Comment?,
  _ sourceLocation: SourceLocation
) {
  #expect(kept.officers == [Person.fg.rawValue], name, sourceLocation: sourceLocation)
  #expect(
    error.next.english.contains(Person.fg.rawValue) && error.next.dutch.contains(kept.path ?? "?"),
    name, sourceLocation: sourceLocation)
  guard let path = kept.path, let data = FileManager.default.contents(atPath: path),
    let json = try? CanonicalJSON.decode([UInt8](data), limits: .message)
  else {
    Issue.record("no evidence: \(name ?? "")", sourceLocation: sourceLocation)
    return
  }
  #expect(json["reason"]?.stringValue == finding.rawValue, name, sourceLocation: sourceLocation)
  #expect(json["body"]?.stringValue?.isEmpty == false, name, sourceLocation: sourceLocation)
  // What opened a dossier is not in it: no secrets, no ciphertext.
  #expect(json["secrets"] == nil && json["rows"] == nil, name, sourceLocation: sourceLocation)
}

extension JSONValue {
  /// This object with one member replaced, added, or (nil) taken out.
  func with(_ key: String, _ value: JSONValue?) -> JSONValue {
    var members = (objectValue ?? []).filter { $0.key != key }
    if let value { members.append(JSONMember(key, value)) }
    return .object(members)
  }

  var bytesValue: [UInt8]? { stringValue.flatMap { Base64.decode($0) } }
}

extension [UInt8] {
  /// These bytes with one bit changed.
  func flipped(at index: Int = 0) -> [UInt8] {
    var bytes = self
    bytes[index < 0 ? bytes.count + index : index] ^= 1
    return bytes
  }
}
