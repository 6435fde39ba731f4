package import Dossier
package import Records
import Sodium
package import Vocabulary

/// A dossier opened for writing: its links and the keys of some sections.
///
/// It goes on with each write, so that a next write needs no opening.
package final class WritableDossier {
  package let id: Identifier
  var chain: VerifiedChain
  let sections: [Section: OpenSection]
  /// Set when noodtoegang is the ground of this opening.
  package let emergency: EmergencyAccess?

  init(
    id: Identifier, chain: VerifiedChain, sections: [Section: OpenSection],
    emergency: EmergencyAccess?
  ) {
    self.emergency = emergency
    self.id = id
    self.chain = chain
    self.sections = sections
  }

  package var head: Head { chain.head }
}

/// What is to be written: a new entry, or a revision that names the one it builds on.
package struct NewRevision: Sendable {
  package let entry: Identifier
  /// 0 for a new entry.
  package let buildsOn: UInt32
  package let content: EntryContent
  /// Its keys, when they were drawn before its content was known.
  let draft: EntryDraft?

  /// A new entry.
  package init(_ content: EntryContent) {
    entry = .random()
    buildsOn = 0
    self.content = content
    draft = nil
  }

  /// A new entry under the keys of a draft, which serve once.
  package init(_ content: EntryContent, as draft: EntryDraft) {
    entry = draft.entry
    buildsOn = 0
    self.content = content
    self.draft = draft
  }

  /// A next revision of an entry; a correction is one.
  ///
  /// On 0 it is the first, under an id that was drawn before.
  package init(_ content: EntryContent, of entry: Identifier, buildingOn revision: UInt32) {
    self.entry = entry
    buildsOn = revision
    self.content = content
    draft = nil
  }
}

/// A revision that is encrypted and not yet linked: a stale head costs a signature, no encryption.
final class SealedRevision {
  let header: EntryHeader
  let buildsOn: UInt32
  /// Of an attachment, how many parts were sent.
  let parts: Int?
  let sealed: SealedEntry
  /// E, 32 bytes.
  let token: SecretBytes

  convenience init(
    _ new: NewRevision, dossier: Identifier, author: Identifier, at time: Int64,
    key: borrowing SecretBytes
  ) throws(ClientError) {
    let header = EntryHeader(
      dossier: dossier, section: new.content.section, entry: new.entry,
      revision: new.buildsOn + 1, kind: new.content.entryKind, author: author,
      writtenAt: time)
    let token: SecretBytes
    do throws(SecretMemoryError) {
      token =
        if let draft = new.draft { try draft.token.copy() } else { try SecretBytes.random(32) }
    } catch { throw .secretMemory }
    try self.init(new.content, header: header, buildsOn: new.buildsOn, key: key, token: token)
  }

  /// - Parameter token: E, drawn for this revision alone.
  init(
    _ content: EntryContent, header: EntryHeader, buildsOn: UInt32, key: borrowing SecretBytes,
    token: consuming SecretBytes, parts: Int? = nil
  ) throws(ClientError) {
    self.header = header
    self.buildsOn = buildsOn
    self.parts = parts
    do throws(SecretMemoryError) {
      sealed = try SealedEntry.seal(
        content.encode(), header: header, sectionKey: key, token: token)
    } catch { throw .secretMemory }
    self.token = token
    guard sealed.ciphertext.count <= Rows.maximumCiphertext else { throw .inputRefused(.tooLarge) }
  }

  /// Whether the chain still ends, for this entry, with the revision that this one builds on.
  func follows(_ index: EntryIndex) -> Bool {
    let newest = index.newest(of: header.entry, in: header.section)
    return newest?.header.revision ?? 0 == buildsOn
  }
}
