import CommandTree
import Desk
import Testing

@testable import kluis

@Suite struct SettingsTests {
  private func settings(_ line: String, _ values: [String: String] = [:]) -> Settings {
    Settings(
      tool: Release.tool, words: line.split(separator: " ").map(String.init),
      environment: ProcessEnvironment(values))
  }

  @Test func dutchWhenTheLocaleSaysSoAndTheStrongestVariableCounts() {
    #expect(settings("", ["LANG": "nl_NL.UTF-8"]).language == .nl)
    #expect(settings("", ["LANG": "nl_BE"]).language == .nl)
    #expect(settings("", ["LANG": "de_DE"]).language == .en)
    #expect(settings("").language == .en)
    #expect(settings("", ["LANG": "nl_NL", "LC_MESSAGES": "en_GB"]).language == .en)
    #expect(settings("", ["LC_MESSAGES": "en_GB", "LC_ALL": "nl_NL"]).language == .nl)
    #expect(settings("", ["LC_ALL": "", "LANG": "nl_NL"]).language == .nl)
  }

  @Test func taalIsStrongerThanTheLocaleAndAWrongOneChangesNothing() {
    #expect(settings("gezin list --taal nl", ["LANG": "C"]).language == .nl)
    #expect(settings("--taal=en gezin list", ["LANG": "nl_NL"]).language == .en)
    #expect(settings("--taal", ["LANG": "nl_NL"]).language == .nl)
    #expect(settings("--taal fr", ["LANG": "nl_NL"]).language == .nl)
    #expect(settings("-- --taal en", ["LANG": "nl_NL"]).language == .nl)
  }

  @Test func jsonIsKnownBeforeTheWordsAreParsed() {
    #expect(settings("gezin onzin --json").json)
    #expect(!settings("gezin import -- --json").json)
  }

  @Test func offTerminalThereIsNoColour() {
    #expect(!Terminal(descriptor: -1, plain: false).colour)
    #expect(!Terminal(descriptor: -1, plain: false).isTerminal)
    #expect(Terminal(descriptor: -1, plain: false).width == 80)
  }

  @Test func filesLieWhereTheStandardSaysAndRelativeValuesDoNotCount() throws {
    func paths(_ values: [String: String]) -> DevicePaths {
      DevicePaths(environment: ProcessEnvironment(values))
    }
    #expect(
      try paths(["HOME": "/home/a"]).identity() == "/home/a/.config/kluis/identity.json")
    #expect(
      try paths(["HOME": "/home/a", "XDG_CONFIG_HOME": "/c"]).identity()
        == "/c/kluis/identity.json")
    #expect(
      try paths(["HOME": "/home/a", "XDG_STATE_HOME": "s"]).state()
        == "/home/a/.local/state/kluis")
    #expect(
      try paths(["XDG_STATE_HOME": "/s"]).state(ofOrigin: "kluis.example/../x")
        == "/s/kluis/kluis.example_2f.._2fx")
    #expect(throws: Failure.self) { try paths([:]).identity() }
  }
}
