import Directory
import Vocabulary

extension DirectoryView {
  /// How a member is called on the screen; the id when the directory does not know them.
  func screenName(of id: Identifier) -> String { member(id)?.name ?? id.hex }
}
