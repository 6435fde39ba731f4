package import CommandTree

// This machine: files, passphrase, identity.

extension Texts {
  package static func cannotRead(_ path: String) -> Text {
    Text(nl: "\(path) is niet te lezen", en: "\(path) cannot be read")
  }
  package static let checkPath = Text(
    nl: "controleer de naam en de rechten", en: "check the name and the permissions")
  package static func tooLarge(_ path: String, _ limit: Int) -> Text {
    Text(
      nl: "\(path) is groter dan \(limit) bytes", en: "\(path) is larger than \(limit) bytes")
  }
  package static let splitFile = Text(nl: "maak het kleiner", en: "make it smaller")
  package static func cannotWrite(_ path: String, _ code: Int32) -> Text {
    Text(
      nl: "\(path) is niet te schrijven (fout \(code))",
      en: "\(path) cannot be written (error \(code))")
  }
  package static let checkFolder = Text(
    nl: "controleer de map, haar rechten en de vrije ruimte",
    en: "check the folder, its permissions and the space that is left")
  package static func fileThere(_ path: String) -> Text {
    Text(nl: "\(path) bestaat al", en: "\(path) exists already")
  }
  package static let newFile = Text(
    nl: "kies een andere naam; er wordt nooit iets overschreven",
    en: "choose another name; nothing is ever overwritten")
  package static let notText = Text(
    nl: "de tekst is geen geldige UTF-8", en: "the text is not valid UTF-8")
  package static let saveAsUTF8 = Text(
    nl: "bewaar de tekst als UTF-8", en: "save the text as UTF-8")
  package static let outputFailed = Text(
    nl: "het antwoord is niet helemaal te schrijven", en: "the answer cannot be written whole")
  package static let checkOutput = Text(
    nl: "controleer waar stdout heen gaat, en de ruimte daar",
    en: "check where stdout goes, and the space there")
  package static func folderThere(_ path: String) -> Text {
    Text(nl: "\(path) bestaat al en is niet leeg", en: "\(path) exists and is not empty")
  }
  package static let newFolder = Text(nl: "noem een nieuwe map", en: "name a new folder")

  package static func noIdentity(_ path: String) -> Text {
    Text(nl: "er is geen identiteit in \(path)", en: "there is no identity in \(path)")
  }
  package static let makeIdentity = Text(
    nl: "noem het bestand met --identity, of maak een identiteit: kluis-keys identity new",
    en: "name the file with --identity, or make an identity: kluis-keys identity new")
  package static func notOwn(_ path: String) -> Text {
    Text(
      nl: "\(path) is niet van u, of is geen gewoon bestand",
      en: "\(path) is not yours, or is not a plain file")
  }
  package static let useOwn = Text(
    nl: "gebruik een bestand dat van uw eigen account is",
    en: "use a file that your own account owns")
  package static func openToOthers(_ path: String) -> Text {
    Text(
      nl: "anderen op deze computer kunnen bij \(path)",
      en: "others on this machine can get at \(path)")
  }
  package static func chmod(_ path: String) -> Text {
    Text(
      nl: "chmod 600 '\(path)', en ga na wie het las",
      en: "chmod 600 '\(path)', and find out who read it")
  }
  package static let noHome = Text(
    nl: "HOME is niet gezet, dus is niet te zeggen waar uw bestanden zijn",
    en: "HOME is not set, so there is no saying where your files are")
  package static let setHome = Text(
    nl: "zet HOME, of XDG_CONFIG_HOME en XDG_STATE_HOME",
    en: "set HOME, or XDG_CONFIG_HOME and XDG_STATE_HOME")
  package static let hardening = Text(
    nl: "dit proces is niet af te schermen voor anderen",
    en: "this process cannot be closed to others")
  package static let hardeningHint = Text(
    nl: "een sandbox kan het verbieden: sta setrlimit en prctl toe",
    en: "a sandbox may forbid it: allow setrlimit and prctl")

  package static let interrupted = Text(nl: "afgebroken", en: "interrupted")
  package static let lockedMemory = Text(
    nl: "er is geen afgeschermd geheugen voor sleutels", en: "no locked memory for keys is left")
  package static let raiseLimit = Text(
    nl: "verhoog de grens op vergrendeld geheugen (ulimit -l)",
    en: "raise the limit on locked memory (ulimit -l)")
}
