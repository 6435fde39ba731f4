import Foundation
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@Suite(
  "Start: the real kluisd says why it does not start, and what to do",
  .enabled(if: Programs.areBuilt, "kluisd and CrashingService are not built"))
struct StartTests {
  /// Starts kluisd on a copy, to its end; exit code and what it said.
  private func refusal(
    _ copy: VaultCopy, _ more: [String] = [], policies: String = Programs.policies,
    socket: String? = nil, _ way: ServiceProcess.Way = .init()
  ) throws -> (code: Int32?, text: String) {
    var arguments = ["--dir", copy.folder, "--policies", policies] + more
    if !more.contains("--socket") { arguments += ["--socket", socket ?? copy.path("s")] }
    let process = try ServiceProcess(Programs.kluisd, arguments, way)
    return (process.wait(), process.errors)
  }

  /// Two lines: what is wrong, which must contain `cause`, and a hint.
  private func expect(
    _ result: (code: Int32?, text: String), code: Int32, _ cause: String,
    _ place: SourceLocation = #_sourceLocation
  ) {
    #expect(result.code == code, "\(result.text)", sourceLocation: place)
    let lines = result.text.split(separator: "\n")
    #expect(
      lines.count == 2 && lines[0].hasPrefix("kluisd: ") && lines[0].contains(cause)
        && lines[1].hasPrefix("hint: ") && lines[1].count > 20, "\(result.text)",
      sourceLocation: place)
  }

  @Test(
    "A file that others may read stops the start",
    arguments: [
      "vault.db", "keystore.db", "service.key", "wrap.key",
    ])
  func openToOthers(_ name: String) throws {
    let copy = try VaultCopy()
    chmod(copy.path(name), 0o640)
    expect(
      try refusal(copy), code: 69,
      name.hasSuffix(".db") ? "\(name) can be reached by group or others" : "chmod 600")
  }

  @Test(
    "A file that is missing stops the start",
    arguments: [
      "vault.db", "keystore.db", "service.key", "wrap.key",
    ])
  func missing(_ name: String) throws {
    let copy = try VaultCopy()
    try FileManager.default.removeItem(atPath: copy.path(name))
    let result = try refusal(copy)
    expect(
      result, code: 69,
      name.hasSuffix(".db")
        ? "\(name) does not exist"
        : name == "wrap.key" ? "the wrap key is not there" : "there is no such file")
  }

  @Test("A database of another program is left as it was")
  func foreign() throws {
    let copy = try VaultCopy()
    try FileManager.default.removeItem(atPath: copy.path("vault.db"))
    let other = try Database(copy.path("vault.db"), create: true)
    try other.run("CREATE TABLE bookmarks (url TEXT); PRAGMA application_id = 1234567;")
    other.close()
    chmod(copy.path("vault.db"), 0o600)
    let before = try Data(contentsOf: URL(fileURLWithPath: copy.path("vault.db")))
    expect(try refusal(copy), code: 65, "a database of another program (application id 1234567)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: copy.path("vault.db"))) == before)
  }

  @Test("Another vault's keystore does not open with this vault's key, nor belong to its files")
  func othersKeystore() throws {
    let copy = try VaultCopy()
    let other = try Household()
    try copy.replace("keystore.db", from: other.folder)
    expect(try refusal(copy), code: 65, "keystore.db does not open with this key")
    // With the other's wrap key as well it opens; then the log that it recorded is not this one.
    try copy.replace("wrap.key", from: other.folder)
    expect(try refusal(copy), code: 65, "the log was changed below entry 1")
    // With only the other's service key, the directory names another.
    let third = try VaultCopy()
    try third.replace("service.key", from: other.folder)
    expect(try refusal(third), code: 65, "not the key that the directory names")
  }

  @Test("Without policies, or with weaker ones than the floor, nothing is served")
  func policies() throws {
    // Before its first start a vault has no policy but the one in the folder.
    let household = try Household()
    func first(_ policies: String) throws -> (code: Int32?, text: String) {
      let process = try ServiceProcess(
        Programs.kluisd,
        [
          "--dir", household.folder, "--policies", policies, "--socket",
          household.scratch.path("s"),
        ])
      return (process.wait(), process.errors)
    }
    expect(
      try first(household.scratch.path("nowhere")), code: 69,
      "rollen.json: there is no such file")
    let weaker = try WeakerPolicies(in: household.scratch)
    expect(try first(weaker.folder), code: 65, "toegang.json")
  }

  @Test("A socket in use, a path that is too long, no path at all")
  func sockets() throws {
    let copy = try VaultCopy()
    let served = try ServedCopy(copy)
    let second = try VaultCopy()
    expect(
      try refusal(second, socket: served.socket), code: 69, "a service already listens at this path"
    )
    let long = copy.scratch.path(String(repeating: "s", count: 120))
    expect(try refusal(second, socket: long), code: 64, "longer than 107 bytes")
    let process = try ServiceProcess(
      Programs.kluisd, ["--dir", second.folder, "--policies", Programs.policies])
    expect((process.wait(), process.errors), code: 64, "there is nowhere to listen")
    try Data("not a socket".utf8).write(to: URL(fileURLWithPath: second.path("s")))
    expect(try refusal(second), code: 69, "something that is not a socket")
  }

  @Test(
    "Memory that cannot be locked stops the start, unless it is allowed in so many words",
    .enabled(if: Programs.canDropPrivilege, "only root can become a user without privilege"))
  func unlockedMemory() throws {
    let copy = try VaultCopy(owner: ServiceProcess.nobody)
    let way = ServiceProcess.Way(unprivileged: true, lockedBytes: 0)
    expect(try refusal(copy, way), code: 69, "memory for secrets could not be locked")
    let process = try ServiceProcess(
      Programs.kluisd,
      [
        "--dir", copy.folder, "--policies", Programs.policies, "--socket", copy.path("s"),
        "--allow-unlocked-memory",
      ], way)
    #expect(process.listens(at: copy.path("s")), "\(process.errors)")
    let credentials = try process.credentials()
    #expect(credentials.user == ServiceProcess.nobody)
    #expect(credentials.capabilities.allSatisfy { $0.allSatisfy { $0 == "0" } })
    let sanne = try copy.session(.sanne, at: copy.path("s"))
    #expect(try sanne.list(purpose: .uitvoering).count == 2)
  }

  private func refusal(
    _ copy: VaultCopy, _ way: ServiceProcess.Way
  ) throws -> (code: Int32?, text: String) {
    try refusal(copy, [], policies: Programs.policies, socket: nil, way)
  }

  @Test("Two services never run on one vault, whatever socket each is given")
  func oneService() throws {
    let copy = try VaultCopy()
    let first = try ServiceProcess(
      Programs.kluisd,
      ["--dir", copy.folder, "--policies", Programs.policies, "--socket", copy.path("s")])
    #expect(first.listens(at: copy.path("s")), "\(first.errors)")
    let result = try refusal(copy, socket: copy.path("t"))
    expect(result, code: 69, "another service has this vault open")
  }
}

/// A policy folder in which four eyes are asked of one other person only.
struct WeakerPolicies {
  let folder: String

  init(in scratch: Scratch) throws {
    folder = scratch.path("weaker-\(UInt16.random(in: 0...UInt16.max))")
    try Self.copy(to: folder)
    try weaken()
  }

  static func copy(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for name in ["rollen.json", "toegang.json", "overdracht.json"] {
      try FileManager.default.copyItem(
        atPath: Programs.policies + "/" + name, toPath: folder + "/" + name)
    }
  }

  private func weaken() throws {
    try Self.change(folder) { text in
      text.replacingOccurrences(of: #""aantal": 2"#, with: #""aantal": 1"#)
    }
  }

  /// Changes toegang.json in place.
  static func change(_ folder: String, _ edit: (String) -> String) throws {
    let path = folder + "/toegang.json"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let edited = edit(text)
    guard edited != text else { throw CocoaError(.fileReadCorruptFile) }
    try Data(edited.utf8).write(to: URL(fileURLWithPath: path))
  }
}
