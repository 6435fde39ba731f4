import CommandTree
import Dossier

/// The language of the screen; `Dossier` has a type of its own for its texts.
typealias Language = CommandTree.Language

extension Language {
  /// The same for the texts of a dossier.
  var ofDossier: Dossier.Language {
    switch self {
    case .nl: .dutch
    case .en: .english
    }
  }
}
