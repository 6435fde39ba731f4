/// A part of a dossier with a key of its own; the unit of wrapping and of policy.
///
/// The raw value is the byte in an entry's header.
package enum Section: UInt8, CaseIterable, Sendable {
  case etiket = 1
  case kern = 2
  case plannen = 3
  case journaal = 4
  case onderzoek = 5
  case juridisch = 6

  /// The one spelling in records, policy files and on the command line.
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

  /// The section with this exact name; nil when there is none.
  package init?(name: String) {
    guard let section = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = section
  }
}

extension Section: Comparable {
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
