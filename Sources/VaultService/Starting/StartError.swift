import Policy
import Sodium
import Store
package import Wire

/// Why the service does not start: what is wrong, and what to do.
package enum StartError: Error, CustomStringConvertible {
  case file(OpeningFault)
  /// A file, or what the start needs, is missing, closed to us or open to others.
  case unavailable(OpeningFault)
  case keystore(String, hint: String)
  /// Both files are of vaults, but not of the same one.
  case originsDiffer
  /// `keystore.db` has seen more of the log than `vault.db` holds.
  case logShorter(recorded: Int, found: Int)
  /// The log's tree at the recorded size is not the one that was recorded.
  case logChanged(size: Int)
  /// `restore.json` does not count, or not yet.
  case restore(String, hint: String)
  /// A leaf or tile is missing or unreadable.
  case logDamaged
  case directory(String)
  /// The signed records, or the rows that follow from them, do not hold.
  case rights(String)
  case policy(String, hint: String)
  /// The set in force in `vault.db` is not what its hash says.
  case policyDamaged
  case serviceKey(String)
  case memory(String, hint: String)
  case log(WireError)
  case thread

  /// A file that cannot be used, in the words of who looked.
  package struct OpeningFault: Sendable {
    package let text: String
    package let hint: String

    package init(_ text: String, hint: String) {
      self.text = text
      self.hint = hint
    }
  }

  package var description: String {
    switch self {
    case .file(let fault), .unavailable(let fault): fault.text
    case .keystore(let text, _): text
    case .originsDiffer: "vault.db and keystore.db belong to different vaults"
    case .logShorter(let recorded, let found):
      "vault.db is older than keystore.db: its log has \(found) entries, \(recorded) were recorded"
    case .logChanged(let size): "the log was changed below entry \(size)"
    case .logDamaged: "the log in vault.db is damaged"
    case .directory(let text): "the directory in vault.db does not hold: \(text)"
    case .rights(let text): "who may open what cannot be proved from vault.db: \(text)"
    case .policy(let text, _), .restore(let text, _): text
    case .policyDamaged: "the policy in vault.db is damaged"
    case .serviceKey(let text): "service.key: \(text)"
    case .memory(let text, _): text
    case .log(let error): "the start could not be logged: \(error)"
    case .thread: "no thread could be started"
    }
  }

  package var hint: String {
    switch self {
    case .file(let fault), .unavailable(let fault): fault.hint
    case .keystore(_, let hint), .policy(_, let hint), .memory(_, let hint),
      .restore(_, let hint):
      hint
    case .originsDiffer: "put the two files of one vault together"
    case .logShorter:
      "put the newest vault.db back; if it is lost, see Docs/ramp.md: a beheerder and the FG sign a restore record"
    case .logChanged, .logDamaged, .directory, .rights, .policyDamaged:
      "keep the files as evidence, tell the FG, restore the newest backup of vault.db"
    case .serviceKey:
      "restore service.key (64 bytes of hexadecimal, mode 0600) from where it is kept"
    case .log(let error): error.hint
    case .thread: "raise the limit of processes for this service"
    }
  }
}

extension StartError {
  /// The exit code of a service that does not start: 65 for what was changed, 69 for what is missing.
  package var exit: Int32 {
    switch self {
    case .originsDiffer, .logShorter, .logChanged, .logDamaged, .directory, .rights, .policyDamaged,
      .restore:
      65
    case .keystore, .file, .serviceKey, .policy: 65
    case .unavailable, .memory, .log, .thread: 69
    }
  }
}
