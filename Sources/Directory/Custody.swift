package import Records
package import Sodium
package import Vocabulary

/// One epoch of a key whose secret members keep: a role's, or the lookup key's.
package enum KeptKey: Hashable, Sendable {
  case role(Role, epoch: UInt32)
  case lookup(epoch: UInt32)

  /// The role whose key it is; nil for the lookup key.
  package var role: Role? {
    if case .role(let role, _) = self { role } else { nil }
  }

  package var epoch: UInt32 {
    switch self {
    case .role(_, let epoch), .lookup(let epoch): epoch
    }
  }

  /// The function whose members keep it: the FG's own key an fg, every other a custodian.
  package var keeper: Role { role == .fg ? .fg : .custodian }

  /// Bytes of a box with its secret.
  var boxCount: Int { role == nil ? LookupKey.boxCount : RoleSecret.boxCount }
}

/// A key's secret given to one more member who keeps it: somebody who came after it was made.
package struct Custody: Hashable, Sendable {
  package let key: KeptKey
  package let member: Identifier
  /// See `RoleSecret` and `LookupKey`.
  package let box: [UInt8]

  package init(key: KeptKey, member: Identifier, box: [UInt8]) {
    self.key = key
    self.member = member
    self.box = box
  }
}

extension KeptKey {
  /// Takes the secret out of the giver's box, checks that it is this key's, and seals it to another.
  ///
  /// - Throws: `.context` or `.box` when the giver's box does not hold it.
  package func reseal(
    _ box: [UInt8], with giver: borrowing BoxKeyPair, to member: Member, in view: DirectoryView
  ) throws(ContextBox.BoxError) -> [UInt8] {
    switch self {
    case .role(let role, let epoch):
      guard let published = view.roleEpoch(role, epoch: epoch) else { throw .context }
      let pair = try RoleSecret.open(box, of: published, with: giver)
      return try RoleSecret.seal(pair, role: role, epoch: epoch, to: member.keys.box)
    case .lookup(let epoch):
      guard let published = view.lookupKey(epoch: epoch) else { throw .context }
      let key = try LookupKey.open(box, of: published, with: giver)
      return try LookupKey.seal(key, epoch: epoch, to: member.keys.box)
    }
  }

  /// Opens a box and checks that it holds this key's secret, which is then gone again.
  package func check(
    _ box: [UInt8], with keeper: borrowing BoxKeyPair, in view: DirectoryView
  ) throws(ContextBox.BoxError) {
    switch self {
    case .role(let role, let epoch):
      guard let published = view.roleEpoch(role, epoch: epoch) else { throw .context }
      _ = try RoleSecret.open(box, of: published, with: keeper)
    case .lookup(let epoch):
      guard let published = view.lookupKey(epoch: epoch) else { throw .context }
      _ = try LookupKey.open(box, of: published, with: keeper)
    }
  }
}

/// Who keeps which key.
extension DirectoryView {
  /// Every epoch of every role's key, role by role, then of the lookup key.
  package var keptKeys: [KeptKey] {
    Role.allCases.flatMap { role in
      roleEpochs.filter { $0.role == role }.map { KeptKey.role(role, epoch: $0.epoch) }
    } + lookupEpochs.map { .lookup(epoch: $0.epoch) }
  }

  /// The active members who keep a key under their present keys, in the order of their ids.
  package func keepers(of key: KeptKey) -> [Member] {
    active(key.keeper).filter { $0.boxes[key] != nil }
  }

  /// The keys that are lost with this person, for no other active member keeps them.
  package func keptAlone(by member: Member) -> [KeptKey] {
    keptKeys.filter { key in
      member.boxes[key] != nil && key.keeper == member.function
        && keepers(of: key).allSatisfy { $0.person == member.person }
    }
  }

  /// The keys that a member's function keeps and this member does not.
  package func lacking(_ member: Member) -> [KeptKey] {
    keptKeys.filter { $0.keeper == member.function && member.boxes[$0] == nil }
  }

  /// Whether it is the FG's newest key, which comes by admission as a role's key does to its members.
  package func comesByAdmission(_ key: KeptKey) -> Bool {
    key.role == .fg && roleEpoch(.fg)?.epoch == key.epoch
  }
}
