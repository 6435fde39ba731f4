import CommandTree
import Sodium
import VaultService

// What goes wrong with files, memory and passphrases.

extension Failure {
  static let memory = Failure(
    1, "secret-memory",
    Text(
      nl: "er is geen afgeschermd geheugen voor sleutels", en: "no locked memory for keys is left"),
    hint: Text(
      nl: "verhoog de grens op vergrendeld geheugen (ulimit -l)",
      en: "raise the limit on locked memory (ulimit -l)"))

  static func exists(_ path: String) -> Failure {
    Failure(
      1, "file-there", Text(nl: "\(path) bestaat al", en: "\(path) exists already"),
      hint: Text(
        nl: "kies een andere naam; er wordt nooit iets overschreven",
        en: "choose another name; nothing is ever overwritten"))
  }

  static func notReadable(_ path: String) -> Failure {
    Failure(
      1, "file-not-readable", Text(nl: "\(path) is niet te lezen", en: "\(path) cannot be read"),
      hint: Text(nl: "controleer pad en rechten", en: "check the path and its rights"))
  }

  static func malformed(_ path: String, hint: Text? = nil) -> Failure {
    Failure(
      65, "file-malformed",
      Text(
        nl: "\(path) is misvormd of veranderd", en: "\(path) is malformed or was changed"),
      hint: hint
        ?? Text(
          nl: "vraag wie het maakte om een nieuw bestand",
          en: "ask whoever made it for a new file"))
  }

  init(_ fault: PrivateFile.Fault) {
    switch fault {
    case .exists(let path): self = .exists(path)
    case .system(let path, let code):
      self.init(
        1, "file-not-writable",
        Text(
          nl: "\(path) kan niet geschreven worden (errno \(code))",
          en: "\(path) could not be written (errno \(code))"),
        hint: Text(
          nl: "controleer de map, haar rechten en de vrije ruimte",
          en: "check the folder, its rights and the space that is left"))
    }
  }

  init(_ error: SecretReadError) {
    let typeIt = Text(
      nl: "typ haar, of geef één regel op de genoemde descriptor",
      en: "type it, or give one line on the descriptor that was named")
    switch error {
    case .tooLong:
      self.init(
        1, "passphrase-unreadable",
        Text(nl: "de wachtwoordzin is te lang", en: "the passphrase is too long"), hint: typeIt)
    case .nothing, .failed:
      self.init(
        1, "passphrase-unreadable",
        Text(nl: "er kwam geen wachtwoordzin", en: "no passphrase was given"), hint: typeIt)
    case .memory: self = .memory
    }
  }
}

/// Writes with this tool's failures.
func writing(_ body: () throws(PrivateFile.Fault) -> Void) throws(Failure) {
  do throws(PrivateFile.Fault) { try body() } catch { throw Failure(error) }
}
