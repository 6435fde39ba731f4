import CommandTree
import Desk
import Directory
import Dossier
import Records
import Sodium
import VaultClient
import Vocabulary

/// The secrets that a member keeps, each opened from the member's own box and held against its key.
struct Keeping {
  private let keys: KeyRing
  private let directory: DirectoryView

  init(_ keys: KeyRing, in directory: DirectoryView) {
    self.keys = keys
    self.directory = directory
  }

  /// The member's own box; nil when it was never given.
  private func box(_ key: KeptKey) -> Member.Box? {
    directory.member(keys.identity.member)?.boxes[key]
  }

  func has(_ key: KeptKey) -> Bool { box(key) != nil }

  /// The secret in a box for another member.
  ///
  /// - Throws: 77 `not-kept`; 65 `false-box`
  func reseal(_ key: KeptKey, to member: Member) throws(Failure) -> [UInt8] {
    guard let box = box(key) else { throw .notKept(key) }
    do throws(ContextBox.BoxError) {
      return try key.reseal(box.bytes, with: keys.identity.box, to: member, in: directory)
    } catch { throw failure(error, key, box) }
  }

  /// What is wrong with the member's own box, if anything.
  ///
  /// - Throws: when memory ran out, which says nothing about the box.
  func fault(_ key: KeptKey) throws(Failure) -> FalseBox? {
    guard let box = box(key) else { return nil }
    do throws(ContextBox.BoxError) {
      try key.check(box.bytes, with: keys.identity.box, in: directory)
      return nil
    } catch {
      if error.isOfMemory { throw .memory }
      return FalseBox(key, box, in: directory)
    }
  }

  private func failure(
    _ error: ContextBox.BoxError, _ key: KeptKey, _ box: Member.Box
  ) -> Failure {
    error.isOfMemory
      ? .memory : Failure(ClientError.falseBox(FalseBox(key, box, in: directory)))
  }
}

extension ContextBox.BoxError {
  fileprivate var isOfMemory: Bool {
    switch self {
    case .memory, .box(.memory): true
    case .context, .box: false
    }
  }
}

extension Failure {
  fileprivate static func notKept(_ key: KeptKey) -> Failure {
    Failure(
      ExitCode.refused, "not-kept",
      Text(
        nl: "\(key.name.dutch), is niet aan u in bewaring gegeven",
        en: "\(key.name.english), was not given into your keeping"),
      hint: Text(
        nl: "laat iemand die haar heeft, haar u geven: kluis-keys custody give",
        en: "let somebody who keeps it give it to you: kluis-keys custody give"))
  }
}
