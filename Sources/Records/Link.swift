internal import Sodium
package import Vocabulary

/// One step of a dossier's chain: 108 bytes without content.
///
/// - Source: Docs/protocol.md, Entry and link
package struct Link: Hashable, Sendable {
  package static let byteCount = EntryHeader.byteCount + 41

  package let header: EntryHeader
  /// Place in the chain, from 1.
  package let n: UInt32
  /// The author's function.
  package let role: Role
  /// The directory position by which the author was who they say.
  package let directory: UInt32
  /// `SealedEntry.contentHash`, or the hash of a section record's bytes: 32 bytes.
  package let content: [UInt8]

  package init(
    header: EntryHeader, n: UInt32, role: Role, directory: UInt32, content: [UInt8]
  ) {
    self.header = header
    self.n = n
    self.role = role
    self.directory = directory
    self.content = content
  }

  package var bytes: [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(SignedLink.byteCount)
    header.append(to: &out)
    out.append(bigEndian: n)
    out.append(role.rawValue)
    out.append(bigEndian: directory)
    out += content
    return out
  }

  /// H(link), as it goes into the chain and into the log.
  package var hash: [UInt8] { BLAKE2b.hash(bytes) }

  init(from cursor: inout ByteCursor) throws(LinkError) {
    header = try EntryHeader(from: &cursor)
    guard let n: UInt32 = cursor.number(), let role = cursor.byte(),
      let directory: UInt32 = cursor.number(), let content = cursor.take(32)
    else { throw .length }
    guard let role = Role(rawValue: role) else { throw .role }
    guard n > 0, directory > 0 else { throw .zero }
    self.n = n
    self.role = role
    self.directory = directory
    self.content = content
  }
}

/// A link with its author's signature over the chain up to it: 172 bytes.
package struct SignedLink: Hashable, Sendable {
  package static let byteCount = Link.byteCount + Signature.count
  /// More links than a dossier of a whole childhood has.
  package static let maximumCount = 65_536

  package let link: Link
  /// 64 bytes; see `Chain.signedBytes`.
  package let signature: [UInt8]

  package init(link: Link, signature: [UInt8]) {
    self.link = link
    self.signature = signature
  }

  package var bytes: [UInt8] { link.bytes + signature }

  /// Takes exactly 172 bytes.
  package init(_ bytes: [UInt8]) throws(LinkError) {
    var cursor = ByteCursor(bytes)
    try self.init(from: &cursor)
    guard cursor.remaining == 0 else { throw .length }
  }

  private init(from cursor: inout ByteCursor) throws(LinkError) {
    link = try Link(from: &cursor)
    guard let signature = cursor.take(Signature.count) else { throw .length }
    self.signature = signature
  }

  /// Links one after the other, as they travel.
  package static func encode(_ links: some Sequence<SignedLink>) -> [UInt8] {
    links.flatMap(\.bytes)
  }

  /// Reads links one after the other; an empty list is one too.
  ///
  /// - Parameter limit: the most links that are accepted.
  package static func decode(
    _ bytes: [UInt8], limit: Int = SignedLink.maximumCount
  ) throws(LinkError) -> [SignedLink] {
    guard bytes.count % byteCount == 0 else { throw .length }
    guard bytes.count / byteCount <= limit else { throw .tooMany(limit: limit) }
    var links: [SignedLink] = []
    links.reserveCapacity(bytes.count / byteCount)
    var cursor = ByteCursor(bytes)
    while cursor.remaining > 0 { links.append(try SignedLink(from: &cursor)) }
    return links
  }
}
