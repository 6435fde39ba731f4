import AuditLog
import Records
import Sodium
import StrictJSON
import Vocabulary

/// One request as a call builds it, and what its leaves must say.
struct Ask {
  let method: String
  let args: JSONValue
  /// The action of the last leaf.
  let action: LogAction
  /// The actions of the leaves before it, in order.
  var earlier: [LogAction] = []
  /// The action when the act turns out to have one entry only (a second that completes nothing).
  var alone: LogAction?
  var dossier: Identifier?
  /// The bundle that each entry must name.
  var bundle: Identifier?
  /// Set when only the service knows which dossier the entry is about: an explanation by reference.
  var anyDossier = false
  var purpose: Purpose?
  /// Ciphertext beside the body.
  var rows: [UInt8] = []
  /// Words that go with it; the first leaf of a permit must hold them.
  var words: SealedWords?
  /// Whether the act changes something: it is then sent again, under the same key, when its answer is
  /// lost, and done once.
  var isWrite: Bool {
    switch action {
    case .append, .attachmentPut, .sectionCreate, .involvement, .grant, .requestAct, .noodtoegang,
      .second, .policy, .directory, .refreshPropose, .refreshCheck, .bundleSeal, .bundleReady,
      .bundlePlace, .bundleSend, .bundleRecall, .bundleConfirm:
      true
    default: false
    }
  }
  var isOfBundle: Bool { method.hasPrefix("bundle.") }
  /// Whether it is a piece of work that takes long, such as a large file: a broken connection is then
  /// made again more than once, and what only reads is asked again too.
  var isLongWork = false
  /// Whether the call goes on when its receipt fails, in a dossier to which this member has
  /// noodtoegang: content that a life may hang on is shown, with the evidence beside it.
  var goesOnUnproven = false
  /// Whether `fail` with this code is an answer that the call can use.
  var usableFailure: String?
}

/// An answer of which MAC, spelling, receipt and the common fields of the leaves were checked.
final class Reply {
  let fields: JSONObject
  let outcome: LogOutcome
  let leaf: LogEntry
  /// The leaves before the last one, in order.
  let earlier: [LogEntry]
  let links: [UInt8]
  /// A part of the message that came.
  let rows: ArraySlice<UInt8>
  /// What the receipt proves: the newest state of the log; nil when it proves nothing.
  let pin: Pin?
  /// Why the receipt is not believed, when the call goes on all the same.
  ///
  /// Nothing of `leaf` may be relied on then.
  var unproven: Unproven?
  /// The opened secrets; nil when the answer has none, or they were taken.
  private var secrets: SecretBytes?
  /// Heads that the call found proven; they become pins when the call is done.
  var heads: [Identifier: Head] = [:]

  init(
    fields: JSONObject, outcome: LogOutcome, leaf: LogEntry, earlier: [LogEntry], links: [UInt8],
    rows: ArraySlice<UInt8>, pin: Pin?, secrets: consuming SecretBytes?
  ) {
    self.fields = fields
    self.outcome = outcome
    self.leaf = leaf
    self.earlier = earlier
    self.links = links
    self.rows = rows
    self.pin = pin
    self.secrets = secrets
  }

  /// Hands the secrets over, once.
  func takeSecrets() -> SecretBytes? { secrets.take() }
}
