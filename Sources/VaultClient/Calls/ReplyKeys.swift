package import Dossier
import Records
package import Sodium
import Vocabulary

/// The key that opens answers on one bundle, with the dossier's record of it.
///
/// It was made of the record's own keys just now, and ends with the opened dossier.
package struct OpenedReplyKey: Sendable {
  package let record: Verstrekking
  private let pair: Pair

  private final class Pair: Sendable {
    let pair: BoxKeyPair

    init(_ pair: consuming BoxKeyPair) {
      self.pair = pair
    }
  }

  private init(_ record: Verstrekking, _ pair: consuming BoxKeyPair) {
    self.record = record
    self.pair = Pair(pair)
  }

  /// X25519, 32 bytes.
  package var publicKey: [UInt8] { pair.pair.publicKey }

  /// X25519, 32 bytes: for whoever opens an answer.
  package func secret() throws(SecretMemoryError) -> SecretBytes { try pair.pair.secret.copy() }

  /// The keys of all bundles among opened revisions, newest first.
  static func all(
    _ revisions: [OpenedRevision], links: [Link], sections: [Section: OpenSection],
    secrets: borrowing SecretItems
  ) throws(CheckFailure) -> [OpenedReplyKey] {
    var keys: [OpenedReplyKey] = []
    for revision in revisions.reversed() {
      // A record of a bundle is never revised; a key of another revision would be another key.
      guard case .verstrekking(let record) = revision.content, revision.revision == 1
      else { continue }
      guard let section = sections[revision.section],
        let link = links.first(where: { $0.n == revision.n })
      else { throw .tampered(.rows) }
      let token = try secrets.checkedValue(of: .token(revision.section, n: revision.n))
      let pair = try inLockedMemory { () throws(SecretMemoryError) in
        try ReplyKey.derive(
          sectionKey: section.key, token: token, header: link.header, bundle: record.bundel)
      }
      keys.append(OpenedReplyKey(record, pair))
    }
    return keys
  }
}
