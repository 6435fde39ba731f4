// Overdracht, Document: what a person reads, as one HTML page without script, address or picture from outside.
//
// It is read in two places: unpacked on somebody's disk, where its own small style counts, and in the frame of
// the self-opening page, which takes that style away and has one of its own. So nothing is said by colour,
// place or style alone, and both styles know the same few classes: `notice warn`, `facts`, `fact`, `opinion`,
// `tag`, `quiet`.
//
//   OverdrachtDocument   what is in it, and `render`
//   DocumentPage         the HTML; every text becomes harmless there and nowhere else
//   DocumentWords        the fixed Dutch, at B1
//
// What can hurt somebody stands above what explains: what is missing, whom to call, who watches, what may not
// happen. It makes nothing up: what was not shared is named, or said to be absent.

package import Calendar
package import Dossier
package import Vocabulary

/// What of a dossier one receiver gets, with whom it is from and what for.
package struct OverdrachtDocument: Sendable {
  /// Why it may be shared, in words (R18).
  package enum Ground: Equatable, Sendable {
    /// Names of who agreed, and when.
    case consent(by: [String], on: CalendarDate?)
    /// The ground of the policy, in its words; and whether the family knows, or why not.
    case without(ground: String, told: String)
  }

  /// A file of the bundle beside this page.
  package struct Attachment: Equatable, Sendable {
    /// Its path in the bundle.
    package let path: String
    /// Bytes.
    package let size: Int64
    /// Its name in the dossier, or what it is; nil when the path says it.
    package let about: String?

    package init(path: String, size: Int64, about: String? = nil) {
      self.path = path
      self.size = size
      self.about = about
    }
  }

  package var view: DossierView
  package var bundle: Identifier
  package var sender: Manifest.Sender
  package var recipients: [Manifest.Recipient]
  package var purpose: String
  package var ground: Ground
  /// What a whole overdracht has and this one has not.
  package var missing: [Manifest.MissingPart]
  /// Sections of which something may be in `view`: what is empty in these is empty, in others not shared.
  package var sections: Set<Section>
  /// Milliseconds UTC; ages and terms are of this day in the Netherlands.
  package var created: Int64
  package var validUntil: CalendarDate
  package var attachments: [Attachment]

  package init(
    view: DossierView, bundle: Identifier, sender: Manifest.Sender,
    recipients: [Manifest.Recipient], purpose: String, ground: Ground,
    missing: [Manifest.MissingPart], sections: Set<Section>, created: Int64,
    validUntil: CalendarDate, attachments: [Attachment] = []
  ) {
    self.view = view
    self.bundle = bundle
    self.sender = sender
    self.recipients = recipients
    self.purpose = purpose
    self.ground = ground
    self.missing = missing
    self.sections = sections
    self.created = created
    self.validUntil = validUntil
    self.attachments = attachments
  }

  /// The page, UTF-8; the same value gives the same bytes.
  package func render() -> [UInt8] {
    var page = DocumentPage(title: "\(DocumentWords.title), \(sender.institution)")
    page.heading(1, DocumentWords.title)
    page.paragraph([.text(DocumentWords.confidential)])
    whatIsMissing(on: &page)
    whomToCall(on: &page)
    aboutTheBundle(on: &page)
    safety(on: &page)
    family(on: &page)
    persons(on: &page)
    terms(on: &page)
    scores(on: &page)
    plans(on: &page)
    entries(on: &page)
    files(on: &page)
    return page.finish()
  }

  /// The day on which it was made.
  var today: CalendarDate { DutchClock(milliseconds: created)?.date ?? .earliest }

  /// A person's name, or the words themselves when no such person is in the bundle.
  func name(_ id: String) -> String { view.betrokkene(id)?.naam ?? id }
}
