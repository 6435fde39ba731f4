import AuditLog
import Desk
import Foundation
import Testing
import VaultTestKit

@testable import kluis

@Suite struct VerifiedPinTests {
  private func pin(_ size: Int) throws -> Pin {
    try #require(Pin(size: size, root: [UInt8](repeating: UInt8(size), count: 32)))
  }

  @Test func whatWasVerifiedIsRememberedAndNeverLowered() throws {
    let scratch = try Scratch()
    let verified = VerifiedPin(in: scratch.url.path)
    #expect(try verified.read() == nil)
    try verified.raise(to: pin(5))
    try verified.raise(to: pin(3))
    #expect(try verified.read() == pin(5))
    try verified.raise(to: pin(9))
    #expect(try VerifiedPin(in: scratch.url.path).read() == pin(9))
    let mode = try FileManager.default.attributesOfItem(atPath: scratch.path("verified.json"))
    #expect(mode[.posixPermissions] as? Int == 0o600)
  }

  @Test func aDamagedMemoryIsNotAnEmptyOne() throws {
    let scratch = try Scratch()
    try Data("{}".utf8).write(to: URL(fileURLWithPath: scratch.path("verified.json")))
    let failure = #expect(throws: Failure.self) {
      try VerifiedPin(in: scratch.url.path).read()
    }
    #expect(failure?.exit == 65)
  }

  @Test func aFolderThatHoldsSomethingIsNotCopiedInto() throws {
    let scratch = try Scratch()
    try OutputFile.makeFolder(scratch.path("leeg"))
    try OutputFile.makeFolder(scratch.path("leeg"))
    try OutputFile.replace(scratch.path("leeg/bestand"), with: [1])
    #expect(throws: Failure.self) { try OutputFile.makeFolder(scratch.path("leeg")) }
    #expect(FileManager.default.fileExists(atPath: scratch.path("leeg/bestand")))
  }
}
