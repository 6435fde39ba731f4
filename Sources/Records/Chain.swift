package import Sodium
package import Vocabulary

/// How far a dossier has come: the number of its newest link and the chain's value there.
package struct Head: Hashable, Sendable {
  /// 0 for a dossier without links.
  package let n: UInt32
  /// 32 bytes.
  package let h: [UInt8]

  package init(n: UInt32, h: [UInt8]) {
    self.n = n
    self.h = h
  }

  /// Where every chain of this dossier starts.
  package static func start(of dossier: Identifier) -> Head {
    Head(n: 0, h: BLAKE2b.hash(Chain.label, dossier.bytes))
  }
}

/// The hash chain over a dossier's links; who holds its head can tell any change of what went before.
///
/// - Source: Docs/protocol.md, Entry and link
package struct Chain: Equatable, Sendable {
  static let label = Array("dossierkluis/v1/chain".utf8)

  package let dossier: Identifier
  package private(set) var head: Head

  /// The chain of a dossier that has no link yet.
  package init(dossier: Identifier) {
    self.dossier = dossier
    head = .start(of: dossier)
  }

  /// A chain of which only the newest value is at hand.
  package init(dossier: Identifier, head: Head) {
    self.dossier = dossier
    self.head = head
  }

  /// What the author of the link at this head signs.
  package static func signedBytes(dossier: Identifier, head: Head) -> [UInt8] {
    var bytes = dossier.bytes
    bytes.append(bigEndian: head.n)
    return bytes + head.h
  }

  /// Goes one link on; looks at its place, not at its signature.
  ///
  /// - Throws: `.dossier`, `.order`
  package mutating func append(_ link: Link) throws(ChainError) {
    guard link.header.dossier == dossier else { throw .dossier(n: link.n) }
    guard head.n < .max, link.n == head.n + 1 else { throw .order(n: link.n) }
    head = Head(n: link.n, h: BLAKE2b.hash(Self.label, head.h, link.hash))
  }

  /// Makes, signs and appends the next link.
  ///
  /// - Parameters:
  ///   - role: the author's function.
  ///   - directory: the position of the directory that the author verified.
  ///   - content: 32 bytes.
  /// - Throws: `.dossier` for another dossier's header, `.order` when the chain is full, `.shape`.
  package mutating func sign(
    _ header: EntryHeader, role: Role, directory: UInt32, content: [UInt8],
    with pair: borrowing SigningKeyPair
  ) throws(ChainError) -> SignedLink {
    guard head.n < .max else { throw .order(n: head.n) }
    let n = head.n + 1
    guard content.count == 32, directory > 0, header.revision > 0, header.isWellShaped
    else { throw .shape(n: n) }
    let link = Link(header: header, n: n, role: role, directory: directory, content: content)
    try append(link)
    let signature = Signature.sign(
      Self.signedBytes(dossier: dossier, head: head), as: .link, with: pair)
    return SignedLink(link: link, signature: signature)
  }
}
