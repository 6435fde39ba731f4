package import CommandTree

/// Sentences for people, by theme, in Dutch and in English; a tool adds its own in extensions.
///
/// The command line's own texts stand with the commands.
package enum Texts {
  package static let usageWord = Text(nl: "gebruik", en: "usage")
  package static let sectionsWord = Text(nl: "delen", en: "sections")
}
