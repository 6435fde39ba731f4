package import Sodium

/// A secret key's file, under a passphrase or, as minisign's `-W` writes it, under none.
///
/// kind 2 ‖ stretching 2 ‖ checksum 2 ‖ salt 32 ‖ operations u64 LE ‖ memory u64 LE ‖ sealed 104, in
/// base64; sealed = (number 8 ‖ seed 32 ‖ public key 32 ‖ checksum 32) xor scrypt(passphrase, salt).
/// The whole file is taken as a secret: without a passphrase it is one.
package enum MinisignKeyFile {
  private static let headCount = 6 + ScryptByLimits.saltCount + 16
  private static let sealedCount = 104
  private static let comment = "\(Format.untrusted)minisign encrypted secret key\n"

  /// Whether a file is locked with a passphrase.
  package static func isLocked(_ file: borrowing SecretBytes) throws(MinisignError) -> Bool {
    try parts(file).limits != nil
  }

  /// Opens a secret key's file.
  ///
  /// - Parameter passphrase: not looked at when the file has none.
  /// - Throws: `.malformed`, `.tooLarge`, `.limits`, `.passphrase`, `.workingMemory`, `.memory`
  package static func unlock(
    _ file: borrowing SecretBytes, _ passphrase: borrowing SecretBytes
  ) throws(MinisignError) -> MinisignPair {
    let parts = try parts(file)
    do {
      let plain = try plain(parts, passphrase)
      let number = plain.withSpan { span in (0..<8).map { span[$0] } }
      let kept = try plain.slice(72..<104)
      // Without a passphrase minisign leaves the checksum out; the public key is one too.
      if parts.limits != nil || !kept.equals([UInt8](repeating: 0, count: kept.count)) {
        guard try checksum(plain).equals(kept) else { throw MinisignError.passphrase }
      }
      let pair = try SigningKeyPair(seed: plain.slice(8..<40))
      guard try plain.slice(40..<72).equals(pair.publicKey) else { throw MinisignError.malformed }
      return MinisignPair(number: number, pair: pair)
    } catch let error as MinisignError { throw error } catch let error as SecretMemoryError {
      throw .memory(error)
    } catch { throw .malformed }
  }

  /// number 8 ‖ seed 32 ‖ public key 32 ‖ checksum 32; of noise when the passphrase is wrong.
  private static func plain(
    _ parts: borrowing Parts, _ passphrase: borrowing SecretBytes
  ) throws -> SecretBytes {
    let sealed = try parts.raw.slice(headCount..<parts.raw.count)
    guard let limits = parts.limits else { return sealed }
    return try sealed.xor(try stretch(passphrase, parts.salt, limits))
  }

  /// The file of a pair under a passphrase, with minisign's own limits; a secret until it is on disk.
  package static func lock(
    _ pair: borrowing MinisignPair, _ passphrase: borrowing SecretBytes,
    limits: ScryptByLimits.Limits = .sensitive
  ) throws(MinisignError) -> SecretBytes {
    let salt = Random.bytes(ScryptByLimits.saltCount)
    do {
      var plain = try SecretWriter(capacity: sealedCount)
      try plain.append(pair.number)
      try plain.append(pair.pair.seed)
      try plain.append(pair.pair.publicKey)
      try plain.append([UInt8](repeating: 0, count: 32))
      let without = plain.finish()
      var whole = try SecretWriter(capacity: sealedCount)
      try whole.append(without, in: 0..<72)
      try whole.append(try checksum(without))
      let sealed = try whole.finish().xor(try stretch(passphrase, salt, limits))
      var raw = try SecretWriter(capacity: headCount + sealedCount)
      try raw.append(Format.ed25519 + Format.scrypt + Format.blake2b + salt)
      try raw.append(littleEndian(limits.operations) + littleEndian(limits.memory))
      try raw.append(sealed)
      var file = try SecretWriter(capacity: 512)
      try file.append(Array(comment.utf8))
      try file.append(try Base64.encodeSecret(raw.finish()))
      try file.append(0x0A)
      return file.finish()
    } catch let error as MinisignError { throw error } catch let error as SecretMemoryError {
      throw .memory(error)
    } catch { throw .malformed }
  }

  /// What a file says before a passphrase is known.
  private struct Parts: ~Copyable {
    let raw: SecretBytes
    let salt: [UInt8]
    /// Nil when the key lies open.
    let limits: ScryptByLimits.Limits?
  }

  private static func parts(_ file: borrowing SecretBytes) throws(MinisignError) -> Parts {
    guard file.count <= Format.fileLimit else { throw .tooLarge }
    let raw = try raw(file)
    let head = raw.withSpan { span in (0..<headCount).map { span[$0] } }
    guard Array(head[0..<2]) == Format.ed25519, Array(head[4..<6]) == Format.blake2b
    else { throw .malformed }
    let (operations, memory) = (number(head[38..<46]), number(head[46..<54]))
    switch Array(head[2..<4]) {
    case Format.noStretching: return Parts(raw: raw, salt: [], limits: nil)
    case Format.scrypt:
      guard let limits = ScryptByLimits.Limits(operations: operations, memory: memory)
      else { throw .limits }
      return Parts(raw: raw, salt: Array(head[6..<38]), limits: limits)
    default: throw .malformed
    }
  }

  /// The second line, decoded in place; empty lines may follow, as other tools leave them.
  private static func raw(_ file: borrowing SecretBytes) throws(MinisignError) -> SecretBytes {
    let line = file.withSpan { span -> Range<Int>? in
      guard let first = (0..<span.count).first(where: { span[$0] == 0x0A }) else { return nil }
      let label = Array(Format.untrusted.utf8)
      guard first >= label.count, label.indices.allSatisfy({ span[$0] == label[$0] })
      else { return nil }
      let start = first + 1
      let end = start + Base64.encodedCount(headCount + sealedCount)
      guard end <= span.count,
        (end..<span.count).allSatisfy({ span[$0] == 0x0A || span[$0] == 0x0D })
      else { return nil }
      return start..<end
    }
    guard let line else { throw .malformed }
    do {
      guard let raw = try Base64.decodeSecret(file.slice(line)),
        raw.count == headCount + sealedCount
      else { throw MinisignError.malformed }
      return raw
    } catch let error as MinisignError { throw error } catch let error as SecretMemoryError {
      throw .memory(error)
    } catch { throw .malformed }
  }

  /// BLAKE2b-256(kind ‖ number ‖ seed ‖ public key), of the first 72 bytes.
  private static func checksum(_ plain: borrowing SecretBytes) throws -> SecretBytes {
    try BLAKE2b.ofSecret(Format.ed25519, plain, 0..<72)
  }

  private static func stretch(
    _ passphrase: borrowing SecretBytes, _ salt: [UInt8], _ limits: ScryptByLimits.Limits
  ) throws(MinisignError) -> SecretBytes {
    do throws(PasswordHash.StretchError) {
      return try ScryptByLimits.derive(passphrase, salt: salt, limits: limits, count: sealedCount)
    } catch {
      switch error {
      case .memory(let error): throw .memory(error)
      case .limits, .saltLength: throw .limits
      case .workingMemory: throw .workingMemory
      }
    }
  }

  private static func littleEndian(_ number: UInt64) -> [UInt8] {
    stride(from: 0, through: 56, by: 8).map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
