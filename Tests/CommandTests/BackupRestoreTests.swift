import Directory
import Foundation
import Records
import SLIP39
import Sodium
import StrictJSON
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit

@Suite("kluis beheer backup restore: from two folders to a vault that starts", .serialized)
struct BackupRestoreTests {
  @Test("The whole way: a dry run does nothing, one command drafts, the other signs, and it starts")
  func wholeWay() throws {
    let lost = try LostVault()
    let dry = try lost.restore(.beheerder, lost.words("--dry-run"))
    #expect(dry.result.status == 0 && dry.answer?["state"] == "absent", "\(dry.result.errorText)")
    let planned = try #require(dry.answer?["next"]?.stringValue)
    #expect(planned.hasPrefix("kluis-keys recover --vault \(lost.vault)"))
    #expect(planned.contains("--seen "), "what this device saw goes along")
    #expect(!lost.exists(lost.folder) && !lost.exists(lost.draft))

    let first = try lost.restore(.beheerder, lost.words())
    #expect(first.result.status == 0, "\(first.result.errorText)")
    #expect(first.answer?["state"] == "half-signed" && first.answer?["missing"] == .int(0))
    #expect(first.answer?["who_signs"] == .array(["Fatima Gül (fg)"]))
    let command = "kluis beheer restore sign \(lost.draft) --dir \(lost.folder)"
    #expect(first.answer?["next"] == .string(command))
    #expect(try lost.record(lost.draft)?.restore.signers.count == 1)
    #expect(throws: StartError.self) { try lost.serve() }

    // Given again it says where it is, and does nothing twice.
    let again = try lost.restore(.beheerder, ["--dir", lost.folder])
    #expect(again.answer?["state"] == "half-signed" && again.answer?["next"] == .string(command))
    #expect(try lost.record(lost.draft)?.restore.signers.count == 1)
    let whole = try lost.restore(.sanne, lost.words())
    #expect(whole.answer?["state"] == "half-signed", "\(whole.result.errorText)")

    let signed = try lost.desktop.answer(
      .fg, "beheer", "restore", "sign", lost.draft, "--dir", lost.folder)
    #expect(signed["next"] == .string("kluisd --dir \(lost.folder)"))
    let placed = try #require(try lost.record(lost.folder + "/restore.json"))
    #expect(try placed == lost.record(lost.draft) && placed.restore.signers.count == 2)
    let ready = try lost.restore(.beheerder, lost.words())
    #expect(ready.answer?["state"] == "ready", "\(ready.result.errorText)")
    #expect(ready.answer?["next"] == .string("kluisd --dir \(lost.folder)"))
    try lost.serve().stop()
  }

  @Test(
    "A vault host without an identity: both sign on devices of their own, and it goes on from there"
  )
  func onTheHost() throws {
    let lost = try LostVault()
    let first = try lost.hostRestore(lost.words())
    #expect(first.result.status == 0, "\(first.result.errorText)")
    #expect(first.answer?["state"] == "unsigned")
    let draft = "kluis beheer restore draft \(lost.folder)/restore.json --draft \(lost.draft)"
    #expect(first.answer?["next"] == .string(draft))
    // On two other devices.
    let carried = lost.path("stick.json")
    _ = try lost.desktop.answer(
      .fg, "beheer", "restore", "draft", lost.folder + "/restore.json", "--draft", carried)
    try FileManager.default.copyItem(atPath: carried, toPath: lost.draft)
    #expect(try lost.hostRestore(["--dir", lost.folder]).answer?["state"] == "half-signed")
    _ = try lost.desktop.answer(.beheerder, "beheer", "restore", "sign", carried)
    try FileManager.default.removeItem(atPath: lost.draft)
    try FileManager.default.copyItem(atPath: carried, toPath: lost.draft)
    let dry = try lost.hostRestore(["--dir", lost.folder, "--dry-run"])
    #expect(dry.answer?["state"] == "signed")
    #expect(throws: StartError.self) { try lost.serve() }
    #expect(try lost.hostRestore(["--dir", lost.folder]).answer?["state"] == "ready")
    try lost.serve().stop()
  }

  @Test("At a terminal: the holders' words, the passphrase and akkoord, each asked by who needs it")
  func typed() throws {
    let lost = try LostVault()
    let set = try MnemonicSet.split(SecretFile.read(lost.rootKey), threshold: 2, count: 3)
    let sheets = try [0, 2].map { index in
      try set.text(of: index).withSpan { bytes in
        String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
      }
    }
    func restore(_ person: Person, _ words: [String], _ lines: [TypedTerminal.Line]) throws
      -> TypedTerminal
    {
      try TypedTerminal.run(
        Places.tools.appendingPathComponent("kluis").path,
        ["beheer", "backup", "restore"] + words + [
          "--identity", lost.desktop.identity(person), "--taal", "nl",
        ], lines: lines, environment: lost.desktop.surroundings(person))
    }
    let folders = ["--vault", lost.vault, "--keystore", lost.keystore, "--dir", lost.folder]
    let words = "Woorden van het volgende blad: "
    let first = try restore(
      .beheerder, folders,
      [
        (words, "academic acid"), (words, sheets[0]), (words, sheets[1]),
        ("Wachtzin van Bram", Desktop.passphrase), ("Typ akkoord", "akkoord"),
      ])
    #expect(first.exit == 0, "\(first.shown)")
    #expect(first.hidden == [true, true, true, true, false])
    for text in [
      "een blad heeft 33 woorden, dit zijn er 2", "deel 3 is goed; nog 0",
      "U tekent dat van het log", "Eén van de twee heeft getekend.", "Nu tekent: Fatima Gül (fg)",
      "Volgende stap: kluis beheer restore sign \(lost.draft) --dir \(lost.folder)",
    ] {
      #expect(first.shown.contains(text), "\(text)\n\(first.shown)")
    }
    #expect(!first.shown.contains(Desktop.passphrase) && !first.shown.contains("academic acid"))
    // The FG, who does not agree at first.
    let passphrase = ("Wachtzin van Fatima", Desktop.passphrase)
    let refused = try restore(.fg, ["--dir", lost.folder], [passphrase, ("Typ akkoord", "nee")])
    #expect(refused.exit == 1)
    #expect(try lost.record(lost.draft)?.restore.signers.count == 1)
    let second = try restore(
      .fg, ["--dir", lost.folder], [passphrase, ("Typ akkoord", "akkoord")])
    #expect(second.exit == 0, "\(second.shown)")
    #expect(second.shown.contains("Volgende stap: kluisd --dir \(lost.folder)"))
    try lost.serve().stop()
  }

  @Test("Each wrong folder, key or file: what it is, the exit code, and nothing is made")
  func refused() throws {
    let lost = try LostVault()
    func expect(
      _ status: Int32, _ code: String, _ words: [String], _ person: Person = .beheerder,
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let (result, answer) = try lost.restore(person, words)
      #expect(
        result.status == status && answer?["error"]?["code"] == .string(code)
          && answer?["error"]?["hint"]?.stringValue?.isEmpty == false,
        "\(result.text)\(result.errorText)", sourceLocation: sourceLocation)
      #expect(!lost.exists(lost.folder) && !lost.exists(lost.draft))
      #expect(!lost.exists(lost.folder + ".new") || code == "recovery-unfinished")
    }
    let end = ["--dir", lost.folder, "--root-key", lost.rootKey]
    try expect(64, "missing-option", end)
    try expect(64, "folders-swapped", ["--vault", lost.keystore, "--keystore", lost.vault] + end)
    try expect(
      1, "part-missing", ["--vault", lost.vault, "--keystore", lost.path("backups")] + end)
    try expect(1, "part-missing", ["--vault", lost.vault, "--keystore", lost.vault] + end)
    // Another key; the tool's own failure is passed on, hint and all.
    let other = lost.path("other.key")
    try Data((String(repeating: "5a", count: 32) + "\n").utf8).write(
      to: URL(fileURLWithPath: other))
    chmod(other, 0o600)
    let folders = ["--vault", lost.vault, "--keystore", lost.keystore, "--dir", lost.folder]
    try expect(65, "wrong-key", folders + ["--wrap-key", other])
    // Nobody can type words here.
    try expect(1, "no-terminal", folders)
    // A cut-off attempt.
    mkdir(lost.folder + ".new", 0o700)
    try expect(1, "recovery-unfinished", lost.words())
    rmdir(lost.folder + ".new")
    // A byte, in either folder.
    for file in [lost.vault + "/vault.db", lost.keystore + "/keystore.db"] {
      let url = URL(fileURLWithPath: file)
      let before = try Data(contentsOf: url)
      var bytes = before
      bytes[bytes.count / 2] ^= 1
      try bytes.write(to: url)
      chmod(file, 0o600)
      try expect(65, "backup-not-sound", lost.words())
      try before.write(to: url)
      chmod(file, 0o600)
    }
    // A folder that is something else's.
    mkdir(lost.path("others"), 0o700)
    try Data("x".utf8).write(to: URL(fileURLWithPath: lost.path("others") + "/x"))
    try expect(
      1, "folder-there",
      ["--vault", lost.vault, "--keystore", lost.keystore, "--dir", lost.path("others")])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: lost.path("others")) == ["x"])
  }

  @Test("A copy of keystore.db older than 30 days is refused, also where the device knows nothing")
  func tooOld() throws {
    let lost = try LostVault()
    let path = lost.keystore + "/manifest.json"
    let now = try BackupManifest(decoding: [UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
    func restore(daysAgo days: Int64) throws -> (result: ProgramResult, answer: JSONValue?) {
      let old = BackupManifest(
        at: now.at - days * 86_400_000, origin: now.origin, files: now.files,
        checkpoint: now.checkpoint)
      try Data(old.encode()).write(to: URL(fileURLWithPath: path))
      chmod(path, 0o600)
      return try lost.hostRestore(lost.words("--dry-run"))
    }
    #expect(try restore(daysAgo: 29).answer?["state"] == "absent")
    let refused = try restore(daysAgo: 31)
    #expect(refused.result.status == 77)
    #expect(refused.answer?["error"]?["code"] == "keystore-too-old")
    // Where the log is known a manifest with another time is no manifest of this log at all.
    #expect(
      try lost.restore(.beheerder, lost.words()).answer?["error"]?["code"] == "backup-not-sound")
  }

  @Test(
    "What only this device saw is lost too: it asks for a record; with nothing newer there is none")
  func whatWasSeen() throws {
    let lost = try LostVault()
    // The files of the old host, all of them: nothing is lost, and nothing to be signed.
    let old = lost.desktop.vault.household.folder
    let whole = lost.path("whole")
    let same = [
      "--vault", old, "--keystore", old, "--dir", whole, "--root-key", lost.rootKey,
      "--service-key", old + "/service.key",
    ]
    let ready = try lost.restore(.beheerder, same)
    #expect(ready.answer?["state"] == "ready", "\(ready.result.errorText)")
    #expect(ready.answer?["known_size"] == ready.answer?["log_size"])
    #expect(!lost.exists(whole + "/restore.json"))
    // Another place for the same words: that folder was made from other files.
    let mixed = try lost.restore(
      .beheerder, ["--vault", lost.vault, "--keystore", lost.keystore, "--dir", whole])
    #expect(mixed.result.status == 1 && mixed.answer?["error"]?["code"] == "folder-there")

    // A backup whose manifests are gone looks complete to the host, which knows no better.
    for folder in [lost.vault, lost.keystore] {
      for name in ["manifest.json", "receipt.json"] {
        try FileManager.default.removeItem(atPath: folder + "/" + name)
      }
    }
    #expect(try lost.hostRestore(lost.words()).answer?["state"] == "ready")
    // The beheerder's device saw more.
    let shorter = try lost.restore(.beheerder, ["--dir", lost.folder])
    #expect(shorter.result.status == 65 && shorter.answer?["error"]?["code"] == "log-shorter")
    let anew = lost.path("anew")
    let signed = try lost.restore(
      .beheerder,
      [
        "--vault", lost.vault, "--keystore", lost.keystore, "--dir", anew, "--root-key",
        lost.rootKey,
      ])
    #expect(signed.answer?["state"] == "half-signed", "\(signed.result.errorText)")
    let lowest = try #require(signed.answer?["log_size"]?.intValue)
    #expect(try #require(signed.answer?["known_size"]?.intValue) > lowest)
  }

  @Test("A draft of another recovery, or one that others signed, is not put in its place")
  func foreignDraft() throws {
    let lost = try LostVault()
    #expect(try lost.hostRestore(lost.words()).answer?["state"] == "unsigned")
    let asked = try #require(try lost.record(lost.folder + "/restore.json"))
    func put(_ people: [Person], _ record: RestoreRecord) throws {
      var file = asked
      file.restore = SignedRestore(record)
      for person in people {
        let identity = lost.desktop.vault.household.ring(person)
        file.restore.sign(as: identity.identity.member, with: identity.identity.signing)
      }
      try Data(file.encode()).write(to: URL(fileURLWithPath: lost.draft))
    }
    let record = asked.restore.record
    try put(
      [.beheerder, .fg],
      RestoreRecord(
        at: record.at, origin: record.origin, size: record.size - 1, root: record.root,
        lostSize: record.lostSize, lostRoot: record.lostRoot, directory: record.directory,
        directoryHash: record.directoryHash))
    let other = try lost.hostRestore(["--dir", lost.folder])
    #expect(other.result.status == 65)
    #expect(other.answer?["error"]?["code"] == "restore-of-another")
    try put([.beheerder, .sanne], record)
    let wrong = try lost.restore(.beheerder, ["--dir", lost.folder])
    #expect(wrong.result.status == 65)
    #expect(wrong.answer?["error"]?["code"] == "restore-signatures")
    #expect(try lost.record(lost.folder + "/restore.json") == asked)
  }
}
