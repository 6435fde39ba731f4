import CommandTree
import Desk
import StrictJSON

/// `kluis completion` and `kluis man`: what follows from the command line itself.
struct ToolText {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func completion() {
    guard let shell = Shell(rawValue: desk.arguments.required("SHELL")) else { return }
    let script = Act.tree.completions(for: shell, in: desk.language)
    desk.screen.answer(
      ["shell": .string(shell.rawValue), "script": .string(script)], text: script)
  }

  func manual() {
    let page = Act.tree.manualPage(in: desk.language, date: Release.date)
    desk.screen.answer(["page": .string(page)], text: page)
  }
}
