package import Sodium

/// Shares coming together, one by one, until there are enough.
///
/// More than needed is welcome: each share more must fit on what the others say.
///
/// - Source: SLIP-0039, "Combining the shares"
package struct Recovery: ~Copyable, Sendable {
  /// What those taken say about themselves, in their order.
  package private(set) var mnemonics: [Mnemonic.Info] = []
  /// Their values, one after the other, all equally long.
  private var values: SecretBytes
  private var width = 0

  package init() throws(SecretMemoryError) {
    values = try SecretBytes(count: 0)
  }

  /// Takes a share, or says why it does not belong to those before it; then nothing has changed.
  ///
  /// The first share says which set it is: if that one was wrong, all others are foreign.
  package mutating func add(_ mnemonic: borrowing Mnemonic) throws(AddError) {
    let info = mnemonic.info
    if let first = mnemonics.first {
      guard first.isOfSameSet(as: info), width == mnemonic.value.count else { throw .foreign }
      guard first.groupThreshold == info.groupThreshold else { throw .differentThreshold }
      for (index, other) in mnemonics.enumerated() where other.groupIndex == info.groupIndex {
        guard other.memberThreshold == info.memberThreshold else { throw .differentThreshold }
        guard other.memberIndex == info.memberIndex else { continue }
        let isSame: Bool
        do { isSame = try value(index).equals(mnemonic.value) } catch { throw .memory(error) }
        throw isSame
          ? .duplicate(member: info.memberNumber) : .contradiction(member: info.memberNumber)
      }
    }
    do {
      var together = try SecretWriter(capacity: values.count + mnemonic.value.count)
      try together.append(values)
      try together.append(mnemonic.value)
      values = together.finish()
    } catch {
      throw .memory(error)
    }
    width = mnemonic.value.count
    mnemonics.append(info)
  }

  /// How many shares more are needed at least; 0 when there are enough, nil before the first.
  ///
  /// Exact in a set of one group. What a group needs that no share came from nobody knows: at least 1.
  package var missing: Int? {
    guard let first = mnemonics.first else { return nil }
    let begun = groups.map { max(0, $0.threshold - $0.members.count) }
    let others = [Int](repeating: 1, count: max(0, first.groupCount - begun.count))
    return (begun + others).sorted().prefix(first.groupThreshold).reduce(0, +)
  }

  /// Whether the shares are enough and agree with each other, without giving the secret out.
  ///
  /// It is found and wiped inside; the passphrase plays no part. A group beyond those needed that has
  /// too few shares of its own cannot be checked and is passed over.
  package func verify() throws(RecoveryError) {
    _ = try encryptedSecret()
  }

  /// The secret that was divided without a passphrase.
  package func secret() throws(RecoveryError) -> SecretBytes {
    let none: SecretBytes
    do { none = try SecretBytes(count: 0) } catch { throw .memory(error) }
    return try secret(passphrase: none)
  }

  /// The secret that was divided; under a wrong passphrase another one, without an error.
  package func secret(passphrase: borrowing SecretBytes) throws(RecoveryError) -> SecretBytes {
    guard SecretCipher.accepts(passphrase) else { throw .passphrase }
    let encrypted = try encryptedSecret()
    guard let first = mnemonics.first else { throw .nothing }
    do { return try SecretCipher(first).decrypt(encrypted, passphrase) } catch {
      throw .memory(error)
    }
  }

  /// What the groups share, from every group that has enough shares.
  private func encryptedSecret() throws(RecoveryError) -> SecretBytes {
    guard let first = mnemonics.first else { throw .nothing }
    if let missing, missing > 0 { throw .tooFew(missing: missing) }
    let complete = groups.filter { $0.members.count >= $0.threshold }
    var points: Points
    do { points = try Points(width: width, capacity: complete.count) } catch {
      throw .memory(error)
    }
    for group in complete {
      let secret = try secret(of: group)
      do { try points.append(secret, at: UInt8(group.index)) } catch { throw .memory(error) }
    }
    do { return try Sharing.recover(points.finish(), threshold: first.groupThreshold) } catch {
      throw RecoveryError(error) { .strayGroup(Int($0) + 1) }
    }
  }

  private func secret(of group: Group) throws(RecoveryError) -> SecretBytes {
    let polynomial: Polynomial
    do {
      var points = try Points(width: width, capacity: group.members.count)
      for member in group.members {
        try points.append(try value(member), at: UInt8(mnemonics[member].memberIndex))
      }
      polynomial = points.finish()
    } catch {
      throw .memory(error)
    }
    do { return try Sharing.recover(polynomial, threshold: group.threshold) } catch {
      throw RecoveryError(error) { .strayMember(group: group.index + 1, member: Int($0) + 1) }
    }
  }

  private func value(_ index: Int) throws(SecretMemoryError) -> SecretBytes {
    try values.slice(index * width..<(index + 1) * width)
  }

  private struct Group {
    let index: Int
    let threshold: Int
    /// Places in `mnemonics`.
    var members: [Int]
  }

  /// The groups in the order of their first shares.
  private var groups: [Group] {
    var groups: [Group] = []
    for (place, share) in mnemonics.enumerated() {
      if let index = groups.firstIndex(where: { $0.index == share.groupIndex }) {
        groups[index].members.append(place)
      } else {
        groups.append(
          Group(index: share.groupIndex, threshold: share.memberThreshold, members: [place]))
      }
    }
    return groups
  }
}

extension RecoveryError {
  fileprivate init(_ fault: Sharing.Fault, stray: (UInt8) -> RecoveryError) {
    switch fault {
    case .digest: self = .digest
    case .strayPoint(let place): self = stray(place)
    case .memory(let error): self = .memory(error)
    }
  }
}
