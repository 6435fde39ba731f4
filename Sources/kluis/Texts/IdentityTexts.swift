import CommandTree

// Why an identity file does not open.

extension Texts {
  static let wrongPassphrase = Text(
    nl: "de wachtwoordzin klopt niet, of het bestand is veranderd",
    en: "the passphrase is wrong, or the file was changed")
  static let tryPassphrase = Text(
    nl: "probeer het opnieuw; weet u haar zeker, neem dan het bestand uit uw kopie",
    en: "try again; if you are sure of it, take the file from its copy")
  static let identityMalformed = Text(
    nl: "het identiteitsbestand is beschadigd", en: "the identity file is damaged")
  static let identityInconsistent = Text(
    nl: "de sleutels in het identiteitsbestand horen niet bij elkaar",
    en: "the keys in the identity file do not belong together")
  static let identityCopy = Text(
    nl: "neem het bestand uit uw kopie, of schrijf u opnieuw in",
    en: "take the file from its copy, or enrol anew")
  static let identityInput = Text(
    nl: "een lege wachtwoordzin kan niet", en: "the passphrase cannot be empty")
  static let stretchFailed = Text(
    nl: "er is te weinig geheugen om de wachtwoordzin te verwerken",
    en: "there is too little memory to work on the passphrase")
  static let freeMemory = Text(
    nl: "sluit andere programma's en probeer het opnieuw",
    en: "close other programs and try again")
}
