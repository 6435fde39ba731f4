/// The languages that a person may be addressed in.
package enum Language: Sendable, CaseIterable {
  case nl
  case en

  /// Dutch when a locale name says so (`nl`, `nl_NL.UTF-8`, `nl-BE`), English for any other.
  package init(localeName: String?) {
    let name = localeName?.lowercased() ?? ""
    let language = name.prefix { $0 != "_" && $0 != "." && $0 != "-" && $0 != "@" }
    self = language == "nl" ? .nl : .en
  }
}

/// A sentence or a word in every language, so that none can be forgotten.
package struct Text: Equatable, Sendable {
  package let nl: String
  package let en: String

  package init(nl: String, en: String) {
    self.nl = nl
    self.en = en
  }

  /// A word that is the same in both languages.
  package init(same word: String) {
    self.init(nl: word, en: word)
  }

  package subscript(language: Language) -> String {
    switch language {
    case .nl: nl
    case .en: en
    }
  }
}
