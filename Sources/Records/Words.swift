package import Sodium

/// A text that goes with an act in the log: why it was done, or what was held against it.
///
/// A record, a body and a leaf name it by `hash` only. The salt keeps whoever has that hash from
/// trying likely texts; the text itself travels and is kept sealed. (`WordsBoxes`)
/// - Source: Docs/protocol.md, Words
package struct Words: Equatable, Sendable {
  /// Bytes of UTF-8 that a text may have.
  package static let limit = 4_000
  package static let saltCount = 32

  /// salt 32 ‖ text.
  let bytes: [UInt8]

  /// - Parameter text: white space at both ends comes off, nothing else is changed.
  /// - Parameter salt: 32 random bytes; given only where examples must come out the same.
  /// - Throws: `.empty`, `.tooLong`, `.character`
  package init(_ text: String, salt: [UInt8] = Random.bytes(saltCount)) throws(WordsError) {
    let trimmed = Words.trimmed(text)
    try Words.check(trimmed)
    guard salt.count == Words.saltCount else { throw .notWords }
    bytes = salt + Array(trimmed.utf8)
  }

  /// Reads what a box holds; a text that `init(_:)` would have changed or refused is no text.
  ///
  /// - Throws: `.notWords`
  init(decoding bytes: [UInt8]) throws(WordsError) {
    guard (Words.saltCount + 1...Words.saltCount + Words.limit).contains(bytes.count),
      let text = String(validating: bytes[Words.saltCount...], as: UTF8.self)
    else { throw .notWords }
    do throws(WordsError) { try Words.check(text) } catch { throw .notWords }
    guard Words.trimmed(text).utf8.count == text.utf8.count else { throw .notWords }
    self.bytes = bytes
  }

  package var text: String { String(decoding: bytes[Words.saltCount...], as: UTF8.self) }

  /// H(salt ‖ text), 32 bytes.
  package var hash: [UInt8] { BLAKE2b.hash(bytes) }

  private static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  private static func check(_ text: String) throws(WordsError) {
    guard !text.isEmpty else { throw .empty }
    guard text.utf8.count <= limit else { throw .tooLong }
    let holds = text.unicodeScalars.allSatisfy {
      $0 == "\n" || $0.properties.generalCategory != .control
    }
    guard holds else { throw .character }
  }
}

/// Why a text was not taken, or a box not believed.
///
/// None of these says anything of the text.
package enum WordsError: Error, Equatable, Sendable, CustomStringConvertible {
  case empty
  case tooLong
  /// A control character other than a line feed.
  case character
  /// What a box holds is no text as `Words` writes it.
  case notWords
  /// It opens, and is not the text that its author signed.
  case otherText
  case box(SealedBox.BoxError)
  case memory(SecretMemoryError)

  package var description: String {
    switch self {
    case .empty: "the text is empty"
    case .tooLong: "the text has more than \(Words.limit) bytes"
    case .character: "the text has a control character"
    case .notWords, .otherText: "the sealed text is not the one that its author signed"
    case .box(let error): error.description
    case .memory(let error): error.description
    }
  }

  package var hint: String {
    switch self {
    case .empty: "say in a sentence why"
    case .tooLong: "write it shorter; what belongs in the dossier goes in an entry"
    case .character: "use letters, signs and line ends only"
    case .notWords, .otherText: "do not rely on it; ask its author, and report it to the FG"
    case .box(let error): error.hint
    case .memory(let error): error.hint
    }
  }
}
