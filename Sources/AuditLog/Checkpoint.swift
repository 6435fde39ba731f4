package import Sodium

/// A log's size and root at one moment, as a text of three lines or more that fits in a mail.
///
/// C2SP tlog-checkpoint.
package struct Checkpoint: Equatable, Sendable {
  /// Which log: the first line.
  package let origin: String
  /// How many entries: the second line.
  package let size: Int
  /// The root hash of the tree of that size, 32 bytes: the third line.
  package let root: [UInt8]
  /// Further lines, not empty; we write none.
  package let extensions: [String]

  package init(origin: String, size: Int, root: [UInt8], extensions: [String] = []) {
    self.origin = origin
    self.size = size
    self.root = root
    self.extensions = extensions
  }

  /// Reads the text of a note.
  ///
  /// - Throws: `malformed`; also for a size with a leading zero or beyond 2^53, a root that has not
  ///   32 bytes, and an empty tree with another root than SHA-256 of nothing.
  package init(text: [UInt8]) throws(CheckpointError) {
    guard let whole = String(validating: text, as: UTF8.self), text.last == 0x0A,
      text.allSatisfy({ $0 >= 0x20 || $0 == 0x0A })
    else { throw .malformed }
    let lines = whole.unicodeScalars.dropLast()
      .split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    guard lines.count >= 3, lines.allSatisfy({ !$0.isEmpty }) else { throw .malformed }
    guard let size = Int(lines[1]), (0...TreeHash.maximumSize).contains(size),
      Array(String(size).utf8) == Array(lines[1].utf8)
    else { throw .malformed }
    guard let root = Base64.decode(lines[2]), root.count == TreeHash.byteCount,
      size > 0 || root == TreeHash.emptyRoot
    else { throw .malformed }
    self.init(origin: lines[0], size: size, root: root, extensions: Array(lines[3...]))
  }

  /// The text to sign.
  package var text: [UInt8] {
    let lines = [origin, String(size), Base64.encode(root)] + extensions
    return Array(lines.map { $0 + "\n" }.joined().utf8)
  }

  /// The checkpoint as a note under the log's signature; the key's name is the origin.
  ///
  /// - Throws: `malformed` if the origin cannot name a key or a line cannot stand in a note.
  package func signed(with pair: borrowing SigningKeyPair) throws(CheckpointError) -> Note {
    guard (try? Checkpoint(text: text)) == self, var note = Note(text: text),
      note.sign(as: origin, with: pair) != nil
    else { throw .malformed }
    return note
  }

  /// Reads a note and trusts it: the one way from bytes of others to a checkpoint.
  ///
  /// - Parameters:
  ///   - origin: the log that is meant.
  ///   - logKey: the log's key from the directory; it must be among the signers.
  ///   - witnesses: keys of witnesses; their cosignatures are checked and handed back.
  /// - Throws: `note` (not a note, not signed by the log, a bad signature), `malformed`,
  ///   `anotherLog`.
  package static func verify(
    _ bytes: [UInt8], origin: String, logKey: NoteKey, witnesses: [NoteKey] = []
  ) throws(CheckpointError) -> (checkpoint: Checkpoint, cosignatures: [VerifiedSignature]) {
    let note: Note
    let signatures: [VerifiedSignature]
    do throws(NoteError) {
      note = try Note(parsing: bytes)
      signatures = try note.verify(by: [logKey] + witnesses)
      guard logKey.kind == .log, signatures.contains(where: { $0.key == logKey }) else {
        throw .unsigned
      }
    } catch { throw .note(error) }
    let checkpoint = try Checkpoint(text: note.text)
    guard checkpoint.origin.utf8.elementsEqual(origin.utf8) else { throw .anotherLog }
    return (checkpoint, signatures.filter { $0.key.kind == .witness })
  }
}

/// Why a checkpoint was refused.
package enum CheckpointError: Error, Equatable, CustomStringConvertible {
  /// The note around it was refused.
  case note(NoteError)
  /// A signed note, but not a checkpoint.
  case malformed
  /// A checkpoint of a log with another origin.
  case anotherLog

  package var description: String {
    switch self {
    case .note(let error): error.description
    case .malformed: "the note is not a checkpoint"
    case .anotherLog: "the checkpoint is of another log"
    }
  }

  package var hint: String {
    switch self {
    case .note(let error): error.hint
    case .malformed: "check that the file is a checkpoint of the log"
    case .anotherLog: "check the address of the service and the identity file"
    }
  }
}
