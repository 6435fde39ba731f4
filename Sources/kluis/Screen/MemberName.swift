import Directory
import Vocabulary

extension DirectoryView {
  /// How a member or partner is called on the screen; the id when the directory does not know them.
  func screenName(of id: Identifier) -> String {
    member(id)?.name ?? partner(id)?.name ?? id.hex
  }
}
