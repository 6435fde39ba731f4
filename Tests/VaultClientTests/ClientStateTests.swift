import AuditLog
import Dossier
import Foundation
import Records
import Sodium
import Testing
import VaultTestKit
import Vocabulary

@testable import VaultClient

@Suite("What a device remembers of a vault")
struct ClientStateTests {
  let scratch: Scratch
  var path: String { scratch.path("state/" + StateDirectory.name(forOrigin: People.origin)) }

  init() throws { scratch = try Scratch() }

  func open() throws(ClientError) -> ClientState {
    try ClientState(path: path, origin: People.origin)
  }

  func pin(_ size: Int) -> Pin { Pin(size: size, root: [UInt8](repeating: 9, count: 32))! }
  func head(_ n: UInt32) -> Head { Head(n: n, h: [UInt8](repeating: 8, count: 32)) }

  func mode(_ path: String) throws -> Int {
    try #require(
      FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  @Test("pins, heads and directory come back as they were kept")
  func roundTrip() throws {
    do {
      let state = try open()
      try state.raise(log: pin(7), heads: [People.id(1): head(3), People.id(2): head(9)])
      try state.keep(
        records: [[0x61], [0x62]],
        position: Pins.Position(n: 2, hash: [UInt8](repeating: 7, count: 32)))
    }
    let again = try open()
    #expect(again.pins.log == pin(7))
    #expect(again.pins.heads == [People.id(1): head(3), People.id(2): head(9)])
    #expect(again.pins.directory?.n == 2)
    #expect(again.records == [[0x61], [0x62]])
  }

  @Test("a pin is never lowered")
  func neverLowered() throws {
    let state = try open()
    try state.raise(log: pin(7), heads: [People.id(1): head(3)])
    try state.raise(log: pin(6), heads: [People.id(1): head(2)])
    #expect(state.pins.log == pin(7))
    #expect(state.pins.heads[People.id(1)] == head(3))
  }

  @Test("files are 0600, the folder 0700, also when they were wider")
  func modes() throws {
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    let state = try open()
    try state.raise(log: pin(1))
    #expect(try mode(path) == 0o700)
    #expect(try mode(path + "/pins.json") == 0o600)
    #expect(try mode(path + "/lock") == 0o600)
  }

  @Test("a second process waits in vain and is told which lock")
  func lock() throws {
    let first = try open()
    #expect(throws: ClientError.stateInUse(path: path + "/lock")) { _ = try self.open() }
    #expect(ClientError.stateInUse(path: "x").exitCode == 75)
    withExtendedLifetime(first) {}
  }

  @Test(
    "damaged pins are an error that says what to do, never an empty memory",
    arguments: [
      "", "{}", "{\"heads\":[],\"origin\":\"x\"}",
      "{\"heads\":[],\"origin\":\"kluis.example/jeugd\",\"schema\":\"dossierkluis/pins/1\"} ",
    ])
  func damaged(text: String) throws {
    do { _ = try open() }
    try text.write(toFile: path + "/pins.json", atomically: false, encoding: .utf8)
    let expected = ClientError.stateDamaged(.pins, path: path + "/pins.json")
    #expect(throws: expected) { _ = try self.open() }
    #expect(expected.exitCode == 65)
    #expect(expected.next.dutch.contains(path + "/pins.json"))
  }

  @Test("a cut directory cache is damage too")
  func damagedDirectory() throws {
    do {
      let state = try open()
      try state.keep(
        records: [[0x61]], position: Pins.Position(n: 1, hash: [UInt8](repeating: 7, count: 32)))
    }
    try "ab".write(toFile: path + "/directory.jsonl", atomically: false, encoding: .utf8)
    #expect(throws: ClientError.stateDamaged(.directory, path: path + "/directory.jsonl")) {
      _ = try self.open()
    }
  }

  @Test("the memory of another vault is refused")
  func otherOrigin() throws {
    do {
      let state = try open()
      try state.raise(log: pin(1))
    }
    #expect(throws: ClientError.wrongOrigin) {
      _ = try ClientState(path: self.path, origin: "kluis.example/ander")
    }
  }

  @Test("a crash before the rename leaves the old pins")
  func leftover() throws {
    do {
      let state = try open()
      try state.raise(log: pin(5))
    }
    try "half".write(toFile: path + "/pins.json.new", atomically: false, encoding: .utf8)
    let state = try open()
    #expect(state.pins.log == pin(5))
    try state.raise(log: pin(6))
    #expect(!FileManager.default.fileExists(atPath: path + "/pins.json.new"))
  }

  @Test("two origins never share a folder, and no folder climbs out")
  func names() {
    #expect(StateDirectory.name(forOrigin: "kluis.example/jeugd") == "kluis.example_2fjeugd")
    #expect(StateDirectory.name(forOrigin: "..") == "_2e.")
    #expect(StateDirectory.name(forOrigin: "") == "_")
    #expect(StateDirectory.name(forOrigin: "a_2fb") != StateDirectory.name(forOrigin: "a/b"))
    #expect(!StateDirectory.name(forOrigin: "../../x").contains("/"))
  }

  @Test("evidence holds request, answer and reason, and is for this user alone")
  func evidence() throws {
    let state = try open()
    let file = EvidenceFile(
      method: "dossier.open", reason: .logForked, at: 12, origin: People.origin,
      body: Array("{}".utf8), answer: Array("{\"receipt\":{\"checkpoint\":\"note\"}}".utf8),
      links: [], pins: state.pins)
    let written = try #require(file.write(in: state.directory))
    #expect(try mode(written) == 0o600)
    let text = try String(contentsOfFile: written, encoding: .utf8)
    #expect(text.contains("\"reason\":\"log-forked\""))
    #expect(text.contains("\"checkpoint\":\"note\""))
  }
}
