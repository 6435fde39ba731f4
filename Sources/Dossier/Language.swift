/// The language of a text that people read; Dutch unless someone asks.
package enum Language: String, CaseIterable, Sendable {
  case dutch = "nl"
  case english = "en"
}

/// One text in both languages, so that neither can be forgotten.
package struct Phrase: Equatable, Sendable {
  package let dutch: String
  package let english: String

  package init(_ dutch: String, _ english: String) {
    self.dutch = dutch
    self.english = english
  }

  package func text(_ language: Language) -> String {
    switch language {
    case .dutch: dutch
    case .english: english
    }
  }
}
