import Directory
package import Records
import Vocabulary

/// All links of one dossier, from the first to its head, each found to be its author's.
package struct VerifiedChain: Sendable {
  package private(set) var chain: Chain
  package private(set) var index: EntryIndex
  /// Link n stands at n − 1.
  package private(set) var links: [SignedLink]

  package var head: Head { chain.head }

  /// Checks the links of an answer: chain, pin, claimed head, then every author above the pin.
  ///
  /// - Parameters:
  ///   - pin: the head that this device verified before.
  ///   - claimed: the head in the answer and in the leaf.
  init(
    _ links: [SignedLink], dossier: Identifier, pin: Head?, claimed: Head,
    directory: DirectoryView
  ) throws(CheckFailure) {
    do throws(ChainError) {
      let (chain, checks) = try Chain.recompute(
        links, dossier: dossier, pin: pin, claimed: claimed, authors: directory.linkAuthor)
      if let failed = Cores.firstFailure(in: checks, { $0.holds }) {
        throw .signature(n: checks[failed].n)
      }
      index = try EntryIndex(links.lazy.map(\.link))
      self.chain = chain
      self.links = links
    } catch { throw .tampered(Tampering(error)) }
  }

  /// Goes on with links that follow the head; unchanged when one is refused.
  mutating func extend(
    with more: [SignedLink], directory: DirectoryView
  ) throws(CheckFailure) {
    do throws(ChainError) {
      var longer = chain
      var index = index
      try longer.extend(with: more, authors: directory.linkAuthor)
      for signed in more { try index.add(signed.link) }
      chain = longer
      self.index = index
      links += more
    } catch { throw .tampered(Tampering(error)) }
  }
}

extension Tampering {
  /// The check of the links that failed.
  init(_ error: ChainError) {
    self =
      switch error {
      case .dossier, .order, .shape, .revisionTwice: .links
      case .shorterThanPin: .chainShorter
      case .notOnPin: .chainForked
      case .notTheClaimedHead: .head
      case .author, .role: .author
      case .signature: .authorSignature
      }
  }
}
