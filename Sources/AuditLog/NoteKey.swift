import Sodium

/// A public key that signs notes, with its name: a log's or a witness's.
///
/// C2SP signed-note and tlog-cosignature.
package struct NoteKey: Hashable, Sendable {
  /// What a signature of the key covers.
  package enum Kind: UInt8, Sendable {
    /// The text: a log's own signature (Ed25519).
    case log = 0x01
    /// A time and the text: a witness's cosignature.
    case witness = 0x04
  }

  package let name: String
  package let kind: Kind
  /// Ed25519, 32 bytes.
  package let publicKey: [UInt8]
  /// SHA-256(name ‖ 0x0A ‖ kind ‖ public key), the first four bytes.
  package let id: [UInt8]

  /// A key; nil if the name is empty or has a plus or white space, or the key has not 32 bytes.
  package init?(name: String, kind: Kind, publicKey: [UInt8]) {
    guard NoteKey.isName(name), publicKey.count == SigningKeyPair.publicKeyCount else { return nil }
    self.init(checked: name, kind: kind, publicKey: publicKey)
  }

  private init(checked name: String, kind: Kind, publicKey: [UInt8]) {
    self.name = name
    self.kind = kind
    self.publicKey = publicKey
    id = Array(SHA256.hash(Array(name.utf8), [0x0A, kind.rawValue], publicKey)[..<4])
  }

  /// Reads the text form `name+key id+base64`; nil for any other spelling or a key id that is not
  /// this key's.
  package init?(text: String) {
    // Base64 may contain a plus, a name may not.
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let id = Hex.decode(String(parts[1])),
      let encoded = Base64.decode(String(parts[2])), let first = encoded.first,
      let kind = Kind(rawValue: first)
    else { return nil }
    self.init(name: String(parts[0]), kind: kind, publicKey: Array(encoded.dropFirst()))
    guard self.id == id else { return nil }
  }

  /// The text form, as it stands in the directory and on paper.
  package var text: String {
    "\(name)+\(Hex.encode(id))+\(Base64.encode([kind.rawValue] + publicKey))"
  }

  /// Whether a text may name a key.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && $0 != "+" && !$0.properties.isWhitespace
      }
  }

  /// Checks one signature by this key over a note's text.
  func verify(_ signature: NoteSignature, of text: [UInt8]) -> VerifiedSignature? {
    switch kind {
    case .log:
      guard Signature.verifyPlain(signature.bytes, of: text, by: publicKey) else { return nil }
      return VerifiedSignature(key: self, time: nil)
    case .witness:
      guard let cosignature = Cosignature(signature.bytes),
        Signature.verifyPlain(
          cosignature.signature, of: Cosignature.message(text, at: cosignature.time), by: publicKey)
      else { return nil }
      return VerifiedSignature(key: self, time: cosignature.time)
    }
  }
}
