import CommandTree

/// Every sentence of this tool, by theme, in Dutch and in English; none is written elsewhere.
///
/// The command line's own texts stand with the commands.
enum Texts {
  static let usageWord = Text(nl: "gebruik", en: "usage")
  static let sectionsWord = Text(nl: "delen", en: "sections")
}
