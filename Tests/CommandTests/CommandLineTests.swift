import CommandTree
import Testing

@testable import kluis

@Suite struct CommandLineTests {
  @Test func theTreeHasNoFindings() {
    #expect(Act.tree.findings() == [])
  }

  @Test func everyActIsOneLeafAndEveryLeafIsOneAct() {
    var acts: [Act] = []
    for path in Act.tree.paths {
      if case .action(let act) = path.last.content { acts.append(act) }
    }
    #expect(acts.count == Act.allCases.count)
    #expect(Set(acts) == Set(Act.allCases))
  }

  @Test(arguments: Act.tree.paths.map(\.words))
  func helpIsThereForEveryCommandInBothLanguages(_ words: String) throws {
    let line = words.split(separator: " ").dropFirst().map(String.init) + ["--help"]
    guard case .help(let path) = try Act.tree.parse(line) else {
      Issue.record("no help")
      return
    }
    #expect(path.words == words)
    #expect(path.help(in: .nl).contains("gebruik: \(words)"))
    #expect(path.help(in: .en).contains("usage: \(words)"))
  }

  /// A JSON answer is stable because it is written down where people look.
  @Test(arguments: Act.tree.paths.filter { $0.last.subcommands.isEmpty }.map(\.words))
  func theHelpOfEveryLeafSaysWhatJSONAnswers(_ words: String) throws {
    let path = try #require(Act.tree.paths.first { $0.words == words })
    let details = try #require(path.last.details)
    #expect(details.nl.contains("--json geeft"))
    #expect(details.en.contains("--json answers"))
  }

  @Test(arguments: [
    "gezin import f.json --dry-run", "gezin list --doel klacht", "gezin show 0123ab",
    "dossier open 0123ab --secties kern,plannen --doel crisis",
    "dossier add 0123ab --sectie journaal --soort contact --datum 2026-01-02 --bron school "
      + "--aard mening --over k1,k2 --van-wie k1 --stem kind --schaal k1=4 --schaal k2=7 "
      + "--tekst-van t.txt",
    "toegang explain 12", "toegang explain --lid Anna --dossier 0123ab",
    "toegang involve 0123ab --lid Anna --tot 2026-12-31 --woorden",
    "toegang regie 0123ab --lid Anna --woorden-uit w.txt",
    "toegang list 0123ab --alles --woorden",
    "toegang end 0123ab 4567cd --woorden",
    "toegang consult 0123ab --lid Joris --secties kern --woorden",
    "toegang consult 0123ab --lid Joris --secties kern,juridisch --dagen 7",
    "toegang nood 0123ab --uren 8 --woorden-uit w.txt",
    "toegang request 0123ab --secties kern --dagen 3", "toegang requests",
    "toegang request 0123ab --r3-grond 4567cd --woorden", "beheer policy propose map --woorden",
    "beheer policy show 0123ab --woorden",
    "toegang second 0123ab --akkoord", "toegang second 0123ab --tegen",
    "fg log --vanaf 0 --aantal 10 --dossier 0123ab --lid Anna", "fg copy map",
    "fg verify --copy map", "fg verify --since-pin", "beheer lid list",
    "beheer lid add a.pub --functie jurist --team T --regio R --persoon 00 --draft out",
    "beheer lid suspend Anna --draft out", "beheer sign out", "completion bash", "man",
  ])
  func theCommandsOfTheManualParse(_ line: String) throws {
    let words = ["--identity", "i.json", "--passphrase-fd", "3", "--json", "--taal", "nl"]
    let parsed = try Act.tree.parse(words + line.split(separator: " ").map(String.init))
    guard case .invocation = parsed else {
      Issue.record("\(line) is no invocation")
      return
    }
  }

  @Test func noOptionCarriesAPassphrase() {
    #expect(throws: UsageMistake.self) {
      try Act.tree.parse(["gezin", "list", "--passphrase", "geheim"])
    }
    #expect(throws: UsageMistake.self) {
      try Act.tree.parse(["gezin", "list", "--passphrase-fd", "geheim"])
    }
  }
}
