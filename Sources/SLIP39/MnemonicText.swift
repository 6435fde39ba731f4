internal import Sodium

/// Words as people type and read them.
enum MnemonicText {
  /// The longest mnemonic in words of eight letters, and as much again for spaces.
  static let longest = Scheme.wordCount(Scheme.secretCounts.upperBound) * (WordList.longest + 1) * 2

  /// - Throws: `.nothing`, `.tooLong`, `.unknownWord`, `.wordCount` for more words than any has.
  static func read(_ text: borrowing SecretBytes) throws(MnemonicError) -> WordNumbers {
    guard text.count <= longest else { throw .tooLong }
    let most = Scheme.wordCount(Scheme.secretCounts.upperBound)
    var reader: Reader
    do { reader = Reader(numbers: try WordNumbers(count: most)) } catch { throw .memory(error) }
    text.withSpan { text in
      for index in text.indices { reader.take(text[index]) }
      reader.endWord()
    }
    guard reader.count > 0 else { throw .nothing }
    if let position = reader.unknown { throw .unknownWord(position: position) }
    guard reader.count <= most else { throw .wordCount(reader.count) }
    do { return try reader.finish() } catch { throw .memory(error) }
  }

  static func write(_ words: borrowing WordNumbers) throws(SecretMemoryError) -> SecretBytes {
    var text = try SecretWriter(capacity: words.count * (WordList.longest + 1))
    for index in 0..<words.count {
      if index > 0 { try text.append(UInt8(ascii: " ")) }
      let letters = WordList.letters(of: words.number(at: index))
      for shift in stride(from: 56, through: 0, by: -8) {
        let letter = UInt8(truncatingIfNeeded: letters >> UInt64(shift))
        if letter != 0 { try text.append(letter) }
      }
    }
    return text.finish()
  }
}

/// Takes a text letter by letter.
///
/// It branches on blanks, which are where they are on paper.
private struct Reader: ~Copyable {
  private var numbers: WordNumbers
  private(set) var count = 0
  /// The first position, from 1, of something that is no word.
  private(set) var unknown: Int?
  private var letters: UInt64 = 0
  private var letterCount = 0
  /// Not zero when the word holds something that is no letter.
  private var strange: UInt8 = 0

  init(numbers: consuming WordNumbers) {
    self.numbers = numbers
  }

  mutating func take(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      endWord()
    default:
      // Capitals differ from small letters in one bit; a byte that has it already is not changed.
      let small = byte | 0x20
      let isLetter: UInt8 = small &- UInt8(ascii: "a") < 26 ? 1 : 0
      strange |= isLetter ^ 1
      letters = letters << 8 | UInt64(small)
      letterCount += 1
    }
  }

  mutating func endWord() {
    guard letterCount > 0 else { return }
    if letterCount > WordList.longest || strange != 0 {
      refuse()
    } else if count < numbers.count {
      let packed = letters << UInt64(8 * (WordList.longest - letterCount))
      let match = WordList.find(packed, count: letterCount)
      if match.isWord == 0 { refuse() }
      numbers.set(match.number, at: count)
    }
    count += 1
    letters = 0
    letterCount = 0
    strange = 0
  }

  private mutating func refuse() {
    if unknown == nil { unknown = count + 1 }
  }

  /// As many numbers as there were words.
  ///
  /// - Precondition: no more than there is room for.
  consuming func finish() throws(SecretMemoryError) -> WordNumbers {
    try numbers.prefix(count)
  }
}
