import AuditLog

@testable import VaultClient

extension VaultSession {
  /// Every entry of the log, page after page.
  func wholeLog() throws -> [LogEntry] {
    var entries: [LogEntry] = []
    while true {
      let page = try readLog(from: entries.count, count: VaultSession.entriesPerPage)
      entries += page
      if page.count < VaultSession.entriesPerPage { return entries }
    }
  }
}
