internal import Sodium

/// The words of a mnemonic as numbers of ten bits.
struct WordNumbers: ~Copyable {
  let count: Int
  /// Two bytes a word, the high one first.
  private var bytes: SecretBytes

  init(count: Int) throws(SecretMemoryError) {
    self.count = count
    bytes = try SecretBytes(count: count * 2)
  }

  /// The first words.
  ///
  /// - Precondition: there are as many.
  func prefix(_ count: Int) throws(SecretMemoryError) -> WordNumbers {
    WordNumbers(count: count, bytes: try bytes.slice(0..<count * 2))
  }

  private init(count: Int, bytes: consuming SecretBytes) {
    self.count = count
    self.bytes = bytes
  }

  /// - Precondition: there is such a word.
  func number(at index: Int) -> UInt16 {
    bytes.withSpan { UInt16($0[index * 2]) << 8 | UInt16($0[index * 2 + 1]) }
  }

  /// - Precondition: there is such a word; the number has ten bits.
  mutating func set(_ number: UInt16, at index: Int) {
    bytes.withMutableSpan {
      $0[index * 2] = UInt8(number >> 8)
      $0[index * 2 + 1] = UInt8(number & 0xFF)
    }
  }

  /// A number of up to 20 bits from two words.
  func pair(at index: Int) -> Int {
    Int(number(at: index)) << Scheme.wordBits | Int(number(at: index + 1))
  }

  mutating func setPair(_ value: Int, at index: Int) {
    set(UInt16(value >> Scheme.wordBits & 0x3FF), at: index)
    set(UInt16(value & 0x3FF), at: index + 1)
  }

  /// Spreads a value over the words between head and checksum, zeros before it.
  mutating func setValue(_ value: borrowing SecretBytes) {
    let words = Scheme.valueWords(value.count)
    let padding = words * Scheme.wordBits - value.count * 8
    for word in 0..<words {
      let number = value.withSpan { value in
        var number: UInt16 = 0
        for bit in word * Scheme.wordBits - padding..<(word + 1) * Scheme.wordBits - padding {
          let one = bit < 0 ? 0 : value[bit / 8] >> UInt8(7 - bit % 8) & 1
          number = number << 1 | UInt16(one)
        }
        return number
      }
      set(number, at: Scheme.headWords + word)
    }
  }

  /// The value between head and checksum; nil when the bits before it are not all zero.
  ///
  /// - Precondition: there are as many words as a value of `byteCount` takes.
  func value(_ byteCount: Int) throws(SecretMemoryError) -> SecretBytes? {
    let words = Scheme.valueWords(byteCount)
    let padding = words * Scheme.wordBits - byteCount * 8
    var filling: UInt16 = 0
    let value = try SecretBytes(count: byteCount) { value in
      for word in 0..<words {
        let number = self.number(at: Scheme.headWords + word)
        for bit in 0..<Scheme.wordBits {
          let one = number >> UInt16(Scheme.wordBits - 1 - bit) & 1
          let place = word * Scheme.wordBits + bit - padding
          if place < 0 {
            filling |= one
          } else {
            value[place / 8] |= UInt8(one) << UInt8(7 - place % 8)
          }
        }
      }
    }
    guard filling == 0 else { return nil }
    return value
  }
}
