/// What can be wrong with JSON: its size, its spelling, or what a reader asked of it.
package enum JSONFault: Equatable, Sendable {
  // Size
  case tooLong(limit: Int)
  case tooDeep(limit: Int)
  case stringTooLong(limit: Int)
  case tooManyMembers(limit: Int)
  case tooManyElements(limit: Int)
  // Spelling
  case unexpectedEnd
  /// A byte that cannot stand here; `expected` is our own words.
  case unexpected(expected: String)
  case trailingData
  case byteOrderMark
  case invalidUTF8
  case controlCharacter
  case badEscape
  case loneSurrogate
  case duplicateKey
  case keysNotSorted
  case keyNotCanonical
  case integerOutOfRange
  case notAnInteger
  case leadingZero
  case negativeZero
  // What a reader asked
  case missing
  case wrongKind(expected: JSONKind)
  case unknownKey
  /// A value of the right kind that this field does not allow; `expected` is our own words.
  case notAllowed(expected: String)

  /// What went wrong.
  package var description: String {
    switch self {
    case .tooLong(let limit): "longer than \(limit) bytes"
    case .tooDeep(let limit): "nested deeper than \(limit)"
    case .stringTooLong(let limit): "a string longer than \(limit) bytes"
    case .tooManyMembers(let limit): "an object with more than \(limit) members"
    case .tooManyElements(let limit): "an array with more than \(limit) elements"
    case .unexpectedEnd: "the text ends too early"
    case .unexpected(let expected): "expected \(expected)"
    case .trailingData: "more text after the value"
    case .byteOrderMark: "starts with a byte order mark"
    case .invalidUTF8: "not valid UTF-8"
    case .controlCharacter: "a control character in a string"
    case .badEscape: "an escape that is not allowed here"
    case .loneSurrogate: "half of a surrogate pair"
    case .duplicateKey: "the same key twice"
    case .keysNotSorted: "keys are not in order"
    case .keyNotCanonical: "a key with other characters than a-z, 0-9 and _"
    case .integerOutOfRange: "an integer beyond ±9007199254740991"
    case .notAnInteger: "a number that is not an integer"
    case .leadingZero: "a number with a leading zero"
    case .negativeZero: "minus zero"
    case .missing: "is missing"
    case .wrongKind(let expected): "is not \(expected.rawValue)"
    case .unknownKey: "is not a known key"
    case .notAllowed(let expected): "is not \(expected)"
    }
  }

  /// What to do next.
  package var hint: String {
    switch self {
    case .tooLong, .tooDeep, .stringTooLong, .tooManyMembers, .tooManyElements:
      "split it into smaller parts"
    case .byteOrderMark, .invalidUTF8:
      "save the file as UTF-8 without a byte order mark"
    case .unexpectedEnd, .trailingData:
      "check that the file was copied completely, once"
    case .missing, .wrongKind, .unknownKey, .notAllowed, .duplicateKey:
      "correct that field and try again"
    case .unexpected, .controlCharacter, .badEscape, .loneSurrogate, .integerOutOfRange,
      .notAnInteger, .leadingZero, .negativeZero, .keysNotSorted, .keyNotCanonical:
      "correct the text at that place and try again"
    }
  }
}
