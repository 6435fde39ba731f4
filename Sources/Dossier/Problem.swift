/// One thing that is wrong with a file, with its place.
///
/// No message repeats a name, a text or a BSN from the file: a problem list ends up in mails.
/// Dates, ids, keys and words of a closed list are repeated, cut short and made harmless.
package struct Problem: Equatable, Sendable {
  /// Where, as a path: `entries[3].datum`; `bestand` for the file as a whole.
  package let place: String
  package let fault: Fault

  /// What is wrong there.
  package enum Fault: Equatable, Sendable {
    case tooLarge(limit: Int)
    case notJSON(Phrase)
    case wrongSchema
    case missing
    case unknownKey
    case wrongType(Expected)
    case emptyText
    case textTooLong(limit: Int)
    case tooMany(limit: Int)
    case tooManyAttachments(limit: Int)
    case tooFew
    case notADate(String)
    case notABSN
    case notAnID(String)
    case notAPath(String)
    case notAFileName
    case notAMediaType
    case wrongParts
    case notHex(bytes: Int)
    case notOneOf([String], found: String)
    case outOfRange(ClosedRange<Int>)
    case duplicate(String)
    case noSuchPerson(String)
    case noSuchEntry
    case notAChild(String)
    case notAParent(String)
    case opinionNeedsOwner
    case voiceNeedsOwner
    case labelHoldsNoEntries
    case endBeforeStart
    case toldTooLate
    case moreProblems
  }

  /// The kind of JSON value that belongs at a place.
  package enum Expected: Sendable {
    case object
    case list
    case text
    case number
    case flag
  }

  package init(place: String, fault: Fault) {
    self.place = place
    self.fault = fault
  }

  /// One line, such as `entries[3].datum: 2023-02-30 is geen datum`.
  package func text(_ language: Language) -> String {
    "\(place): \(fault.phrase.text(language))"
  }
}

/// Why a file or a plaintext was refused: every problem, in the order of the file.
package struct GezinFileError: Error, Equatable, CustomStringConvertible {
  package let problems: [Problem]

  package init(problems: [Problem]) {
    self.problems = problems
  }

  package func description(_ language: Language) -> String {
    problems.map { $0.text(language) }.joined(separator: "\n")
  }

  package var description: String { description(.dutch) }

  /// What to do next.
  package func hint(_ language: Language) -> String {
    Phrase(
      "Er is niets ingelezen. Herstel elke genoemde plaats en probeer het opnieuw.",
      "Nothing was imported. Repair every place named and try again."
    ).text(language)
  }
}
