internal import CSodium

/// Comparison whose duration tells nothing but the length.
package enum ConstantTime {
  /// - Source: sodium_memcmp(3)
  package static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return unsafe sodium_memcmp(left, right, left.count) == 0
  }
}
