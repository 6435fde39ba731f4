internal import Sodium
package import Vocabulary

/// Who wrote a link, by the directory: the public key (32 bytes) and the function at that position.
package struct LinkAuthor: Equatable, Sendable {
  package let key: [UInt8]
  package let role: Role

  package init(key: [UInt8], role: Role) {
    self.key = key
    self.role = role
  }
}

/// One signature still to be verified; checks do not depend on each other, so cores can share them.
package struct LinkCheck: Equatable, Sendable {
  package let n: UInt32
  package let bytes: [UInt8]
  package let signature: [UInt8]
  package let key: [UInt8]

  package var holds: Bool { Signature.verify(signature, of: bytes, as: .link, by: key) }
}

extension Chain {
  /// Looks up the author of a link: active at that directory position, or nil.
  package typealias Authors = (_ member: Identifier, _ directory: UInt32) -> LinkAuthor?

  /// Recomputes a whole chain and lists the signatures above the pin.
  ///
  /// Everything is checked but those signatures; the chain is verified when each check `holds`.
  /// - Parameters:
  ///   - links: all links of the dossier, from the first.
  ///   - pin: a head verified earlier; links up to it need no signature check again.
  ///   - claimed: the head that a receipt or record names, if any.
  /// - Throws: any `ChainError` but `.signature` and `.revisionTwice`.
  package static func recompute(
    _ links: [SignedLink], dossier: Identifier, pin: Head? = nil, claimed: Head? = nil,
    authors: Authors
  ) throws(ChainError) -> (chain: Chain, checks: [LinkCheck]) {
    var chain = Chain(dossier: dossier)
    let checks = try chain.absorb(links, pin: pin, authors: authors)
    if let claimed, claimed != chain.head { throw .notTheClaimedHead(n: claimed.n) }
    return (chain, checks)
  }

  /// Verifies a whole chain, signatures above the pin included; as `recompute`.
  package static func verify(
    _ links: [SignedLink], dossier: Identifier, pin: Head? = nil, claimed: Head? = nil,
    authors: Authors
  ) throws(ChainError) -> Chain {
    let (chain, checks) = try recompute(
      links, dossier: dossier, pin: pin, claimed: claimed, authors: authors)
    for check in checks where !check.holds { throw .signature(n: check.n) }
    return chain
  }

  /// Verifies links that follow this head and goes on to their end; unchanged when one is refused.
  ///
  /// For the service that takes new links, and for a client that missed some.
  package mutating func extend(
    with links: [SignedLink], authors: Authors
  ) throws(ChainError) {
    var longer = self
    for check in try longer.absorb(links, pin: nil, authors: authors) where !check.holds {
      throw .signature(n: check.n)
    }
    self = longer
  }

  private mutating func absorb(
    _ links: [SignedLink], pin: Head?, authors: Authors
  ) throws(ChainError) -> [LinkCheck] {
    var checks: [LinkCheck] = []
    let pinned = pin?.n ?? head.n
    if let pin, pin.n == head.n, pin != head { throw .notOnPin(n: pin.n) }
    for signed in links {
      let link = signed.link
      try append(link)
      if let pin, pin.n == head.n, pin != head { throw .notOnPin(n: pin.n) }
      guard link.n > pinned else { continue }
      guard let author = authors(link.header.author, link.directory)
      else { throw .author(n: link.n) }
      guard author.role == link.role else { throw .role(n: link.n) }
      checks.append(
        LinkCheck(
          n: link.n, bytes: Self.signedBytes(dossier: dossier, head: head),
          signature: signed.signature, key: author.key))
    }
    guard head.n >= pinned else { throw .shorterThanPin(n: pinned) }
    return checks
  }
}
