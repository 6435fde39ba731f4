import Directory
import Vocabulary

extension DirectoryView {
  /// The key and function with which a member may act now; nil for the suspended and the unknown.
  func acting(_ id: Identifier) -> (key: [UInt8], role: Role)? {
    guard let member = member(id), member.isActive else { return nil }
    return (member.keys.sign, member.function)
  }
}
