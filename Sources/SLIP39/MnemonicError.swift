package import Sodium

/// Why typed words are not a mnemonic.
///
/// It names places and counts, never a word.
package enum MnemonicError: Error, Equatable, CustomStringConvertible {
  case nothing
  /// More text than any mnemonic has.
  case tooLong
  /// What stands at this position, counted from 1, is not in the list of words.
  case unknownWord(position: Int)
  /// So many words; no mnemonic has that number.
  case wordCount(Int)
  /// Every word exists, and they do not belong together in this order.
  case checksum
  /// The checksum is right and what it covers is not: numbers or filling that nobody writes.
  case malformed
  case memory(SecretMemoryError)

  package var description: String {
    switch self {
    case .nothing: "no words were given"
    case .tooLong: "this is longer than any mnemonic"
    case .unknownWord(let position): "word \(position) is not in the list of words"
    case .wordCount(let count): "a mnemonic does not have \(count) words"
    case .checksum: "the words do not belong together: at least one is another word"
    case .malformed: "the words belong together, but make no mnemonic"
    case .memory(let error): error.description
    }
  }

  package var hint: String {
    switch self {
    case .nothing, .tooLong: "type the words of one sheet, and nothing else"
    case .unknownWord: "compare that word with the sheet, letter by letter"
    case .wordCount: "count the words on the sheet: one of a key of 32 bytes has 33"
    case .checksum: "compare each word with the sheet, and the order"
    case .malformed: "this is not a sheet of ours; ask who made it"
    case .memory(let error): error.hint
    }
  }
}
