import Sodium

/// A text and the signatures under it: what a checkpoint travels in.
///
/// The text means nothing until `verify` has found a signature of a known key.
/// C2SP signed-note.
package struct Note: Equatable, Sendable {
  /// The longest note that is read; 16 post-quantum signatures fit.
  package static let maximumBytes = 1 << 17
  /// The most signature lines that are read; the standard asks for at least 16.
  package static let maximumSignatures = 64

  /// What is signed: lines of UTF-8, each ending in a newline.
  package let text: [UInt8]
  package private(set) var signatures: [NoteSignature]

  /// An unsigned note; `nil` unless the text is UTF-8, ends in a newline and has no control
  /// characters.
  package init?(text: [UInt8]) {
    guard text.last == newline, Note.isPlain(text) else { return nil }
    self.text = text
    signatures = []
  }

  /// Reads a note as it travels.
  ///
  /// - Throws: `tooLong`, `malformed`, `tooManySignatures`. Nothing is verified yet.
  package init(parsing bytes: [UInt8]) throws(NoteError) {
    guard bytes.count <= Note.maximumBytes else { throw .tooLong }
    guard bytes.last == newline, Note.isPlain(bytes) else { throw .malformed }
    // The last blank line parts the text from the signatures: a text may have blank lines itself.
    guard
      let end = bytes.indices.dropLast().last(where: {
        bytes[$0] == newline && bytes[$0 + 1] == newline
      })
    else { throw .malformed }
    text = Array(bytes[...end])
    let lines = bytes[(end + 2)...].dropLast()
      .split(separator: newline, omittingEmptySubsequences: false)
    guard lines.count <= Note.maximumSignatures else { throw .tooManySignatures }
    var signatures: [NoteSignature] = []
    for line in lines {
      guard let signature = NoteSignature(line: line) else { throw .malformed }
      signatures.append(signature)
    }
    self.signatures = signatures
  }

  /// The note as it travels.
  package func encode() -> [UInt8] {
    text + [newline] + signatures.flatMap { $0.line + [newline] }
  }

  /// Adds a signature line under those that are there.
  package mutating func add(_ signature: NoteSignature) {
    signatures.append(signature)
  }

  /// Verifies every signature that claims to be by one of these keys.
  ///
  /// Lines by other keys are ignored, also if they share a name or a key id with one of these.
  /// - Returns: the keys that signed, in the order of the lines; at least one.
  /// - Throws: `badSignature` if one of a known key fails, whatever else is there; `unsigned` if
  ///   no known key signed.
  package func verify(by keys: [NoteKey]) throws(NoteError) -> [VerifiedSignature] {
    var verified: [VerifiedSignature] = []
    for signature in signatures {
      guard
        let key = keys.first(where: {
          $0.name.utf8.elementsEqual(signature.name.utf8) && $0.id == signature.keyID
        })
      else { continue }
      guard let found = key.verify(signature, of: text) else {
        throw .badSignature(name: key.name)
      }
      verified.append(found)
    }
    guard !verified.isEmpty else { throw .unsigned }
    return verified
  }

  /// UTF-8 without control characters other than newline.
  private static func isPlain(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 || $0 == newline }
      && String(validating: bytes, as: UTF8.self) != nil
  }
}

/// A signature of a known key that was found valid.
package struct VerifiedSignature: Equatable, Sendable {
  package let key: NoteKey
  /// When a witness signed, in seconds since 1970 UTC; nil for a log.
  package let time: Int64?
}

/// One signature line of a note.
package struct NoteSignature: Equatable, Sendable {
  /// The name of the key as the line gives it.
  package let name: String
  /// The first four bytes: which key of that name.
  package let keyID: [UInt8]
  /// The rest: what the key's algorithm wrote, at least one byte.
  package let bytes: [UInt8]

  private static let dash = Array("\u{2014} ".utf8)

  init(name: String, keyID: [UInt8], bytes: [UInt8]) {
    self.name = name
    self.keyID = keyID
    self.bytes = bytes
  }

  /// Reads `— name base64`, without the newline.
  fileprivate init?(line: ArraySlice<UInt8>) {
    guard line.starts(with: Self.dash) else { return nil }
    let parts = line.dropFirst(Self.dash.count)
      .split(separator: 0x20, omittingEmptySubsequences: false)
    guard parts.count == 2, let name = String(validating: parts[0], as: UTF8.self),
      NoteKey.isName(name), let bytes = Base64.decode(Array(parts[1])), bytes.count > 4
    else { return nil }
    self.init(name: name, keyID: Array(bytes[..<4]), bytes: Array(bytes[4...]))
  }

  fileprivate var line: [UInt8] {
    Self.dash + Array("\(name) \(Base64.encode(keyID + bytes))".utf8)
  }
}

private let newline: UInt8 = 0x0A

/// Why a note was refused.
package enum NoteError: Error, Equatable, CustomStringConvertible {
  case tooLong
  case tooManySignatures
  /// Not a note in the one spelling of the standard.
  case malformed
  /// No key that we know signed it.
  case unsigned
  /// A line by a known key does not verify.
  case badSignature(name: String)

  package var description: String {
    switch self {
    case .tooLong: "the note is longer than \(Note.maximumBytes) bytes"
    case .tooManySignatures: "the note has more than \(Note.maximumSignatures) signatures"
    case .malformed: "this is not a signed note"
    case .unsigned: "no known key signed the note"
    case .badSignature(let name): "the signature by \(name) does not fit the note"
    }
  }

  package var hint: String {
    switch self {
    case .tooLong, .tooManySignatures, .malformed:
      "check that the file was copied whole and unchanged"
    case .unsigned: "check that the note is of this log and that the directory is up to date"
    case .badSignature: "keep the note as evidence and tell the FG"
    }
  }
}
