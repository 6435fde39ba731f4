package import CommandTree
package import Dossier

/// The language of the screen; `Dossier` has a type of its own for its texts.
package typealias Language = CommandTree.Language

extension Text {
  /// A sentence of another module.
  package init(_ phrase: Phrase) {
    self.init(nl: phrase.dutch, en: phrase.english)
  }
}
