package import Sodium

/// Why a file was not opened, or not to its end.
package enum AgeOpenError: Error, Equatable, CustomStringConvertible {
  /// Something else than an age file.
  case notAge
  /// An age file of a version that we do not know.
  case version
  /// The header is not what any program writes.
  case header(HeaderFault)
  /// A stanza for a passphrase asks for more memory and time than is accepted.
  case workFactor
  /// A key was given; this file opens with a passphrase.
  case needsPassphrase
  /// A passphrase was given; this file opens with a key.
  case needsIdentity
  /// None of the keys opens it.
  case wrongIdentity
  case wrongPassphrase
  /// The file key was found, and the header is not the one that was made with it.
  case headerChanged
  /// The file ends before its own end; what is missing is not known.
  case truncated(Part)
  /// Piece number `chunk`, counted from 0, was changed, and more follows it.
  case damaged(chunk: UInt64)
  /// The last piece was changed, or the file was cut inside it: nobody can tell which.
  case damagedEnd
  /// Something follows the end.
  case trailing
  case armor(ArmorFault)
  /// There is not enough memory to check the passphrase.
  case workingMemory
  case memory(SecretMemoryError)

  /// Where a file ended.
  package enum Part: Sendable, Equatable {
    case header
    case payload
    case armor
  }

  /// What of the header is not as it must be.
  package enum HeaderFault: Sendable, Equatable {
    case versionLine
    case line
    case arguments
    case body
    case mac
    case noStanza
    /// More bytes or stanzas than are accepted.
    case tooLarge
    /// A stanza for a key that has other arguments, or another length of body, than every program writes.
    case x25519
    /// The same of a stanza for a passphrase.
    case scrypt
    /// A stanza for a passphrase that is not alone.
    case scryptNotAlone
    /// A share with which everybody agrees on zeros.
    case worthlessShare
  }

  /// What of the armor is not as it must be.
  package enum ArmorFault: Sendable, Equatable {
    case before
    case firstLine
    case lineLength
    case lineEnd
    case base64
    case after
  }

  package var description: String {
    switch self {
    case .notAge: "this is not a file in the age format"
    case .version: "this file is in a version of the age format that is not known here"
    case .header(let fault): "the header of the file is not in order: \(fault.description)"
    case .workFactor: "the file asks for more work to check a passphrase than is accepted"
    case .needsPassphrase: "this file opens with a passphrase or code, not with a key"
    case .needsIdentity: "this file opens with a key, not with a passphrase or code"
    case .wrongIdentity: "the file is not sealed to this key"
    case .wrongPassphrase: "the passphrase or code is not the one of this file"
    case .headerChanged: "the header of the file was changed after it was sealed"
    case .truncated(let part): "the file was cut off: it ends \(part.description)"
    case .damaged: "the file was changed or damaged after it was sealed"
    case .damagedEnd: "the end of the file was changed, or the file was cut off"
    case .trailing: "something was added after the end of the file"
    case .armor(let fault): "the text form of the file is not in order: \(fault.description)"
    case .workingMemory: "there is not enough memory to check the passphrase"
    case .memory(let error): error.description
    }
  }

  package var hint: String {
    switch self {
    case .notAge: "check that this is the file that was sent; its name ends in .age"
    case .version: "use a newer version of this program"
    case .needsPassphrase: "give the passphrase or code that came by another way"
    case .needsIdentity: "give the secret key that belongs to the public key it was sealed to"
    case .wrongIdentity: "check which key the sender used, and whether another of yours fits"
    case .wrongPassphrase: "compare it character by character with what was sent"
    case .truncated: "fetch the file again, and compare its size with the sender's"
    case .header, .workFactor, .headerChanged, .damaged, .damagedEnd, .trailing:
      "do not use what came out of it; fetch the file again, or ask the sender for a new one"
    case .armor: "save the text again, from its first line with BEGIN to the one with END"
    case .workingMemory: "close other programs and try again"
    case .memory(let error): error.hint
    }
  }
}

extension AgeOpenError.Part {
  var description: String {
    switch self {
    case .header: "within its header"
    case .payload: "before its last part"
    case .armor: "before its closing line"
    }
  }
}

extension AgeOpenError.HeaderFault {
  var description: String {
    switch self {
    case .versionLine: "its first line"
    case .line: "a line that is neither stanza nor end"
    case .arguments: "the arguments of a stanza"
    case .body: "the body of a stanza"
    case .mac: "its last line"
    case .noStanza: "nobody can open it"
    case .tooLarge: "it is larger than is accepted"
    case .x25519: "a stanza for a key"
    case .scrypt: "the stanza for a passphrase"
    case .scryptNotAlone: "a stanza for a passphrase stands beside another"
    case .worthlessShare: "a stanza that would give everybody the same key"
    }
  }
}

extension AgeOpenError.ArmorFault {
  var description: String {
    switch self {
    case .before: "something stands before it"
    case .firstLine: "its first line"
    case .lineLength: "a line of another length than 64"
    case .lineEnd: "its line ends are not all the same"
    case .base64: "its text is not base64"
    case .after: "something stands after it"
    }
  }
}
