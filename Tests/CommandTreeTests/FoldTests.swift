import CommandTree
import Foundation
import Testing

@Suite struct FoldTests {
  @Test func everyCommandHasHelpInBothLanguages() throws {
    for path in sample.paths {
      let words = path.words.split(separator: " ").dropFirst().map(String.init)
      guard case .help(let found) = try sample.parse(words + ["--help"]) else {
        Issue.record("\(path.words) has no help")
        continue
      }
      let dutch = found.help(in: .nl)
      let english = found.help(in: .en)
      #expect(dutch.hasPrefix("\(path.words): \(path.last.summary.nl)\n"))
      #expect(dutch.contains("\ngebruik: \(path.words) "))
      #expect(english.contains("\nusage: \(path.words) "))
      #expect(dutch.contains("--help") && dutch.contains("--json"))
      for option in path.last.options {
        #expect(dutch.contains(option.summary.nl) && english.contains(option.summary.en))
      }
      #expect(dutch.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
  }

  @Test func helpAligns() {
    let path = sample.paths.first { $0.words == "kluis dossier open" }
    #expect(
      path?.help(in: .en) == """
        kluis dossier open: open a dossier

        usage: kluis dossier open --doel CODE [options] DOSSIER [SECTIE...]

        arguments:
          DOSSIER  which dossier
          SECTIE   which sections (one of: kern, plannen)

        options:
          --doel CODE        why (required; one of: uitvoering, klacht)
          --passphrase-fd N  read descriptor N (3 to 1023)
          --noot TEKST       a note (may be repeated)

        general options:
          --json           output as JSON
          -t, --taal TAAL  language of the output (one of: nl, en)
          -h, --help       show this help
          --version        show the version

        """)
  }

  @Test func aSoundTreeHasNoFindings() {
    #expect(sample.findings() == [])
  }

  @Test func findingsNameEachFlaw() {
    let text = Text(same: "x")
    let flawed = Command<Act>(
      "Kluis", Text(nl: "", en: "x"), options: [.flag("json", text)],
      subcommands: [
        Command(
          "a", text,
          options: [
            .flag("json", text), .value("wachtwoord", "W", text), .flag("uit", text),
            .flag("x", short: "h", text),
          ],
          arguments: [
            Argument("R", text, count: .many), Argument("S", text), Argument("S", text),
          ], action: .list),
        Command("a", text, options: [.value("uit", "U", text)], action: .list),
        Command("b", text, subcommands: []),
      ])
    #expect(
      Set(flawed.findings()) == [
        "Kluis: 'Kluis' is not a word", "Kluis: a text is missing", "Kluis: 'a' twice",
        "Kluis a: --json twice", "Kluis a: --wachtwoord would carry a secret", "Kluis a: -h twice",
        "Kluis a: R takes the rest", "Kluis a: S follows one that may be left out",
        "Kluis a: S twice", "Kluis a: --uit is a flag here and a value elsewhere",
        "Kluis b: a group of nothing",
      ])
  }

  @Test(
    "a completion script passes its shell's own check and calls no tool", arguments: Shell.allCases)
  func completionsParse(shell: Shell) throws {
    for language in Language.allCases {
      let script = sample.completions(for: shell, in: language)
      #expect(script.contains("dossier") && script.contains("uitvoering"))
      #expect(!script.contains("$(kluis") && !script.contains("`"))
      guard let outcome = try run(["/usr/bin/env", shell.rawValue, "-n", "/dev/stdin"], script)
      else { continue }
      #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.output)")
    }
  }

  @Test(
    "bash offers words, codes and files only",
    arguments: [
      (["kluis", ""], ["dossier", "export"]),
      (["kluis", "dossier", "o"], ["open"]),
      (["kluis", "--taal", "en", "dossier", ""], ["list", "open"]),
      (["kluis", "--taal", "="], ["en", "nl"]),
      (["kluis", "dossier", "open", "--doel", "="], ["klacht", "uitvoering"]),
      (["kluis", "dossier", "open", "--doel", "=", "k"], ["klacht"]),
      (["kluis", "dossier", "open", "--doel", ""], ["klacht", "uitvoering"]),
      (["kluis", "dossier", "open", ""], ["kern", "plannen"]),
      (["kluis", "dossier", "open", "--noot", ""], []),
      (["kluis", "dossier", "list", ""], []),
      (["kluis", "dossier", "open", "--p"], ["--passphrase-fd"]),
      (["kluis", "export", "--", ""], []),
      (["kluis", "export", "-o", "/etc/passw"], ["/etc/passwd", "/etc/passwd-"]),
    ])
  func bashOffers(words: [String], offers: [String]) throws {
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    let script =
      sample.completions(for: .bash) + """
        compopt() { :; }
        COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count - 1)
        _kluis
        printf '%s\\n' "${COMPREPLY[@]}"

        """
    let outcome = try #require(try run(["/usr/bin/env", "bash", "-u", "/dev/stdin"], script))
    let found = outcome.output.split(separator: "\n").map(String.init).sorted()
    #expect(found.filter { $0 != "/etc/passwd-" } == offers.filter { $0 != "/etc/passwd-" })
  }

  @Test func theManualPageHasNoWarnings() throws {
    for language in Language.allCases {
      let page = sample.manualPage(in: language, date: "2026-01-02")
      #expect(page.utf8.allSatisfy { $0 < 128 })
      for path in sample.paths.dropFirst() {
        #expect(page.contains(".SS \(path.words)\n"))
      }
      guard
        let outcome = try run(["/usr/bin/env", "groff", "-man", "-ww", "-Tutf8", "-P-c"], page)
      else { continue }
      #expect(outcome.status == 0)
      #expect(!outcome.output.contains("warning"), "\(outcome.output)")
      #expect(outcome.output.contains(language == .nl ? ".Begint met" : ".Starts with"))
      #expect(outcome.output.contains("\\"))
    }
  }

  @Test(
    "Dutch when the locale says so",
    arguments: [
      ("nl_NL.UTF-8", Language.nl), ("nl", .nl), ("nl-BE", .nl), ("NL_nl", .nl), ("nld", .en),
      ("C", .en), ("en_GB.UTF-8", .en), ("", .en),
    ])
  func languages(name: String, language: Language) {
    #expect(Language(localeName: name) == language)
    #expect(Language(localeName: nil) == .en)
  }
}

/// Runs a program on a text; nil when there is no such program here.
private func run(_ command: [String], _ input: String) throws -> (status: Int32, output: String)? {
  let file = FileManager.default.temporaryDirectory
    .appendingPathComponent("kluis-\(UUID().uuidString)")
  try Data(input.utf8).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: command[0])
  process.arguments = Array(command.dropFirst())
  process.standardInput = try FileHandle(forReadingFrom: file)
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let output = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  // env's own answer when the program is not installed.
  guard process.terminationStatus != 127 else { return nil }
  return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}
