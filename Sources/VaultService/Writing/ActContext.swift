import Directory
import Store
import Vocabulary

/// What an act may look at: the state inside the batch's transaction.
struct ActContext {
  let tables: VaultTables
  let directory: DirectoryView
  let rules: RuleSet
  /// Milliseconds UTC, never before the newest leaf.
  let now: Int64
  let memory: WriterMemory
}
