package import CommandTree

// Why a sealed file of keys does not open.

extension Texts {
  package static func wrongPassphrase(_ path: String) -> Text {
    Text(
      nl: "de wachtzin klopt niet, of \(path) is veranderd",
      en: "the passphrase is wrong, or \(path) was changed")
  }
  package static let tryPassphrase = Text(
    nl: "probeer het opnieuw; weet u haar zeker, neem dan het bestand uit uw kopie",
    en: "try again; if you are sure of it, take the file from its copy")
  package static func identityMalformed(_ path: String) -> Text {
    Text(nl: "\(path) is misvormd of veranderd", en: "\(path) is malformed or was changed")
  }
  package static func identityInconsistent(_ path: String) -> Text {
    Text(
      nl: "de sleutels in \(path) horen niet bij elkaar",
      en: "the keys in \(path) do not belong together")
  }
  package static let identityCopy = Text(
    nl: "neem het bestand uit uw kopie, of maak het opnieuw",
    en: "take the file from its copy, or make it anew")
  package static let identityInput = Text(
    nl: "deze naam kan niet, of de wachtzin is leeg",
    en: "this name cannot be used, or the passphrase is empty")
  package static let inputForm = Text(
    nl: "een naam: 1 tot 200 bytes zonder stuurtekens; een kluis: a-z, 0-9, punt en streepje",
    en: "a name: 1 to 200 bytes, no control characters; a vault: a-z, 0-9, dots and dashes")
  package static let stretchFailed = Text(
    nl: "er is te weinig geheugen om de wachtzin te verwerken",
    en: "there is too little memory to work on the passphrase")
  package static let freeMemory = Text(
    nl: "sluit andere programma's en probeer het opnieuw",
    en: "close other programs and try again")
}
