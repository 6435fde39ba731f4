/// A name as it is compared: lower case, no diacritics, single spaces.
///
/// Unicode normalisation forms are not at hand without Foundation. Instead each letter is replaced
/// by the letter that its Unicode name says it is a form of ("LATIN SMALL LETTER E WITH DIAERESIS"
/// is an e) and combining marks are dropped, so composed and decomposed spellings meet. Hyphens,
/// apostrophes and points count as spaces: El-Idrissi is El Idrissi. Other scripts stay as they are.
package enum NormalisedName {
  package static func of(_ text: String) -> String {
    var plain = ""
    for scalar in text.lowercased().unicodeScalars { append(scalar, to: &plain) }
    return plain.split(separator: " ").joined(separator: " ")
  }

  private static func append(_ scalar: Unicode.Scalar, to plain: inout String) {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return
    case .dashPunctuation, .spaceSeparator, .lineSeparator, .paragraphSeparator:
      plain += " "
      return
    default: break
    }
    switch scalar {
    case "'", "\u{2018}", "\u{2019}", "\u{02BC}", "`", ".": plain += " "
    case "ß": plain += "ss"
    case "æ": plain += "ae"
    case "œ": plain += "oe"
    case "\u{0133}": plain += "ij"
    case "ı": plain += "i"
    default: plain.unicodeScalars.append(base(of: scalar) ?? scalar)
    }
  }

  private static func base(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
    guard !scalar.isASCII, let name = scalar.properties.name else { return nil }
    let words = name.split(separator: " ")
    guard words.count > 4, words[0] == "LATIN", words[1] == "SMALL", words[2] == "LETTER",
      words[4] == "WITH", words[3].utf8.count == 1
    else { return nil }
    return words[3].lowercased().unicodeScalars.first
  }
}
