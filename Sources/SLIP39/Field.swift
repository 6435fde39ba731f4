/// Arithmetic on bytes as polynomials over GF(2), modulo x⁸ + x⁴ + x³ + x + 1.
///
/// Tables of logarithms would be faster and would show the bytes to who watches the cache.
///
/// - Source: SLIP-0039, "Shamir's secret sharing"; FIPS 197, section 4
enum Field {
  /// Eight times shift, and add under a mask.
  static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
    var sum: UInt8 = 0
    var power = left
    for bit in UInt8(0)..<8 {
      sum ^= power & (0 &- (right >> bit & 1))
      power = power << 1 ^ (0x1B & (0 &- (power >> 7)))
    }
    return sum
  }

  /// The 254th power, which is the inverse of every byte but 0; of 0 it is 0.
  static func invert(_ value: UInt8) -> UInt8 {
    // 254 = 2 + 4 + 8 + 16 + 32 + 64 + 128.
    var square = multiply(value, value)
    var product = square
    for _ in 0..<6 {
      square = multiply(square, square)
      product = multiply(product, square)
    }
    return product
  }
}
