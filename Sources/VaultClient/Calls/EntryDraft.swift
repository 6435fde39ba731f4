import Dossier
import Records
import Sodium
package import Vocabulary

/// A new entry whose keys are drawn before its content is written, because the content speaks of them.
///
/// The record of a bundle names, in the signed manifest, the key to which answers are sealed; that key is
/// made of the entry's own. A draft serves one entry.
package final class EntryDraft: Sendable {
  package let entry: Identifier
  /// E, 32 bytes.
  let token: SecretBytes

  /// - Throws: `.secretMemory`
  package init() throws(ClientError) {
    entry = .random()
    do throws(SecretMemoryError) { token = try SecretBytes.random(32) } catch {
      throw .secretMemory
    }
  }
}

extension WritableDossier {
  /// The public half of the key to which answers on a bundle are sealed: X25519, 32 bytes.
  ///
  /// - Throws: `.inputRefused` for a section that was not opened for writing; `.secretMemory`
  package func replyKey(
    of draft: EntryDraft, in section: Section, bundle: Identifier
  ) throws(ClientError) -> [UInt8] {
    guard let open = sections[section] else { throw .inputRefused(.unknownEntry) }
    let header = EntryHeader(
      dossier: id, section: section, entry: draft.entry, revision: 1, kind: .entry, author: .zero,
      writtenAt: 0)
    do throws(SecretMemoryError) {
      return try ReplyKey.derive(
        sectionKey: open.key, token: draft.token, header: header, bundle: bundle
      ).publicKey
    } catch { throw .secretMemory }
  }
}
