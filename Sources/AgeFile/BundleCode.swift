package import Sodium

/// A generated passphrase that people read from paper: `K7MQ-3XRT-9ABC-WYZ2`.
///
/// 80 random bits in 16 characters of an alphabet without 0, O, 1 and I. It has one spelling, capitals in
/// four groups with hyphens, and that spelling is the passphrase: the stock `age -d` takes it as printed.
/// What somebody types is brought into it before it is used.
package struct BundleCode: ~Copyable, Sendable {
  package static let characterCount = 16
  package static let groupCount = 4
  /// A hyphen between two groups.
  package static let textCount = characterCount + characterCount / groupCount - 1
  /// More than anybody types, spaces included.
  private static let longest = 256

  private static let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789".utf8)
  private static let hyphen = UInt8(ascii: "-")

  /// The passphrase, in ASCII.
  package let text: SecretBytes

  /// Why what was typed is not a code.
  ///
  /// It names places and counts, never a character.
  package enum CodeError: Error, Equatable, CustomStringConvertible {
    /// So many characters, spaces and hyphens not counted.
    case length(Int)
    /// More than any code has.
    case tooLong
    /// What stands at this position, counted from 1 without spaces and hyphens, is in no code.
    case character(position: Int)
    case memory(SecretMemoryError)

    package var description: String {
      switch self {
      case .length(let count): "a code does not have \(count) characters"
      case .tooLong: "this is longer than any code"
      case .character(let position): "character \(position) is in no code"
      case .memory(let error): error.description
      }
    }

    package var hint: String {
      switch self {
      case .length, .tooLong: "a code has \(characterCount) letters and digits, in four groups"
      case .character: "a code has no 0, O, 1 or I: compare that character with the paper"
      case .memory(let error): error.hint
      }
    }
  }

  private init(text: consuming SecretBytes) {
    self.text = text
  }

  /// A new code.
  package static func generate() throws(SecretMemoryError) -> BundleCode {
    let random = try SecretBytes.random(characterCount)
    var text = try SecretBytes(count: textCount)
    text.withMutableSpan { text in
      random.withSpan { random in
        for index in 0..<characterCount {
          // Five of eight random bits: every character is as likely as any other.
          text[place(index)] = Masks.pick(UInt32(random[index] & 31), from: alphabet)
        }
      }
      addHyphens(&text)
    }
    return BundleCode(text: text)
  }

  /// Reads what a person typed: in any case, with any spaces, hyphens and dashes.
  ///
  /// - Parameter typed: UTF-8.
  package init(typed: borrowing SecretBytes) throws(CodeError) {
    guard typed.count <= BundleCode.longest else { throw .tooLong }
    var text: SecretBytes
    do { text = try SecretBytes(count: BundleCode.textCount) } catch { throw .memory(error) }
    try text.withMutableSpan { text throws(CodeError) in
      try typed.withSpan { typed throws(CodeError) in try BundleCode.fill(&text, from: typed) }
      BundleCode.addHyphens(&text)
    }
    self.text = text
  }

  private static func fill(
    _ text: inout MutableSpan<UInt8>, from typed: Span<UInt8>
  ) throws(CodeError) {
    var (count, next) = (0, 0)
    var stranger: Int?
    while next < typed.count {
      let blank = blankCount(typed, at: next)
      guard blank == 0 else {
        next += blank
        continue
      }
      let byte = typed[next]
      // A character of several bytes counts once: those after the first begin with the bits 10.
      if byte & 0xC0 != 0x80 { count += 1 }
      let isSmall = UInt32(byte) &- UInt32(UInt8(ascii: "a")) < 26 ? UInt8(0x20) : 0
      var isKnown: UInt32 = 0
      for letter in alphabet {
        isKnown |= Masks.ones(ifEqual: UInt32(byte ^ isSmall), UInt32(letter))
      }
      if isKnown == 0, stranger == nil { stranger = max(1, count) }
      if (1...characterCount).contains(count) { text[place(count - 1)] = byte ^ isSmall }
      next += 1
    }
    guard count == characterCount else { throw .length(count) }
    if let stranger { throw .character(position: stranger) }
  }

  /// Bytes of a space or dash at this place: of ASCII, no-break space, U+2010 to U+2015, minus sign.
  private static func blankCount(_ typed: Span<UInt8>, at place: Int) -> Int {
    func byte(_ offset: Int) -> UInt8 {
      place + offset < typed.count ? typed[place + offset] : 0
    }
    switch byte(0) {
    case 0x20, 0x09, 0x0A, 0x0D, hyphen, UInt8(ascii: "_"): return 1
    case 0xC2: return byte(1) == 0xA0 ? 2 : 0
    case 0xE2:
      let isDash = byte(1) == 0x80 && (0x90...0x95).contains(byte(2))
      let isMinus = byte(1) == 0x88 && byte(2) == 0x92
      return isDash || isMinus ? 3 : 0
    default: return 0
    }
  }

  private static func place(_ index: Int) -> Int { index + index / groupCount }

  private static func addHyphens(_ text: inout MutableSpan<UInt8>) {
    for place in stride(from: groupCount, to: textCount, by: groupCount + 1) {
      text[place] = hyphen
    }
  }
}
