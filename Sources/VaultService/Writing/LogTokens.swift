import AuditLog
import Records
import Sodium
import Store
import Vocabulary

/// The log tokens that one batch seals words under: those of `keystore.db`, and new ones.
///
/// A dossier gets its token with its first words. It is durable before the leaf that needs it; a
/// token that a crash leaves without a leaf serves the next words of its dossier. Acts about no
/// dossier have the token of the id zero.
/// - Source: Docs/protocol.md, Words
final class LogTokens {
  private let keystore: Keystore
  private var drawn: [Identifier: Token] = [:]

  private final class Token {
    let value: SecretBytes
    init(_ value: consuming SecretBytes) { self.value = value }
  }

  init(_ keystore: Keystore) { self.keystore = keystore }

  /// Whether tokens have to be written with this batch.
  var hasNew: Bool { !drawn.isEmpty }

  /// A plan with its words in its first leaf, sealed for as long as the token lives.
  func sealing(_ plan: Plan) throws -> Plan {
    guard let words = plan.words, let leaf = plan.leaves.first else { return plan }
    var plan = plan
    plan.leaves[0].sealed = LogEntry.Sealed(
      words: words.hash, box: try seal(words, of: leaf.dossier ?? .zero))
    return plan
  }

  /// Rows of `keystore.db`: the tokens that were not there.
  func write(_ keystore: Keystore) throws {
    for dossier in drawn.keys.sorted() {
      guard let token = drawn[dossier] else { continue }
      try keystore.tables.tokens.put(.logToken(dossier), token.value)
    }
  }

  private func seal(_ words: SealedWords, of dossier: Identifier) throws -> [UInt8] {
    let known = try keystore.tables.tokens.seal(
      words.boxes.bytes, ad: LogSeal.additional(words.hash), under: .logToken(dossier))
    if let known { return known }
    let token = try drawn[dossier] ?? Token(SecretBytes.random(AEAD.keyCount))
    drawn[dossier] = token
    return LogSeal.seal(words, under: token.value)
  }
}

/// Words in a leaf: nonce 24 ‖ AEAD under the log token, bound to H(words).
enum LogSeal {
  static func additional(_ hash: [UInt8]) -> [UInt8] {
    Array("dossierkluis/v1/log-words".utf8) + hash
  }

  static func seal(_ words: SealedWords, under token: borrowing SecretBytes) -> [UInt8] {
    let nonce = AEAD.nonce()
    return nonce
      + AEAD.seal(words.boxes.bytes, ad: additional(words.hash), nonce: nonce, key: token)
  }

  /// The list of boxes; nil when the token is not the one that it was sealed under.
  static func open(
    _ sealed: LogEntry.Sealed, under token: borrowing SecretBytes
  ) throws(AEAD.OpenError) -> [UInt8]? {
    do throws(AEAD.OpenError) {
      return try AEAD.open(
        Array(sealed.box.dropFirst(AEAD.nonceCount)), ad: additional(sealed.words),
        nonce: Array(sealed.box.prefix(AEAD.nonceCount)), key: token)
    } catch .tampered {
      return nil
    }
  }
}
