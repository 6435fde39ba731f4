import CommandTree
import Desk
import Directory
import Records
import Sodium
import StrictJSON
import VaultClient

/// `kluis beheer backup create`: the service copies, logs, and says what it copied.
struct BackupCreate {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let session = try desk.session()
    let made = try calling { () throws(ClientError) in try session.createBackup() }
    let files = made.manifest.files
    desk.screen.answer(
      [
        "name": .string(made.name), "at": .int(made.manifest.at),
        "size": .int(files.reduce(0) { $0 + $1.size }),
        "files": .array(
          files.map {
            [
              "name": .string($0.name), "size": .int($0.size),
              "sha256": .string(Hex.encode($0.sha256)),
            ]
          }), "removed": .array(made.removed.map { .string($0) }),
      ],
      text: ([Texts.backupMade(made.name)] + files.map { Texts.backupFile($0.name, $0.size) })
        .map { $0[desk.language] + "\n" }.joined())
    for name in made.removed { desk.screen.note(Texts.keystoreRemoved(name)) }
    desk.screen.note(Texts.keepApart)
  }
}

/// `kluis beheer backup verify`: a backup's folder against the directory and pins of this device.
struct BackupVerify {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let folder = desk.arguments.required("MAP")
    let anchor = try desk.openIdentity().identity.anchor
    let memory = try desk.memory(of: anchor)
    let directory = try desk.rememberedDirectory(memory, anchor)
    let report = BackupVerifier(directory: directory, pins: memory.pins).verify(folder)
    let language = desk.language
    desk.screen.answer(
      .object(
        present: [
          ("folder", .string(folder)), ("at", report.manifest.map { .int($0.at) }),
          ("size", report.logSize.map { .count($0) }), ("entry", report.entry.map { .count($0) }),
          ("files", .array(report.files.map { .string($0) })),
          (
            "findings",
            .array(
              report.findings.map { finding in
                .object(present: [
                  ("fault", .string(finding.fault.rawValue)),
                  ("file", finding.file.map { .string($0) }),
                  ("text", .string(Text(finding.text)[language])),
                ])
              })
          ),
        ]),
      text: report.findings.isEmpty
        ? Texts.backupSound(report.files, report.logSize ?? 0)[language] + "\n"
        : report.findings.map { Text($0.text)[language] + "\n" }.joined())
    guard report.findings.isEmpty else {
      throw Failure(
        ExitCode.data, "backup-not-sound", Texts.backupBroken, hint: Texts.takeAnother)
    }
    desk.screen.note(Texts.checkInside)
  }
}

extension Desk {
  /// The directory as this device verified it, without asking the vault.
  func rememberedDirectory(
    _ memory: ClientState, _ anchor: Anchor
  ) throws(Failure) -> DirectoryView {
    do throws(DirectoryError) {
      return try DirectoryView.verify(records: memory.records, anchor: anchor)
    } catch {
      throw Failure(
        ExitCode.failed, "no-directory", Texts.noDirectory, hint: Texts.signInOnce)
    }
  }
}
