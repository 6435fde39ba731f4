import CommandTree
import Directory
import Dossier
import Records
import Socket
import Sodium
import VaultClient
import VaultService

// What the modules below say went wrong, as this tool tells it.

extension Failure {
  /// - Parameter path: the file that was meant, for the message.
  init(_ error: IdentityError, _ path: String) {
    let copy = Text(
      nl: "neem het bestand uit uw kopie, of maak het opnieuw",
      en: "take the file from its copy, or make it anew")
    switch error {
    case .passphrase:
      self.init(
        77, "passphrase",
        Text(
          nl: "de wachtwoordzin klopt niet, of \(path) is veranderd",
          en: "the passphrase is wrong, or \(path) was changed"),
        hint: Text(
          nl: "probeer het opnieuw; weet u haar zeker, neem dan het bestand uit uw kopie",
          en: "try again; if you are sure of it, take the file from its copy"))
    case .malformed, .proof, .inconsistent, .stretch(.limits), .stretch(.saltLength):
      self = .malformed(path, hint: copy)
    case .input:
      self.init(
        64, "bad-name",
        Text(
          nl: "deze naam kan niet, of niet als naam van een kluis",
          en: "this name cannot be used, or not as a vault's"),
        hint: Text(
          nl: "een naam: 1 tot 200 bytes zonder stuurtekens; een kluis: a-z, 0-9, punt en streepje",
          en: "a name: 1 to 200 bytes, no control characters; a vault: a-z, 0-9, dots and dashes"))
    case .stretch:
      self.init(
        1, "memory",
        Text(
          nl: "er is te weinig geheugen om de wachtwoordzin te verwerken",
          en: "there is too little memory to work on the passphrase"),
        hint: Text(
          nl: "sluit andere programma's en probeer het opnieuw",
          en: "close other programs and try again"))
    case .memory: self = .memory
    }
  }

  init(_ error: ContextBox.BoxError) {
    if case .memory = error {
      self = .memory
      return
    }
    self.init(
      65, "box",
      Text(
        nl: "een verzegelde sleutel opent niet of hoort op een andere plaats",
        en: "a sealed key does not open or belongs in another place"),
      hint: Text(nl: "meld dit aan de FG", en: "report it to the FG"))
  }

  init(_ error: FoundingError) {
    switch error {
    case .notEmpty(let path):
      self.init(
        1, "folder-there",
        Text(nl: "\(path) is geen lege map", en: "\(path) is not an empty folder"),
        hint: Text(
          nl: "noem een map die nog niet bestaat; een kluis wordt nooit overschreven",
          en: "name a folder that does not exist yet; a vault is never overwritten"))
    case .unfinished(let path):
      self.init(
        1, "unfinished",
        Text(
          nl: "\(path) is over van een afgebroken poging",
          en: "\(path) is left of an attempt that was cut off"),
        hint: Text(
          nl: "kijk of er geen andere init loopt en verwijder \(path)",
          en: "see that no other init runs, then remove \(path)"))
    case .origin(let origin):
      self.init(
        65, "wrong-origin",
        Text(
          nl: "de sleutel van de instelling is van een andere kluis: \(origin)",
          en: "the institution key belongs to another vault: \(origin)"),
        hint: Text(
          nl: "geef met --origin de naam waarvoor de sleutel gemaakt is",
          en: "give the name that the key was made for with --origin"))
    case .directory(let error): self.init(error)
    case .file(let fault): self.init(fault)
    case .memory: self = .memory
    case .keystore, .opening, .database, .log:
      self.init(
        1, "founding",
        Text(
          nl: "de kluis is niet gemaakt: \(error)", en: "the vault was not made: \(error)"),
        hint: Text(
          nl: "controleer de vrije ruimte en de rechten van de map",
          en: "check the space that is left and the folder's rights"))
    }
  }

  init(_ error: ClientError) {
    self.init(
      error.exitCode, error.code, Text(nl: error.what.dutch, en: error.what.english),
      hint: Text(nl: error.next.dutch, en: error.next.english))
  }

  init(_ error: SocketError) {
    if error.exit == 64 {
      self.init(
        64, "bad-address",
        Text(
          nl: "KLUIS_HOST is geen adres van een kluis",
          en: "KLUIS_HOST is not a vault's address"),
        hint: Text(
          nl: "schrijf unix:/pad/naar/socket of ssh://gebruiker@host[:poort]",
          en: "write unix:/path/to/socket or ssh://user@host[:port]"))
    } else {
      self.init(ClientError(error))
    }
  }
}
