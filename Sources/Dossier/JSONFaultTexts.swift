import StrictJSON

// Why a file is no JSON, in both languages; StrictJSON itself speaks English only.

extension JSONError {
  /// The fault and its line, without the place.
  var phrase: Phrase {
    guard let line else { return fault.phrase }
    return Phrase("\(fault.phrase.dutch), regel \(line)", "\(fault.phrase.english), line \(line)")
  }
}

extension JSONFault {
  fileprivate var phrase: Phrase { Phrase(dutch, description) }

  private var dutch: String {
    switch self {
    case .tooLong(let limit): "langer dan \(limit) bytes"
    case .tooDeep(let limit): "dieper genest dan \(limit)"
    case .stringTooLong(let limit): "een tekst langer dan \(limit) bytes"
    case .tooManyMembers(let limit): "een object met meer dan \(limit) sleutels"
    case .tooManyElements(let limit): "een lijst met meer dan \(limit) onderdelen"
    case .unexpectedEnd: "de tekst houdt te vroeg op"
    case .trailingData: "er staat nog tekst na het einde"
    case .byteOrderMark: "begint met een byte order mark"
    case .invalidUTF8: "geen geldige UTF-8"
    case .controlCharacter: "een stuurteken in een tekst"
    case .badEscape: "een escape die hier niet mag"
    case .loneSurrogate: "een half surrogaatpaar"
    case .duplicateKey: "dezelfde sleutel staat er twee keer"
    case .integerOutOfRange: "een te groot getal"
    case .notAnInteger: "een getal dat niet geheel is"
    case .leadingZero: "een getal dat met een nul begint"
    case .negativeZero: "min nul"
    default: "er staat iets anders dan verwacht"
    }
  }
}
