/// Words to numbers and back, passing the whole list each time.
extension WordList {
  /// What a search found; `isWord` is all ones or zero.
  struct Match {
    var number: UInt16 = 0
    var isWord: UInt64 = 0
  }

  /// The number of a word, given in full or by its first four letters.
  ///
  /// - Parameter letters: packed as in the list.
  /// - Parameter count: how many letters there are, at most eight.
  static func find(_ letters: UInt64, count: Int) -> Match {
    // Four letters are a word of four or the beginning of one longer word, never of two.
    let compared: UInt64 = count == 4 ? 0xFFFF_FFFF_0000_0000 : .max
    var match = Match()
    let list = packed
    for number in 0..<list.count {
      let same = ones(ifZero: (list[number] ^ letters) & compared)
      match.number |= UInt16(truncatingIfNeeded: same) & UInt16(number)
      match.isWord |= same
    }
    return match
  }

  /// The packed letters of a word.
  static func letters(of number: UInt16) -> UInt64 {
    var letters: UInt64 = 0
    let list = packed
    for index in 0..<list.count {
      letters |= list[index] & ones(ifZero: UInt64(number ^ UInt16(index)))
    }
    return letters
  }

  private static func ones(ifZero value: UInt64) -> UInt64 {
    ((value | (0 &- value)) >> 63) &- 1
  }
}
