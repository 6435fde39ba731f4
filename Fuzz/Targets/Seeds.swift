import Foundation
import Sodium
import StrictJSON
import VaultTestKit
import Vocabulary

/// Real bytes, and fixed ids and keys to make more.
enum Seeds {
  static func file(_ path: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: Places.project.appendingPathComponent(path)))
  }

  static func vectors(_ name: String) throws -> JSONValue {
    try OrdinaryJSON.decode(file("Tests/Vectors/\(name).json"), limits: .record)
  }

  static let families = ["sjors", "anne", "dylan", "geheim-adres"]

  static func family(_ name: String) throws -> [UInt8] { try file("Examples/\(name).json") }

  static func id(_ byte: UInt8) -> Identifier {
    Identifier([UInt8](repeating: byte, count: Identifier.byteCount)) ?? .zero
  }

  static func hash(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }

  static func signer(_ byte: UInt8) throws -> SigningKeyPair {
    try SigningKeyPair(seed: SecretBytes(copying: hash(byte)))
  }

  static func hex(_ value: JSONValue?) -> [UInt8] {
    value?.stringValue.flatMap { Hex.decode($0) } ?? []
  }

  static func text(_ value: JSONValue?) -> [UInt8] { Array((value?.stringValue ?? "").utf8) }
}
