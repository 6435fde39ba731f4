import AuditLog
import CommandTree
import Desk
import Directory
import Records
import Sodium
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis beheer backup restore`: from two folders of a backup to a vault that may start, step by step.
///
/// Given again it says where it is and goes on. What is on the disk says where that is: the recovered
/// folder with its report and its unsigned record, and beside it the draft that goes from one signer to
/// the other.
///
/// The steps are those of the person; what needs the store and the host's keys `kluis-keys recover` does.
/// Whoever sits here signs when their account may; the other signs here too, or on a device of their own.
struct BackupRestore {
  /// How far it is.
  enum State: String {
    /// Nothing was recovered yet.
    case absent
    /// A part of the log is lost, and nobody has signed that.
    case unsigned
    case halfSigned = "half-signed"
    /// Both signed, and the record is not in its place.
    case signed
    /// `kluisd` may start.
    case ready
  }

  private let desk: Desk
  private let folder: String
  /// The record on its way between two signers.
  private let draft: String
  private let isDry: Bool

  init(_ desk: Desk) {
    self.desk = desk
    var folder = desk.arguments.required("dir")
    while folder.utf8.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    self.folder = folder
    draft = desk.arguments.value("draft") ?? folder + ".herstel.json"
    isDry = desk.arguments.has("dry-run")
  }

  func run() throws(Failure) {
    let device = try ownDevice()
    let recovered: RecoveredFolder
    if let found = try RecoveredFolder.find(folder) {
      try demandSameBackup(found)
      recovered = found
      tellFound(found)
    } else {
      guard let made = try recover(device) else { return }
      recovered = made
    }
    try goOn(recovered, device)
  }

  // MARK: Recovering

  /// Checks both folders and has `kluis-keys recover` make the vault's folder; nil on a dry run.
  private func recover(_ device: SignersDevice?) throws(Failure) -> RecoveredFolder? {
    let folders = BackupFolders(vault: try named("vault"), keystore: try named("keystore"))
    for note in try folders.check(device, at: Moment.now()) { desk.screen.note(note) }
    let program = KeysProgram(
      arguments: recoverWords(folders, device),
      shares: desk.arguments.number("shares-fd").map { Int32($0) }, isQuiet: desk.screen.json)
    if isDry {
      answer(.absent, nil, next: ([KeysProgram.name] + program.arguments).joined(separator: " "))
      return nil
    }
    desk.screen.note(Texts.recoverStarts)
    let ending = try program.run()
    guard ending.status == 0 else { throw Failure(ending) }
    return try RecoveredFolder(folder)
  }

  /// A folder that only the first step needs.
  private func named(_ option: String) throws(Failure) -> String {
    guard let path = desk.arguments.value(option) else {
      throw desk.usage("missing-option", Texts.nameBackup(option), hint: Texts.recoverFirst)
    }
    return path
  }

  private func recoverWords(_ folders: BackupFolders, _ device: SignersDevice?) -> [String] {
    var words = [
      "recover", "--vault", folders.vault, "--keystore", folders.keystore, "--dir", folder,
      "--taal", desk.language == .nl ? "nl" : "en",
    ]
    for option in ["log", "wrap-key", "root-key", "service-key"] {
      if let value = desk.arguments.value(option) { words += ["--" + option, value] }
    }
    // What this device saw is lost too when the backup has less.
    if let pin = device?.pins.log {
      words += ["--seen", "\(pin.size):\(Hex.encode(pin.root))"]
    }
    return desk.screen.json ? words + ["--json"] : words
  }

  /// The folders that are named again must be those that it was made from.
  private func demandSameBackup(_ found: RecoveredFolder) throws(Failure) {
    guard let vault = desk.arguments.value("vault"),
      let keystore = desk.arguments.value("keystore")
    else { return }
    let hashes = try BackupFolders(vault: vault, keystore: keystore).hashes()
    let pairs = [
      (hashes.vault, found.report.vaultManifest), (hashes.keystore, found.report.keystoreManifest),
    ]
    guard pairs.allSatisfy({ given, used in given == nil || given == used }) else {
      throw Failure(
        ExitCode.failed, "folder-there", Texts.recoveredFromAnother(folder),
        hint: Texts.recoverElsewhere)
    }
  }

  // MARK: Signing

  private func goOn(_ recovered: RecoveredFolder, _ device: SignersDevice?) throws(Failure) {
    guard let asked = try recovered.restore() else {
      if let pin = device?.pins.log, pin.size > recovered.report.size {
        throw Failure(
          ExitCode.data, "log-shorter", Texts.deviceSawMore(pin.size, recovered.report.size),
          hint: Texts.recoverWithThisDevice)
      }
      return answer(.ready, recovered, next: recovered.start)
    }
    if asked.restore.signers.count == 2 { return answer(.ready, recovered, next: recovered.start) }
    guard let signed = try RestoreFile.readIfThere(draft) else {
      return try begin(asked, recovered, device)
    }
    try recovered.demandSame(as: signed)
    switch signed.restore.signers.count {
    case 2: try put(signed, recovered, device)
    default: try second(signed, recovered, device)
    }
  }

  /// The first signature, if it can be given here.
  private func begin(
    _ asked: RestoreFile, _ recovered: RecoveredFolder, _ device: SignersDevice?
  ) throws(Failure) {
    guard let device else { return wait(.unsigned, asked, recovered, nil) }
    var signing = try RestoreSigning(desk, asked, device)
    try signing.takeWhatThisDeviceSaw(at: Moment.now())
    guard !isDry, signing.directory.maySign(signing.file.restore, as: try ownMember()) else {
      return wait(.unsigned, signing.file, recovered, signing.directory)
    }
    try signing.sign(with: desk.openIdentity())
    try OutputFile.create(draft, signing.file.encode() + [0x0A])
    wait(.halfSigned, signing.file, recovered, signing.directory)
  }

  /// The second one, likewise.
  private func second(
    _ signed: RestoreFile, _ recovered: RecoveredFolder, _ device: SignersDevice?
  ) throws(Failure) {
    guard let device else { return wait(.halfSigned, signed, recovered, nil) }
    var signing = try RestoreSigning(desk, signed, device)
    guard !isDry, signing.directory.maySign(signed.restore, as: try ownMember()) else {
      return wait(.halfSigned, signed, recovered, signing.directory)
    }
    try signing.demandNothingNewer()
    try signing.sign(with: desk.openIdentity())
    try OutputFile.replace(draft, with: signing.file.encode() + [0x0A])
    try put(signing.file, recovered, device)
  }

  private func put(
    _ signed: RestoreFile, _ recovered: RecoveredFolder, _ device: SignersDevice?
  ) throws(Failure) {
    if isDry { return answer(.signed, recovered, next: Texts.wouldPut(folder)[desk.language]) }
    try recovered.put(signed, checkedBy: device, desk)
    answer(.ready, recovered, next: recovered.start)
  }

  /// Says who signs now, and with which command.
  private func wait(
    _ state: State, _ file: RestoreFile, _ recovered: RecoveredFolder, _ directory: DirectoryView?
  ) {
    let signers = file.restore.signers.map(\.by)
    let done = signers.compactMap { directory?.member($0)?.function }
    let left = [Role.beheerder, .fg].filter { !done.contains($0) }
    let persons = Set(signers.compactMap { directory?.person(of: $0) })
    let names = left.flatMap { directory?.active($0) ?? [] }
      .filter { !persons.contains($0.person) }.map { "\($0.name) (\($0.function.name))" }
    let next =
      switch state {
      case .unsigned where directory == nil:
        "kluis beheer restore draft \(folder)/restore.json --draft \(draft)"
      case .unsigned: "kluis beheer backup restore --dir \(folder)" + draftWords
      default: "kluis beheer restore sign \(draft) --dir \(folder)"
      }
    answer(state, recovered, next: next, whoSigns: names)
    desk.screen.note(Texts.orOnOwnDevice(draft, folder))
  }

  private var draftWords: String { desk.arguments.value("draft").map { " --draft \($0)" } ?? "" }

  // MARK: Who sits here

  /// Nil on a machine without an identity, or one that never saw the vault.
  private func ownDevice() throws(Failure) -> SignersDevice? {
    do throws(Failure) { return try SignersDevice(desk, ownIdentity().anchor) } catch {
      guard ["no-identity", "no-directory"].contains(error.code),
        desk.arguments.value("identity") == nil
      else { throw error }
      return nil
    }
  }

  /// Read and not opened: the passphrase is asked when there is something to sign.
  private func ownIdentity() throws(Failure) -> IdentityFile {
    let path =
      if let named = desk.arguments.value("identity") { named } else {
        try desk.paths.identity()
      }
    return try OwnIdentity.read(path)
  }

  private func ownMember() throws(Failure) -> Identifier { try ownIdentity().request.member }

  // MARK: Saying it

  private func tellFound(_ found: RecoveredFolder) {
    for note in Texts.recoveryFound(found.report) { desk.screen.note(note) }
  }

  private func answer(
    _ state: State, _ recovered: RecoveredFolder?, next: String, whoSigns: [String] = []
  ) {
    let report = recovered?.report
    var members: [(String, JSONValue?)] = [
      ("state", .string(state.rawValue)), ("folder", .string(folder)),
      ("dry_run", .bool(isDry)), ("next", .string(next)),
      ("who_signs", .array(whoSigns.map { .string($0) })), ("draft", .string(draft)),
    ]
    if let report { members += report.members }
    var text = Texts.restoreState(state)[desk.language] + "\n"
    if !whoSigns.isEmpty {
      text += Texts.whoSignsNow(whoSigns)[desk.language] + "\n"
    }
    text += Texts.nextCommand(next)[desk.language] + "\n"
    desk.screen.answer(.object(present: members), text: text)
  }
}

extension RecoveryReport {
  /// What was found, for programs.
  fileprivate var members: [(String, JSONValue?)] {
    [
      ("log_size", .count(size)), ("keystore_size", .count(keystoreSize)),
      ("known_size", .count(knownSize)), ("dossiers", .count(dossiers)),
      ("revisions", .count(revisions)), ("missing", .count(missing)),
      ("repeated", .count(repeated)),
      (
        "lost",
        .array(
          lost.sorted { $0.key < $1.key }.map { dossier, count in
            ["dossier": .string(dossier.hex), "revisions": .count(count)]
          })
      ),
      (
        "to_do",
        .array(
          toDo.sorted { $0.key < $1.key }.map { action, count in
            ["action": .string(action), "count": .count(count)]
          })
      ),
    ]
  }
}

extension Failure {
  /// `kluis-keys recover` did not do it; with `--json` its failure is ours, word for word.
  fileprivate init(_ ending: KeysProgram.Ending) {
    // Mistakes that were typed again stand before the one that ended it.
    let last = ending.errors.split(separator: 0x0A).last.map { Array($0) } ?? []
    if let told = try? JSONObject(OrdinaryJSON.decode(last)),
      let error = try? told.requireObject("error"), let code = try? error.requireString("code"),
      let message = try? error.requireString("message")
    {
      self.init(ending.status, code, Text(same: message))
      if let hint = try? error.requireString("hint") { hints = [Text(same: hint)] }
      return
    }
    self.init(
      ending.status < 128 ? ending.status : ExitCode.failed, "recover-failed",
      Texts.recoverFailed(ending.status), hint: Texts.solveAndRepeat)
  }
}
