/// Choice without branches.
enum Masks {
  static func ones(ifEqual left: UInt32, _ right: UInt32) -> UInt32 {
    let difference = left ^ right
    return ((difference | (0 &- difference)) >> 31) &- 1
  }

  /// The letter at a secret place, after passing all of them.
  static func pick(_ place: UInt32, from alphabet: [UInt8]) -> UInt8 {
    var letter: UInt32 = 0
    for index in alphabet.indices {
      letter |= UInt32(alphabet[index]) & ones(ifEqual: place, UInt32(index))
    }
    return UInt8(truncatingIfNeeded: letter)
  }
}
