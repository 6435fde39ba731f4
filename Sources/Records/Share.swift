package import Sodium
package import Vocabulary

/// The role's half R of a section key, sealed so that only those who may have it can open it.
///
/// A standing wrap is sealed to a role. A granted wrap is sealed to the role and then to one
/// member: it takes the role key and the person.
/// - Source: Docs/protocol.md, Boxes
package struct Share: Hashable, Sendable {
  package let dossier: Identifier
  package let section: Section
  /// How often the halves were refreshed, from 1.
  package let generation: UInt32

  package init(dossier: Identifier, section: Section, generation: UInt32) {
    self.dossier = dossier
    self.section = section
    self.generation = generation
  }

  /// Bytes of a standing box: the context (21 + 16 + 1 + 4) and R, sealed once.
  ///
  /// A service cannot open a box, but it can refuse what is none.
  package static let standingCount = 42 + ContextBox.secretCount + SealedBox.overhead
  /// Bytes of a granted box: a standing one, sealed again to the member.
  package static let grantedCount = standingCount + SealedBox.overhead

  /// The bytes before R in a box.
  package var context: [UInt8] {
    var bytes = Array("dossierkluis/v1/share".utf8) + dossier.bytes
    bytes.append(section.rawValue)
    bytes.append(bigEndian: generation)
    return bytes
  }

  /// A box's hash, as a grant names it.
  package static func hash(ofBox box: [UInt8]) -> [UInt8] { BLAKE2b.hash(box) }

  /// Makes a standing wrap of R.
  ///
  /// - Parameter role: the public key of the role's epoch.
  package func seal(
    _ half: borrowing SecretBytes, toRole role: [UInt8]
  ) throws(ContextBox.BoxError) -> [UInt8] {
    try ContextBox.seal(half, context: context, to: role)
  }

  /// Opens a standing wrap.
  package func open(
    _ box: [UInt8], role: borrowing BoxKeyPair
  ) throws(ContextBox.BoxError) -> SecretBytes {
    try ContextBox.open(box, context: context, with: role)
  }

  /// Makes a granted wrap of R.
  ///
  /// - Parameters:
  ///   - role: the public key of the role's epoch.
  ///   - member: the public box key of the one member.
  package func seal(
    _ half: borrowing SecretBytes, toRole role: [UInt8], andMember member: [UInt8]
  ) throws(ContextBox.BoxError) -> [UInt8] {
    let inner = try seal(half, toRole: role)
    let wrapped: SecretBytes
    do { wrapped = try SecretBytes(copying: inner) } catch { throw .memory(error) }
    do { return try SealedBox.seal(wrapped, to: member) } catch { throw .box(error) }
  }

  /// Opens a granted wrap; it takes the role's pair and the member's.
  package func open(
    _ box: [UInt8], role: borrowing BoxKeyPair, member: borrowing BoxKeyPair
  ) throws(ContextBox.BoxError) -> SecretBytes {
    let wrapped: SecretBytes
    do { wrapped = try SealedBox.open(box, with: member) } catch { throw .box(error) }
    // What lies inside is a ciphertext again, so it may leave the locked memory.
    var inner: [UInt8] = []
    inner.reserveCapacity(wrapped.count)
    wrapped.withSpan { span in
      for index in span.indices { inner.append(span[index]) }
    }
    return try open(inner, role: role)
  }
}
