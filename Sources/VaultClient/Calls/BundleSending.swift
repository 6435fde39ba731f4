import AuditLog
import Glibc
import Records
import Sodium
import StrictJSON
package import Vocabulary

extension VaultSession {
  /// Brings the file of a bundle into the vault, where its partners fetch it.
  ///
  /// The file is read part by part and is never in memory as a whole. A part whose answer is lost is sent
  /// again under the same key; after a call that failed, call again: it begins anew.
  ///
  /// - Parameter descriptor: the age file, open for reading; read from its beginning.
  /// - Throws: `.bundle(.file)` when it is not the file that was made ready; `.fileUnreadable`;
  ///   `.inputRefused(.tooLarge)` for more than 1 GiB
  package func placeBundle(
    _ bundle: Identifier, of dossier: Identifier, from descriptor: Int32
  ) throws(ClientError) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .fileUnreadable }
    let size = Int(status.st_size)
    let count = (size + BundleSealing.partBytes - 1) / BundleSealing.partBytes
    guard count > 0 else { throw .bundle(.file) }
    guard count <= BundleSealing.partLimit else { throw .inputRefused(.tooLarge) }
    for part in 0..<count {
      let start = part * BundleSealing.partBytes
      var ask = Ask(
        "bundle.place", .bundlePlace, bundle, dossier,
        [("last", .bool(part == count - 1)), ("part", .int(Int64(part)))])
      ask.rows = try read(
        descriptor, at: start, count: min(BundleSealing.partBytes, size - start))
      try perform(ask) { reply throws(CheckFailure) in
        try demand(reply.leaf.detail["part"] == .int(Int64(part)), .leafLink)
      }
    }
  }

  /// Exactly these bytes of a file.
  ///
  /// - Source: pread(2)
  private func read(
    _ descriptor: Int32, at start: Int, count: Int
  ) throws(ClientError) -> [UInt8] {
    var failed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = unsafe pread(
          descriptor, buffer.baseAddress.map { unsafe $0 + filled }, count - filled,
          off_t(start + filled))
        if got < 0, errno == EINTR { continue }
        guard got > 0 else {
          failed = true
          break
        }
        filled += got
      }
    }
    guard !failed else { throw .fileUnreadable }
    return bytes
  }

  /// Has the vault mail a bundle: the mail as it is, with the bundle in it.
  ///
  /// From then on it cannot be recalled.
  /// - Parameter mail: RFC 5322, 10 MiB at most.
  package func mailBundle(
    _ bundle: Identifier, of dossier: Identifier, _ mail: [UInt8]
  ) throws(ClientError) {
    guard mail.count <= BundleSealing.mailLimit else { throw .inputRefused(.tooLarge) }
    let hash = SHA256.hash(mail)
    var ask = Ask(
      "bundle.send", .bundleSend, bundle, dossier,
      [("mail", .base64(hash)), ("way", .string(BundleWay.mail.rawValue))])
    ask.rows = mail
    try perform(ask) { reply throws(CheckFailure) in
      try demand(
        reply.leaf.record == LogEntry.Record(kind: BundleSealing.mailKind, hash: hash), .leafLink)
    }
  }

  /// Says that a bundle was handed over, on a stick or by a mail of another system.
  ///
  /// From then on it cannot be recalled.
  package func bundleSent(_ bundle: Identifier, of dossier: Identifier) throws(ClientError) {
    let ask = Ask(
      "bundle.send", .bundleSend, bundle, dossier,
      [("way", .string(BundleWay.hand.rawValue))])
    try perform(ask) { reply throws(CheckFailure) in
      try demand(reply.leaf.detail["way"] == .code(BundleWay.hand.rawValue), .leafLink)
    }
  }

  /// Takes a bundle back that nobody has whole: from now on nobody fetches it.
  ///
  /// - Returns: how many parts a partner has all the same.
  /// - Throws: `.bundle(.left)` for one that was sent, `.bundle(.collected)`
  package func recallBundle(
    _ bundle: Identifier, of dossier: Identifier
  ) throws(ClientError) -> Int {
    try perform(Ask("bundle.recall", .bundleRecall, bundle, dossier)) {
      reply throws(CheckFailure) in
      // The log has it too, so that an answer that came again says the same.
      guard case .int(let parts) = reply.leaf.detail["parts"], (0...1 << 16).contains(parts)
      else { throw .tampered(.leaf) }
      try demand((reply.fields["parts"]?.intValue ?? parts) == parts, .answer)
      return Int(parts)
    }
  }

  /// Says that a bundle arrived, once the dossier has the proof; it is closed.
  package func confirmBundle(
    _ bundle: Identifier, of dossier: Identifier, by proof: BundleProof
  ) throws(ClientError) {
    let ask = Ask(
      "bundle.confirm", .bundleConfirm, bundle, dossier, [("how", .string(proof.rawValue))])
    try perform(ask) { reply throws(CheckFailure) in
      try demand(reply.leaf.detail["how"] == .code(proof.rawValue), .leafLink)
    }
  }
}
