package import Sodium
package import Vocabulary

/// The key K of a section: the role's half R and the service's half S, put together.
///
/// - Source: Docs/protocol.md, Birth and death of K
package enum SectionKey {
  /// Why two halves did not give a section's key.
  package enum JoinError: Error, Equatable, CustomStringConvertible {
    /// The key is not the one that the section record names: a half is wrong or of another time.
    case check
    case memory(SecretMemoryError)

    package var description: String {
      switch self {
      case .check: "the two halves do not make this section's key"
      case .memory(let error): error.description
      }
    }

    package var hint: String {
      switch self {
      case .check: "open the dossier again; if it stays, report it to the FG"
      case .memory(let error): error.hint
      }
    }
  }

  /// The public check value of K that its section record carries: 32 bytes.
  package static func check(
    of key: borrowing SecretBytes, dossier: Identifier, section: Section
  ) throws(SecretMemoryError) -> [UInt8] {
    guard key.count == 32 else { throw .wrongLength }
    return try BLAKE2b.keyedPublic(key, count: 32) { hash in
      hash.absorb(
        Array("dossierkluis/v1/section-check".utf8) + dossier.bytes + [section.rawValue])
    }
  }

  /// K = R xor S, for a section that has no record yet.
  package static func join(
    _ role: borrowing SecretBytes, _ service: borrowing SecretBytes
  ) throws(SecretMemoryError) -> SecretBytes {
    guard role.count == 32, service.count == 32 else { throw .wrongLength }
    return try role.xor(service)
  }

  /// K = R xor S, when it is the key that the record names.
  package static func join(
    _ role: borrowing SecretBytes, _ service: borrowing SecretBytes, for record: SectionRecord
  ) throws(JoinError) -> SecretBytes {
    do {
      let key = try join(role, service)
      let value = try check(of: key, dossier: record.dossier, section: record.section)
      guard ConstantTime.equal(value, record.check) else { throw JoinError.check }
      return key
    } catch let error as SecretMemoryError {
      throw .memory(error)
    } catch { throw .check }
  }
}
