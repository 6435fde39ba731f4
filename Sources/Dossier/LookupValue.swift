package import Calendar

/// Something a family can be found by: the input of a keyed tag, never stored or sent itself.
///
/// Both sides, writing and searching, must come to the same bytes; `normalise` says how.
package struct LookupValue: Hashable, Sendable {
  /// What it is; the raw value is the kind byte of a tag.
  ///
  /// Source: Docs/protocol.md, "secrets".
  package enum Kind: UInt8, CaseIterable, Sendable {
    case bsn = 1
    case naamGeboortedatum = 2
    case adres = 3
  }

  package let kind: Kind
  /// Normalised UTF-8.
  package let bytes: [UInt8]

  private init(_ kind: Kind, _ text: String) {
    self.kind = kind
    bytes = Array(text.utf8)
  }

  package static func bsn(_ bsn: BSN) -> LookupValue { LookupValue(.bsn, bsn.digits) }

  /// First name, last name with its particles, and birth date.
  package static func name(
    voornaam: String, achternaam: String, geboortedatum: CalendarDate
  ) -> LookupValue {
    let name = "\(NormalisedName.of(voornaam)) \(NormalisedName.of(achternaam))"
    return LookupValue(.naamGeboortedatum, "\(name) \(geboortedatum)")
  }

  /// Postcode and house number, or nil when the text has no such pair.
  ///
  /// Additions to the number do not count.
  package static func address(_ text: String) -> LookupValue? {
    PostalAddress(text).map { LookupValue(.adres, "\($0.postcode) \($0.number)") }
  }

  package static func address(postcode: String, huisnummer: String) -> LookupValue? {
    address("x \(huisnummer), \(postcode)")
  }
}

extension Betrokkene {
  /// What this person can be found by.
  ///
  /// A secret address gives none: otherwise anyone who may search could try addresses and learn
  /// that the family is there. Such a family is found by name or BSN.
  package func lookupValues() -> [LookupValue] {
    var values: [LookupValue] = []
    if let bsn { values.append(.bsn(bsn)) }
    if let geboortedatum {
      values.append(
        .name(voornaam: voornaam, achternaam: achternaam, geboortedatum: geboortedatum))
    }
    if geheimAdres != true, let value = adres.flatMap({ LookupValue.address($0) }) {
      values.append(value)
    }
    return values
  }
}

extension Gezin {
  /// What the family can be found by, each once, in the order of its persons.
  package func lookupValues() -> [LookupValue] {
    // An address that is secret for one person is secret for all who live there.
    let secret = Set(
      betrokkenen.filter { $0.geheimAdres == true }.compactMap { $0.adres }
        .compactMap { LookupValue.address($0) })
    var seen = secret
    return betrokkenen.flatMap { $0.lookupValues() }.filter { seen.insert($0).inserted }
  }
}
