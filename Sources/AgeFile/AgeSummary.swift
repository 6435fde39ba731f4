/// What a file says about itself without a key; nobody has vouched for it.
package struct AgeSummary: Equatable, Sendable {
  /// Who can open a file.
  package enum Opener: Equatable, Sendable {
    /// The holder of a key of this kind; which one, the file does not say.
    case x25519
    /// Whoever has the passphrase; each guess costs 2 to this power blocks of 1 KiB.
    case passphrase(logN: Int)
    /// The holder of a key of a kind that is not known here.
    case unknown
  }

  /// One for each stanza, in the order of the file.
  package let openers: [Opener]
  package let isArmored: Bool

  /// Reads a header and no more than a block behind it.
  ///
  /// - Throws: `AgeOpenError`; what the source throws.
  package init(of source: @escaping ByteSource) throws {
    let opened = try OpenedHeader.read(from: source)
    isArmored = opened.isArmored
    openers = opened.stanzas.map { stanza in
      switch stanza {
      case .x25519: .x25519
      case .scrypt(_, let logN, _): .passphrase(logN: logN)
      case .unknown: .unknown
      }
    }
  }
}
