/// What was done, or asked for: the code in a leaf.
///
/// A new act gets a new code; a code is never given another meaning.
package enum LogAction: String, CaseIterable, Sendable {
  // A member comes in, or says that something was false.
  case signIn = "sign-in"
  case signInFailed = "sign-in-failed"
  case report
  // Dossiers.
  case list
  case open
  case openForWriting = "open-for-writing"
  case sectionBegin = "section-begin"
  case sectionCreate = "section-create"
  case append
  /// Parts of a file that a link will bind.
  case attachmentPut = "attachment-put"
  case attachmentRead = "attachment-read"
  case involvement
  // Rights.
  case accessHead = "access-head"
  case accessWraps = "access-wraps"
  case accessList = "access-list"
  case grant
  case grantEnd = "grant-end"
  case requestAct = "request-act"
  case noodtoegang
  /// A noodtoegang that was not reviewed in time.
  case noodtoegangLate = "noodtoegang-late"
  case requestsRead = "requests-read"
  case second
  case explain
  // New halves of keys.
  case refreshDue = "refresh-due"
  case refreshBoxes = "refresh-boxes"
  case refreshPropose = "refresh-propose"
  case refreshProposed = "refresh-proposed"
  case refreshCheck = "refresh-check"
  // Bundles for others: by members, by partners, and at the end of their time.
  case bundleSeal = "bundle-seal"
  case bundleReady = "bundle-ready"
  case bundlePlace = "bundle-place"
  case bundleSend = "bundle-send"
  case bundleRecall = "bundle-recall"
  case bundleList = "bundle-list"
  case bundleConfirm = "bundle-confirm"
  case bundleExpire = "bundle-expire"
  case bundleWaiting = "bundle-waiting"
  case bundleCollect = "bundle-collect"
  case bundleCollected = "bundle-collected"
  case bundleReceipt = "bundle-receipt"
  // Rules and persons.
  case directory
  case policy
  case policyRead = "policy-read"
  // The log itself.
  case logRead = "log-read"
  case logExport = "log-export"
  case logCheckpoint = "log-checkpoint"
  case words
  case witness
  // The service.
  case start
  case stop
  case unseal
  case seal
  case heartbeat
  case clockStep = "clock-step"
  case backup
  case restore
}

/// What was acted on.
package enum LogObject: String, CaseIterable, Sendable {
  case bundle
  case dossier
  case directory
  case grant
  case log
  case policy
  case request
  case service
  case session
}

/// How it ended.
package enum LogOutcome: String, CaseIterable, Sendable {
  /// Permitted and done.
  case permit
  /// Refused by a rule; `reason` says which kind.
  case refuse
  /// Permitted, but it could not be done; nothing was released.
  case fail
}

/// The kind of record on which an act was permitted.
package enum LogBasisKind: String, CaseIterable, Sendable {
  case fourEyes = "four-eyes"
  case grant
  case involvement
  case noodtoegang
  /// The act needs no record, or none was found.
  case none
}
