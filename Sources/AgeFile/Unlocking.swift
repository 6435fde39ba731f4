internal import Sodium

/// A header that was read and is in order, and the input behind it.
struct OpenedHeader {
  let header: Header
  let stanzas: [KnownStanza]
  let isArmored: Bool
  /// Stands at the payload's nonce.
  let input: Input

  /// Finds out the form of a file and reads its header.
  static func read(from source: @escaping ByteSource) throws -> OpenedHeader {
    let raw = Input(source)
    let isArmored = try isArmored(raw.peek(AgeFormat.mostWhiteSpace + 64))
    let input: Input
    if isArmored {
      let armor = ArmorReader(raw)
      input = Input { try armor.read(into: &$0) }
    } else {
      input = raw
    }
    let header = try HeaderParser.read(from: input)
    return OpenedHeader(
      header: header, stanzas: try KnownStanza.all(of: header), isArmored: isArmored, input: input)
  }

  /// - Throws: `.notAge`, `.armor(.before)`, `.truncated(.header)` for less than a first line.
  private static func isArmored(_ beginning: ArraySlice<UInt8>) throws(AgeOpenError) -> Bool {
    if beginning.starts(with: AgeFormat.magic) { return false }
    let dashes = Array("-----".utf8)
    let text = beginning.prefix { ArmorReader.isBlank($0) }
    if text.count <= AgeFormat.mostWhiteSpace, beginning.dropFirst(text.count).starts(with: dashes)
    {
      return true
    }
    if AgeFormat.versionLine.starts(with: beginning) { throw .truncated(.header) }
    // A message that was saved with its armor in it is the usual mistake.
    let mark = ArmorReader.first
    for start in beginning.indices where beginning[start...].starts(with: mark) {
      throw .armor(.before)
    }
    throw .notAge
  }
}

/// From stanzas to the file key.
enum Unlocking {
  /// - Throws: `.needsPassphrase`, `.wrongIdentity`, `.header(.worthlessShare)`, `.memory`
  static func fileKey(
    _ stanzas: [KnownStanza], _ identities: [AgeIdentity]
  ) throws(AgeOpenError) -> SecretBytes {
    for stanza in stanzas {
      switch stanza {
      case .scrypt: throw .needsPassphrase
      case .unknown: continue
      case .x25519(let share, let body):
        for identity in identities {
          if let key = try FileKey.unwrap(share: share, body: body, with: identity) { return key }
        }
      }
    }
    throw .wrongIdentity
  }

  /// - Throws: `.needsIdentity`, `.wrongPassphrase`, `.workingMemory`, `.memory`
  static func fileKey(
    _ stanzas: [KnownStanza], passphrase: borrowing SecretBytes
  ) throws(AgeOpenError) -> SecretBytes {
    guard case .scrypt(let salt, let logN, let body)? = stanzas.first else { throw .needsIdentity }
    guard
      let key = try FileKey.unwrap(salt: salt, logN: logN, body: body, passphrase: passphrase)
    else { throw .wrongPassphrase }
    return key
  }
}
