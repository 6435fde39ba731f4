internal import Sodium

/// A secret as points of which `threshold` bring it back, with a digest that tells whether they did.
///
/// - Source: SLIP-0039, "Shamir's secret sharing", SplitSecret and RecoverSecret
enum Sharing {
  /// What a recovery found.
  enum Fault: Error, Equatable {
    /// The digest is not that of the secret: one of the values is not what it was.
    case digest
    /// The point at this place does not lie on the polynomial through the first ones.
    case strayPoint(UInt8)
    case memory(SecretMemoryError)
  }

  /// Points at 0 ..< `count`.
  ///
  /// All but two of the first `threshold` are random; those two are the secret and its digest, at
  /// places of their own, so that no share says anything about either.
  /// - Precondition: 1 ≤ threshold ≤ count ≤ 16; the secret has more than four bytes.
  static func split(
    _ secret: borrowing SecretBytes, threshold: Int, count: Int
  ) throws(SecretMemoryError) -> Polynomial {
    precondition(1 <= threshold && threshold <= count && count <= Scheme.mostShares)
    var shares = try Points(width: secret.count, capacity: count)
    guard threshold > 1 else {
      for place in 0..<count { try shares.append(secret, at: UInt8(place)) }
      return shares.finish()
    }
    var base = try Points(width: secret.count, capacity: threshold)
    for place in 0..<threshold - 2 {
      let value = try SecretBytes.random(secret.count)
      try base.append(value, at: UInt8(place))
      try shares.append(value, at: UInt8(place))
    }
    try base.append(try digestValue(of: secret), at: Scheme.digestPoint)
    try base.append(secret, at: Scheme.secretPoint)
    let polynomial = base.finish()
    for place in max(0, threshold - 2)..<count {
      let value = try polynomial.value(at: UInt8(place), first: threshold)
      try shares.append(value, at: UInt8(place))
    }
    return shares.finish()
  }

  /// The secret, if the digest is right and every point beyond the first `threshold` fits as well.
  ///
  /// The digest comes first: a wrong one among the first points would put the others off the line.
  /// - Precondition: there are at least `threshold` points.
  static func recover(
    _ points: borrowing Polynomial, threshold: Int
  ) throws(Fault) -> SecretBytes {
    precondition(threshold >= 1 && points.places.count >= threshold)
    let found: SecretBytes?
    let stray: UInt8?
    do { stray = try firstStray(points, threshold) } catch { throw .memory(error) }
    do { found = try secret(points, threshold) } catch { throw .memory(error) }
    guard let secret = consume found else { throw .digest }
    if let stray { throw .strayPoint(stray) }
    return secret
  }

  /// Nil when the digest is that of another secret.
  private static func secret(
    _ points: borrowing Polynomial, _ threshold: Int
  ) throws(SecretMemoryError) -> SecretBytes? {
    let secret = try points.value(at: Scheme.secretPoint, first: threshold)
    guard threshold > 1 else { return secret }
    let digest = try points.value(at: Scheme.digestPoint, first: threshold)
    let key = try digest.slice(Scheme.digestCount..<digest.count)
    let expected = try HMACSHA256.tag(of: secret, key: key).slice(0..<Scheme.digestCount)
    guard expected.equals(try digest.slice(0..<Scheme.digestCount)) else { return nil }
    return secret
  }

  private static func firstStray(
    _ points: borrowing Polynomial, _ threshold: Int
  ) throws(SecretMemoryError) -> UInt8? {
    for index in threshold..<points.places.count {
      let place = points.places[index]
      let expected = try points.value(at: place, first: threshold)
      guard expected.equals(try points.given(index)) else { return place }
    }
    return nil
  }

  /// Four bytes of HMAC under random bytes, then those bytes.
  private static func digestValue(
    of secret: borrowing SecretBytes
  ) throws(SecretMemoryError) -> SecretBytes {
    let key = try SecretBytes.random(secret.count - Scheme.digestCount)
    var value = try SecretWriter(capacity: secret.count)
    try value.append(try HMACSHA256.tag(of: secret, key: key), in: 0..<Scheme.digestCount)
    try value.append(key)
    return value.finish()
  }
}
