import Directory
import Foundation
import Records
import Sodium
import Store
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@testable import SLIP39
@testable import kluis_keys

@Suite("kluis-keys ceremony and unseal, as processes")
struct CeremonyTests {
  private let tool: KeyTool
  private let household: Household
  private static let holders = ["Wim Bestuur", "Aukje Raad", "Notaris Pot", "Dirk Directie"]

  init() throws {
    tool = try KeyTool()
    household = try Household()
    try tool.write("institution.pub", household.anchor.encode())
    for person in [Person.beheerder, .custodian] {
      try tool.write(
        "\(person)",
        household.ring(person).identity.encode(
          passphrase: KeyTool.secret(KeyTool.passphrase), limits: KeyTool.cheap))
    }
  }

  private func divide(
    _ holders: [String] = holders, need: Int = 3, more: [String] = [], sheets: String = "sheets",
    out: String = "root.json"
  ) throws -> ProgramResult {
    try tool.run(
      ["ceremony", "root", "--root", household.folder + "/root.key", "--need", "\(need)"]
        + holders.flatMap { ["--holder", $0] }
        + ["--institution", "institution.pub", "--sheets", sheets, "--out", out] + more)
  }

  /// The words of a sheet, as somebody would type them from it.
  private func words(_ number: Int, in folder: String = "sheets") throws -> String {
    let sheet = String(decoding: try tool.bytes("\(folder)/blad-\(number).txt"), as: UTF8.self)
    let pairs = sheet.matches(of: /(?m)(?:^|  )\s*(\d{1,2}) ([a-z]{4,8})\b/)
    let found = pairs.compactMap { match in Int(match.1).map { ($0, String(match.2)) } }
    return (1...33).compactMap { number in found.first { $0.0 == number }?.1 }
      .joined(separator: " ")
  }

  private func environment(_ socket: String, _ who: String = "holder") -> [String: String] {
    ["KLUIS_HOST": "unix:" + socket, "XDG_STATE_HOME": tool.path("state-\(who)")]
  }

  /// Names the holders in the directory: the tool's draft, then the FG's signature.
  private func nameHolders(_ vault: RunningVault, _ record: String = "root.json") throws {
    let drafted = try tool.run(
      [
        "ceremony", "holders", record, "--identity", "beheerder", "--draft", "holders.draft",
        "--passphrase-fd", "0",
      ], lines: [KeyTool.passphrase], environment: environment(vault.socket, "beheerder"))
    #expect(drafted.status == 0, "\(drafted.errorText)")
    let session = try vault.session(.fg)
    var draft = try #require(try DraftFile.decode(tool.bytes("holders.draft")).drafts.first)
    let ring = household.ring(.fg)
    try draft.sign(as: ring.identity.member, with: ring.identity.signing, on: session.directory)
    try session.appendToDirectory(draft.record(on: session.directory))
    try FileManager.default.removeItem(atPath: tool.path("holders.draft"))
  }

  @Test("A sheet per holder: any three give the root key, the record and the screen hold no word")
  func divides() throws {
    let made = try divide()
    #expect(made.status == 0, "\(made.errorText)")
    let root = try SecretFile.read(household.folder + "/root.key")
    var texts: [String] = []
    for number in 1...4 {
      #expect(try tool.mode("sheets/blad-\(number).txt") == 0o600)
      let text = try words(number)
      #expect(text.split(separator: " ").count == 33)
      texts.append(text)
      let sheet = String(decoding: try tool.bytes("sheets/blad-\(number).txt"), as: UTF8.self)
      #expect(sheet.contains(Self.holders[number - 1]) && sheet.contains("\(number) van 4"))
      for other in 1...4 where other != number {
        #expect(!sheet.contains(Self.holders[other - 1]))
      }
    }
    for left in 0..<4 {
      var recovery = try Recovery()
      for (index, text) in texts.enumerated() where index != left {
        try recovery.add(Mnemonic.parse(SecretBytes(copying: Array(text.utf8))))
      }
      let isRoot = try recovery.secret().equals(root)
      #expect(isRoot)
    }
    let open =
      made.text + made.errorText
      + String(decoding: try tool.bytes("root.json"), as: UTF8.self)
    for text in texts {
      let words = text.split(separator: " ").map(String.init)
      for pair in zip(words, words.dropFirst()) { #expect(!open.contains("\(pair.0) \(pair.1)")) }
    }
  }

  @Test("Refused when a person is in two ceremonies, whatever the case; then nothing is written")
  func inTwo() throws {
    let service = try tool.run(
      [
        "ceremony", "service", "--present", "Wim Bestuur", "--present", "Els Bestuur", "--out",
        "s.json",
      ])
    #expect(service.status == 0, "\(service.errorText)")
    let roles = try tool.run(
      [
        "ceremony", "roles", "--present", "Cato Custos", "--present", "ELS  bestuur", "--other",
        "s.json", "--out", "r.json",
      ])
    #expect(roles.status == 77)
    #expect(roles.errorText.contains("Els Bestuur is in the ceremony service too"))
    let root = try divide(more: ["--other", "s.json"])
    #expect(root.status == 77)
    #expect(root.errorText.contains("Wim Bestuur is in the ceremony service too"))
    #expect(try divide(["Aukje Raad", "Aukje Raad", "Dirk Directie"], need: 2).status == 77)
    #expect(try tool.files().allSatisfy { !$0.hasPrefix("sheets") && $0 != "root.json" })
  }

  @Test(
    "One share is never enough, and more than there are cannot be needed",
    arguments: [
      (1, 3), (4, 3), (2, 1),
    ])
  func numbers(_ need: Int, _ count: Int) throws {
    let result = try divide(Array(Self.holders.prefix(count)), need: need)
    #expect(result.status == 64)
    #expect(try !tool.files().contains("sheets"))
  }

  @Test("What is there is not overwritten, and a root key of others is not read")
  func careful() throws {
    #expect(try divide().status == 0)
    let again = try divide()
    #expect(again.status == 1 && again.errorText.contains("root.json"))
    #expect(try divide(out: "second.json").status == 1, "the folder with sheets is not empty")
    chmod(household.folder + "/root.key", 0o644)
    #expect(try divide(sheets: "others", out: "others.json").status == 65)
    #expect(try !tool.files().contains("others"))
  }

  @Test("The script is numbered, in both languages, and names only commands that exist")
  func script() throws {
    for language in ["nl", "en"] {
      let script = try tool.run(["ceremony", "script", "--taal", language])
      #expect(script.status == 0)
      for command in script.text.matches(of: /kluis-keys ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)/) {
        var words = command.1.split(separator: " ").map(String.init)
        if words.first == "init" { words = ["init"] }
        let help = try tool.run(words + ["--help"])
        #expect(help.status == 0, "\(command.1)")
      }
    }
  }

  @Test(
    "verify-shares refuses one custodian per role, names a false sheet, rehearses and gives nothing out"
  )
  func rehearses() throws {
    #expect(try divide().status == 0)
    let vault = try RunningVault(household)
    defer { vault.stop() }
    try nameHolders(vault)
    func rehearse(_ lines: [String]) throws -> ProgramResult {
      try tool.run(
        ["ceremony", "verify-shares", "--institution", "institution.pub", "--shares-fd", "0"],
        lines: lines, environment: environment(vault.socket))
    }
    let lonely = try rehearse([try words(1), try words(2), try words(3)])
    #expect(lonely.status == 77)
    #expect(lonely.errorText.contains("fewer than two custodians"))
    try addCustodian(vault)
    let enough = try rehearse([try words(4), try words(2), try words(3)])
    #expect(enough.status == 0, "\(enough.errorText)")
    #expect(enough.text.contains("Dirk Directie, Aukje Raad, Notaris Pot"))
    let root = String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: household.folder + "/root.key")),
      as: UTF8.self)
    #expect(!(enough.text + enough.errorText).contains(root.prefix(16)))
    var typed = try words(1).split(separator: " ").map(String.init)
    typed[6] = "huisbezoek"
    let unknown = try rehearse([typed.joined(separator: " ")])
    #expect(unknown.status == 65 && unknown.errorText.contains("word 7 is not in the list"))
    typed[6] = "academic"
    let changed = try rehearse([typed.joined(separator: " ")])
    #expect(changed.status == 65 && changed.errorText.contains("do not belong together"))
    #expect(!changed.errorText.contains("academic"), "what was typed is not repeated")
    let twice = try rehearse([try words(1), try words(1)])
    #expect(twice.status == 65 && twice.errorText.contains("share 1 was given already"))
    let few = try rehearse([try words(1), try words(2)])
    #expect(few.status == 1)
    #expect(try divide(sheets: "foreign", out: "foreign.json").status == 0)
    let foreign = try rehearse([try words(1, in: "foreign")])
    #expect(foreign.status == 65 && foreign.errorText.contains("does not belong to ceremony 1"))
    // Right in every number and word, and not what the ceremony made: named, before there are enough.
    let real = try Mnemonic.parse(SecretBytes(copying: Array(words(2).utf8)))
    let made = try Mnemonic(info: real.info, value: SecretBytes.random(32)).text()
    let text = made.withSpan { bytes in
      String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
    let madeUp = try rehearse([try words(1), text])
    #expect(madeUp.status == 65, "\(madeUp.errorText)")
    #expect(madeUp.errorText.contains("not share 2 as the ceremony made it for Aukje Raad"))
  }

  /// Enrols a second custodian and gives them every role's key, so that both keep it.
  private func addCustodian(_ vault: RunningVault) throws {
    let session = try vault.session(.beheerder)
    var view = session.directory
    func add(_ act: DirectoryAct, _ signers: [Person]) throws {
      var draft = try DirectoryDraft(
        act, at: Int64(Date().timeIntervalSince1970 * 1000), on: view)
      for person in signers {
        let ring = household.ring(person)
        try draft.sign(as: ring.identity.member, with: ring.identity.signing, on: view)
      }
      let record = try draft.record(on: view)
      try session.appendToDirectory(record)
      try view.extend(with: record)
    }
    let second = try Identity.create(name: "Tweede Custos", anchor: household.anchor)
    try add(
      .account(Account(second.enrolment, function: .custodian, person: .random())),
      [.beheerder, .custodian])
    let member = try #require(view.member(second.member))
    for key in view.lacking(member) where key.role != nil {
      let kept = try #require(view.keepers(of: key).first?.boxes[key])
      let box = try key.reseal(
        kept.bytes, with: household.ring(.custodian).identity.box, to: member, in: view)
      try add(
        .custody(Custody(key: key, member: member.id, box: box)), [.custodian, .beheerder])
    }
  }

  @Test(
    "Holders unseal the real kluisd from their own terminals; the sheet's mistake is named first")
  func unseals() throws {
    #expect(try divide().status == 0)
    let vault = try RunningVault(household)
    try nameHolders(vault)
    vault.stop()
    let socket = tool.path("s")
    try FileManager.default.removeItem(atPath: household.folder + "/wrap.key")
    let service = try Self.kluisd(household.folder, socket)
    defer { service.end() }
    func unseal(_ line: String) throws -> ProgramResult {
      try tool.run(
        ["unseal", "--institution", "institution.pub", "--shares-fd", "0"], lines: [line],
        environment: environment(socket))
    }
    let wrong = try unseal(try words(2).replacingOccurrences(of: " ", with: " ") + " extra")
    #expect(wrong.status == 65, "\(wrong.errorText)")
    let first = try unseal(try words(2))
    #expect(first.status == 0, "\(first.errorText)")
    #expect(first.text.contains("Aukje Raad") && first.text.contains("shares still missing: 2"))
    #expect(try unseal(words(2)).text.contains("shares still missing: 2"))
    #expect(try unseal(words(4)).text.contains("shares still missing: 1"))
    let last = try unseal(try words(1))
    #expect(last.errorText.contains("The vault is open"), "\(last.errorText)")
    var late = try unseal(try words(3))
    // The vault turns after it has answered the last holder.
    for _ in 0..<50 where late.status == 75 || late.status == 69 { late = try unseal(try words(3)) }
    #expect(late.status == 1 && late.errorText.contains("does not wait for a share"))
  }

  @Test("Replaced: the new sheets open the vault, the old ones and the old wrap.key do not")
  func replaced() throws {
    #expect(try divide().status == 0)
    let vault = try RunningVault(household)
    try nameHolders(vault)
    let refused = try replace()
    #expect(
      refused.status == 69 && refused.errorText.contains("another service has this vault open"))
    vault.stop()
    let old = try SecretFile.read(household.folder + "/wrap.key")
    let keystore = household.folder + "/keystore.db"
    try FileManager.default.copyItem(atPath: keystore, toPath: tool.path("before.db"))
    // Off the host, as it should be: the old sheets bring it.
    try FileManager.default.removeItem(atPath: household.folder + "/wrap.key")
    #expect(try replace(lines: [words(1), words(2)]).status == 1)
    let made = try replace(lines: [words(1), words(2), words(4)])
    #expect(made.status == 0, "\(made.errorText)")
    let fresh = try SecretFile.read(household.folder + "/wrap.key")
    let isOld = fresh.equals(old)
    #expect(!isOld)
    #expect(throws: StartError.self) {
      _ = try VaultServer(settings: settings, clock: .system, wrapKey: old)
    }
    // The keystore key is another too: the one that old sheets and an old copy give is of epoch 1.
    #expect(throws: KeystoreError.wrongWrapKey) { try Keystore.open(keystore, wrapKey: old) }
    #expect(try Keystore.open(keystore, wrapKey: fresh).epoch == 2)
    #expect(try Keystore.open(tool.path("before.db"), wrapKey: old).epoch == 1)
    var recovery = try Recovery()
    for number in [2, 3, 4] {
      try recovery.add(
        Mnemonic.parse(SecretBytes(copying: Array(words(number, in: "new").utf8))))
    }
    let isFresh = try HostKey.wrap(root: recovery.secret(), ceremony: 2).equals(fresh)
    #expect(isFresh)
    let again = try RunningVault(household, enrol: false)
    defer { again.stop() }
    try nameHolders(again, "new.json")
    #expect(try again.session(.fg).directory.holders?.ceremony == 2)
  }

  private var settings: VaultSettings {
    VaultSettings(
      folder: household.folder,
      policyFolder: Places.project.appendingPathComponent("Policies").path)
  }

  private func replace(lines: [String] = []) throws -> ProgramResult {
    try tool.run(
      ["ceremony", "replace", "--dir", household.folder, "--need", "3"]
        + Self.holders.flatMap { ["--holder", $0] } + [
          "--institution", "institution.pub", "--sheets", "new", "--out", "new.json",
          "--shares-fd", "0",
        ], lines: lines)
  }

  /// The service as a process of its own, sealed.
  private static func kluisd(_ folder: String, _ socket: String) throws -> RunningProcess {
    let process = Process()
    process.executableURL = Places.tools.appendingPathComponent("kluisd")
    process.arguments = [
      "--dir", folder, "--socket", socket, "--policies",
      Places.project.appendingPathComponent("Policies").path,
    ]
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<2_000 where !FileManager.default.fileExists(atPath: socket) { usleep(5_000) }
    return RunningProcess(process)
  }
}

/// A process that ends with the test.
private final class RunningProcess {
  private let process: Process
  init(_ process: Process) { self.process = process }
  func end() {
    process.terminate()
    process.waitUntilExit()
  }
}
