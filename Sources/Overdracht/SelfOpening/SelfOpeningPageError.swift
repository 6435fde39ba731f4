/// Why no page was made.
package enum SelfOpeningPageError: Error, Equatable, CustomStringConvertible {
  case notAnAgeFile
  /// Its bytes.
  case tooLarge(Int)

  package var description: String {
    switch self {
    case .notAnAgeFile: "what was to go into the page is no binary age file"
    case .tooLarge(let count):
      "\(count) bytes are too many for a page; it takes \(SelfOpeningPage.mostBytes)"
    }
  }

  /// What to do next.
  package var hint: String {
    switch self {
    case .notAnAgeFile: "seal the bundle for a code, without armor"
    case .tooLarge: "send the age file itself with the opener, or send the attachments apart"
    }
  }
}
