import CommandTree
import Desk
import Directory
import Records
import VaultService

// What the modules below say went wrong, as this tool tells it.

extension Failure {
  init(_ error: ContextBox.BoxError) {
    if case .memory = error {
      self = .memory
      return
    }
    self.init(
      ExitCode.data, "box",
      Text(
        nl: "een verzegelde sleutel opent niet of hoort op een andere plaats",
        en: "a sealed key does not open or belongs in another place"),
      hint: Text(nl: "meld dit aan de FG", en: "report it to the FG"))
  }

  init(_ error: FoundingError) {
    switch error {
    case .notEmpty(let path):
      self.init(
        ExitCode.failed, "folder-there",
        Text(nl: "\(path) is geen lege map", en: "\(path) is not an empty folder"),
        hint: Text(
          nl: "noem een map die nog niet bestaat; een kluis wordt nooit overschreven",
          en: "name a folder that does not exist yet; a vault is never overwritten"))
    case .unfinished(let path):
      self.init(
        ExitCode.failed, "unfinished",
        Text(
          nl: "\(path) is over van een afgebroken poging",
          en: "\(path) is left of an attempt that was cut off"),
        hint: Text(
          nl: "kijk of er geen andere init loopt en verwijder \(path)",
          en: "see that no other init runs, then remove \(path)"))
    case .origin(let origin):
      self.init(
        ExitCode.data, "wrong-origin",
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
        ExitCode.failed, "founding",
        Text(
          nl: "de kluis is niet gemaakt: \(error)", en: "the vault was not made: \(error)"),
        hint: Text(
          nl: "controleer de vrije ruimte en de rechten van de map",
          en: "check the space that is left and the folder's rights"))
    }
  }
}
