package import Records
package import Sodium
package import Vocabulary

/// A role's secret half in a box: for a custodian who keeps it, or a member who is admitted.
///
/// Its context is `"dossierkluis/v1/role" ‖ role ‖ epoch u32`.
package enum RoleSecret {
  static let boxCount = context(.fg, 1).count + ContextBox.secretCount + SealedBox.overhead

  private static func context(_ role: Role, _ epoch: UInt32) -> [UInt8] {
    var bytes = Array("dossierkluis/v1/role".utf8) + [role.rawValue]
    bytes.append(bigEndian: epoch)
    return bytes
  }

  /// - Parameter key: the member's public box key.
  package static func seal(
    _ pair: borrowing BoxKeyPair, role: Role, epoch: UInt32, to key: [UInt8]
  ) throws(ContextBox.BoxError) -> [UInt8] {
    try ContextBox.seal(pair.secret, context: context(role, epoch), to: key)
  }

  /// Opens a box and checks that it holds the other half of this epoch's public key.
  ///
  /// - Throws: `.context` also when it is the secret of another key.
  package static func open(
    _ box: [UInt8], of epoch: RoleEpoch, with member: borrowing BoxKeyPair
  ) throws(ContextBox.BoxError) -> BoxKeyPair {
    let secret = try ContextBox.open(
      box, context: context(epoch.role, epoch.epoch), with: member)
    let pair: BoxKeyPair
    do { pair = try BoxKeyPair(secret: secret) } catch { throw .memory(error) }
    guard pair.publicKey == epoch.box else { throw .context }
    return pair
  }

  /// Makes a role's next key and its record's content.
  ///
  /// - Parameter keepers: who keeps the secret: every active custodian, or the one FG.
  package static func make(
    _ role: Role, epoch: UInt32, keepers: [Member]
  ) throws(ContextBox.BoxError) -> RoleEpoch {
    let pair: BoxKeyPair
    do { pair = try BoxKeyPair.generate() } catch { throw .memory(error) }
    var custody: [CustodyBox] = []
    for keeper in keepers {
      custody.append(
        CustodyBox(
          member: keeper.id, box: try seal(pair, role: role, epoch: epoch, to: keeper.keys.box)))
    }
    return RoleEpoch(role: role, epoch: epoch, box: pair.publicKey, custody: custody)
  }
}

/// The key under which lookup tags are made; sealed like a role secret.
///
/// Its context is `"dossierkluis/v1/lookup" ‖ epoch u32`.
package enum LookupKey {
  static let boxCount = context(1).count + ContextBox.secretCount + SealedBox.overhead

  private static func context(_ epoch: UInt32) -> [UInt8] {
    var bytes = Array("dossierkluis/v1/lookup".utf8)
    bytes.append(bigEndian: epoch)
    return bytes
  }

  /// The public check value of a lookup key: BLAKE2b-256(key, `"dossierkluis/v1/lookup-check"`).
  package static func check(of key: borrowing SecretBytes) throws(SecretMemoryError) -> [UInt8] {
    try BLAKE2b.keyedPublic(key, count: 32) { hash in
      hash.absorb(Array("dossierkluis/v1/lookup-check".utf8))
    }
  }

  package static func seal(
    _ key: borrowing SecretBytes, epoch: UInt32, to box: [UInt8]
  ) throws(ContextBox.BoxError) -> [UInt8] {
    try ContextBox.seal(key, context: context(epoch), to: box)
  }

  /// Opens a box and checks that it holds this epoch's key.
  package static func open(
    _ box: [UInt8], of epoch: LookupEpoch, with member: borrowing BoxKeyPair
  ) throws(ContextBox.BoxError) -> SecretBytes {
    let key = try ContextBox.open(box, context: context(epoch.epoch), with: member)
    let value: [UInt8]
    do { value = try check(of: key) } catch { throw .memory(error) }
    guard ConstantTime.equal(value, epoch.check) else { throw .context }
    return key
  }

  /// Makes a lookup key and its record's content.
  package static func make(
    epoch: UInt32, keepers: [Member]
  ) throws(ContextBox.BoxError) -> LookupEpoch {
    do {
      let key = try SecretBytes.random(ContextBox.secretCount)
      var custody: [CustodyBox] = []
      for keeper in keepers {
        custody.append(
          CustodyBox(member: keeper.id, box: try seal(key, epoch: epoch, to: keeper.keys.box)))
      }
      return LookupEpoch(epoch: epoch, check: try check(of: key), custody: custody)
    } catch let error as SecretMemoryError {
      throw .memory(error)
    } catch let error as ContextBox.BoxError {
      throw error
    } catch { throw .context }
  }
}
