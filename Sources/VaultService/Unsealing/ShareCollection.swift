import Directory
import SLIP39
import Session
import Sodium

/// Shares of the root key as they arrive, until enough of them give it.
///
/// Whoever reaches the socket can send words that look like a share of this set and are none. So a
/// share that does not fit costs nothing: all are kept, and any that fit together will do.
struct ShareCollection {
  /// One share in locked memory.
  private final class Held: Sendable {
    let mnemonic: Mnemonic

    init(_ mnemonic: consuming Mnemonic) { self.mnemonic = mnemonic }

    var number: Int { mnemonic.info.memberNumber }
  }

  /// Different shares kept under one number: the true one and some that are not.
  private static let perNumber = 4
  /// Combinations tried per share that comes in.
  private static let mostTries = 1000

  private let set: HolderSet
  private var held: [Held] = []

  init(_ set: HolderSet) { self.set = set }

  /// How many shares more are needed, as far as numbers tell.
  var missing: Int { max(0, set.threshold - Set(held.map(\.number)).count) }

  /// Takes a share, or says why not.
  mutating func take(_ mnemonic: consuming Mnemonic) throws(SecretMemoryError) -> ShareFate {
    let info = mnemonic.info
    guard info.identifier == Int(set.set), info.groupCount == 1,
      info.memberThreshold == set.threshold, info.memberIndex < set.holders.count
    else { return .foreign }
    let rivals = held.filter { $0.number == info.memberNumber }
    for rival in rivals where try Self.isSame(rival.mnemonic, mnemonic) { return .duplicate }
    guard rivals.count < Self.perNumber else { return .full }
    held.append(Held(mnemonic))
    return .taken
  }

  private static func isSame(
    _ first: borrowing Mnemonic, _ second: borrowing Mnemonic
  ) throws(SecretMemoryError) -> Bool {
    var pair = try Recovery()
    do throws(Recovery.AddError) {
      try pair.add(first)
      try pair.add(second)
    } catch {
      switch error {
      case .duplicate: return true
      case .memory(let fault): throw fault
      default: return false
      }
    }
    return false
  }

  /// The root key, from any of the shares that agree and that the newest one is among.
  ///
  /// - Parameter opens: whether a key is the one of this vault.
  func root(
    opens: (borrowing SecretBytes) throws -> Bool
  ) throws -> SecretBytes? {
    guard missing == 0, let newest = held.last else { return nil }
    var tries = 0
    return try search([newest], from: held.dropLast().reversed(), &tries, opens)
  }

  private func search(
    _ chosen: [Held], from rest: [Held], _ tries: inout Int,
    _ opens: (borrowing SecretBytes) throws -> Bool
  ) throws -> SecretBytes? {
    if chosen.count == set.threshold {
      tries += 1
      return try recover(chosen, opens)
    }
    for (place, next) in rest.enumerated() where tries < Self.mostTries {
      guard !chosen.contains(where: { $0.number == next.number }) else { continue }
      let later = Array(rest.dropFirst(place + 1))
      if let root = try search(chosen + [next], from: later, &tries, opens) { return root }
    }
    return nil
  }

  private func recover(
    _ chosen: [Held], _ opens: (borrowing SecretBytes) throws -> Bool
  ) throws -> SecretBytes? {
    var recovery = try Recovery()
    do {
      for share in chosen { try recovery.add(share.mnemonic) }
      let root = try recovery.secret()
      guard try opens(root) else { return nil }
      return root
    } catch is Recovery.AddError {
      return nil
    } catch RecoveryError.memory(let error) {
      throw error
    } catch is RecoveryError {
      return nil
    }
  }
}
