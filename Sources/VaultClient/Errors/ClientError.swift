/// Why a call of the client did not give what was asked.
///
/// Every case has an exit code, a word for machines, and two texts: what went wrong, what to do next.
/// No text holds anything of a dossier, a key or the service's own words.
package enum ClientError: Error, Equatable, Sendable {
  // 69: the service is not there, or it is and can give nothing.
  case unreachable
  case connectionLost
  case sealed
  case logUnavailable

  // 65: something is not what it claims to be.
  case tampered(Tampering, Evidence)
  case stateDamaged(StateFile, path: String)
  /// A box that two members signed for and that does not hold the key.
  case falseBox(FalseBox)
  case inputRefused(InputFault)
  /// The service says that what it stored is not what was signed.
  case storeDamaged

  // 75: the same call may succeed later.
  case stale
  case busy
  /// What the disk has left is kept for the log, so that dossiers open; nothing is written.
  case diskReserve
  case stateInUse(path: String)

  // 77: the answer is no.
  case refused(Refusal)
  case signInRefused
  /// The directory has no such partner now, or another key of it.
  case partnerUnknown

  // 1: the rest.
  case versionUnknown
  /// A share was to be brought, and the vault is open or its root key was never divided.
  case notSealed
  /// The vault was to be sealed, and nobody could open it again.
  case noHolders
  case wrongOrigin
  /// This device's clock and the service's differ by more than five minutes.
  case clockDiffers
  case noRoleKey
  case noLookupKey
  /// The directory has no key of the FG to seal words to.
  case noOfficerKey
  /// The entry came without words, or there is none with this number.
  case noWords
  case notInDirectory
  /// Permitted and logged, and there is no backup.
  case backupFailed(BackupFault)
  /// Permitted and logged, and the bundle is as it was.
  case bundle(BundleFault)
  /// A file of this device ended too soon or cannot be read.
  case fileUnreadable
  case attachment(AttachmentFault)
  /// A bundle could not be had, or not what was said of it.
  case collecting(CollectFault)
  case protocolFault(String)
  case secretMemory
  case stateNotWritable(path: String)

  /// What a program ends with: 1, 65, 69, 75 or 77.
  package var exitCode: Int32 {
    switch self {
    case .unreachable, .connectionLost, .sealed, .logUnavailable: 69
    case .attachment(let fault): fault.exitCode
    case .tampered, .stateDamaged, .falseBox, .inputRefused, .storeDamaged: 65
    case .bundle(let fault): fault.exitCode
    case .stale, .busy, .diskReserve, .stateInUse: 75
    case .refused, .signInRefused, .partnerUnknown: 77
    case .versionUnknown, .notSealed, .noHolders, .wrongOrigin, .clockDiffers, .noRoleKey,
      .noLookupKey, .noOfficerKey, .noWords, .notInDirectory, .backupFailed,
      .collecting,
      .fileUnreadable, .protocolFault, .secretMemory, .stateNotWritable:
      1
    }
  }

  /// A word that never changes, for `--json` and scripts.
  package var code: String {
    switch self {
    case .unreachable: "unreachable"
    case .connectionLost: "connection-lost"
    case .sealed: "sealed"
    case .logUnavailable: "log-unavailable"
    case .tampered(let what, _): "tampered-" + what.rawValue
    case .stateDamaged: "state-damaged"
    case .falseBox: "false-box"
    case .inputRefused(let fault): "input-" + fault.rawValue
    case .storeDamaged: "store-damaged"
    case .stale: "stale"
    case .busy: "busy"
    case .diskReserve: "disk-reserve"
    case .stateInUse: "state-in-use"
    case .refused(let refusal): refusal.code
    case .signInRefused: "sign-in-refused"
    case .partnerUnknown: "partner-unknown"
    case .versionUnknown: "version"
    case .notSealed: "not-sealed"
    case .noHolders: "no-holders"
    case .wrongOrigin: "wrong-origin"
    case .clockDiffers: "clock"
    case .noRoleKey: "no-role-key"
    case .noLookupKey: "no-lookup-key"
    case .noOfficerKey: "no-officer-key"
    case .noWords: "no-words"
    case .notInDirectory: "not-in-directory"
    case .backupFailed(let fault): fault.rawValue
    case .bundle(let fault): fault.rawValue
    case .fileUnreadable: "file-unreadable"
    case .attachment(let fault): fault.rawValue
    case .collecting(let fault): fault.rawValue
    case .protocolFault: "protocol"
    case .secretMemory: "secret-memory"
    case .stateNotWritable: "state-not-writable"
    }
  }
}

extension ClientError {
  /// What a failure that is in the log means: permitted, and not done.
  ///
  /// - Parameter ofBundle: whether it is about a bundle: the codes of one act are not those of another.
  init(failure code: String?, ofBundle: Bool = false) {
    if ofBundle, let fault = code.flatMap(BundleFault.init(rawValue:)) {
      self = .bundle(fault)
      return
    }
    if let fault = code.flatMap(BackupFault.init(rawValue:)) {
      self = .backupFailed(fault)
      return
    }
    if let fault = AttachmentFault(failure: code) {
      self = .attachment(fault)
      return
    }
    self =
      switch code {
      case "clock": .clockDiffers
      case "disk-reserve": .diskReserve
      case "stale", "revision", "involvement", "policy", "repeated", "request-ended",
        "grant-missing", "part":
        .stale
      case "no-holders": .noHolders
      case "directory": .inputRefused(.recordRefused)
      default: .protocolFault("failed")
      }
  }
}

/// Why there is no backup; the raw value is the reason in its entry of the log.
package enum BackupFault: String, CaseIterable, Equatable, Sendable {
  /// The service was started without `--backup-dir`.
  case noFolder = "no-backup-folder"
  case running = "backup-running"
  case full = "disk-full"
  case failed = "backup-failed"
}

/// Why a partner's call came to nothing; the raw value is the reason in its entry of the log.
package enum CollectFault: String, CaseIterable, Equatable, Sendable {
  /// It waits no longer: recalled, expired, or not yet for this.
  case state = "bundle-state"
  /// This partner said before that it has it.
  case collected
  /// What is said to have arrived is another file.
  case file
  /// Of another bundle or manifest, or not signed by this partner's key of now.
  case receipt
  /// Another receipt is there already.
  case repeated
}

/// What the client refuses before it sends anything.
package enum InputFault: String, Equatable, Sendable {
  /// More links, rows or items than one call takes.
  case tooLarge = "too-large"
  /// A revision without the entry that it builds on, or for a section that was not opened.
  case unknownEntry = "unknown-entry"
  /// A record that the others would refuse: a date in the past, oneself as object.
  case recordRefused = "record-refused"
}

/// The two kinds of file in the state directory.
package enum StateFile: String, Equatable, Sendable {
  case pins
  case directory
}

/// What is kept when an answer fails a check, and who should hear of it.
package struct Evidence: Equatable, Sendable {
  /// The file with the request and the answer; nil when it could not be written.
  package let path: String?
  /// The names of the FG and deputies in the directory; empty before it could be read.
  package let officers: [String]

  package init(path: String?, officers: [String]) {
    self.path = path
    self.officers = officers
  }

  package static let none = Evidence(path: nil, officers: [])
}

/// A refusal by policy: a code, the number of its log entry, and the ways on.
package struct Refusal: Equatable, Sendable {
  package let code: String
  /// Index of the leaf; `kluis toegang explain` takes it.
  package let reference: Int
  package let sections: [String]
  /// Codes of what may be done instead.
  package let ways: [String]
  /// Where a proposed policy set is wrong.
  package let policy: PolicyPlace?

  /// A place in a policy file and the rule that it breaks, by the names in `Policies/README.md`.
  package struct PolicyPlace: Equatable, Sendable {
    package let file: String
    package let place: String
    package let rule: String
  }

  package init(
    code: String, reference: Int, sections: [String], ways: [String], policy: PolicyPlace? = nil
  ) {
    self.code = code
    self.reference = reference
    self.sections = sections
    self.ways = ways
    self.policy = policy
  }
}
