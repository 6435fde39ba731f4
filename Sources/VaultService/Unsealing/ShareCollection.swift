import Directory
import SLIP39
import Session
import Sodium

/// Shares of the root key as they arrive, until enough of them give it.
///
/// Whoever reaches the socket can send words that look like a share of this set and are none. So a
/// share is taken only when it is the one that its holder's `check` in the signed directory says:
/// whatever else comes takes no place and spoils nothing.
struct ShareCollection: ~Copyable {
  private let set: HolderSet
  private var recovery: Recovery

  init(_ set: HolderSet) throws(SecretMemoryError) {
    self.set = set
    recovery = try Recovery()
  }

  /// How many shares more are needed.
  var missing: Int { recovery.missing ?? set.threshold }

  /// Takes a share, or says why not.
  mutating func take(_ mnemonic: borrowing Mnemonic) throws(SecretMemoryError) -> ShareFate {
    let index = mnemonic.info.memberIndex
    guard index < set.holders.count, try mnemonic.check() == set.holders[index].check
    else { return .foreign }
    do throws(Recovery.AddError) { try recovery.add(mnemonic) } catch {
      switch error {
      case .duplicate: return .duplicate
      case .memory(let fault): throw fault
      // The record's checks are of shares that do not belong together.
      case .foreign, .differentThreshold, .contradiction: return .foreign
      }
    }
    return .taken
  }

  /// The root key; nil while there are too few shares, or when they were of no one key.
  func root() throws(SecretMemoryError) -> SecretBytes? {
    guard missing == 0 else { return nil }
    do throws(RecoveryError) { return try recovery.secret() } catch {
      if case .memory(let fault) = error { throw fault }
      return nil
    }
  }
}
