import AuditLog
import Dossier
import Foundation
import Records
import Testing
import VaultTestKit
import Vocabulary

@testable import VaultClient

@Suite("What rose since the pins were last written whole")
struct PinsJournalTests {
  let scratch: Scratch
  var path: String { scratch.path("state") }
  var journal: URL { URL(fileURLWithPath: path + "/pins.journal") }

  init() throws { scratch = try Scratch() }

  func open() throws(ClientError) -> ClientState {
    try ClientState(path: path, origin: People.origin)
  }

  func pin(_ size: Int) -> Pin { Pin(size: size, root: [UInt8](repeating: 9, count: 32))! }
  func head(_ n: UInt32) -> Head { Head(n: n, h: [UInt8](repeating: 8, count: 32)) }

  /// The bytes of a journal of three lines over pins of size 1.
  func threeLines() throws -> Data {
    let state = try open()
    try state.raise(log: pin(1))
    try state.raise(log: pin(2), heads: [People.id(1): head(3)])
    try state.raise(log: pin(3), heads: [People.id(2): head(5)])
    try state.raise(log: pin(4), heads: [People.id(1): head(4)])
    return try Data(contentsOf: journal)
  }

  @Test("a rise is one line, and the next start has it in the whole pins")
  func lines() throws {
    let bytes = try threeLines()
    #expect(bytes.count { $0 == 0x0A } == 3)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path + "/pins.json"))
    let state = try open()
    #expect(state.pins.log == pin(4))
    #expect(state.pins.heads == [People.id(1): head(4), People.id(2): head(5)])
    #expect(try Data(contentsOf: journal).isEmpty)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path + "/pins.json")) != whole)
    try state.raise(log: pin(4), heads: [People.id(1): head(2)])
    #expect(try Data(contentsOf: journal).isEmpty, "nothing rose")
    let mode = try FileManager.default.attributesOfItem(atPath: journal.path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
  }

  @Test("cut anywhere, whole lines count, the torn one goes, and the next rise follows")
  func torn() throws {
    let bytes = try threeLines()
    let whole = try Data(contentsOf: URL(fileURLWithPath: path + "/pins.json"))
    for count in 0...bytes.count {
      try whole.write(to: URL(fileURLWithPath: path + "/pins.json"))
      try bytes.prefix(count).write(to: journal)
      let lines = bytes.prefix(count).count { $0 == 0x0A }
      do {
        let state = try open()
        #expect(state.pins.log == pin(1 + lines), "cut at \(count)")
        try state.raise(log: pin(9))
      }
      #expect(try open().pins.log == pin(9), "cut at \(count)")
    }
  }

  @Test("zeros that a crash left in the place of the last line are a torn line")
  func zeros() throws {
    let bytes = try threeLines()
    for zeros in [Data(count: 10), Data(count: 10) + Data([0x0A])] {
      try (bytes + zeros).write(to: journal)
      #expect(try open().pins.log == pin(4))
    }
  }

  @Test("any changed byte but the last line feed is damage with a name, never a lower pin")
  func damaged() throws {
    let bytes = try threeLines()
    let expected = ClientError.stateDamaged(.pins, path: journal.path)
    for at in 0..<bytes.count - 1 {
      var changed = bytes
      changed[at] ^= 1
      try changed.write(to: journal)
      #expect(throws: expected, "byte \(at)") { _ = try self.open() }
    }
    #expect(expected.exitCode == 65)
    #expect(expected.next.dutch.contains(journal.path))
  }

  @Test("a line left out, twice or moved is damage")
  func order() throws {
    let lines = try threeLines().split(separator: 0x0A).map { $0 + [0x0A] }
    for other in [[1, 2], [0, 2], [0, 0, 1, 2], [1, 0, 2], [0, 2, 1]] {
      try Data(other.flatMap { lines[$0] }).write(to: journal)
      #expect(throws: ClientError.stateDamaged(.pins, path: journal.path)) {
        _ = try self.open()
      }
    }
  }

  @Test("after a crash between rewriting and emptying, old lines lower nothing")
  func stale() throws {
    let bytes = try threeLines()
    do { try open().raise(log: pin(30), heads: [People.id(1): head(40)]) }
    _ = try open()
    try bytes.write(to: journal)
    let state = try open()
    #expect(state.pins.log == pin(30))
    #expect(state.pins.heads == [People.id(1): head(40), People.id(2): head(5)])
  }

  @Test("a long journal is written whole while the session goes on")
  func long() throws {
    let state = try open()
    for size in 1...60 {
      try state.raise(
        log: pin(size),
        heads: Dictionary(
          uniqueKeysWithValues: (1...200).map { (People.id($0), head(UInt32(size))) }))
    }
    #expect(try Data(contentsOf: journal).count < PinsJournal.long + 30_000)
    #expect(state.pins.heads[People.id(200)] == head(60))
  }
}
