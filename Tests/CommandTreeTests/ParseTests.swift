import CommandTree
import Testing

@Suite struct ParseTests {
  @Test(
    "one meaning, however it is spelled",
    arguments: [
      "dossier open --doel klacht D kern",
      "dossier open --doel=klacht D kern",
      "dossier open D --doel klacht kern",
      "dossier open D kern --doel=klacht",
      "dossier open --doel klacht -- D kern",
      "--taal nl dossier -t=en open D kern --doel klacht",
    ])
  func spellings(line: String) throws {
    guard !line.contains("-t=") else {
      #expect(throws: UsageMistake.self) { try invocation(line) }
      return
    }
    let found = try invocation(line)
    #expect(found.action == .open)
    #expect(found.path.words == "kluis dossier open")
    #expect(found.arguments.value("doel") == "klacht")
    #expect(found.arguments.required("DOSSIER") == "D")
    #expect(found.arguments.arguments("SECTIE") == ["kern"])
    #expect(!found.arguments.has("json"))
  }

  @Test(
    "the root's options are accepted anywhere",
    arguments: ["--json dossier list", "dossier --json list", "dossier list --json"])
  func globalOptions(line: String) throws {
    let found = try invocation(line)
    #expect(found.action == .list)
    #expect(found.arguments.has("json"))
  }

  @Test func valuesNumbersAndRepeats() throws {
    let found = try invocation(
      "dossier open D --doel klacht --noot a --noot=-b --passphrase-fd 3 -t nl")
    #expect(found.arguments.values("noot") == ["a", "-b"])
    #expect(found.arguments.number("passphrase-fd") == 3)
    #expect(found.arguments.value("taal") == "nl")
    #expect(found.arguments.arguments("SECTIE").isEmpty)
  }

  @Test func afterTwoDashesADashIsAnArgument() throws {
    #expect(try invocation("export -- --help").arguments.argument("BRON") == "--help")
    #expect(try invocation("export -").arguments.argument("BRON") == "-")
    #expect(try invocation("export").arguments.argument("BRON") == nil)
  }

  @Test(
    "a mistake is named, with the usage line of the command that was reached",
    arguments: [
      ("", UsageMistake.Kind.missingCommand, "kluis"),
      ("dossier", .missingCommand, "kluis dossier"),
      ("dosier", .unknownCommand("dosier", nearest: "dossier"), "kluis"),
      ("zzz", .unknownCommand("zzz", nearest: nil), "kluis"),
      ("dossier opne", .unknownCommand("opne", nearest: "open"), "kluis dossier"),
      ("-- --json", .unknownCommand("--json", nearest: nil), "kluis"),
      ("dossier list --jsno", .unknownOption("--jsno", nearest: "--json"), "kluis dossier list"),
      ("dossier list --doel x", .unknownOption("--doel", nearest: nil), "kluis dossier list"),
      ("--doel klacht dossier open D", .unknownOption("--doel", nearest: nil), "kluis"),
      ("dossier list -x", .unknownOption("-x", nearest: nil), "kluis dossier list"),
      ("dossier list ---json", .unknownOption("---json", nearest: "--json"), "kluis dossier list"),
      ("dossier list --json=ja", .unexpectedValue("--json"), "kluis dossier list"),
      ("dossier list X", .unexpectedArgument("X"), "kluis dossier list"),
      ("dossier open --doel klacht", .missingArgument("DOSSIER"), "kluis dossier open"),
      ("dossier open D", .missingOption("--doel CODE"), "kluis dossier open"),
      ("dossier open D --doel", .missingValue("--doel CODE"), "kluis dossier open"),
      ("dossier open D --doel --json", .missingValue("--doel CODE"), "kluis dossier open"),
      (
        "dossier open D --doel klacht --doel klacht", .repeatedOption("--doel"),
        "kluis dossier open"
      ),
      (
        "dossier open D --doel zomaar",
        .badValue("--doel", "zomaar", .notAllowed(["uitvoering", "klacht"])), "kluis dossier open"
      ),
      ("dossier open D --doel=", .badValue("--doel", "", .empty), "kluis dossier open"),
      (
        "dossier open D kern weg --doel klacht",
        .badValue("SECTIE", "weg", .notAllowed(["kern", "plannen"])), "kluis dossier open"
      ),
      ("help dosier", .unknownCommand("dosier", nearest: "dossier"), "kluis"),
    ])
  func mistakes(line: String, kind: UsageMistake.Kind, command: String) {
    let mistake = #expect(throws: UsageMistake.self) { try parsed(line) }
    #expect(mistake?.kind == kind)
    #expect(mistake?.command == command)
    #expect(mistake?.usage.nl.hasPrefix(command) == true)
  }

  @Test("a number has one spelling", arguments: ["2", "1024", "+3", "03", "3x", "0x3", " 3", "٣"])
  func numbers(word: String) {
    let words = ["dossier", "open", "D", "--doel", "klacht", "--passphrase-fd=\(word)"]
    let mistake = #expect(throws: UsageMistake.self) { try sample.parse(words) }
    #expect(mistake?.kind == .badValue("--passphrase-fd", word, .notANumber(3...1023)))
  }

  @Test(
    "help wins over every mistake and finds its node",
    arguments: [
      ("--help", "kluis"), ("-h", "kluis"), ("help", "kluis"),
      ("dossier --help", "kluis dossier"), ("help dossier open", "kluis dossier open"),
      ("dossier open --doel zomaar --help", "kluis dossier open"),
      ("--help dossier list", "kluis dossier list"),
      ("--onzin dossier list X Y -h", "kluis dossier list"),
      ("dossier open --doel --help", "kluis dossier open"),
      ("--version --help", "kluis"),
    ])
  func help(line: String, place: String) throws {
    guard case .help(let path) = try parsed(line) else {
      Issue.record("no help for \(line)")
      return
    }
    #expect(path.words == place)
  }

  @Test("the version, anywhere", arguments: ["--version", "dossier list --version", "x --version"])
  func version(line: String) throws {
    guard case .version = try parsed(line) else {
      Issue.record("no version for \(line)")
      return
    }
  }

  @Test func mistakesSayWhatIsWrongAndWhatIsNext() {
    let mistake = #expect(throws: UsageMistake.self) {
      try parsed("dossier open D --doel zomaar")
    }
    #expect(
      mistake?.rendered(in: .nl) == """
        kluis: 'zomaar' kan niet bij --doel
        gebruik: kluis dossier open --doel CODE [opties] DOSSIER [SECTIE...]
        hint: kies uit: uitvoering, klacht

        """)
    #expect(mistake?.rendered(in: .en).contains("hint: choose one of: uitvoering, klacht") == true)
    #expect(UsageMistake.exitCode == 64)
  }

  @Test func aTypedWordCannotDriveTheTerminal() {
    let word = "\u{1B}[2J\u{202E}" + String(repeating: "a", count: 500)
    let mistake = #expect(throws: UsageMistake.self) { try sample.parse([word]) }
    let text = mistake?.rendered(in: .nl) ?? ""
    #expect(!text.unicodeScalars.contains("\u{1B}") && !text.unicodeScalars.contains("\u{202E}"))
    #expect(text.count < 200)
  }

  @Test func theParseNeverFailsToAnswer() throws {
    let words = [
      "kluis", "dossier", "open", "list", "export", "help", "-", "--", "--help", "-h", "--version",
      "--json", "--json=", "--=", "=", "-t", "--taal", "--taal=nl", "nl", "--doel", "--doel=klacht",
      "klacht", "--passphrase-fd", "3", "99999999999999999999", "", "\u{0}", "é", "🂡", "-é", "---",
      "--uit=", "-o", "--noot=a=b", String(repeating: "x", count: 9_999),
    ]
    var random = Repeatable(state: 42)
    var invocations = 0
    for _ in 0..<20_000 {
      let line = (0..<Int.random(in: 0...7, using: &random)).compactMap { _ in
        words.randomElement(using: &random)
      }
      do {
        if case .invocation(let found) = try sample.parse(line) {
          invocations += 1
          #expect(found.path.last.subcommands.isEmpty)
        }
      } catch {
        #expect(!error.description.nl.isEmpty && !error.hint.en.isEmpty && !error.code.isEmpty)
      }
    }
    #expect(invocations > 0)
  }
}

/// The same numbers on every run (SplitMix64).
struct Repeatable: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
