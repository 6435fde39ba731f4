package import Vocabulary

/// A member in a verified directory, with what happened to them since.
package struct Member: Equatable, Sendable {
  /// The keys that a member had from a position on.
  package struct KeyPeriod: Equatable, Sendable {
    /// The record that brought them.
    package let since: UInt32
    package let keys: MemberKeys
  }

  /// An admission with its place in the list.
  package struct Admitted: Equatable, Sendable {
    package let position: UInt32
    package let admission: Admission
  }

  /// A box in which the secret of a role's key or the lookup key is sealed to the member.
  package struct Box: Equatable, Sendable {
    package let bytes: [UInt8]
    /// Who signed the record that it came with.
    package let signers: [Identifier]
  }

  package let account: Account
  /// The record that added them.
  package let since: UInt32
  /// The record that suspended them.
  package internal(set) var suspended: UInt32?
  package internal(set) var periods: [KeyPeriod]
  /// Admissions under the present keys, in order; a change of key ends those before it.
  package internal(set) var admissions: [Admitted] = []
  /// The boxes under the present keys; a change of key ends those before it.
  ///
  /// They came by an admission, with the key's own record, or were given later.
  package internal(set) var boxes: [KeptKey: Box] = [:]
  /// The newest team that the account or an admission named.
  package internal(set) var team: String?
  package internal(set) var region: String?

  init(_ account: Account, since: UInt32) {
    self.account = account
    self.since = since
    periods = [KeyPeriod(since: since, keys: account.keys)]
    team = account.team
    region = account.region
  }

  package var id: Identifier { account.member }
  package var name: String { account.name }
  package var function: Role { account.function }
  package var person: Identifier { account.person }
  package var isActive: Bool { suspended == nil }
  /// The present keys.
  package var keys: MemberKeys { periods.last?.keys ?? account.keys }

  package func isActive(at position: UInt32) -> Bool {
    position >= since && position < (suspended ?? .max)
  }

  /// The keys at a position; nil before the member was there.
  package func keys(at position: UInt32) -> MemberKeys? {
    periods.last { $0.since <= position }?.keys
  }
}
