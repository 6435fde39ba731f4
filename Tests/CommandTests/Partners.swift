import AgeFile
import Foundation
import Minisign
import Overdracht
import Sodium

/// Partners' public keys, from fixed seeds, for scripts: as texts, and as files that they handed over.
enum Partners {
  private static func seed(_ byte: UInt8) throws -> SecretBytes {
    try SecretBytes(copying: [UInt8](repeating: byte, count: 32))
  }

  private static func pair(_ byte: UInt8) throws -> MinisignPair {
    MinisignPair(
      number: [UInt8](repeating: byte, count: 8), pair: try SigningKeyPair(seed: seed(byte)))
  }

  private static func age(_ byte: UInt8) throws -> AgeRecipient {
    try AgeRecipient(publicKey: BoxKeyPair(secret: seed(byte)).publicKey)
  }

  /// `$age`, `$minisign` and a second pair.
  static func words() throws -> [String: String] {
    [
      "age": try age(1).text, "minisign": try pair(2).publicKey.text,
      "age2": try age(3).text, "minisign2": try pair(4).publicKey.text,
    ]
  }

  /// `school.json` with its signature, and `andere.pub`, a key that no vault made.
  static func write(to folder: URL) throws {
    let pair = try pair(6)
    let file = PartnerFile(name: "De Brug", age: try age(5), minisign: try pair.publicKey).encode()
    let signature = try pair.sign(hash: BLAKE2b.hash(file, count: 64), comment: "partner")
    for (name, bytes) in [
      ("school.json", file), ("school.json.minisig", signature.encode()),
      ("andere.pub", try pair.publicKey.encode()),
    ] {
      try Data(bytes).write(to: folder.appendingPathComponent(name))
    }
  }
}
