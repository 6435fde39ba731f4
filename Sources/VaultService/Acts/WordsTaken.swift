import Directory
import Records
import Vocabulary
import Wire

extension ActContext {
  /// Whether words that came with an act, if any did, are for today's keys.
  ///
  /// - Parameter roles: who must be able to read them besides the FG; one without a key has nobody.
  /// Throws: `.invalidParams` when one of them has no box
  func takes(_ words: SealedWords?, for roles: Set<Role>) throws(WireError) -> Bool {
    guard let words else { return true }
    guard words.areForToday(directory) else { return false }
    guard words.reach(roles, directory) else { throw WireError(.invalidParams) }
    return true
  }
}
