internal import Sodium

/// The keystore key at work: seals a value to its table and row, and nowhere else.
///
/// sealed = nonce 24 ‖ ciphertext; AD = key epoch u32 ‖ table ‖ row key.
final class KeystoreSeal: Sendable {
  private let key: SecretBytes
  private let tagKey: SecretBytes
  let epoch: UInt32

  /// The keystore key's length.
  static let keyCount = 32
  /// What sealing adds: nonce and tag.
  static let overhead = AEAD.nonceCount + AEAD.tagCount

  init(_ key: consuming SecretBytes, epoch: UInt32) throws(KeystoreError) {
    do throws(SecretMemoryError) {
      tagKey = try BLAKE2b.keyed(key, count: 32) {
        $0.absorb(Array("dossierkluis/v1/keystore-tag".utf8))
      }
    } catch {
      throw .memory(error)
    }
    self.key = key
    self.epoch = epoch
  }

  func seal(_ value: borrowing SecretBytes, in table: String, at row: [UInt8]) -> [UInt8] {
    Self.seal(value, in: table, at: row, epoch, key)
  }

  func open(
    _ sealed: [UInt8], in table: String, at row: [UInt8]
  ) throws(KeystoreError) -> SecretBytes {
    guard let value = try Self.open(sealed, in: table, at: row, epoch, key) else {
      throw .tampered(table: table)
    }
    return value
  }

  /// Opens a value into a part of a longer secret; its length.
  ///
  /// - Parameter additional: what `additional(_:_:)` gives for the row.
  func open(
    _ sealed: Span<UInt8>, _ additional: [UInt8], in table: String,
    into result: inout SecretBytes, at start: Int
  ) throws(KeystoreError) -> Int {
    do throws(AEAD.OpenError) {
      return try AEAD.open(sealed, ad: additional, key: key, into: &result, at: start)
    } catch .memory(let error) {
      throw .memory(error)
    } catch {
      throw .tampered(table: table)
    }
  }

  /// What is authenticated beside a value: epoch, table, row key.
  func additional(_ table: String, _ row: [UInt8]) -> [UInt8] {
    Self.additional(table, row, epoch)
  }

  /// The name under which a tag is found: keyed, so that the file cannot be searched without it.
  func name(of tag: borrowing SecretBytes, kind: UInt8) throws(KeystoreError) -> [UInt8] {
    do throws(SecretMemoryError) {
      return try BLAKE2b.keyedPublic(tagKey, count: 32) { hash in
        hash.absorb([kind])
        hash.absorb(tag)
      }
    } catch {
      throw .memory(error)
    }
  }

  static func seal(
    _ value: borrowing SecretBytes, in table: String, at row: [UInt8], _ epoch: UInt32,
    _ key: borrowing SecretBytes
  ) -> [UInt8] {
    let nonce = AEAD.nonce()
    return nonce
      + AEAD.sealSecret(value, ad: additional(table, row, epoch), nonce: nonce, key: key)
  }

  /// Nil for anything that was not sealed here under this key.
  static func open(
    _ sealed: [UInt8], in table: String, at row: [UInt8], _ epoch: UInt32,
    _ key: borrowing SecretBytes
  ) throws(KeystoreError) -> SecretBytes? {
    guard sealed.count >= overhead else { return nil }
    do throws(AEAD.OpenError) {
      return try AEAD.openSecret(
        Array(sealed[AEAD.nonceCount...]), ad: additional(table, row, epoch),
        nonce: Array(sealed[..<AEAD.nonceCount]), key: key)
    } catch .memory(let error) {
      throw .memory(error)
    } catch {
      return nil
    }
  }

  private static func additional(_ table: String, _ row: [UInt8], _ epoch: UInt32) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 + table.utf8.count + row.count)
    unsafe withUnsafeBytes(of: epoch.bigEndian) { unsafe bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: table.utf8)
    bytes.append(contentsOf: row)
    return bytes
  }
}
