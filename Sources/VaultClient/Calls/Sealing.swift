import AuditLog
import StrictJSON

extension VaultSession {
  /// Seals the vault: nothing opens until enough share holders have unsealed it.
  ///
  /// - Throws: `.refused`; `.protocolFault` while nobody holds shares
  package func seal() throws(ClientError) {
    let ask = Ask(
      method: "service.seal", args: .object([JSONMember]()), action: .seal)
    try perform(ask) { _ throws(CheckFailure) in }
  }
}
