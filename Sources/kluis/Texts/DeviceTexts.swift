import CommandTree

// This machine: files, passphrase, identity.

extension Texts {
  static func cannotRead(_ path: String) -> Text {
    Text(nl: "\(path) is niet te lezen", en: "\(path) cannot be read")
  }
  static let checkPath = Text(
    nl: "controleer de naam en de rechten", en: "check the name and the permissions")
  static func tooLarge(_ path: String, _ limit: Int) -> Text {
    Text(
      nl: "\(path) is groter dan \(limit) bytes", en: "\(path) is larger than \(limit) bytes")
  }
  static let splitFile = Text(nl: "maak het kleiner", en: "make it smaller")
  static func cannotWrite(_ path: String) -> Text {
    Text(nl: "\(path) is niet te schrijven", en: "\(path) cannot be written")
  }
  static let notText = Text(
    nl: "de tekst is geen geldige UTF-8", en: "the text is not valid UTF-8")
  static let saveAsUTF8 = Text(nl: "bewaar de tekst als UTF-8", en: "save the text as UTF-8")
  static let outputFailed = Text(
    nl: "het antwoord is niet helemaal te schrijven", en: "the answer cannot be written whole")
  static let checkOutput = Text(
    nl: "controleer waar stdout heen gaat, en de ruimte daar",
    en: "check where stdout goes, and the space there")
  static func folderThere(_ path: String) -> Text {
    Text(nl: "\(path) bestaat al en is niet leeg", en: "\(path) exists and is not empty")
  }
  static let newFolder = Text(nl: "noem een nieuwe map", en: "name a new folder")

  static func noIdentity(_ path: String) -> Text {
    Text(nl: "er is geen identiteit in \(path)", en: "there is no identity in \(path)")
  }
  static let makeIdentity = Text(
    nl: "noem het bestand met --identity, of maak een identiteit: kluis-keys identity new",
    en: "name the file with --identity, or make an identity: kluis-keys identity new")
  static func notOwnIdentity(_ path: String) -> Text {
    Text(
      nl: "\(path) is niet van u, of is geen gewoon bestand",
      en: "\(path) is not yours, or is not a plain file")
  }
  static let ownIdentity = Text(
    nl: "gebruik een identiteit die van uw eigen account is",
    en: "use an identity file that your own account owns")
  static func identityOpen(_ path: String) -> Text {
    Text(
      nl: "anderen op deze computer kunnen bij \(path)",
      en: "others on this machine can get at \(path)")
  }
  static func chmod(_ path: String) -> Text { Text(same: "chmod 600 '\(path)'") }
  static let noHome = Text(
    nl: "HOME is niet gezet, dus is niet te zeggen waar uw bestanden zijn",
    en: "HOME is not set, so there is no saying where your files are")
  static let setHome = Text(
    nl: "zet HOME, of XDG_CONFIG_HOME en XDG_STATE_HOME",
    en: "set HOME, or XDG_CONFIG_HOME and XDG_STATE_HOME")
  static let hardening = Text(
    nl: "dit proces is niet af te schermen voor anderen",
    en: "this process cannot be closed to others")
  static let hardeningHint = Text(
    nl: "een sandbox kan het verbieden: sta setrlimit en prctl toe",
    en: "a sandbox may forbid it: allow setrlimit and prctl")

  static func passphraseQuestion(_ name: String) -> Text {
    Text(nl: "Wachtwoordzin van \(name): ", en: "Passphrase of \(name): ")
  }
  static let noTerminal = Text(
    nl: "er is geen terminal om de wachtwoordzin te vragen",
    en: "there is no terminal to ask the passphrase on")
  static let passphraseFlag = Text(
    nl: "geef haar op een descriptor: --passphrase-fd 3 3<bestand",
    en: "give it on a descriptor: --passphrase-fd 3 3<file")
  static let passphraseLong = Text(
    nl: "de wachtwoordzin is te lang", en: "the passphrase is too long")
  static let oneLine = Text(
    nl: "geef één regel, geen bestand", en: "give one line, not the contents of a file")
  static let passphraseNothing = Text(
    nl: "er kwam geen wachtwoordzin", en: "no passphrase was given")
  static func descriptorFailed(_ number: Int32) -> Text {
    Text(
      nl: "de wachtwoordzin is niet te lezen (fout \(number))",
      en: "the passphrase could not be read (error \(number))")
  }
  static let typeIt = Text(
    nl: "typ haar, of geef haar op de descriptor die u noemde",
    en: "type it, or give it on the descriptor that you named")
  static let interrupted = Text(nl: "afgebroken", en: "interrupted")
  static let lockedMemory = Text(
    nl: "er is geen afgeschermd geheugen voor sleutels", en: "no locked memory for keys is left")
  static let raiseLimit = Text(
    nl: "verhoog de grens op vergrendeld geheugen (ulimit -l)",
    en: "raise the limit on locked memory (ulimit -l)")
}
