internal import Sodium

/// A stanza whose arguments and length are those of its kind.
///
/// The kinds are told by their first argument, letter for letter. A known one that is malformed fails the
/// whole file, whoever opens it: passing it over would leave its reader without a word of why.
enum KnownStanza: Equatable {
  /// The sender's one-time public key, and the file key under what both agree on.
  case x25519(share: [UInt8], body: [UInt8])
  case scrypt(salt: [UInt8], logN: Int, body: [UInt8])
  case unknown

  static let x25519Name = Array("X25519".utf8)
  static let scryptName = Array("scrypt".utf8)
  static let saltCount = 16

  /// The stanzas of a header, in order.
  ///
  /// - Throws: `.header`, `.workFactor`
  static func all(of header: Header) throws(AgeOpenError) -> [KnownStanza] {
    var known: [KnownStanza] = []
    for stanza in header.stanzas { known.append(try KnownStanza(stanza)) }
    let hasScrypt = known.contains { if case .scrypt = $0 { true } else { false } }
    // A passphrase says who made the file, as long as nobody without it could have added a reader.
    guard !hasScrypt || known.count == 1 else { throw .header(.scryptNotAlone) }
    return known
  }

  init(_ stanza: Stanza) throws(AgeOpenError) {
    let arguments = stanza.arguments
    switch arguments.first {
    case KnownStanza.x25519Name:
      guard arguments.count == 2, let share = UnpaddedBase64.decode(arguments[1]),
        share.count == X25519.keyCount, stanza.body.count == AgeFormat.wrappedCount
      else { throw .header(.x25519) }
      self = .x25519(share: share, body: stanza.body)
    case KnownStanza.scryptName:
      guard arguments.count == 3, let salt = UnpaddedBase64.decode(arguments[1]),
        salt.count == KnownStanza.saltCount, stanza.body.count == AgeFormat.wrappedCount
      else { throw .header(.scrypt) }
      self = .scrypt(salt: salt, logN: try KnownStanza.logN(arguments[2]), body: stanza.body)
    default: self = .unknown
    }
  }

  /// The stanza as it is written.
  var stanza: Stanza? {
    switch self {
    case .x25519(let share, let body):
      Stanza(
        arguments: [KnownStanza.x25519Name, UnpaddedBase64.encode(share)], body: body)
    case .scrypt(let salt, let logN, let body):
      Stanza(
        arguments: [KnownStanza.scryptName, UnpaddedBase64.encode(salt), Array("\(logN)".utf8)],
        body: body)
    case .unknown: nil
    }
  }

  /// A decimal number from 1 up, without sign or leading zero, and no more than our limit.
  private static func logN(_ digits: [UInt8]) throws(AgeOpenError) -> Int {
    guard digits.first != UInt8(ascii: "0"), !digits.isEmpty,
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { throw .header(.scrypt) }
    // Three digits are past any limit, and there may be thousands: they are not counted together.
    guard digits.count <= 2 else { throw .workFactor }
    let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    guard value <= AgeFormat.highestLogN else { throw .workFactor }
    return value
  }
}
