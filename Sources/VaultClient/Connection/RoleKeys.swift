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

/// The role pairs that a session has opened, so that a dossier of six sections opens none.
///
/// They stay in locked memory for as long as the session does; the identity that opens them does too.
final class RolePairs {
  private struct Opened {
    let published: RoleEpoch
    let box: [UInt8]
    let pair: RolePair
  }

  private var opened: [Opened] = []

  /// The pair of exactly this epoch and box, opened now unless it was before.
  func pair(
    of published: RoleEpoch, in box: [UInt8], _ open: () throws(CheckFailure) -> RolePair
  ) throws(CheckFailure) -> RolePair {
    if let known = opened.first(where: { $0.published == published && $0.box == box }) {
      return known.pair
    }
    let pair = try open()
    opened.append(Opened(published: published, box: box, pair: pair))
    return pair
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
  /// The pair of a role's epoch; nil when the member was neither admitted to it nor given it later.
  ///
  /// - Throws: `.falseBox` when the box does not hold it.
  /// - Parameter known: the pairs that this session has opened.
  func rolePair(
    _ role: Role, epoch: UInt32, in directory: DirectoryView, known: RolePairs
  ) throws(CheckFailure) -> RolePair? {
    let key = KeptKey.role(role, epoch: epoch)
    guard let published = directory.roleEpoch(role, epoch: epoch),
      let box = directory.member(identity.member)?.boxes[key]
    else { return nil }
    return try known.pair(of: published, in: box.bytes) { () throws(CheckFailure) in
      do throws(ContextBox.BoxError) {
        return RolePair(try RoleSecret.open(box.bytes, of: published, with: identity.box))
      } catch {
        guard case .tampered = CheckFailure(error) else { throw CheckFailure(error) }
        throw .other(.falseBox(FalseBox(key, box, in: directory)))
      }
    }
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
