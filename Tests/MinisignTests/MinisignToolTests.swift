import Foundation
import Minisign
import Sodium
import Testing
import VaultTestKit

/// The stock tool and ours, both ways, on the same files.
struct MinisignToolTests {
  private static let tool = Program.find("minisign")
  private static let missing: Comment = "minisign is not installed (Debian: minisign)"
  static let sizes = [0, 1, 65_535, 65_536, 65_537, (16 << 20) + 1]

  private static func message(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
  }

  private static func hash(_ bytes: [UInt8]) -> [UInt8] {
    var running = BLAKE2b.Running(count: 64)
    for start in stride(from: 0, to: bytes.count, by: 100_000) {
      running.add(bytes[start..<min(start + 100_000, bytes.count)])
    }
    return running.finish()
  }

  @Test(.enabled(if: tool != nil, missing), arguments: sizes)
  func `R21: what we sign the stock minisign verifies, and the other way round`(
    _ size: Int
  ) throws {
    let tool = try #require(Self.tool)
    let scratch = try Scratch()
    let message = Self.message(size)
    try Data(message).write(to: scratch.url.appendingPathComponent("m"))

    let pair = try MinisignPair.generate()
    let key = try pair.publicKey
    try Data(key.encode()).write(to: scratch.url.appendingPathComponent("ours.pub"))
    let ours = try pair.sign(hash: Self.hash(message), comment: "bundle 00ff")
    try Data(ours.encode()).write(to: scratch.url.appendingPathComponent("ours.minisig"))
    let verified = try Program.run(
      tool, ["-Vm", "m", "-x", "ours.minisig", "-p", "ours.pub", "-Q"], folder: scratch.url)
    #expect(verified.status == 0, "\(verified.errorText)")
    #expect(verified.text == "bundle 00ff\n")
    // As the line of base64 alone, which people type.
    let typed = try Program.run(
      tool, ["-Vm", "m", "-x", "ours.minisig", "-P", key.text], folder: scratch.url)
    #expect(typed.status == 0)

    let made = try Program.run(
      tool, ["-G", "-W", "-p", "stock.pub", "-s", "stock.key"], folder: scratch.url)
    #expect(made.status == 0, "\(made.errorText)")
    let signed = try Program.run(
      tool, ["-Sm", "m", "-s", "stock.key", "-x", "stock.minisig", "-t", "for us"],
      folder: scratch.url)
    #expect(signed.status == 0, "\(signed.errorText)")
    let read = { try [UInt8](Data(contentsOf: scratch.url.appendingPathComponent($0))) }
    let stock = try MinisignKey(decoding: read("stock.pub"))
    let signature = try MinisignSignature(decoding: read("stock.minisig"))
    try stock.check(signature, hash: Self.hash(message))
    #expect(signature.trustedComment == "for us")
    // And with the secret key that the stock tool made.
    let unlocked = try MinisignKeyFile.unlock(
      SecretBytes(copying: read("stock.key")), SecretBytes(count: 0))
    #expect(try unlocked.publicKey == stock)
  }

  @Test(.enabled(if: tool != nil, missing))
  func `a secret key that we lock opens with its passphrase only, here and in the stock tool`()
    throws
  {
    let tool = try #require(Self.tool)
    let scratch = try Scratch()
    let pair = try MinisignPair.generate()
    let passphrase = try SecretBytes(copying: Array("correct horse".utf8))
    // Little work, so that the test is short; the stock tool takes the limits from the file.
    let light = try #require(
      ScryptByLimits.Limits(operations: 524_288, memory: 16_777_216))
    let file = try MinisignKeyFile.lock(pair, passphrase, limits: light)
    let again = try MinisignKeyFile.unlock(file, passphrase)
    #expect(try again.publicKey == pair.publicKey)
    #expect(throws: MinisignError.passphrase) {
      _ = try MinisignKeyFile.unlock(file, SecretBytes(copying: Array("wrong horse".utf8)))
    }
    let bytes = file.withSpan { span in (0..<span.count).map { span[$0] } }
    try Data(bytes).write(to: scratch.url.appendingPathComponent("k"))
    try Data("hallo".utf8).write(to: scratch.url.appendingPathComponent("m"))
    let signed = try Program.run(
      tool, ["-Sm", "m", "-s", "k", "-x", "sig"], input: Array("correct horse\n".utf8),
      folder: scratch.url)
    #expect(signed.status == 0, "\(signed.errorText)")
    let signature = try MinisignSignature(
      decoding: [UInt8](Data(contentsOf: scratch.url.appendingPathComponent("sig"))))
    try pair.publicKey.check(signature, hash: Self.hash(Array("hallo".utf8)))
  }
}
