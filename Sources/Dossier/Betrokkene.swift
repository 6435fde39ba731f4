package import Calendar

/// A person of the family system.
package struct Betrokkene: Equatable, Sendable {
  /// Local to the file or dossier; what `over`, `kind` and `vanWie` point to.
  package var id: String
  package var rol: Rol
  package var voornaam: String
  package var achternaam: String
  package var geboortedatum: CalendarDate?
  package var bsn: BSN?
  package var gezag: Bool?
  package var adres: String?
  /// The address must not become known (R13); nil and false both say that it may.
  package var geheimAdres: Bool?
  package var telefoon: String?
  /// What this person is to the children: "oom, broer van moeder".
  package var relatie: String?
  /// Whom a child can turn to (R8).
  package var vertrouwenspersoon: String?
  package var afgeschermdVoor: [Afscherming] = []

  package init(
    id: String, rol: Rol, voornaam: String, achternaam: String,
    geboortedatum: CalendarDate? = nil, bsn: BSN? = nil, gezag: Bool? = nil,
    adres: String? = nil, geheimAdres: Bool? = nil, telefoon: String? = nil,
    relatie: String? = nil, vertrouwenspersoon: String? = nil, afgeschermdVoor: [Afscherming] = []
  ) {
    self.id = id
    self.rol = rol
    self.voornaam = voornaam
    self.achternaam = achternaam
    self.geboortedatum = geboortedatum
    self.bsn = bsn
    self.gezag = gezag
    self.adres = adres
    self.geheimAdres = geheimAdres
    self.telefoon = telefoon
    self.relatie = relatie
    self.vertrouwenspersoon = vertrouwenspersoon
    self.afgeschermdVoor = afgeschermdVoor
  }

  /// First and last name as they are said.
  package var naam: String { "\(voornaam) \(achternaam)" }
}

/// What a person is in the family system.
package enum Rol: String, CaseIterable, Sendable {
  case kind
  case ouder
  case verzorger
  case netwerk
}
