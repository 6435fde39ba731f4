/// Keys of 32 bytes as text with a prefix and a checksum.
///
/// Strict: one case, the one in which the stock tool writes that kind of key; one length; no bits left
/// over. No branch and no index depends on the key: a letter is found by passing all 32.
///
/// - Source: BIP 173, whose limit of 90 characters does not bind age; c2sp.org/age
struct Bech32 {
  static let identity = Bech32(prefix: "AGE-SECRET-KEY-", alphabet: capitals)
  static let recipient = Bech32(prefix: "age", alphabet: smallLetters)

  private static let smallLetters = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
  private static let capitals = Array("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".utf8)
  private static let generator: [UInt32] = [
    0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3,
  ]
  private static let keyCount = 32
  /// 256 bits in letters of five; the last has four bits that are zero.
  private static let keyLetters = 52
  private static let checksumLetters = 6

  private let prefix: [UInt8]
  private let alphabet: [UInt8]

  private init(prefix: String, alphabet: [UInt8]) {
    // The 1 between prefix and letters is the prefix's last character here.
    self.prefix = Array(prefix.utf8) + [UInt8(ascii: "1")]
    self.alphabet = alphabet
  }

  /// Characters of every text of this kind.
  var textCount: Int { prefix.count + Bech32.keyLetters + Bech32.checksumLetters }

  /// Fills 32 bytes; what stands there after an error is worth nothing.
  func decode(_ text: Span<UInt8>, to key: inout MutableSpan<UInt8>) throws(AgeKeyError) {
    try checkPrefix(text)
    guard text.count == textCount else { throw .length(text.count) }
    var state = startState()
    var (bits, bitCount, filled) = (UInt32(0), UInt32(0), 0)
    var stranger: Int?
    for index in prefix.count..<textCount {
      let (value, isLetter) = number(of: text[index])
      if isLetter == 0, stranger == nil { stranger = index + 1 }
      Bech32.step(&state, value)
      guard index < prefix.count + Bech32.keyLetters else { continue }
      bits = bits << 5 | value
      bitCount += 5
      guard bitCount >= 8 else { continue }
      bitCount -= 8
      key[filled] = UInt8(truncatingIfNeeded: bits >> bitCount)
      filled += 1
      bits &= 1 << bitCount - 1
    }
    if let stranger { throw .character(position: stranger) }
    guard state == 1 else { throw .checksum }
    guard bits == 0 else { throw .malformed }
  }

  /// Fills `textCount` bytes from 32.
  func encode(_ key: Span<UInt8>, to text: inout MutableSpan<UInt8>) {
    var state = startState()
    for index in prefix.indices { text[index] = prefix[index] }
    var (bits, bitCount, taken) = (UInt32(0), UInt32(0), 0)
    for index in 0..<Bech32.keyLetters {
      if bitCount < 5 {
        bits = bits << 8 | (taken < Bech32.keyCount ? UInt32(key[taken]) : 0)
        taken += 1
        bitCount += 8
      }
      bitCount -= 5
      let value = bits >> bitCount & 31
      bits &= 1 << bitCount - 1
      Bech32.step(&state, value)
      text[prefix.count + index] = letter(value)
    }
    for _ in 0..<Bech32.checksumLetters { Bech32.step(&state, 0) }
    let sum = state ^ 1
    for index in 0..<Bech32.checksumLetters {
      let shift = UInt32(5 * (Bech32.checksumLetters - 1 - index))
      text[prefix.count + Bech32.keyLetters + index] = letter(sum >> shift & 31)
    }
  }

  /// The prefix is no secret; what looks like one in another case is told apart for who retypes it.
  private func checkPrefix(_ text: Span<UInt8>) throws(AgeKeyError) {
    guard text.count >= prefix.count else { throw .kind }
    var isOther = false
    for index in prefix.indices where text[index] != prefix[index] {
      guard text[index] | 0x20 == prefix[index] | 0x20 else { throw .kind }
      isOther = true
    }
    if isOther { throw .letterCase }
  }

  /// The state after the prefix, which the checksum takes in small letters and without the 1.
  private func startState() -> UInt32 {
    let letters = prefix.dropLast().map { UInt32($0 | 0x20) }
    var state: UInt32 = 1
    for letter in letters { Bech32.step(&state, letter >> 5) }
    Bech32.step(&state, 0)
    for letter in letters { Bech32.step(&state, letter & 31) }
    return state
  }

  private static func step(_ state: inout UInt32, _ value: UInt32) {
    let top = state >> 25
    state = (state & 0x1FF_FFFF) << 5 ^ value
    for bit in 0..<5 { state ^= generator[bit] & (0 &- (top >> UInt32(bit) & 1)) }
  }

  private func number(of letter: UInt8) -> (value: UInt32, isLetter: UInt32) {
    var (value, isLetter) = (UInt32(0), UInt32(0))
    for index in alphabet.indices {
      let same = Masks.ones(ifEqual: UInt32(letter), UInt32(alphabet[index]))
      value |= same & UInt32(index)
      isLetter |= same
    }
    return (value, isLetter)
  }

  private func letter(_ value: UInt32) -> UInt8 {
    Masks.pick(value, from: alphabet)
  }
}
