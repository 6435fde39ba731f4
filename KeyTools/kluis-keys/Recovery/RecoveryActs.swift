import CommandTree
import Desk
import Sodium
import VaultService
import Vocabulary

/// `recover` and `check-backup`: what the host does with a backup.
enum RecoveryActs {
  static func check(_ desk: Desk) throws(Failure) {
    let report = BackupCheck(
      vault: desk.arguments.required("vault"), keystore: desk.arguments.value("keystore")
    ).run()
    var answer = Answer()
    answer.add("log_size", Text(nl: "regels van het log", en: "entries of the log"), report.logSize)
    answer.add("dossiers", Text(nl: "dossiers", en: "dossiers"), report.dossiers)
    answer.add("revisions", Text(nl: "herzieningen", en: "revisions"), report.revisions)
    answer.add(
      "missing", Text(nl: "ontbrekende helften en tokens", en: "missing halves and tokens"),
      report.missing)
    for finding in report.findings { answer.note(Text(same: finding.text)) }
    desk.screen.answer(answer)
    guard report.isWhole else {
      throw Failure(
        ExitCode.data, "backup-not-whole",
        Text(nl: "deze reservekopie is niet heel", en: "this backup is not whole"),
        hint: Text(
          nl: "gebruik een andere kopie; bewaar deze om te onderzoeken",
          en: "use another backup; keep this one to be looked into"))
    }
  }

  static func recover(_ desk: Desk) throws(Failure) {
    let arguments = desk.arguments
    var recovery = VaultRecovery(
      vault: arguments.required("vault"), keystore: arguments.required("keystore"),
      folder: arguments.required("dir"))
    recovery.log = arguments.value("log")
    recovery.seen = try seen(desk)
    recovery.serviceKey = arguments.value("service-key")
    let report: VaultRecovery.Report
    do {
      if let path = arguments.value("wrap-key") {
        report = try recovery.make(wrapKey: SecretFile.read(path), at: Moment.now())
      } else if let path = arguments.value("root-key") {
        report = try recovery.make(root: SecretFile.read(path), at: Moment.now())
      } else {
        report = try recovery.make(root: SheetsTogether.rootKey(of: nil, desk), at: Moment.now())
      }
    } catch let failure as Failure { throw failure } catch let error as RecoveryFault {
      throw Failure(error)
    } catch let fault as SecretFile.Fault {
      throw Failure(
        ExitCode.failed, "key-file", Text(same: fault.description),
        hint: Text(
          nl: "64 hexadecimale cijfers in een bestand met mode 0600",
          en: "64 hexadecimal digits in a file of mode 0600"))
    } catch { throw .memory }
    desk.screen.answer(answer(report, recovery.folder))
  }

  /// `--seen SIZE:ROOT`; nil when it was not given.
  private static func seen(_ desk: Desk) throws(Failure) -> (size: Int, root: [UInt8])? {
    guard let text = desk.arguments.value("seen") else { return nil }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let size = Int(parts[0]), size > 0, String(size) == parts[0],
      let root = Hex.decode(String(parts[1])), root.count == 32
    else {
      throw desk.usage(
        "seen",
        Text(
          nl: "--seen is omvang:wortel, met 64 hexadecimale cijfers",
          en: "--seen is size:root, with 64 hexadecimal digits"))
    }
    return (size, root)
  }

  private static func answer(_ report: VaultRecovery.Report, _ folder: String) -> Answer {
    var answer = Answer()
    answer.add("folder", Text(nl: "herstelde kluis", en: "recovered vault"), folder)
    answer.add("origin", Text(nl: "kluis", en: "vault"), report.origin)
    answer.add(
      "log_size", Text(nl: "regels van het log in vault.db", en: "entries of the log in vault.db"),
      report.logSize)
    answer.add(
      "keystore_size", Text(nl: "keystore.db kende er", en: "keystore.db knew"),
      report.keystoreSize)
    answer.add(
      "known_size", Text(nl: "het langste log dat bekend is", en: "the longest log that is known"),
      report.knownSize)
    answer.add("dossiers", Text(nl: "dossiers", en: "dossiers"), report.dossiers)
    answer.add("revisions", Text(nl: "herzieningen", en: "revisions"), report.revisions)
    answer.add(
      "missing",
      Text(
        nl: "herzieningen en delen die niet meer openen",
        en: "revisions and sections that do not open"),
      report.missing)
    answer.add(
      "repeated", Text(nl: "wordt bij de start herhaald", en: "repeated at the start"),
      report.repeated)
    for (dossier, count) in report.newer?.lostWrites.sorted(by: { $0.key < $1.key }) ?? [] {
      answer.note(
        Text(
          nl:
            "verloren in dossier \(dossier.hex): \(count) herzieningen; de schrijver voegt ze opnieuw toe",
          en: "lost in dossier \(dossier.hex): \(count) revisions; their writer adds them again"))
    }
    for (action, count) in report.newer?.toDo.sorted(by: { $0.key < $1.key })
      ?? []
    {
      answer.note(
        Text(
          nl: "opnieuw te doen door mensen: \(action), \(count) keer",
          en: "to be done again by people: \(action), \(count) times"))
    }
    if report.needsRestore, report.newer == nil {
      answer.note(
        Text(
          nl: "Wat na de kopie gebeurde is onbekend: vraag de FG om een kopie van het log (--log).",
          en: "What happened after the backup is unknown: ask the FG for a copy of the log (--log)."
        ))
    }
    answer.note(
      report.needsRestore
        ? Text(
          nl:
            "De kluis start pas als een beheerder en de FG een herstelstuk tekenden: kluis beheer backup restore --dir \(folder).",
          en:
            "The vault starts when a beheerder and the FG have signed a restore record only: kluis beheer backup restore --dir \(folder)."
        )
        : Text(
          nl: "Er is niets verloren: start kluisd met --dir \(folder).",
          en: "Nothing was lost: start kluisd with --dir \(folder)."))
    return answer
  }
}
