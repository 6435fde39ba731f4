package import Calendar
package import Vocabulary

/// What a bundle is, from whom, for whom, on which ground, and what is in it: the part that is signed.
///
/// Canonical JSON.
/// - Source: Docs/protocol.md, Bundle and page
package struct Manifest: Equatable, Sendable {
  package static let schema = "dossierkluis/overdracht/1"
  /// The two names that stand first in the archive, in this order.
  package static let name = "manifest.json"
  package static let signatureName = "manifest.json.minisig"
  /// What every bundle has besides.
  package static let pageName = "overdracht.html"
  package static let dataName = "overdracht.json"
  package static let attachments = "bijlagen"

  /// Random; names the bundle in log, receipt and status.
  package let bundle: Identifier
  package let sender: Sender
  /// All of them: who is not among them was not meant.
  package let recipients: [Recipient]
  package let purpose: String
  package let ground: Ground
  /// Milliseconds UTC.
  package let created: Int64
  /// The last day on which it counts as current; it opens afterwards, and its reader is told.
  package let validUntil: CalendarDate
  package let entries: [EntryRevision]
  /// In the order of their paths.
  package let files: [File]
  /// The sender's newest checkpoint of the log: a signed note.
  package let checkpoint: String
  /// Parts that a complete overdracht has and this one has not, each with the reason.
  package let missing: [MissingPart]

  package init(
    bundle: Identifier, sender: Sender, recipients: [Recipient], purpose: String, ground: Ground,
    created: Int64, validUntil: CalendarDate, entries: [EntryRevision], files: [File],
    checkpoint: String,
    missing: [MissingPart] = []
  ) {
    self.bundle = bundle
    self.sender = sender
    self.recipients = recipients
    self.purpose = purpose
    self.ground = ground
    self.created = created
    self.validUntil = validUntil
    self.entries = entries
    self.files = files.sorted { $0.path < $1.path }
    self.checkpoint = checkpoint
    self.missing = missing
  }

  /// Whether its reader must ask for a newer one.
  package func isExpired(on today: CalendarDate) -> Bool { validUntil < today }

  /// Who sealed it.
  package struct Sender: Equatable, Sendable {
    package let institution: String
    /// The vault's name.
    package let origin: String
    /// Who at the institution a reader can call.
    package let contact: String
    /// How to reach the FG (AVG 38(4)).
    package let fg: String
    /// Where an answer can be sealed to: an age recipient.
    package let replyTo: String?

    package init(
      institution: String, origin: String, contact: String, fg: String, replyTo: String? = nil
    ) {
      self.institution = institution
      self.origin = origin
      self.contact = contact
      self.fg = fg
      self.replyTo = replyTo
    }
  }

  /// One for whom the bundle is meant.
  package enum Recipient: Equatable, Sendable {
    /// A partner of the directory, with the age recipient it was sealed to.
    case key(partner: Identifier, name: String, age: String)
    /// Whoever was given the code.
    case code(name: String)

    package var name: String {
      switch self {
      case .key(_, let name, _), .code(let name): name
      }
    }
  }

  /// Why it may be shared (R18).
  package enum Ground: Equatable, Sendable {
    /// The family agreed: the entry in which that is recorded.
    case consent(entry: Identifier)
    /// A ground without consent; `told` says whether the family was told, or why not.
    case without(ground: String, told: String)
  }

  /// A revision that is in the bundle, so that a later correction knows whom to tell (R14).
  package struct EntryRevision: Equatable, Sendable {
    package let section: Section
    package let entry: Identifier
    package let revision: UInt32

    package init(section: Section, entry: Identifier, revision: UInt32) {
      self.section = section
      self.entry = entry
      self.revision = revision
    }
  }

  package struct File: Equatable, Sendable {
    package let path: String
    package let size: Int64
    /// 32 bytes.
    package let sha256: [UInt8]

    package init(path: String, size: Int64, sha256: [UInt8]) {
      self.path = path
      self.size = size
      self.sha256 = sha256
    }
  }

  package struct MissingPart: Equatable, Sendable {
    package let part: String
    package let reason: String

    package init(part: String, reason: String) {
      self.part = part
      self.reason = reason
    }
  }
}
