package import Sodium

extension Note {
  /// Signs the text as a log; the key signs nothing but checkpoints.
  ///
  /// - Returns: the key under which the signature verifies; nil, and the note unchanged, if `name`
  ///   cannot name a key.
  @discardableResult
  package mutating func sign(as name: String, with pair: borrowing SigningKeyPair) -> NoteKey? {
    guard let key = NoteKey(name: name, kind: .log, publicKey: pair.publicKey) else { return nil }
    let bytes = Signature.signPlain(text, with: pair)
    add(NoteSignature(name: name, keyID: key.id, bytes: bytes))
    return key
  }

  /// Signs the text as a witness that has checked that the checkpoint continues the last one it saw.
  ///
  /// - Parameter time: seconds since 1970 UTC, not negative.
  /// - Returns: the key under which the cosignature verifies; nil, and the note unchanged, if the
  ///   text is no checkpoint, or the name or time cannot be.
  /// C2SP tlog-cosignature.
  @discardableResult
  package mutating func cosign(
    as name: String, at time: Int64, with pair: borrowing SigningKeyPair
  ) -> NoteKey? {
    guard time >= 0, (try? Checkpoint(text: text)) != nil,
      let key = NoteKey(name: name, kind: .witness, publicKey: pair.publicKey)
    else { return nil }
    let signature = Signature.signPlain(Cosignature.message(text, at: time), with: pair)
    let cosignature = Cosignature(time: time, signature: signature)
    add(NoteSignature(name: name, keyID: key.id, bytes: cosignature.bytes))
    return key
  }
}
