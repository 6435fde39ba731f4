import Minisign
import Sodium

extension FuzzTarget {
  private static func pair(_ seed: UInt8) throws -> MinisignPair {
    let secret = try SecretBytes(copying: [UInt8](repeating: seed, count: 32))
    return MinisignPair(
      number: [UInt8](repeating: seed, count: 8), pair: try SigningKeyPair(seed: secret))
  }

  private static let signed = BLAKE2b.hash(Array("een plan".utf8), count: 64)

  /// Keys and signatures in minisign's format: whoever has no key makes no signature, line ends and the
  /// untrusted comment are all that has two spellings.
  static let minisign = FuzzTarget(name: "minisign", longest: 1_024) {
    let own = try pair(7)
    let light = ScryptByLimits.Limits(operations: 32_768, memory: 16_777_216) ?? .sensitive
    let locked = try MinisignKeyFile.lock(own, SecretBytes(copying: [0x61]), limits: light)
    return [
      try own.publicKey.encode(), try own.sign(hash: signed, comment: "bundle 1").encode(),
      Array(try own.publicKey.text.utf8),
      locked.withSpan { span in (0..<span.count).map { span[$0] } },
    ]
  } check: { bytes throws(Broken) in
    guard let own = try? pair(7), let key = try? own.publicKey else { return }
    if let signature = try? MinisignSignature(decoding: bytes) {
      try promise(
        (try? MinisignSignature(decoding: signature.encode())) == signature,
        "a signature is not read back as it was written")
      if (try? key.check(signature, hash: signed)) != nil {
        try promise(signature.trustedComment == "bundle 1", "a comment that nobody signed")
      }
    }
    if let read = try? MinisignKey(decoding: bytes) {
      try promise((try? MinisignKey(decoding: read.encode())) == read, "a key has two readings")
    }
    if let text = String(validating: bytes, as: UTF8.self), let read = try? MinisignKey(text: text)
    {
      try promise(read.text == text, "a key's line has two spellings")
    }
    if let file = try? SecretBytes(copying: bytes) { _ = try? MinisignKeyFile.isLocked(file) }
  }
}
