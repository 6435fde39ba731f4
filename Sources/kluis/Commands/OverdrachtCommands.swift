import CommandTree

extension Act {
  /// Bundles: what is sent to partners, and what a partner does with one.
  static let overdrachtCommands = Command<Act>(
    "overdracht",
    Text(
      nl: "overdracht: verzegeld delen met partners, en openen wat u kreeg",
      en: "overdracht: share with partners, sealed, and open what you got"),
    subcommands: overdrachtSenderCommands + overdrachtSealing + [overdrachtCollecting]
      + overdrachtReceiving)
}
