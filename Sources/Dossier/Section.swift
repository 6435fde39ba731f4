/// A section of a dossier: the unit that is sealed, opened and granted.
///
/// The raw value is the section byte of an entry header.
/// Source: Docs/protocol.md, "Entry and link".
package enum Section: UInt8, CaseIterable, Sendable, Comparable, Hashable {
  case etiket = 1
  case kern = 2
  case plannen = 3
  case journaal = 4
  case onderzoek = 5
  case juridisch = 6

  /// The word that people and files use for this section.
  package var name: String {
    switch self {
    case .etiket: "etiket"
    case .kern: "kern"
    case .plannen: "plannen"
    case .journaal: "journaal"
    case .onderzoek: "onderzoek"
    case .juridisch: "juridisch"
    }
  }

  /// The section with this word, exactly spelled; nil for any other.
  package init?(name: String) {
    guard let match = Section.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  package static func < (left: Section, right: Section) -> Bool {
    left.rawValue < right.rawValue
  }
}
