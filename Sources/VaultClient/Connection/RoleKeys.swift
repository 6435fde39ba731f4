import Directory
import Records
import Sodium
import Vocabulary

/// One role's key pair, opened from the box that came with the member's admission.
final class RolePair: Sendable {
  let pair: BoxKeyPair

  init(_ pair: consuming BoxKeyPair) {
    self.pair = pair
  }
}

/// The lookup key, with which a family's identifiers become tags.
final class OpenLookupKey: Sendable {
  let key: SecretBytes

  init(_ key: consuming SecretBytes) {
    self.key = key
  }
}

extension KeyRing {
  /// The pair of a role's epoch; nil when the member was not admitted to it.
  func rolePair(
    _ role: Role, epoch: UInt32, in directory: DirectoryView
  ) throws(CheckFailure) -> RolePair? {
    guard let published = directory.roleEpoch(role, epoch: epoch),
      let admission = directory.admissions(of: identity.member).last(where: {
        $0.role == role && $0.epoch == epoch
      })
    else { return nil }
    do throws(ContextBox.BoxError) {
      return RolePair(try RoleSecret.open(admission.box, of: published, with: identity.box))
    } catch { throw CheckFailure(error) }
  }

  /// The newest lookup key, when the member was given it.
  func lookupKey(in directory: DirectoryView) throws(CheckFailure) -> OpenLookupKey? {
    guard let epoch = directory.lookupKey, let box = directory.lookupBox(of: identity.member)
    else { return nil }
    do throws(ContextBox.BoxError) {
      return OpenLookupKey(try LookupKey.open(box, of: epoch, with: identity.box))
    } catch { throw CheckFailure(error) }
  }
}

extension CheckFailure {
  /// A box that does not open is a wrong box, unless memory ran out.
  init(_ error: ContextBox.BoxError) {
    switch error {
    case .memory, .box(.memory): self = .other(.secretMemory)
    case .context, .box: self = .tampered(.box)
    }
  }
}
