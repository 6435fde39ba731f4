import CommandTree

/// Every sentence of this tool, by theme, in Dutch and in English; none is written elsewhere.
///
/// The command line's own texts stand with the commands.
enum Texts {
  static let usageWord = Text(nl: "gebruik", en: "usage")
  static let yes = Text(nl: "ja", en: "yes")
  static let no = Text(nl: "nee", en: "no")
  static let unknown = Text(nl: "onbekend", en: "unknown")
}
