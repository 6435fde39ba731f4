import Foundation
import Minisign
import Sodium
import Testing
import VaultTestKit

/// What a signature file of the published set must give with a key and a message.
private enum Expected: Equatable {
  case good
  case refused(MinisignError)
}

private struct Case: CustomTestStringConvertible {
  let signature: String
  let key: String
  let message: String
  let expected: Expected

  var testDescription: String { signature }

  static let all: [Case] = [
    Case(signature: "m.txt.minisig", key: "k.pub", message: "m.txt", expected: .good),
    Case(
      signature: "m.txt.legacy.minisig", key: "k.pub", message: "m.txt",
      expected: .refused(.legacy)),
    Case(
      signature: "bad.signature.minisig", key: "k.pub", message: "m.txt",
      expected: .refused(.notOfFile)),
    Case(
      signature: "upstream/test.ED.minisig", key: "upstream/jedisct1.pub",
      message: "upstream/test", expected: .good),
    Case(
      signature: "upstream/test.Ed-legacy.minisig", key: "upstream/jedisct1.pub",
      message: "upstream/test", expected: .refused(.legacy)),
    Case(
      signature: "upstream/message.txt.minisig", key: "upstream/minisign.pub",
      message: "upstream/message.txt", expected: .refused(.legacy)),
    Case(
      signature: "upstream/robtest.ps1.minisig", key: "upstream/minisign.pub",
      message: "upstream/message.txt", expected: .refused(.legacy)),
    // The right kind under another key, and over another file.
    Case(
      signature: "m.txt.minisig", key: "upstream/jedisct1.pub", message: "m.txt",
      expected: .refused(.otherKey)),
    Case(
      signature: "m.txt.minisig", key: "k.pub", message: "upstream/test",
      expected: .refused(.notOfFile)),
  ]
}

private func file(_ name: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: Places.vectors.appendingPathComponent("minisign/\(name)")))
}

struct MinisignVectorsTests {
  @Test(arguments: Case.all)
  private func `each published signature gives what it must`(_ one: Case) throws {
    let key = try MinisignKey(decoding: file(one.key))
    let hash = BLAKE2b.hash(try file(one.message), count: 64)
    do {
      try key.check(MinisignSignature(decoding: file(one.signature)), hash: hash)
      #expect(one.expected == .good)
    } catch let error as MinisignError {
      #expect(one.expected == .refused(error))
    }
  }

  @Test func `every signature and key of the set is in the table`() throws {
    let folder = Places.vectors.appendingPathComponent("minisign")
    let found = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    let expected = Set(Case.all.map(\.signature))
    let named = found.filter { $0.hasSuffix(".minisig") }
    #expect(!named.isEmpty)
    for name in named { #expect(expected.contains(name), "no expectation for \(name)") }
    let keys = Set(Case.all.map(\.key))
    for name in found where name.hasSuffix(".pub") { #expect(keys.contains(name), "\(name)") }
  }

  @Test func `published key files: without a passphrase they open, with a wrong one they do not`()
    throws
  {
    for name in ["minisign-nopassword-0.key", "minisign-nopassword-1.key"] {
      let text = try SecretBytes(copying: file("upstream/\(name)"))
      #expect(try !MinisignKeyFile.isLocked(text))
      let pair = try MinisignKeyFile.unlock(text, SecretBytes(count: 0))
      let hash = BLAKE2b.hash([1, 2, 3], count: 64)
      try pair.publicKey.check(pair.sign(hash: hash, comment: "x"), hash: hash)
    }
    let locked = try SecretBytes(copying: file("upstream/minisign.key"))
    #expect(try MinisignKeyFile.isLocked(locked))
    #expect(throws: MinisignError.passphrase) {
      _ = try MinisignKeyFile.unlock(locked, SecretBytes(copying: Array("not this one".utf8)))
    }
  }

  @Test func `public keys are written back as they were`() throws {
    for name in ["k.pub", "upstream/minisign.pub"] {
      let bytes = try file(name)
      #expect(try MinisignKey(decoding: bytes).encode() == bytes)
    }
    let own = try MinisignSignature(decoding: file("upstream/test.ED.minisig"))
    #expect(own.encode() == (try file("upstream/test.ED.minisig")))
  }
}
