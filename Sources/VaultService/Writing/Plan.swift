import AuditLog
import Directory
import Records
import Store
import StrictJSON
import Vocabulary

/// What one act came to: the leaves that say so, and the rows that go with them.
///
/// It is made before anything is written, so that a mistake in one request cannot spoil a batch.
struct Plan {
  /// Leaves in order; the writer fills in index and time.
  ///
  /// Empty only for a repeated write.
  var leaves: [LogEntry] = []
  /// The signed request, stored with its last leaf.
  var body: [UInt8]?
  /// The leaves of the earlier, identical write; then `leaves` is empty.
  var repeated: ClosedRange<Int>?
  /// Words that came with the act; the writer seals them into the first leaf.
  var words: SealedWords?
  /// Rows for `keystore.db`, committed first.
  var keystoreRows: ((Keystore) throws -> Void)?
  /// Shares and tokens of bundles that nothing needs once `vault.db` is committed; removed from `keystore.db` after that.
  var endingTokens: [TokenKey] = []
  /// Rows for `vault.db`, in the leaves' own transaction; takes the index of the first leaf.
  var vaultRows: ((VaultTables, Int) throws -> Void)?
  /// The directory as it is after this act, published with the commit.
  var directory: DirectoryView?
  /// The policy that is in force after this act, published with the commit.
  var rules: RuleSet?
  /// What people must hear of at once; written to the spool after the commit.
  var signals: [Signal] = []
  var reply = Reply.permit([])
}

/// What the answer says beside the receipt.
enum Reply: Sendable {
  case permit([JSONMember])
  /// - Parameter about: what more the member is told, such as the place in a policy file.
  case refuse(code: String, sections: [Section], ways: [String], about: [JSONMember] = [])
  /// Permitted, but it could not be done. `links`: what the client is missing.
  case fail(code: String, head: LogEntry.Head?, links: [UInt8])

  var outcome: LogOutcome {
    switch self {
    case .permit: .permit
    case .refuse: .refuse
    case .fail: .fail
    }
  }
}

/// One request's wish, decided and planned on the writer's thread.
protocol PlannedAct: Sendable {
  /// Reads, decides, and says what to write; writes nothing itself.
  ///
  /// Throws: `WireError` for a fault of the protocol (no leaf), `StoreError` when the store fails.
  func plan(_ context: ActContext) throws -> Plan
}
