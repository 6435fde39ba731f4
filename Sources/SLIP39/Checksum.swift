internal import Sodium

/// The three checksum words: a Reed-Solomon code over GF(1024).
///
/// It finds every change of up to three words; where the change also turns the extendable flag, and
/// with it the prefix, all but one in 2³⁰.
///
/// - Source: SLIP-0039, "Checksum", RS1024
enum Checksum {
  private static let generator: [UInt32] = [
    0x00E0_E040, 0x01C1_C080, 0x0383_8100, 0x0707_0200, 0x0E0E_0009,
    0x1C0C_2412, 0x3808_6C24, 0x3090_FC48, 0x21B1_F890, 0x03F3_F120,
  ]

  /// Whether all words, the last three included, belong together.
  static func holds(_ words: borrowing WordNumbers, isExtendable: Bool) -> Bool {
    remainder(words, isExtendable) == 1
  }

  /// Puts the last three words right.
  static func complete(_ words: inout WordNumbers, isExtendable: Bool) {
    let first = words.count - Scheme.checksumWords
    for index in 0..<Scheme.checksumWords { words.set(0, at: first + index) }
    let sum = remainder(words, isExtendable) ^ 1
    for index in 0..<Scheme.checksumWords {
      let shift = UInt32(Scheme.wordBits * (Scheme.checksumWords - 1 - index))
      words.set(UInt16(truncatingIfNeeded: sum >> shift & 0x3FF), at: first + index)
    }
  }

  private static func remainder(_ words: borrowing WordNumbers, _ isExtendable: Bool) -> UInt32 {
    var state: UInt32 = 1
    for letter in (isExtendable ? "shamir_extendable" : "shamir").utf8 {
      step(&state, UInt32(letter))
    }
    for index in 0..<words.count { step(&state, UInt32(words.number(at: index))) }
    return state
  }

  private static func step(_ state: inout UInt32, _ word: UInt32) {
    let top = state >> 20
    state = (state & 0xF_FFFF) << 10 ^ word
    for bit in 0..<10 {
      state ^= generator[bit] & (0 &- (top >> UInt32(bit) & 1))
    }
  }
}
