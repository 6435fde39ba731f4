import CommandTree

extension Act {
  /// Bundles: what is sent to partners, and what a partner does with one.
  static let overdrachtCommands = Command<Act>(
    "overdracht",
    Text(
      nl: "verzegelde overdrachten: openen, bevestigen en wat daarbij hoort",
      en: "sealed overdrachten: open, confirm, and what belongs to it"),
    subcommands: overdrachtReceiving)
}
