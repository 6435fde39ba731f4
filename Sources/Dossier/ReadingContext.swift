package import Calendar
package import Vocabulary

/// What a text needs to know besides the contents: the day, and what this reader did not get.
package struct ReadingContext: Sendable {
  /// Ages and terms are computed on this day.
  package var today: CalendarDate
  /// Sections of which this reader was sent everything that is there.
  package var opened: Set<Section>
  /// Why each other section is closed; one that is in neither is shown as closed without reason.
  package var notOpened: [Section: NotOpened]
  /// Entries in an opened section that were destroyed and left a tombstone.
  package var destroyed: [Section: Int]
  /// Lines that stand above everything: emergency access, waarneming, a hold.
  package var notices: [String]
  package var journalOrder: JournalOrder
  /// Who agreed to the ground of what was collected without the family's knowledge, by entry.
  package var grounds: [String: String] = [:]

  package init(
    today: CalendarDate, opened: Set<Section> = Set(Section.allCases),
    notOpened: [Section: NotOpened] = [:], destroyed: [Section: Int] = [:],
    notices: [String] = [], journalOrder: JournalOrder = .newestFirst
  ) {
    self.today = today
    self.opened = opened
    self.notOpened = notOpened
    self.destroyed = destroyed
    self.notices = notices
    self.journalOrder = journalOrder
  }
}

/// In which order a section's entries are read.
package enum JournalOrder: Sendable {
  case newestFirst
  case chronological
}

/// Why a section is not there for this reader.
package enum NotOpened: Equatable, Sendable {
  case role
  case notAsked
  case noGrant
  case restricted
  case destroyed
  case other(Phrase)

  var phrase: Phrase {
    switch self {
    case .role:
      Phrase("uw rol leest deze sectie niet", "your role does not read this section")
    case .notAsked: Phrase("niet gevraagd", "not asked for")
    case .noGrant:
      Phrase("hiervoor is geen toegang verleend", "no access was granted for this")
    case .restricted:
      Phrase("het gebruik is beperkt (AVG artikel 18)", "use is restricted (GDPR article 18)")
    case .destroyed: Phrase("vernietigd", "destroyed")
    case .other(let phrase): phrase
    }
  }
}
