// What each fault is called, in both languages.

extension Problem.Fault {
  package var phrase: Phrase {
    switch self {
    case .tooLarge(let limit):
      Phrase("groter dan \(limit) bytes", "larger than \(limit) bytes")
    case .notJSON(let why):
      Phrase("geen geldige JSON (\(why.dutch))", "not valid JSON (\(why.english))")
    case .wrongSchema:
      Phrase(
        "moet \"\(GezinFile.schema)\" zijn", "must be \"\(GezinFile.schema)\"")
    case .missing: Phrase("ontbreekt", "is missing")
    case .unknownKey: Phrase("onbekende sleutel", "unknown key")
    case .wrongType(let expected): expected.phrase
    case .emptyText: Phrase("is leeg", "is empty")
    case .textTooLong(let limit):
      Phrase("langer dan \(limit) tekens", "longer than \(limit) characters")
    case .tooMany(let limit): Phrase("meer dan \(limit)", "more than \(limit)")
    case .tooManyAttachments(let limit):
      Phrase("meer dan \(limit) bijlagen", "more than \(limit) attachments")
    case .tooFew: Phrase("noemt niemand", "names nobody")
    case .notADate(let found):
      Phrase("\(found) is geen datum", "\(found) is not a date")
    case .notABSN: Phrase("is geen geldig BSN", "is not a valid BSN")
    case .notHex(let count):
      Phrase(
        "dit zijn geen \(2 * count) hexadecimale cijfers",
        "these are not \(2 * count) hexadecimal digits")
    case .notAnID(let found):
      Phrase("\(found) is geen geldige id", "\(found) is not a valid id")
    case .notAPath(let found):
      Phrase(
        "\(found) is geen pad van een bestand in of onder de map van dit bestand",
        "\(found) is not the path of a file in or below the folder of this file")
    case .notAFileName:
      Phrase("is geen geldige bestandsnaam", "is not a valid file name")
    case .notAMediaType:
      Phrase(
        "is geen mediatype, zoals application/pdf", "is not a media type, such as application/pdf")
    case .wrongParts:
      Phrase("past niet bij de grootte", "does not fit the size")
    case .notOneOf(let words, let found):
      Phrase(
        "\(found) is geen van: \(words.joined(separator: ", "))",
        "\(found) is none of: \(words.joined(separator: ", "))")
    case .outOfRange(let range):
      Phrase(
        "moet van \(range.lowerBound) tot en met \(range.upperBound) zijn",
        "must be from \(range.lowerBound) to \(range.upperBound)")
    case .duplicate(let found):
      Phrase("\(found) komt al eerder voor", "\(found) occurs before")
    case .noSuchPerson(let found):
      Phrase("\(found) is geen betrokkene", "\(found) is not one of the persons")
    case .noSuchEntry:
      Phrase(
        "hoort bij geen stuk van dit bestand",
        "belongs to no entry of this file")
    case .notAChild(let found):
      Phrase("\(found) is geen kind", "\(found) is not a child")
    case .notAParent(let found):
      Phrase("\(found) is geen ouder of verzorger", "\(found) is not a parent or carer")
    case .opinionNeedsOwner:
      Phrase("een mening moet zeggen van wie", "an opinion must say whose")
    case .voiceNeedsOwner:
      Phrase("een stem moet zeggen van wie", "a voice must say whose")
    case .labelHoldsNoEntries:
      Phrase(
        "etiket bevat alleen het etiket", "etiket holds nothing but the label")
    case .endBeforeStart:
      Phrase("ligt voor het begin", "is before the start")
    case .toldTooLate:
      Phrase(
        "ligt na het opheffen; wie erom vroeg hoort het eerst",
        "is after the lifting; who asked for it is told first")
    case .moreProblems:
      Phrase("en nog meer", "and more")
    }
  }
}

extension Problem.Expected {
  fileprivate var phrase: Phrase {
    switch self {
    case .object: Phrase("moet een object zijn", "must be an object")
    case .list: Phrase("moet een lijst zijn", "must be a list")
    case .text: Phrase("moet tekst zijn", "must be text")
    case .number: Phrase("moet een geheel getal zijn", "must be a whole number")
    case .flag: Phrase("moet true of false zijn", "must be true or false")
    }
  }
}
